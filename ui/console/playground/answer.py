"""What becomes of the words: verdict, reading, candidates, and the phrase that is asked after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from ui.console.desk import Desk
from ui.console.parts import Banner, JobBar, button, column, hint
from ui.console.playground.cards import CardBox, Cards
from ui.console.playground.reading import Reading
from ui.console.playground.wording import verdict_of
from ui.console.worker import Job
from ui.summary.style import text

_BETWEEN = " — "


class Answer(QWidget):
    """The right side of the page."""

    asked_after = Signal(str)
    """Why not this phrase (its id)? Empty for no more."""
    example = Signal(str)
    """Try these words, to see how it goes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self.setObjectName("content")
        self._desk = desk
        self.job = JobBar(theme)
        self.start = self._start()
        self.verdict = Banner(theme)
        self.reading = Reading(theme)
        self.cards = Cards(theme)
        self.why_not = QLineEdit()
        self.why_not.setFont(theme.font(13))
        self.why_not.setPlaceholderText(self.tr("Why not … a phrase: part of its cue or name"))
        self.why_not.setAccessibleName(self.tr("Why not this phrase?"))
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = self._completer.popup()
        if popup is not None:
            popup.setFont(theme.font(13))
        self.why_not.setCompleter(self._completer)
        self._completer.activated.connect(self._ask)
        self.why_not.returnPressed.connect(lambda: self._ask(self.why_not.text()))
        self.why_not.textChanged.connect(lambda words: None if words else self.asked_after.emit(""))
        self.asked = CardBox(theme)
        for mine, told in ((self.asked.right, self.cards.right), (self.asked.avoid, self.cards.avoid)):
            mine.connect(told)
        self.asked.edit.connect(self.cards.edit)
        self._parts = (
            self.verdict,
            self.reading,
            text(theme, self.tr("Candidates"), 14, bold=True),
            self.why_not,
            self.asked,
            self.cards,
        )
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(12))
        lines.setSpacing(theme.px(12))
        for widget in (self.start, self.job, *self._parts):
            lines.addWidget(widget)
        lines.addStretch(1)
        for widget in self._parts:
            widget.hide()
        self.phrases_changed()

    def follow(self, job: Job) -> None:
        """Something is being tried."""
        self.job.follow(job)

    def draw(self, moment: Mapping[str, Any]) -> None:
        """Show a moment."""
        self.start.hide()
        for widget in self._parts:
            widget.setVisible(widget is not self.asked or moment["asked"] is not None)
        shown = moment["verdict"]["why"] == "shown"
        words = moment["cards"][0]["text"] if shown else ""
        self.verdict.say(verdict_of(moment["verdict"], words), warning=not shown)
        self.reading.draw(moment)
        self.cards.draw(moment["cards"], float(moment["floor"]))
        if moment["asked"] is not None:
            self.asked.draw(moment["asked"], float(moment["floor"]))

    def name_asked(self, phrase_id: str) -> None:
        """Write into the field which phrase is asked after."""
        self.why_not.blockSignals(True)
        self.why_not.setText(
            next((name for name in self._names.stringList() if name.endswith(f"{_BETWEEN}{phrase_id}")), "")
        )
        self.why_not.blockSignals(False)

    def phrases_changed(self) -> None:
        """The bank is another: other phrases can be asked after."""
        entries = self._desk.snapshot.entries
        self._names.setStringList([f"{entry.phrase.cue}{_BETWEEN}{entry.phrase.id}" for entry in entries])

    def _start(self) -> QWidget:
        """What there is to see before anything was tried, and words to begin with."""
        theme = self._desk.theme
        words = self.tr(
            "Write what a customer says and press Ctrl+Enter: here you see what the agent would see, and why."
        )
        examples = (
            self.tr("It's been three weeks and I'm still waiting for my refund, this is taking far too long."),
            self.tr("I don't understand a word of this bill, what am I paying for?"),
            self.tr("Could you tell me when you open on Saturday?"),
        )
        buttons = [button(theme, example, partial(self.example.emit, example)) for example in examples]
        return column(
            hint(theme, words), hint(theme, self.tr("Or begin with one of these:")), *buttons, gap=theme.px(8)
        )

    def _ask(self, words: str) -> None:
        phrase_id = words.rpartition(_BETWEEN)[2].strip()
        if phrase_id:
            self.asked_after.emit(phrase_id)
