"""Looking back: how it ended, what went well, and for each turn that did not what a better answer would have been."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assist.practise.messages import Ended
from assist.practise.outcome import Debrief, Lesson
from ui.practise.style import push
from ui.summary.style import text, with_role
from ui.theme import Theme


class OutcomePage(QWidget):
    """What came of a role play. ``again`` carries the number of the line to try again."""

    again = Signal(int)
    replay = Signal()
    another = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme = theme
        self._report = ""
        self.tries: list[QPushButton] = []
        self.page = push(theme, "Open the &report")
        self.once_more = push(theme, "&Play it again")
        self.next = push(theme, "&Another customer", first=True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("What came of it")
        px = theme.px
        foot = QHBoxLayout()
        foot.addWidget(self.page)
        foot.addStretch()
        foot.addWidget(self.once_more)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(14), px(18), px(14))
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        self.page.clicked.connect(self._open)
        self.once_more.clicked.connect(self.replay)
        self.next.clicked.connect(self.another)

    def show_outcome(self, news: Ended) -> None:
        """Fill the page."""
        self._report = news.report
        self.page.setEnabled(bool(news.report))
        self.tries = []
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setSpacing(self._theme.px(10))
        column.addWidget(self._head(news.debrief, news.text))
        column.addWidget(self._needs(news.debrief))
        if news.debrief.lessons:
            column.addWidget(text(self._theme, "What a better answer would have been", 15, bold=True))
        for lesson in news.debrief.lessons:
            column.addWidget(self._lesson(lesson))
        column.addStretch()
        self._area.setWidget(content)
        self.next.setFocus()

    def _head(self, debrief: Debrief, last_words: str) -> QWidget:
        theme = self._theme
        box, column = self._box("well" if debrief.good else "try")
        words = "A good ending" if debrief.good else "It could have ended better"
        column.addWidget(text(theme, words, 17, "good" if debrief.good else "open", bold=True))
        column.addWidget(text(theme, f"“{last_words}”", 14))
        column.addWidget(text(theme, debrief.meaning, 13.5))
        return box

    def _needs(self, debrief: Debrief) -> QWidget:
        theme = self._theme
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for need, words in debrief.met:
            column.addWidget(text(theme, f"✓  {need}: “{words}”", 13))
        for need in debrief.unmet:
            column.addWidget(text(theme, f"○  {need}: left open", 13, "open"))
        for need in debrief.hidden:
            column.addWidget(text(theme, f"○  {need}: never asked about; an open question brings it up", 13, "open"))
        if debrief.best and debrief.best[1] not in {words for _, words in debrief.met}:
            column.addWidget(text(theme, f"Your best line: “{debrief.best[1]}”", 13))
        return holder

    def _lesson(self, lesson: Lesson) -> QWidget:
        theme = self._theme
        box, column = self._box("kind")
        column.addWidget(text(theme, f"They said: “{lesson.customer}”", 13))
        said = f"You said: “{lesson.agent}”" if lesson.agent else "You said nothing."
        column.addWidget(text(theme, said, 13, "muted"))
        column.addWidget(text(theme, f"{lesson.what} {lesson.why}", 13))
        if lesson.phrase:
            where = "It stood on your card" if lesson.shown else "From the phrase bank"
            column.addWidget(text(theme, f"{where}: {lesson.cue}", 13, bold=True))
            column.addWidget(text(theme, f"“{lesson.phrase}”", 14))
        if lesson.example:
            column.addWidget(text(theme, f"For this customer: “{lesson.example}”", 14))
        retry = push(theme, "Try that line again")
        retry.setAccessibleName(f"Try again the answer to: {lesson.customer}")
        retry.clicked.connect(lambda: self.again.emit(lesson.number))
        self.tries.append(retry)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(retry)
        column.addLayout(foot)
        return box

    def _box(self, role: str) -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        with_role(frame, role)
        column = QVBoxLayout(frame)
        margin = self._theme.px(12)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(self._theme.px(5))
        return frame, column

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._report))
