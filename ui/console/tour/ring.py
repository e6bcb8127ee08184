"""A ring around a line of the list of pages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListWidget, QWidget

from ui.theme import Theme


class Ring(QWidget):
    """Drawn over the list; clicks go through it."""

    def __init__(self, theme: Theme, pages: QListWidget) -> None:
        super().__init__(pages.viewport())
        self._theme = theme
        self._pages = pages
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def mark(self) -> None:
        """Stand around the line of the open page."""
        item = self._pages.currentItem()
        if item is None:
            self.hide()
            return
        self.setGeometry(self._pages.visualItemRect(item))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._theme.px(3)
        painter.setPen(QPen(QColor(self._theme.palette.alert), wide))
        inside = self.rect().adjusted(wide, wide // 2 + 1, -wide, -wide // 2 - 1)
        painter.drawRoundedRect(inside, self._theme.px(6), self._theme.px(6))
        painter.end()
