"""A tab of figures: something to choose, a search, a chart with its table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from phrasebank.store.records import Snapshot
from ui.console.charts.bars import IntervalChart
from ui.console.charts.box import AskPath, ChartBox
from ui.console.charts.fields import caption, choice
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Table
from ui.console.effects.answer import Answer
from ui.console.parts import row
from ui.theme import Theme


class FigureTab(QWidget):
    """Shows what the worker has counted; what it draws is for its kinds to say.

    Args:
        theme: how it looks.
        file: proposed for pictures and tables.
        ask: asks where to save.
        name: of the choice, translated.
        entries: what there is to choose.
    """

    def __init__(self, theme: Theme, file: str, ask: AskPath, name: str, entries: Iterable[tuple[object, str]]) -> None:
        super().__init__()
        self._answer: Answer | None = None
        self._snapshot: Snapshot | None = None
        self._stale = False
        self._model = TableModel(self)
        self.sorted = SortedTable(self)
        self.sorted.setSourceModel(self._model)
        self.chart = IntervalChart(theme)
        self.chart.setModel(self.sorted)
        self.box = ChartBox(theme, self.chart, file, ask, self.tr("&Open in the bank"))
        self.choice = choice(theme, name, entries)
        self.choice.currentIndexChanged.connect(self._draw)
        self.search = QLineEdit()
        self.search.setFont(theme.font(13))
        self.search.setAccessibleName(self.tr("Find"))
        self.search.setPlaceholderText(self.tr("Find words"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(row(caption(theme, name, self.choice), self.choice, self.search, gap=theme.px(8), stretch=2))
        column.addWidget(self.box, 1)

    def show_answer(self, answer: Answer, snapshot: Snapshot) -> None:
        """Show these figures; where the tab is hidden, once it is opened."""
        self._answer, self._snapshot = answer, snapshot
        self._stale = True
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has come meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._draw()

    def draw(self, answer: Answer, snapshot: Snapshot, chosen: str) -> tuple[Table, Table, tuple[str, str, str]]:
        """The chart's table, the whole table, and title, note and what is said where there is nothing."""
        raise NotImplementedError

    def _draw(self) -> None:
        if self._answer is None or self._snapshot is None:
            return
        self._stale = False
        drawn, whole, words = self.draw(self._answer, self._snapshot, self.choice.currentData())
        self._model.show(drawn)
        self.box.show_table(whole, *words)

    def _find(self, words: str) -> None:
        for model in (self.sorted, self.box.sorted):
            model.keep(words)
