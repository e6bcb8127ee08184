"""Experiments: what is compared, where each stands in plain words, start and stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QMessageBox, QVBoxLayout, QWidget

from phrasebank.effects.figures import share
from phrasebank.errors import ExperimentError
from phrasebank.experiments import Experiment, ExperimentFolder
from ui.console.charts.bars import IntervalChart
from ui.console.charts.box import AskPath, ChartBox
from ui.console.charts.halves import Halves
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Column, Table
from ui.console.charts.view import ChartView
from ui.console.desk import Desk
from ui.console.effects.answer import Answer, phrase_words
from ui.console.effects.planning import PlanningDialog
from ui.console.parts import Banner, button, column, hint, row
from ui.summary.style import text

_FEW = 1
"""Both counts stand beside the bar, and the verdict says whether they are enough."""

Plan = Callable[[PlanningDialog], Experiment | None]
"""Shows the form; None where the supervisor left it."""


Sure = Callable[[QWidget, str], bool]
"""Asks whether something that cannot be taken back is meant."""


def ask_sure(parent: QWidget, question: str) -> bool:
    """The desktop's question."""
    return QMessageBox.question(parent, "Attune", question) == QMessageBox.StandardButton.Yes


def ask_plan(dialog: PlanningDialog) -> Experiment | None:
    """The form as a dialog."""
    return dialog.experiment if dialog.exec() == QDialog.DialogCode.Accepted else None


