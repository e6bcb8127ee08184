"""The playground page: what would the agent see if the customer said this, and why?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QTabWidget, QVBoxLayout

from phrasebank.errors import PhrasebankError
from phrasebank.phrase import Phrase
from phrasebank.store.records import Edit
from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import heading
from ui.console.playground.answer import Answer
from ui.console.playground.corrections import Corrections
from ui.console.playground.entry import Entry
from ui.console.playground.inbox import Inbox
from ui.console.playground.notebook import Notebook, case_of
from ui.console.playground.trial import Trial
from ui.console.playground.turns import TurnList
from ui.console.playground.wording import emotion_name


class PlaygroundPage(Page):
    """Words on the left, what becomes of them on the right."""

    name = "playground"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.trial = Trial(desk.worker, self)
        self.notebook = Notebook(desk.store.path, desk.who)
        self.entry = Entry(desk.theme)
        self.turns = TurnList(desk.theme)
        self.inbox = Inbox(desk)
        self.corrections = Corrections(desk, self.notebook)
        self.answer = Answer(desk)
        self.entry.show_teams([profile.name for profile in desk.snapshot.profiles])
        self._tried = desk.snapshot.mark
        self.tabs = QTabWidget()
        self.tabs.setFont(desk.theme.font(13))
        self.tabs.setAccessibleName(self.tr("The call, what agents refused, corrections"))
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Playground")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """Show what waits; ``text`` or ``turns`` in the payload are tried at once, ``phrase`` is asked after."""
        self.inbox.refresh()
        self.corrections.refresh()
        turns = payload.get("turns") or (
            [{"speaker": "customer", "text": payload["text"]}] if "text" in payload else []
        )
        if turns:
            self.entry.show_turns(turns)
            self.answer.name_asked(str(payload.get("phrase", "")))
            self.trial.play(turns, str(payload.get("phrase", "")))
        elif self._tried != self.desk.snapshot.mark:
            self._try_again()
        self.entry.words.setFocus()

    def play(self) -> None:
        """Try what is typed."""
        turns = self.entry.turns()
        if turns:
            self.trial.play(turns, self.trial.phrase)
        else:
            self.desk.tell(self.tr("Write what the customer says first."))

    def hear(self, path: Path) -> None:
        """Try the call in a file."""
        self.desk.tell(self.tr("Opening {name} …").format(name=path.name))
        self.entry.words.clear()
        self.answer.name_asked("")
        self.trial.hear(path)
        self.tabs.setCurrentWidget(self.turns)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first of the files is heard."""
        self.hear(Path(next(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile())))
        event.acceptProposedAction()

    def _connect(self) -> None:
        self.entry.played.connect(self.play)
        self.entry.chosen.connect(self.hear)
        self.entry.switched.connect(self._switch)
        self.turns.chosen.connect(self.trial.look_at)
        self.trial.answered.connect(self._show)
        self.trial.asking.connect(self.answer.follow)
        self.trial.failed.connect(self.desk.tell)
        self.trial.noticed.connect(self.desk.tell)
        self.answer.example.connect(lambda words: self.enter({"text": words}))
        self.answer.asked_after.connect(self.trial.ask_after)
        self.answer.reading.corrected.connect(self._correct)
        self.answer.cards.right.connect(self._right)
        self.answer.cards.avoid.connect(lambda phrase_id: self._avoid(phrase_id, self._quote()))
        self.answer.cards.edit.connect(lambda phrase_id: self.desk.asked.emit("bank", {"id": phrase_id}))
        self.answer.reading.silence.connect(lambda: self._right(""))
        self.inbox.tried.connect(lambda quote, phrase_id: self.enter({"text": quote, "phrase": phrase_id}))
        self.inbox.avoided.connect(self._avoid)
        self.inbox.counted.connect(lambda _count: self._name_tabs())
        self.corrections.counted.connect(lambda _count: self._name_tabs())
        self.corrections.taught.connect(self.trial.read_anew)
        self.desk.changed.connect(lambda _snapshot: self._bank_changed())

    def _show(self) -> None:
        moment = self.trial.moment
        if moment is None:
            return
        self.answer.draw(moment)
        corrected = self.corrections.about(str(moment["quote"]))
        if corrected:
            self.answer.reading.note(corrected.emotion, corrected.needs)
        self.turns.draw(self.trial.turns, self.trial.moments)
        self.turns.select(self.trial.turn)
        if len(self.trial.turns) > 1 and self.tabs.currentWidget() is not self.turns and not self.inbox.isVisible():
            self.tabs.setCurrentWidget(self.turns)

    def _switch(self) -> None:
        self.trial.choice = self.entry.choice
        self.trial.again()

    def _bank_changed(self) -> None:
        """What is tried may come out in another way; if nobody looks, it is tried when the page is opened."""
        self.answer.phrases_changed()
        self.entry.show_teams([profile.name for profile in self.desk.snapshot.profiles])
        if self.isVisible():
            self._try_again()

    def _try_again(self) -> None:
        self._tried = self.desk.snapshot.mark
        self.trial.again()

    def _quote(self) -> str:
        moment = self.trial.moment
        return str(moment["quote"]) if moment else ""

    def _correct(self, emotion: str, needs: tuple[str, ...]) -> None:
        moment = self.trial.moment
        if moment is None:
            return
        was = emotion_name(moment["emotion"])
        if self._attempt(lambda: self.notebook.correct(self._quote(), emotion, needs, was)):
            self.answer.reading.note(emotion, needs)
            self.corrections.refresh()

    def _right(self, phrase_id: str) -> None:
        """Keep the moment as a case: this phrase would have been right, or silence."""
        moment, phrase = self.trial.moment, self._phrase(phrase_id)
        if moment is None or (phrase_id and phrase is None):
            return
        if self._attempt(lambda: self.notebook.add_case(case_of(self.trial.turns, moment, phrase))):
            what = phrase.cue if phrase else self.tr("silence")
            words = self.tr("Kept in {file}: here {what} would have been right. Evaluations take it in with --cases.")
            self.desk.tell(words.format(file=self.notebook.cases.name, what=what))

    def _avoid(self, phrase_id: str, quote: str) -> None:
        """The phrase must not answer these words: where two persons approve, as soon as somebody else agrees."""
        entry = self.desk.snapshot.get(phrase_id)
        if entry is None or not quote:
            self.desk.tell(self.tr("This bank does not have the phrase {id} any more.").format(id=phrase_id))
            return
        if quote not in entry.phrase.avoid:
            phrase = replace(entry.phrase, avoid=(*entry.phrase.avoid, quote))
            why = self.tr("must not answer what was said there")  # no quotes: the log cannot be erased
            if not self.desk.save([Edit(phrase, entry.revision)], why, self.tr("do-not-trigger example")):
                return
        now = self.desk.snapshot.get(phrase_id)
        words = self.tr("“{cue}” no longer answers these words; approve it for the next release.")
        if now is not None and now.phrase.status == "approved":
            words = self.tr("“{cue}” no longer answers these words, from the next release on.")
        self.desk.tell(words.format(cue=entry.phrase.cue))
        objection = self.inbox.about(phrase_id, quote)
        if objection:
            self.inbox.settled(objection)

    def _phrase(self, phrase_id: str) -> Phrase | None:
        entry = self.desk.snapshot.get(phrase_id)
        return entry.phrase if entry else None

    def _attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except PhrasebankError as error:
            self.desk.tell(str(error))
            return False
        return True

    def _name_tabs(self) -> None:
        names = (
            self.tr("Turns"),
            self.tr("Not this ({count})").format(count=self.inbox.list.count()),
            self.tr("Corrections ({count})").format(count=self.corrections.list.count()),
        )
        for place, name in enumerate(names):
            self.tabs.setTabText(place, name)

    def _arrange(self) -> None:
        theme = self.desk.theme
        for widget in (self.turns, self.inbox, self.corrections):
            self.tabs.addTab(widget, "")
        self._name_tabs()
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(self.entry)
        left.addWidget(self.tabs)
        left.setSizes([theme.px(300), theme.px(380)])
        right = QScrollArea()
        right.setWidgetResizable(True)
        right.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right.setWidget(self.answer)
        both = QSplitter()
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([theme.px(400), theme.px(640)])
        both.setStretchFactor(1, 1)
        for splitter in (left, both):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(max(4, theme.px(6)))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        column.addWidget(heading(theme, self.title()))
        column.addWidget(both, 1)
