"""The agent's empathy by EPITOME's three mechanisms (Sharma et al. 2020), graded 0, 1 or 2 each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assist import events as facts
from assist.events import Event
from assist.report.exchanges import EMPATHIC_ACTS, FALL, LIFT, Exchange, Signs

MECHANISMS: Mapping[str, str] = {
    "emotional_reaction": "warmth and concern",
    "interpretation": "their situation put into words",
    "exploration": "asking about what lies behind it",
}
"""Each with what it means, in the paper's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Empathy:
    """A mechanism: its highest level, how often it was shown, and its best words, said at ``at``."""

    mechanism: str
    level: int
    times: int
    at: float
    quote: str


def empathy_of(
    events: Iterable[Event], exchanges: Sequence[Exchange], signs: Mapping[str, Signs]
) -> tuple[Empathy, ...]:
    """The mechanisms that were shown.

    Level 1 is a weak sign, which a greeting or a refusal may bear too: it counts where the same words did something
    else that is empathic, or where the mood rose after them; and never where the mood fell.
    """
    changes = {span.utterance_id: exchange.change for exchange in exchanges for span in exchange.answer}
    shown: dict[str, list[tuple[int, float, float, str]]] = {}
    for event in events:
        if not isinstance(event, facts.EmpathyGraded):
            continue
        name = event.evidence.utterance_id
        change = changes.get(name, 0.0)
        backed = change >= LIFT or any(act in EMPATHIC_ACTS for act in (signs[name].acts if name in signs else ()))
        for mechanism, level in event.levels.items():
            if change > -FALL and (level > 1 or (level == 1 and backed)):
                shown.setdefault(mechanism, []).append((level, change, event.at, event.evidence.quote))
    found = []
    for mechanism in (name for name in MECHANISMS if name in shown):
        level, _, at, quote = max(shown[mechanism], key=lambda one: one[:2])
        found.append(Empathy(mechanism=mechanism, level=level, times=len(shown[mechanism]), at=at, quote=quote))
    return tuple(found)
