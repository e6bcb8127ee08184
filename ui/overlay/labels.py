"""Plain text on the plate."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


def label(parent: QWidget, font: QFont, color: str) -> QLabel:
    """One line of plain text that lets the pointer through to the plate."""
    spot = QLabel(parent)
    _dress(spot, font, color)
    return spot


def _dress(spot: QLabel, font: QFont, color: str) -> None:
    spot.setTextFormat(Qt.TextFormat.PlainText)
    spot.setFont(font)
    spot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    paint = spot.palette()
    paint.setColor(QPalette.ColorRole.WindowText, QColor(color))
    spot.setPalette(paint)


class ElidedLabel(QLabel):
    """One line that ends with an ellipsis where it does not fit; readers and the tool tip get all of it."""

    def __init__(self, parent: QWidget, font: QFont, color: str) -> None:
        super().__init__(parent)
        _dress(self, font, color)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str, color: str) -> None:
        """Show this text in this colour."""
        if text == self.text() and QColor(color) == self.palette().color(QPalette.ColorRole.WindowText):
            return
        paint = self.palette()
        paint.setColor(QPalette.ColorRole.WindowText, QColor(color))
        self.setPalette(paint)
        self.setText(text)
        self._explain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tool tip where the new width cuts it."""
        super().resizeEvent(event)
        self._explain()

    def _explain(self) -> None:
        whole = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if whole else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text, shortened to the width."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment(), text)
        painter.end()
