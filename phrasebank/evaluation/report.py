"""What an evaluation found: sections of tables of figures, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % interval; no interval where rows were too few to resample."""

    value: float
    low: float | None = None
    high: float | None = None

    def text(self, digits: int) -> str:
        """The value and its interval, this with at most two digits."""
        value = f"{self.value:.{digits}f}"
        if self.low is None or self.high is None:
            return value
        return f"{value} ({self.low:.{min(digits, 2)}f}-{self.high:.{min(digits, 2)}f})"


Cell = Figure | int | str | None


@dataclass(frozen=True, slots=True)
class Table:
    """Named rows of cells, one for each column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    def text(self) -> str:
        """The table for a terminal: names to the left, cells to the right, in columns of equal width."""
        grid = [
            [self.title, *self.columns],
            *([name, *(self._shown(name, cell) for cell in cells)] for name, cells in self.rows),
        ]
        widths = [max(len(line[place]) for line in grid) for place in range(len(grid[0]))]
        lines = []
        for name, *cells in grid:
            lines.append(
                "  ".join([name.ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells, widths[1:], strict=True))])
            )
        return "\n".join(lines) + "\n"

    def _shown(self, name: str, cell: Cell) -> str:
        """A share has three digits, a number per hundred one."""
        if isinstance(cell, Figure):
            return cell.text(1 if "per 100" in f"{self.title} {name}" else 3)
        return "-" if cell is None else str(cell)

    def plain(self) -> dict[str, Any]:
        """The table for a program: row by row, column by column."""
        rows = {name: dict(zip(self.columns, map(_plain, cells), strict=True)) for name, cells in self.rows}
        return {"title": self.title, "rows": rows}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an evaluation. ``notes`` say what the figures mean and what was left out."""

    title: str
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()

    def text(self) -> str:
        """The section for a terminal."""
        notes = "".join(f"{note}\n" for note in self.notes)
        return f"## {self.title}\n{notes}" + "".join(f"\n{table.text()}" for table in self.tables)

    def plain(self) -> dict[str, Any]:
        """The section for a program."""
        return {"title": self.title, "notes": list(self.notes), "tables": [table.plain() for table in self.tables]}


def compared(
    title: str,
    columns: Mapping[str, Mapping[str, Figure]],
    counts: Mapping[str, int | str] | None = None,
    order: Sequence[str] = (),
) -> Table:
    """Several readers' figures side by side.

    Args:
        title: of the table.
        columns: for each reader its figures by name; a reader may lack some.
        counts: for each figure how many rows, or what else, it rests on; None leaves that column out.
        order: names of the figures; those of the first reader by default.
    """
    names = order or list(next(iter(columns.values())))
    rows = []
    for name in names:
        cells: list[Cell] = [figures.get(name) for figures in columns.values()]
        rows.append((name, tuple(cells if counts is None else [counts.get(name), *cells])))
    return Table(title, tuple(columns) if counts is None else ("rows", *columns), tuple(rows))


def _plain(cell: Cell) -> Any:
    return asdict(cell) if isinstance(cell, Figure) else cell
