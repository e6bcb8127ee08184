"""A box to tick, drawn in the theme: the tick is a shape, not only a colour."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox

from ui.theme import Theme


class TickBox(QCheckBox):
    """A check box without words of its own; ``name`` is what a screen reader says."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """At least 24 pixels, whatever the text size."""
        side = max(24, self._theme.px(24))
        return QSize(side, side)

    def hitButton(self, spot: QPoint) -> bool:  # noqa: N802 - Qt's own name
        """All of it can be pressed."""
        return self.rect().contains(spot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, its tick, and a ring while it has the keyboard."""
        theme, palette = self._theme, self._theme.palette
        accent = QColor(palette.accent)
        box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = accent if self.isChecked() or self.hasFocus() else QColor(palette.edge or palette.muted)
        painter.setPen(QPen(edge, 3 if self.hasFocus() else 1.5))
        painter.setBrush(accent if self.isChecked() else QColor(palette.plate))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        if self.isChecked():
            left, top, side = box.left(), box.top(), box.width()
            pen = QPen(QColor(palette.plate), max(2.0, theme.px(2.4)))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            corners = ((0.24, 0.52), (0.43, 0.70), (0.76, 0.30))
            painter.drawPolyline(QPolygonF([QPointF(left + side * x, top + side * y) for x, y in corners]))
            if self.hasFocus():
                painter.setPen(QPen(QColor(palette.text), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(5), theme.px(5))
        painter.end()
