"""Which rows the overlay has in each of its sizes, and with which it makes do where the screen has no room for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ui.settings import Size

Row = Literal["header", "mood", "needs", "checklist", "card", "nudge", "transcript", "status"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows from top to bottom, each with the gap below it in design pixels.

    Attributes:
        rows: their names and gaps.
        transcript_rows: how many rows of the conversation the transcript shows.
        brief: the card has fewer rows, and the header says what the mood row would.
    """

    rows: Sequence[tuple[Row, int]]
    transcript_rows: int = 0
    brief: bool = False

    def has(self, row: Row) -> bool:
        """Whether this row is there."""
        return any(name == row for name, _ in self.rows)


COMPACT = Layout((("header", 9), ("card", 0)), brief=True)
SHORT = Layout((("header", 9), ("mood", 10), ("needs", 12), ("card", 4), ("nudge", 2), ("status", 0)))
NORMAL = Layout(
    (("header", 9), ("mood", 10), ("needs", 12), ("card", 4), ("nudge", 4), ("transcript", 9), ("status", 0)),
    transcript_rows=4,
)
EXPANDED = Layout(
    (
        *(("header", 9), ("mood", 10), ("needs", 10), ("checklist", 10), ("card", 4)),
        *(("nudge", 4), ("transcript", 9), ("status", 0)),
    ),
    transcript_rows=10,
)

_CHOICES: tuple[tuple[Size, Layout], ...] = (("expanded", EXPANDED), ("normal", NORMAL), ("compact", COMPACT))
_FROM_LARGE_TO_SMALL = (EXPANDED, NORMAL, SHORT, COMPACT)


def layouts(size: Size) -> Sequence[Layout]:
    """The layout of this size, then the ones to fall back to, each needing less room: text stays as large as asked."""
    chosen = dict(_CHOICES)[size]
    return _FROM_LARGE_TO_SMALL[_FROM_LARGE_TO_SMALL.index(chosen) :]


def next_size(size: Size) -> Size:
    """The size that comes after this one: compact, normal, expanded, compact."""
    names = [name for name, _ in reversed(_CHOICES)]
    return names[(names.index(size) + 1) % len(names)]
