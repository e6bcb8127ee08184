"""Fatigue: how often an agent sees the same words on a day, and whether they still use them the third time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from phrasebank.effects.figures import Estimate, share
from phrasebank.effects.tallies import seen
from phrasebank.outcomes import Outcome

MOST_TIMES = 5
"""The last step of the count: so often or more."""
OFTEN = 3
"""From so many times on a day the same words begin to sound learned by heart. Judgement."""


@dataclass(frozen=True, slots=True)
class Showing:
    """The nth time that an agent saw a phrase on a day.

    Attributes:
        nth: counted from 1; the last one takes in all later ones.
        seen: cards.
        used: those that were said or taken.
        ended: on how many days of an agent a phrase came exactly so often.
    """

    nth: int
    seen: int
    used: int
    ended: int

    @property
    def share(self) -> Estimate | None:
        """How often the card was used; None where there are too few."""
        return share(self.used, self.seen)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A phrase that came back.

    Attributes:
        phrase_id: which.
        most: the most times that one agent saw it on one day.
        days: days of an agent on which it came at least `OFTEN` times.
    """

    phrase_id: str
    most: int
    days: int


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often the same words came back.

    Attributes:
        showings: the first, second, ... time, as far as there are any.
        repeated: phrases that came at least `OFTEN` times on a day of an agent, the worst first.
    """

    showings: tuple[Showing, ...]
    repeated: tuple[Repeated, ...]


def repetition(agents: Iterable[Iterable[Outcome]]) -> Repetition:
    """Count over all agents; nobody is named.

    Args:
        agents: the outcomes of each, in the order of time.
    """
    shown: Counter[int] = Counter()
    used: Counter[int] = Counter()
    totals: dict[str, list[int]] = defaultdict(list)
    for outcomes in agents:
        today: Counter[tuple[str, str]] = Counter()
        for outcome in filter(seen, outcomes):
            today[outcome.day, outcome.phrase_id] += 1
            nth = min(today[outcome.day, outcome.phrase_id], MOST_TIMES)
            shown[nth] += 1
            used[nth] += bool(outcome.useful)
        for (_, phrase_id), times in today.items():
            totals[phrase_id].append(times)
    ended = Counter(min(times, MOST_TIMES) for counts in totals.values() for times in counts)
    repeated = (Repeated(name, max(counts), sum(times >= OFTEN for times in counts)) for name, counts in totals.items())
    return Repetition(
        tuple(Showing(nth, shown[nth], used[nth], ended[nth]) for nth in sorted(shown)),
        tuple(sorted((one for one in repeated if one.days), key=lambda one: (-one.days, -one.most, one.phrase_id))),
    )
