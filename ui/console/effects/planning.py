"""The form that starts an experiment: two wordings, where they are compared, and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from phrasebank.errors import ExperimentError
from phrasebank.experiments import Experiment
from phrasebank.phrase import Phrase
from ui.console.charts.fields import caption, choice
from ui.console.coverage import words
from ui.console.effects.answer import Answer
from ui.console.effects.draft import DIFFERENCES, USUAL_DIFFERENCE, ExperimentDraft, shared
from ui.console.parts import button, hint, row
from ui.console.style import console_style
from ui.summary.style import text
from ui.theme import Theme

_WIDTH = 640
_MOST_DAYS = 3650


class PlanningDialog(QDialog):
    """Asks what is to be compared.

    Args:
        theme: how it looks.
        phrases: those that agents may be shown.
        answer: figures so far, for the pace; None where there are none yet.
        day: today, ISO 8601.
        taken: names that other experiments have.
        parent: its window.
    """

    def __init__(
        self,
        theme: Theme,
        phrases: Sequence[Phrase],
        answer: Answer | None,
        day: str,
        taken: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._phrases, self._answer, self._day, self._taken = theme, phrases, answer, day, taken
        self.experiment: Experiment | None = None
        self.setWindowTitle(self.tr("Start an experiment"))
        self.setFont(theme.font(13))
        self.setStyleSheet(console_style(theme))
        self.setMinimumWidth(theme.px(_WIDTH))
        self.a = self._picker(self.tr("What there was before (A)"))
        self.b = self._picker(self.tr("What is tried (B)"))
        self.emotion = choice(theme, self.tr("Where the customer feels"), ())
        self.need = choice(theme, self.tr("Where the customer needs"), ())
        differences = [
            (size, self.tr("{points} points of 100").format(points=round(100 * size))) for size in DIFFERENCES
        ]
        self.difference = choice(theme, self.tr("Difference looked for"), differences)
        self.difference.setCurrentIndex(DIFFERENCES.index(USUAL_DIFFERENCE))
        self.name = QLineEdit()
        self.name.setFont(theme.font(13))
        self.name.setAccessibleName(self.tr("Name"))
        self.effort = text(theme, "", 13)
        self.problem = text(theme, "", 13, "alert")
        self.start = button(theme, self.tr("&Start"), self._start, "chief")
        self.leave = button(theme, self.tr("&Cancel"), self.reject)
        self._arrange()
        for box in (self.a, self.b):
            box.currentIndexChanged.connect(self._phrases_changed)
        for box in (self.emotion, self.need, self.difference):
            box.currentIndexChanged.connect(self._show)
        self._phrases_changed()

    def draft(self) -> ExperimentDraft | None:
        """What stands in the form; None while a phrase is missing."""
        a, b = (box.currentData() for box in (self.a, self.b))
        if not (isinstance(a, Phrase) and isinstance(b, Phrase)):
            return None
        emotion, need = str(self.emotion.currentData() or ""), str(self.need.currentData() or "")
        return ExperimentDraft(a, b, emotion, need, self.difference.currentData(), self.name.text().strip())

    def _picker(self, name: str) -> QComboBox:
        """Phrases, found by any of their words."""
        box = choice(self._theme, name, ((phrase, f"{phrase.plain}  ({phrase.id})") for phrase in self._phrases))
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(30)
        completer = QCompleter(box.model(), box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        box.setCompleter(completer)
        box.setCurrentIndex(-1)
        line = box.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Type some of its words"))
            line.setAccessibleName(name)
            line.setFont(self._theme.font(13))
            box.currentIndexChanged.connect(lambda _place: line.setCursorPosition(0))
        return box

    def _arrange(self) -> None:
        theme = self._theme
        form = QFormLayout()
        form.setVerticalSpacing(theme.px(8))
        form.setHorizontalSpacing(theme.px(12))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for box in (self.a, self.b, self.emotion, self.need, self.difference):
            form.addRow(caption(theme, box.accessibleName(), box), box)
        form.addRow(caption(theme, self.name.accessibleName(), self.name), self.name)
        about = self.tr(
            "Each call shows agents only one of the two, chosen by the call itself. It ends when it is plain which one "
            "is said more often, or after all its calls."
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.px(20), theme.px(18), theme.px(20), theme.px(16))
        page.setSpacing(theme.px(12))
        page.addWidget(hint(theme, about))
        page.addLayout(form)
        page.addWidget(self.effort)
        page.addWidget(self.problem)
        page.addStretch(1)
        page.addWidget(row(self.start, self.leave, gap=theme.px(8)))

    def _phrases_changed(self) -> None:
        """Offer the moments that both answer."""
        a, b = (box.currentData() for box in (self.a, self.b))
        both = isinstance(a, Phrase) and isinstance(b, Phrase)
        emotions, needs = (shared(a.emotions, b.emotions), shared(a.needs, b.needs)) if both else ((), ())
        for box, tags, any_words, name in (
            (self.emotion, emotions, self.tr("Anything"), words.feeling),
            (self.need, needs, self.tr("Anything"), words.need),
        ):
            box.blockSignals(True)
            box.clear()
            box.addItem(any_words, "")
            for tag in tags:
                box.addItem(name(tag), tag)
            box.blockSignals(False)
        self._show()

    def _show(self) -> None:
        draft = self.draft()
        self.start.setEnabled(draft is not None)
        self.problem.setText(self._warning(draft))
        self.problem.setVisible(bool(self.problem.text()))
        self.effort.setText(self._effort(draft) if draft else self.tr("Choose two phrases."))
        if draft is not None:
            self.name.setPlaceholderText(draft.proposed_name(self._day, self._taken))

    def _warning(self, draft: ExperimentDraft | None) -> str:
        if draft is None or (shared(draft.a.emotions, draft.b.emotions) or shared(draft.a.needs, draft.b.needs)):
            return ""
        return self.tr("The two answer neither the same feeling nor the same need: they will hardly ever compete.")

    def _effort(self, draft: ExperimentDraft) -> str:
        calls = self.tr("It takes up to {calls} calls in which an agent sees one of the two.").format(calls=draft.calls)
        days = None if self._answer is None else draft.days(self._answer["phrases"], int(self._answer["span"]))
        if days is None:
            return calls
        if days > _MOST_DAYS:
            return f"{calls} {self.tr('At the pace so far that is more than ten years; look for a larger difference.')}"
        return f"{calls} {self.tr('At the pace so far: about {days} days.').format(days=max(1, days))}"

    def _start(self) -> None:
        draft = self.draft()
        if draft is None:
            return
        try:
            self.experiment = draft.experiment(self._day, self._taken)
        except ExperimentError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.accept()
