"""Small parts that the pages are built of; `ui.summary.parts` has more."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateEdit, QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ui.console.worker import Job
from ui.summary import parts as summary
from ui.summary.style import text, with_role
from ui.theme import Theme


def heading(theme: Theme, words: str) -> QLabel:
    """The head of a page."""
    label = text(theme, words, 18, bold=True)
    label.setWordWrap(False)
    return label


def hint(theme: Theme, words: str) -> QLabel:
    """A sentence in second rank."""
    return text(theme, words, 12.5, "muted")


def button(theme: Theme, words: str, act: Callable[[], object], role: str = "") -> QPushButton:
    """A push button; ``role`` is ``chief`` for the one that the page is for."""
    part = summary.button(theme, words, act)
    if role:
        with_role(part, role)
    return part


def row(*widgets: QWidget, gap: int = 8, stretch: int | None = None) -> QWidget:
    """Widgets side by side; ``stretch``: which of them takes the room that is left (None: none does)."""
    part = QWidget()
    line = QHBoxLayout(part)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for place, widget in enumerate(widgets):
        line.addWidget(widget, 1 if place == stretch else 0)
    if stretch is None:
        line.addStretch(1)
    return part


def column(*widgets: QWidget, gap: int = 8) -> QWidget:
    """Widgets under each other."""
    part = QWidget()
    line = QVBoxLayout(part)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for widget in widgets:
        line.addWidget(widget)
    return part


def day_field(theme: Theme, name: str, changed: Callable[[], object]) -> QDateEdit:
    """A day to choose, typed or from a calendar."""
    part = QDateEdit()
    part.setFont(theme.font(12.5))
    part.setDisplayFormat("yyyy-MM-dd")
    part.setAccessibleName(name)
    part.setCalendarPopup(True)
    part.dateChanged.connect(lambda _day: changed())
    return part


class Banner(QFrame):
    """A sentence that the whole page stands under; ``warning`` for one that must not be missed."""

    def __init__(self, theme: Theme, words: str = "", *, warning: bool = False) -> None:
        super().__init__()
        self._label = text(theme, words, 13)
        line = QHBoxLayout(self)
        line.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        line.addWidget(self._label)
        self.say(words, warning=warning)

    def say(self, words: str, *, warning: bool = False) -> None:
        """Another sentence; it is hidden where there is none."""
        with_role(self, "warning" if warning else "banner")
        self.style().unpolish(self)
        self.style().polish(self)
        self._label.setText(words)
        self.setAccessibleName(words)
        if self.parent() is not None or not words:  # shown without a parent it would be a window for a moment
            self.setVisible(bool(words))


class JobBar(QWidget):
    """How far a job is, and a button to cancel it. Hidden while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.job: Job | None = None
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setFont(theme.font(12))
        self.words = hint(theme, "")
        self.stop = button(theme, self.tr("Cancel"), self._cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(10))
        line.addWidget(self.bar, 1)
        line.addWidget(self.words, 1)
        line.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def follow(self, job: Job) -> None:
        """Show this job until it is over."""
        self.job = job
        self._progressed(0, 0, "")
        job.progressed.connect(self._progressed)
        for signal in (job.finished, job.failed, job.cancelled):
            signal.connect(self._over)
        self.setVisible(not job.over)

    def _progressed(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.words.setText(words)

    def _over(self, *_result: object) -> None:
        self.job = None
        self.hide()

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
