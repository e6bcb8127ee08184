"""Tables as item models, sorted with what is not known at the end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from ui.console.charts.table import Cell, Table, sort_value

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole)
"""The cell itself."""
KEY_ROLE = CELL_ROLE + 1
"""What the row stands for."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TableModel(QAbstractTableModel):
    """Fed whole tables."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = Table()

    def show(self, table: Table) -> None:
        """Another table."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Rows of the table."""
        return 0 if parent is not None and parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Columns of the table."""
        return 0 if parent is not None and parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: its words, the cell itself, what its row stands for."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self.table.words(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT if self.table.columns[column].kind == "text" else _RIGHT
            case _ if role == CELL_ROLE:
                return self.table.rows[row][column]
            case _ if role == KEY_ROLE:
                return self.table.key(row)
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        """The heads; rows have none."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.table.columns):
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column.kind == "text" else _RIGHT
        return None


class SortedTable(QSortFilterProxyModel):
    """A table in another order, or those of its rows that hold some words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._held: list[str] = []
        self._of: Table | None = None

    def keep(self, words: str) -> None:
        """Show only rows that hold each of these words."""
        self._words = tuple(words.casefold().split())
        self.setFilterFixedString(words)  # which has all rows looked at again

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether the row holds all words."""
        if not self._words:
            return True
        held = self._texts()[source_row]
        return all(word in held for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802 - Qt's name
        """By value; what is not known comes last whichever way it is sorted."""
        one, other = (_value(index) for index in (left, right))
        if one is None or other is None:
            upwards = self.sortOrder() == Qt.SortOrder.AscendingOrder
            return (other is None and one is not None) if upwards else (one is None and other is not None)
        return bool(one < other)

    def _texts(self) -> list[str]:
        """The words of each row, gathered once for each table."""
        source = self.sourceModel()
        table = source.table if isinstance(source, TableModel) else Table()
        if self._of is not table:
            self._of = table
            self._held = [" ".join(cell for cell in row if isinstance(cell, str)).casefold() for row in table.rows]
        return self._held


def _value(index: Index) -> Any:
    cell: Cell = index.data(CELL_ROLE)
    return sort_value(cell)
