"""Who calls when, and who answers how: the plan of the sample calls. Pure; the same day gives the same plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from assist.practise.loading import bundled_scenarios
from assist.practise.scenario import Scenario

Handling = Literal["say", "take", "put away", "not this", "leave"]
"""What an agent does with a card: says it, takes it for the chat, dismisses it, objects to it, lets it pass."""

AGENTS = ("Sample agent 1-5a17b0", "Sample agent 2-c04e9d", "5a3b1e00c0ffee17")
"""As shared calls lie in folders: two agents told a name, and one did not."""
SEED = 1
DAYS = 28
"""The calls lie within so many days before today."""
_FIRST_HOUR, _HOURS = 8, 10


@dataclass(frozen=True, slots=True)
class Manner:
    """A way to answer calls.

    Attributes:
        clumsy: how likely an answer passes the customer by, 0..1.
        cards: what becomes of cards, by weight.
    """

    clumsy: float
    cards: Mapping[Handling, int]


MANNERS = (
    Manner(0.0, {"say": 60, "take": 15, "put away": 8, "not this": 8, "leave": 9}),
    Manner(0.75, {"say": 12, "take": 10, "put away": 30, "not this": 18, "leave": 30}),
    Manner(0.2, {"say": 36, "take": 14, "put away": 16, "not this": 14, "leave": 20}),
)
"""Takes care; is in a hurry; is learning. Every agent has such days, and none is made the good one."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One call that is to be played."""

    call_id: str
    scenario: Scenario
    agent: str
    manner: Manner
    started_at: datetime


def bookings(count: int, today: datetime) -> list[Booking]:
    """So many calls by time, the last of them before ``today``; each scenario comes with each manner and agent."""
    chance = Random(SEED)
    scenarios = bundled_scenarios()
    calls = []
    for place in range(count):
        turn, scene = divmod(place, len(scenarios))
        booked = Booking(
            call_id=f"sample-{scenarios[scene].name}-{turn + 1}",
            scenario=scenarios[scene],
            agent=AGENTS[(scene // len(MANNERS) + turn) % len(AGENTS)],
            manner=MANNERS[(scene + turn) % len(MANNERS)],
            started_at=_moment(today, chance),
        )
        calls.append(booked)
    return sorted(calls, key=lambda call: call.started_at)


def _moment(today: datetime, chance: Random) -> datetime:
    day = today - timedelta(days=1 + chance.randrange(DAYS))
    minute = chance.randrange(_HOURS * 60)
    return day.replace(hour=_FIRST_HOUR, minute=0, second=0, microsecond=0) + timedelta(minutes=minute)
