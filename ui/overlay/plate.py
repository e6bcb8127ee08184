"""The ground of the overlay: a solid rounded plate with a soft shadow, painted once and then only copied."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.theme import Theme, faded

SHADOW = 16
"""Room around the plate for its shadow, in design pixels."""
RADIUS = 16


class Plate:
    """Paints the ground. Without a compositor it is opaque and has neither shadow nor round corners."""

    def __init__(self, theme: Theme, *, translucent: bool) -> None:
        self._theme = theme
        self._translucent = translucent
        self._clicks_through = False
        self._drawn: tuple[QSize, float] | None = None
        self._pixmap = QPixmap()

    @property
    def margin(self) -> int:
        """Pixels between the window's edge and the plate's."""
        return self._theme.px(SHADOW) if self._translucent else 0

    def show_click_through(self, on: bool) -> None:
        """Draw the edge dashed, as of something that cannot be held, or solid again."""
        self._clicks_through = on
        self._drawn = None

    def paint(self, painter: QPainter, size: QSize, ratio: float, dirty: QRect) -> None:
        """Copy the dirty part of the ground to a window of this size and device pixel ratio."""
        if self._drawn != (size, ratio):
            self._pixmap = self._draw(size, ratio)
            self._drawn = (QSize(size), ratio)
        part = QRectF(dirty)
        source = QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(part, self._pixmap, source)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)

    def _draw(self, size: QSize, ratio: float) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        palette = self._theme.palette
        painter = QPainter(pixmap)
        if self._translucent:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_rounded(painter, QRectF(0, 0, size.width(), size.height()))
        else:
            painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(palette.plate))
            painter.setPen(self._edge())
            painter.drawRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1))
        painter.end()
        return pixmap

    def _draw_rounded(self, painter: QPainter, window: QRectF) -> None:
        palette, radius, margin = self._theme.palette, self._theme.px(RADIUS), self.margin
        box = window.adjusted(margin, margin, -margin, -margin)
        painter.setPen(Qt.PenStyle.NoPen)
        for reach in range(margin, 0, -1):
            share = 1.0 - reach / margin
            painter.setBrush(faded(palette.shadow, 0.008 + 0.034 * share * share))
            drop = margin * 0.25
            painter.drawRoundedRect(
                box.adjusted(-reach, -reach + drop, reach, min(reach + drop, margin)), radius + reach, radius + reach
            )
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setBrush(faded(palette.plate, self._theme.opacity))
        painter.drawRoundedRect(box, radius, radius)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._edge())
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _edge(self) -> QPen:
        palette = self._theme.palette
        if not self._clicks_through:
            return QPen(QColor(palette.line), 1)
        pen = QPen(QColor(palette.accent), self._theme.px(2))
        pen.setDashPattern([4, 3])
        return pen
