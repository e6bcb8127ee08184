"""The rows that a chart shows and that its table and its CSV file hold. No Qt but for the words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from phrasebank.effects.figures import Estimate

translate = QCoreApplication.translate

Kind = Literal["text", "count", "share", "change"]
"""What a column holds: words, whole numbers, or an `Estimate` of a share (0..1) or of a change of mood (-2..2)."""

Cell = str | int | Estimate | None
"""None where there is nothing to say; in a column of estimates, where there was too little to tell."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet runs when it opens a CSV file; an apostrophe in front makes it text (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        head: its name, translated.
        kind: what it holds.
        tip: what the name means, translated.
    """

    head: str
    kind: Kind = "text"
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads.

    Attributes:
        columns: the heads.
        rows: a cell for each column.
        keys: what each row stands for, for whoever is told that it was chosen; None for nothing that can be opened.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    keys: tuple[Hashable, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has not as many cells as there are columns")
        if self.keys and len(self.keys) != len(self.rows):
            raise ValueError("there must be a key for each row, or none")

    def key(self, row: int) -> Hashable:
        """What a row stands for."""
        return self.keys[row] if self.keys else None

    def words(self, row: int, column: int) -> str:
        """A cell for people."""
        return words_of(self.rows[row][column], self.columns[column].kind)

    def picked(self, columns: Sequence[int]) -> Table:
        """Some of the columns."""
        rows = tuple(tuple(row[place] for place in columns) for row in self.rows)
        return Table(tuple(self.columns[place] for place in columns), rows, self.keys)

    def csv(self) -> bytes:
        """A CSV file, in UTF-8 with the mark by which Excel knows it; estimates with both ends and their number."""
        text = io.StringIO(newline="")
        table = csv.writer(text)
        table.writerow([_safe(head) for column in self.columns for head in _heads(column)])
        for row in self.rows:
            cells = zip(row, self.columns, strict=True)
            table.writerow([value for cell, column in cells for value in _values(cell, column.kind)])
        return text.getvalue().encode("utf-8-sig")


def words_of(cell: Cell, kind: Kind) -> str:
    """A cell for people, its interval in brackets."""
    if isinstance(cell, Estimate):
        if kind == "change":
            return f"{cell.value:+.2f} ({cell.low:+.2f} … {cell.high:+.2f})"
        return f"{cell.value:.0%} ({100 * cell.low:.0f}–{100 * cell.high:.0f}%)"  # noqa: RUF001 - the dash of a range
    if cell is None:
        return translate("Charts", "too few to tell") if kind in ("share", "change") else ""
    return f"{cell:,}" if isinstance(cell, int) else cell


def sort_value(cell: Cell) -> float | str | None:
    """What a cell is sorted by."""
    if isinstance(cell, Estimate):
        return cell.value
    return cell.casefold() if isinstance(cell, str) else cell


def _heads(column: Column) -> tuple[str, ...]:
    if column.kind not in ("share", "change"):
        return (column.head,)
    ends = (
        translate("Charts", "from"),
        translate("Charts", "to"),
        translate("Charts", "number"),
    )
    return (column.head, *(f"{column.head}: {end}" for end in ends))


def _values(cell: Cell, kind: Kind) -> tuple[str | int | float, ...]:
    if kind in ("share", "change"):
        if not isinstance(cell, Estimate):
            return ("", "", "", "")
        return (round(cell.value, 4), round(cell.low, 4), round(cell.high, 4), cell.count)
    if isinstance(cell, int):
        return (cell,)
    return (_safe(str(cell)) if cell is not None else "",)


def _safe(words: str) -> str:
    return f"'{words}" if _FORMULA.match(words) else words
