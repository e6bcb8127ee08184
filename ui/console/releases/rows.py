"""A list of things with a few columns: walked through by keys, sorted, filtered."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Table
from ui.console.charts.view import ChartView
from ui.theme import Theme

_LEAST = 160
"""The least width of the wide column."""


class RowsView(ChartView):
    """Rows of a table, its last column the wide one.

    ``walked`` comes when another row is the current one; `current_key` tells what it stands for.
    """

    walked = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setAccessibleName(name)
        self.rows = TableModel(self)
        self.order = SortedTable(self)
        self.order.setSourceModel(self.rows)
        self.setModel(self.order)
        self.sortByColumn(-1, self.order.sortOrder())
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self.walked.emit())

    def least(self, column: int) -> int | None:
        """The last column takes the room that is left."""
        return self.theme.px(_LEAST) if column == self.model().columnCount() - 1 else None

    def show_table(self, table: Table) -> None:
        """Other rows; the one that was current stays so where it is still there, else it is the first."""
        before = self.current_key()
        self.rows.show(table)
        place = table.keys.index(before) if before in table.keys else 0
        self.setCurrentIndex(self.order.mapFromSource(self.rows.index(place, 0)))
