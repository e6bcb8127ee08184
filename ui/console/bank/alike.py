"""Phrases that say nearly the same as the one in the form; each opens with a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.console.naming import status_name
from ui.summary.style import text
from ui.theme import Theme


class Link(QPushButton):
    """A line that opens something; cut at the end where it has no room."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        room = self.width() - 3 * self.fontMetrics().horizontalAdvance("MM")
        words = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(words.replace("&", "&&"))


class AlikeList(QWidget):
    """The nearest phrases, nearest first. Hidden while there are none.

    Signals:
        opened(str): the id of the phrase to open.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Phrases that say nearly the same"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(text(theme, self.tr("Says nearly the same as"), 12.5, bold=True))
        self.links: list[Link] = []
        self.hide()

    def say(self, alike: Sequence[Mapping[str, Any]]) -> None:
        """Show these."""
        for link in self.links:
            link.hide()
            link.deleteLater()
        self.links = [self._link(one) for one in alike]
        for link in self.links:
            self._column.addWidget(link)
        self.setVisible(bool(alike))

    def _link(self, one: Mapping[str, Any]) -> Link:
        percent, status = round(100 * one["likeness"]), status_name(one["status"])
        link = Link(f"{percent} %   {one['text']}")
        link.setFont(self._theme.font(12.5))
        about = self.tr("{percent} % like {name} ({status}): {text}")
        link.setToolTip(about.format(percent=percent, name=one["id"], status=status, text=one["text"]))
        link.setAccessibleName(link.toolTip())
        link.clicked.connect(lambda _on: self.opened.emit(one["id"]))
        return link
