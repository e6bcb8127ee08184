"""Fatigue: whether the same words still help the third time on a day, and which phrases come back most."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from phrasebank.effects.repetition import OFTEN
from phrasebank.store.records import Snapshot
from ui.console.charts.bars import IntervalChart
from ui.console.charts.box import AskPath, ChartBox
from ui.console.charts.halves import Halves
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.view import ChartView
from ui.console.effects.answer import Answer, repeated_table, showing_table
from ui.theme import Theme


class RepetitionTab(QWidget):
    """A chart of the nth time on a day; a table of the phrases that come back.

    Args:
        theme: how it looks.
        ask: asks where to save.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, ask: AskPath) -> None:
        super().__init__()
        self._model = TableModel(self)
        self.chart = IntervalChart(theme)
        self.chart.setModel(self._model)
        self.box = ChartBox(theme, self.chart, "effects-repetition", ask)
        self._repeated = TableModel(self)
        self.sorted = SortedTable(self)
        self.sorted.setSourceModel(self._repeated)
        self.list = ChartView(theme)
        self.list.setModel(self.sorted)
        self.phrases = ChartBox(theme, self.list, "effects-repeated", ask, self.tr("&Open in the bank"))
        self.phrases.swap.hide()
        self.phrases.chosen.connect(lambda phrase_id: self.chosen.emit(("id", phrase_id)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(10), 0, 0)
        column.addWidget(Halves(theme, self.box, self.phrases, narrow=1000))

    def show_answer(self, answer: Answer, snapshot: Snapshot) -> None:
        """Show these figures."""
        table = showing_table(answer)
        self._model.show(table)
        note = self.tr(
            "How often agents used a card that they saw for the first, second … time on one day. Phrases that fit "
            "often come back often, so a small rise or fall says little."
        )
        empty = self.tr("No cards in these days.")
        self.box.show_table(table, self.tr("The same words on one day"), note, empty)
        repeated = repeated_table(answer, snapshot)
        self._repeated.show(repeated)
        none = self.tr("No phrase came {often} times on a day of any agent.").format(often=OFTEN)
        note = self.tr("An agent saw them {often} times or more on a day.").format(often=OFTEN)
        self.phrases.show_table(repeated, self.tr("Phrases that come back"), note, none)
