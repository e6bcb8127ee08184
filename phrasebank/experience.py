"""Experience: what earlier cards say about how useful a phrase is, as the counts of a Beta distribution."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from phrasebank.outcomes import Outcome

REJECTED_WEIGHT = 2.0
"""A "not this" counts as so many cards that were put away or left alone: the agent took the trouble to say it."""
POOL = 8.0
"""Cards that the level above counts for: a cell begins at the rate of all cards, as if it had seen so many of them at
that rate; its own rate leads from then on. Judgement."""
INDIFFERENT = 0.5
"""The rate before anything is known."""


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """What is known of a phrase at the start of a call.

    Attributes:
        useful: cards with it that were taken or said.
        useless: cards with it that were not, a rejected one for more.
        expected: the rate of its cell, 0..1; what a phrase nobody has seen is taken for.
        today: how often it was on the screen today.
    """

    useful: float
    useless: float
    expected: float
    today: int


class Experience:
    """The outcomes, counted. Immutable.

    Args:
        outcomes: of earlier calls.
        day: today, ISO 8601.
    """

    def __init__(self, outcomes: Iterable[Outcome], day: str) -> None:
        self._phrases: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        cells: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._today: Counter[str] = Counter()
        for outcome in outcomes:
            self._today[outcome.phrase_id] += outcome.day == day and (outcome.shown or bool(outcome.useful))
            weight = REJECTED_WEIGHT if outcome.result == "rejected" else 1.0
            if outcome.useful is not None:
                self._phrases[outcome.phrase_id][not outcome.useful] += weight
                cells[outcome.emotion, outcome.need][not outcome.useful] += weight
        useful, useless = (sum(counts[side] for counts in cells.values()) for side in (0, 1))
        self.overall = _pooled(useful, useless, INDIFFERENT)
        self._cells = {cell: _pooled(counts[0], counts[1], self.overall) for cell, counts in cells.items()}

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._phrases or self._today)

    def of(self, phrase_id: str, emotion: str, need: str) -> TrackRecord:
        """What is known of a phrase in a cell."""
        useful, useless = self._phrases.get(phrase_id, (0.0, 0.0))
        expected = self._cells.get((emotion, need), self.overall)
        return TrackRecord(useful, useless, round(expected, 4), self._today.get(phrase_id, 0))


def _pooled(useful: float, useless: float, above: float) -> float:
    return (useful + POOL * above) / (useful + useless + POOL)
