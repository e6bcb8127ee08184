"""What became of cards, counted by phrase, by cell or by strategy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal, TypeVar

from phrasebank.effects.figures import LEAST, Estimate, mean, share
from phrasebank.outcomes import Outcome

Deed = Literal["spoken", "used", "accepted", "dismissed", "rejected", "expired"]
"""What an agent did with a card; ``used`` is spoken or accepted."""
DEEDS: tuple[Deed, ...] = ("spoken", "used", "accepted", "dismissed", "rejected", "expired")

_REACTED = frozenset({"accepted", "spoken", "dismissed", "rejected"})
_USED = frozenset({"accepted", "spoken"})

Key = TypeVar("Key", bound=Hashable)


def seen(outcome: Outcome) -> bool:
    """Whether the agent saw the card: it was on the screen, or they did something with it."""
    return outcome.shown or outcome.result in _REACTED


@dataclass(frozen=True, slots=True)
class Tally:
    """The cards of one phrase, cell or strategy.

    Attributes:
        offered: all of them, also those that nobody saw.
        seen: those that an agent saw; every share is of these.
        spoken, accepted, dismissed, rejected, expired: what became of those.
        calls: in which they were seen.
        mood_used: how the customer's mood moved after a used card, -2..2, a call counted once.
        mood_left: the same after a card that was seen and left: what would be expected without it, roughly.

    The mood after a card is no proof of what the card did: agents choose their moment, and whoever is upset tends to
    calm down anyway (regression toward the mean).
    """

    offered: int
    seen: int
    spoken: int
    accepted: int
    dismissed: int
    rejected: int
    expired: int
    calls: int
    mood_used: Estimate | None
    mood_left: Estimate | None

    @property
    def used(self) -> int:
        """Cards that were said or taken."""
        return self.spoken + self.accepted

    def share(self, deed: Deed) -> Estimate | None:
        """How often agents who saw the card did this; None where too few saw it.

        Cards are taken for independent. Those of one call are not quite, so that the intervals of strategies and of
        frequent cells are a little too narrow.
        """
        return share(getattr(self, deed), self.seen)


@dataclass(slots=True)
class _Pile:
    offered: int = 0
    seen: int = 0
    results: Counter[str] = field(default_factory=Counter)
    calls: set[str] = field(default_factory=set)
    used: list[tuple[str, float]] = field(default_factory=list)
    left: list[tuple[str, float]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.offered += 1
        if not seen(outcome):
            return
        self.seen += 1
        self.results[outcome.result] += 1
        self.calls.add(outcome.call_id)
        change = outcome.valence_change
        if change is not None and outcome.result != "open":
            (self.used if outcome.result in _USED else self.left).append((outcome.call_id, change))

    def tally(self) -> Tally:
        return Tally(
            offered=self.offered,
            seen=self.seen,
            spoken=self.results["spoken"],
            accepted=self.results["accepted"],
            dismissed=self.results["dismissed"],
            rejected=self.results["rejected"],
            expired=self.results["expired"],
            calls=len(self.calls),
            mood_used=_per_call(self.used),
            mood_left=_per_call(self.left),
        )


def tallies(outcomes: Iterable[Outcome], key: Callable[[Outcome], Key]) -> dict[Key, Tally]:
    """The cards counted by a key: the most often seen first.

    Args:
        outcomes: in any order.
        key: what a card is counted under.
    """
    piles: dict[Key, _Pile] = defaultdict(_Pile)
    for outcome in outcomes:
        piles[key(outcome)].add(outcome)
    found = {name: pile.tally() for name, pile in piles.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1].seen, -item[1].offered, str(item[0]))))


def _per_call(changes: Sequence[tuple[str, float]]) -> Estimate | None:
    """What happens twice in a call happens to the same customer: a call is one value."""
    if len(changes) < LEAST:
        return None
    calls: dict[str, list[float]] = defaultdict(list)
    for call_id, change in changes:
        calls[call_id].append(change)
    return mean([fmean(values) for values in calls.values()])
