"""What a heat map shows: spots in rows and columns, as an item model."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from ui.console.charts.model import CELL_ROLE, KEY_ROLE, Index


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the map.

    Attributes:
        words: written in it: a number, a share; short.
        shade: how much there is, 0..1 of the most; None for no shade.
        hole: whether something is missing there.
        tip: all of it in a sentence, for mouse and screen reader.
        key: what it stands for when it is chosen; None where nothing can be opened.
    """

    words: str = ""
    shade: float | None = None
    hole: bool = False
    tip: str = ""
    key: Hashable = None


_NOTHING = Spot()


@dataclass(frozen=True, slots=True)
class Grid:
    """Spots by row and column.

    Attributes:
        rows, columns: names, translated.
        spots: by (row, column), counted from 0.
    """

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    spots: Mapping[tuple[int, int], Spot] = field(default_factory=dict)

    def spot(self, row: int, column: int) -> Spot:
        """What stands there."""
        return self.spots.get((row, column), _NOTHING)


class GridModel(QAbstractTableModel):
    """Fed whole grids."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid()

    def show(self, grid: Grid) -> None:
        """Another grid; where only the spots differ, whoever is at one of them stays there."""
        if (grid.rows, grid.columns) == (self.grid.rows, self.grid.columns) and grid.rows:
            self.grid = grid
            self.dataChanged.emit(self.index(0, 0), self.index(len(grid.rows) - 1, len(grid.columns) - 1))
            return
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Rows of the grid."""
        return 0 if parent is not None and parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Columns of the grid."""
        return 0 if parent is not None and parent.isValid() else len(self.grid.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A spot: its words, its sentence, the spot itself."""
        if not index.isValid():
            return None
        spot = self.grid.spot(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return spot.words
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return spot.tip
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case _ if role == CELL_ROLE:
                return spot
            case _ if role == KEY_ROLE:
                return spot.key
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        """Names of columns and rows."""
        names = self.grid.columns if orientation == Qt.Orientation.Horizontal else self.grid.rows
        if not 0 <= section < len(names):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            across = orientation == Qt.Orientation.Horizontal
            side = Qt.AlignmentFlag.AlignHCenter if across else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
