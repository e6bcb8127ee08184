"""What the shades and the hatch of a heat map mean."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.console.charts.grid import Spot
from ui.console.charts.heatmap import paint_spot
from ui.theme import Theme


class Legend(QWidget):
    """Small spots with words beside them, in as many lines as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[tuple[Spot, str], ...] = ()
        self.setFont(theme.font(12))

    def explain(self, *entries: tuple[Spot, str]) -> None:
        """Show these."""
        self._entries = entries
        self.setAccessibleName("; ".join(words for _, words in entries))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Of all lines."""
        return round(max((box.bottom() for box in self._boxes(width)), default=0.0))

    def sizeHint(self) -> QSize:
        """In one line."""
        boxes = self._boxes(100_000)
        return QSize(round(boxes[-1].right()) if boxes else 0, self.heightForWidth(100_000))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Of the widest entry."""
        return QSize(round(max((box.width() for box in self._boxes(1)), default=0.0)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        side = self._side()
        for (spot, words), box in zip(self._entries, self._boxes(self.width()), strict=True):
            paint_spot(painter, self._theme, QRectF(box.left(), box.top(), side, side), spot)
            painter.setFont(self.font())
            painter.setPen(QColor(self._theme.palette.muted))
            painter.drawText(box.adjusted(side + self._theme.px(6), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def _side(self) -> int:
        return max(self._theme.px(20), QFontMetrics(self.font()).height())

    def _boxes(self, width: int) -> list[QRectF]:
        metrics, px, side = QFontMetrics(self.font()), self._theme.px, self._side()
        boxes: list[QRectF] = []
        x, y = 0.0, 0.0
        for _, words in self._entries:
            wide = side + px(6) + metrics.horizontalAdvance(words) + 2
            if x and x + wide > width:
                x, y = 0.0, y + side + px(4)
            boxes.append(QRectF(x, y, wide, side))
            x += wide + px(18)
        return boxes
