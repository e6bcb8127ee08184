"""A table of the result that can be sorted and saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.console.charts.box import AskPath
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Table
from ui.console.charts.view import ChartView
from ui.console.parts import button, row
from ui.theme import Theme


class Sheet(QWidget):
    """The table, and a button that writes it as CSV.

    Args:
        theme: how it looks.
        title: for screen readers and the dialog.
        name: proposed for the file, without ending.
        ask: asks where to save.
    """

    chosen = Signal(object)
    """What a row stands for."""
    told = Signal(str)
    """What was done, or why not."""

    def __init__(self, theme: Theme, title: str, name: str, ask: AskPath) -> None:
        super().__init__()
        self._title, self._name, self._ask = title, name, ask
        self.table = TableModel(self)
        self.sorted = SortedTable(self)
        self.sorted.setSourceModel(self.table)
        self.view = ChartView(theme)
        self.view.setModel(self.sorted)
        self.view.setAccessibleName(title)
        self.view.chosen.connect(self.chosen)
        self.save = button(theme, self.tr("Save CSV …"), self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.view, 1)
        column.addWidget(row(self.save))

    def show_table(self, table: Table) -> None:
        """Another table."""
        self.table.show(table)

    def _save(self) -> None:
        path = self._ask(self, self._title, f"{self._name}.csv")
        if not path:
            return
        try:
            Path(path).write_bytes(self.table.table.csv())
        except OSError as error:
            words = self.tr("{path} cannot be written ({reason}); choose another folder.")
            self.told.emit(words.format(path=path, reason=error.strerror))
        else:
            self.told.emit(self.tr("Saved as {path}.").format(path=path))
