"""What all pages of the set-up are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assist.choices import Choices
from ui.overlay.announcing import announce
from ui.summary.style import text, with_role
from ui.theme import Theme


@dataclass(slots=True)
class Draft:
    """What has been chosen so far. Only the end of the set-up writes it.

    Attributes:
        choices: settings of the engine.
        hotkeys: action to key.
        model_is_here: whether the chosen speech model is on this machine; None while nobody has looked.
    """

    choices: Choices
    hotkeys: dict[str, str] = field(default_factory=dict)
    model_is_here: bool | None = None


class Page(QWidget):
    """One page: a title, what it is about, and its parts.

    Signals:
        changed(): `is_ready` or `next_words` may have changed.
        look(object): this widget says something new; it should be in sight.
    """

    changed = Signal()
    look = Signal(object)
    next_words = "&Next"
    missing = ""
    """What is to be done before one may go on."""

    def __init__(self, theme: Theme, title: str, intro: str = "") -> None:
        super().__init__()
        self.setObjectName("content")
        self.theme = theme
        self.title = title
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(24), theme.px(4), theme.px(24), theme.px(12))
        self._column.setSpacing(theme.px(10))
        if intro:
            self.add(text(theme, intro, 13.5, "muted"))

    @property
    def is_ready(self) -> bool:
        """Whether one may go on."""
        return True

    def enter(self) -> None:
        """The page is seen now."""

    def leave(self) -> None:
        """The page is not seen any more: whatever runs for it ends."""

    def add(self, *widgets: QWidget) -> None:
        """Put these under what is there."""
        for widget in widgets:
            self._column.addWidget(widget)

    def add_close(self, head: QWidget, words: QWidget) -> None:
        """Put these under what is there, close to each other."""
        pair = QVBoxLayout()
        pair.setSpacing(0)
        pair.addWidget(head)
        pair.addWidget(words)
        self._column.addLayout(pair)

    def add_row(self, *widgets: QWidget, widest: int = -1) -> None:
        """Put these side by side; the one at ``widest`` takes the room, else none does."""
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(8))
        for place, widget in enumerate(widgets):
            row.addWidget(widget, 1 if place == widest else 0, Qt.AlignmentFlag.AlignVCenter)
        if widest < 0:
            row.addStretch(1)
        self._column.addLayout(row)

    def fill_up(self) -> None:
        """Leave the rest of the page empty."""
        self._column.addStretch(1)


class Verdict(QWidget):
    """A sentence with a sign: ✓ where all is well, ! where something is to be done. Readers hear it when it changes."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self._sign = text(theme, "", 14, bold=True)
        self._words = text(theme, "", 13.5)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.say("")

    @property
    def sentence(self) -> str:
        """What it says now."""
        return self._words.text()

    def say(self, sentence: str, *, well: bool | None = None) -> None:
        """Show a sentence; ``well`` None for one that is neither good nor bad news. An empty one hides it."""
        sign, role = {True: ("✓", "good"), False: ("!", "open"), None: ("", "")}[well]
        self._sign.setText(sign)
        self._sign.setVisible(bool(sign))
        news = sentence != self._words.text()
        self._words.setText(sentence)
        for label in (self._sign, self._words):
            with_role(label, role)
            label.style().polish(label)
        self._words.setAccessibleName(f"{self._name}: {sentence}" if sentence else self._name)
        self.setVisible(bool(sentence))
        if sentence and news and self.isVisible():
            announce(self, sentence)


def push(theme: Theme, words: str, do: Callable[[], object]) -> QPushButton:
    """A button; ``&`` before its key letter."""
    button = QPushButton(words)
    button.setFont(theme.font(13))
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: do())
    button.setAccessibleName(words.replace("&", ""))
    return button