class ExperimentsTab(QWidget):
    """A list, and the one that is chosen.

    Args:
        desk: shared by the pages.
        ask: asks where to save.
        plan: shows the form.
        sure: asks before an experiment is stopped.
        today: tells the day.
    """

    changed = Signal()
    """An experiment was started or stopped."""

    def __init__(self, desk: Desk, ask: AskPath, plan: Plan, sure: Sure, today: Callable[[], date]) -> None:
        super().__init__()
        self._desk, self._plan, self._sure, self._today = desk, plan, sure, today
        self._answer: Answer | None = None
        self._rows: Sequence[Mapping[str, Any]] = ()
        theme = desk.theme
        self._model = TableModel(self)
        self.sorted = SortedTable(self)
        self.sorted.setSourceModel(self._model)
        self.list = ChartView(theme)
        self.list.setModel(self.sorted)
        self.list.setAccessibleName(self.tr("Experiments"))
        self.none = hint(
            theme, self.tr("No experiment has been started: compare two wordings in half of the calls each.")
        )
        self.start = button(theme, self.tr("Start an &experiment …"), self._start, "chief")
        self.stop = button(theme, self.tr("S&top it"), self._stop)
        self.name = text(theme, "", 14, bold=True)
        self.variants = text(theme, "", 13)
        self.verdict = Banner(theme)
        self.counts = hint(theme, "")
        self._sides = TableModel(self)
        self.chart = IntervalChart(theme)
        self.chart.setModel(self._sides)
        self.box = ChartBox(theme, self.chart, "experiment", ask)
        self._arrange()
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())

    def show_answer(self, answer: Answer) -> None:
        """Show these experiments; whichever was chosen stays so."""
        chosen = self.list.current_key()
        self._answer, self._rows = answer, answer["experiments"]
        self._model.show(_list_of(self._rows, self._words()))
        names = [row["name"] for row in self._rows]
        self.list.setVisible(bool(names))
        self.none.setVisible(not names)
        if names:
            place = names.index(str(chosen)) if chosen in names else 0
            self.list.setCurrentIndex(self.sorted.mapFromSource(self._model.index(place, 0)))
        self._show_chosen()

    def _arrange(self) -> None:
        theme = self._desk.theme
        gap = theme.px(8)
        self.details = column(self.name, self.variants, self.verdict, self.counts, self.box, row(self.stop), gap=gap)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, theme.px(10), 0, 0)
        page.setSpacing(gap)
        page.addWidget(row(self.start))
        page.addWidget(self.none)
        self.halves = Halves(theme, self.list, self.details, narrow=1000, heights=(220, 520))
        page.addWidget(self.halves, 1)

    def _words(self) -> dict[str, str]:
        return {
            "running": self.tr("running"),
            "over": self.tr("decided"),
            "stopped": self.tr("stopped {day}"),
            "name": self.tr("Experiment"),
            "state": self.tr("State"),
            "calls": self.tr("Calls"),
            "planned": self.tr("Planned"),
        }

    def _chosen(self) -> Mapping[str, Any] | None:
        key = self.list.current_key()
        return next((row for row in self._rows if row["name"] == key), None)

    def _show_chosen(self) -> None:
        experiment = self._chosen()
        self.halves.setVisible(bool(self._rows))
        self.details.setVisible(experiment is not None)
        if experiment is None:
            return
        sides = [self._side(experiment[side]) for side in ("a", "b")]
        self.name.setText(experiment["name"])
        self.variants.setText(self.tr("A: {a}\nB: {b}").format(a=sides[0], b=sides[1]))
        self.verdict.say(experiment["verdict"], warning=experiment["harmful"])
        self.counts.setText(experiment["counts"])
        self.stop.setEnabled(not experiment["stopped"])
        table = self._sides_of(experiment)
        self._sides.show(table)
        note = self.tr("Share of the calls in which the agent said the card.")
        self.box.show_table(table, self.tr("Said"), note)

    def _sides_of(self, experiment: Mapping[str, Any]) -> Table:
        columns = (Column(self.tr("Variant")), Column(self.tr("Calls"), "count"), Column(self.tr("Said"), "share"))
        counts = zip("AB", experiment["spoken"], experiment["calls"], strict=True)
        rows = tuple((side, calls, share(spoken, calls, _FEW)) for side, spoken, calls in counts)
        return Table(columns, rows)

    def _side(self, variant: Mapping[str, Any]) -> str:
        if variant["bank"]:
            return str(variant["bank"])
        return " / ".join(phrase_words(name, self._desk.snapshot) for name in variant["phrases"])

    def _start(self) -> None:
        desk, folder = self._desk, ExperimentFolder(self._desk.sources.experiments)
        try:
            taken = [experiment.name for experiment in folder.all()]
            phrases = desk.snapshot.candidate().phrases
            day = self._today().isoformat()
            experiment = self._plan(PlanningDialog(desk.theme, phrases, self._answer, day, taken, self.window()))
            if experiment is None:
                return
            folder.start(experiment)
        except ExperimentError as error:
            desk.tell(str(error))
            return
        desk.tell(self.tr("'{name}' runs from the next call on.").format(name=experiment.name))
        self.changed.emit()

    def _stop(self) -> None:
        experiment = self._chosen()
        question = self.tr("Stop this experiment for good? Its calls so far stay counted; it cannot go on later.")
        if experiment is None or not self._sure(self.window(), question):
            return
        try:
            ExperimentFolder(self._desk.sources.experiments).stop(experiment["name"], self._today().isoformat())
        except ExperimentError as error:
            self._desk.tell(str(error))
            return
        self._desk.tell(self.tr("'{name}' is stopped: calls see both again.").format(name=experiment["name"]))
        self.changed.emit()


def _list_of(rows: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> Table:
    columns = (
        Column(words["name"]),
        Column(words["state"]),
        Column(words["calls"], "count"),
        Column(words["planned"], "count"),
    )
    cells = tuple((row["name"], _state(row, words), sum(row["calls"]), row["planned"]) for row in rows)
    return Table(columns, cells, tuple(row["name"] for row in rows))


def _state(row: Mapping[str, Any], words: Mapping[str, str]) -> str:
    if row["stopped"]:
        return words["stopped"].format(day=row["stopped"])
    return words["over"] if row["over"] else words["running"]
