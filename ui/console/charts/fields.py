"""Fields above a chart: their names and what they offer."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from ui.summary.style import text
from ui.theme import Theme


def caption(theme: Theme, words: str, buddy: QWidget) -> QLabel:
    """The name of a field, in front of it."""
    label = text(theme, words, 12.5, "muted")
    label.setWordWrap(False)
    label.setBuddy(buddy)
    return label


def choice(theme: Theme, name: str, entries: Iterable[tuple[object, str]]) -> QComboBox:
    """A box that offers values by their words."""
    box = QComboBox()
    box.setFont(theme.font(13))
    box.setAccessibleName(name)
    for value, words in entries:
        box.addItem(words, value)
    return box
