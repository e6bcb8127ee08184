"""The practice window: chooser, conversation and looking back, one after the other. It asks; the engine answers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from assist.practise import messages
from ui.practise.chooser import Chooser
from ui.practise.outcome import OutcomePage
from ui.practise.style import practice_sheet
from ui.practise.talk import TalkPage
from ui.summary.style import text
from ui.theme import Theme

WIDTH, HEIGHT = 820, 680


class PractiseWindow(QWidget):
    """A normal window. ``asked`` carries what the engine is to do (`assist.practise.messages`).

    Args:
        theme: how it looks.
        play: the scenario to begin with at once; empty for the list.
        aloud: whether the customer is heard from the start.
    """

    asked = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, play: str = "", *, aloud: bool = False) -> None:
        super().__init__()
        self.setObjectName("practise")
        self.setWindowTitle("Practise")
        self.setStyleSheet(practice_sheet(theme))
        self._roles: dict[str, messages.Role] = {}
        self._play = play
        self._aloud = aloud
        self.chooser = Chooser(theme)
        self.talk = TalkPage(theme)
        self.outcome = OutcomePage(theme)
        self.listen = QCheckBox("Answer by &voice")
        self.listen.setFont(theme.font(13))
        self.listen.setEnabled(False)
        self.notice = text(theme, "", 12.5, "open")
        self.speak = QCheckBox("Let me &hear the customer")
        self.speak.setFont(theme.font(13))
        self.speak.setEnabled(False)
        self.pages = QStackedWidget()
        for page in (self.chooser, self.talk, self.outcome):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(18), 0, theme.px(18), theme.px(12))
        foot.addWidget(self.speak)
        foot.addWidget(self.listen)
        foot.addWidget(self.notice, 1)
        column.addLayout(foot)
        self.resize(theme.px(WIDTH), theme.px(HEIGHT))
        self._connect()

    def take(self, news: messages.AnyNews) -> None:
        """Show what the engine tells."""
        match news:
            case messages.Ready():
                self._ready(news)
            case messages.CustomerSaid():
                self.talk.hear(news)
                self.pages.setCurrentWidget(self.talk)
                self.talk.field.setFocus()
            case messages.AgentSaid():
                self.talk.answered(news.text)
            case messages.Ended():
                self.outcome.show_outcome(news)
                self.pages.setCurrentWidget(self.outcome)
            case messages.Notice():
                self.complain(news.sentence)

    def complain(self, sentence: str) -> None:
        """Show a sentence under the page until something is done."""
        self.notice.setText(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The agent has had enough."""
        super().closeEvent(event)
        self.closed.emit()

    def _ready(self, news: messages.Ready) -> None:
        self._roles = {role.name: role for role in news.roles}
        self.chooser.offer(news.roles)
        self.listen.setEnabled(True)
        self.speak.setEnabled(bool(news.voice))
        self.speak.setChecked(self._aloud and bool(news.voice))
        self.speak.setToolTip(news.mute)
        self.complain(news.mute if self._aloud else "")
        if self._play in self._roles:
            self.chooser.select(self._play)
            self._begin(self._play)

    def _begin(self, name: str) -> None:
        self._play = name
        self.complain("")
        self.talk.begin(self._roles[name])
        self.asked.emit(messages.Begin(scenario=name))

    def _connect(self) -> None:
        self.chooser.chosen.connect(self._begin)
        self.speak.toggled.connect(lambda on: self.asked.emit(messages.Speak(on=on)))
        self.listen.toggled.connect(lambda on: self.asked.emit(messages.Listen(on=on)))
        self.talk.said.connect(lambda words: self.asked.emit(messages.Say(text=words)))
        self.talk.back.connect(lambda number: self.asked.emit(messages.Again(number=number)))
        self.talk.left.connect(lambda: self.asked.emit(messages.Leave()))
        self.outcome.again.connect(lambda number: self.asked.emit(messages.Again(number=number)))
        self.outcome.replay.connect(lambda: self._begin(self._play))
        self.outcome.another.connect(lambda: self.pages.setCurrentWidget(self.chooser))
