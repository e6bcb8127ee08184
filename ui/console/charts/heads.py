"""The heads of a table: words, a mark of how it is sorted, and the axis of a column that is painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.console.charts.scale import Plot, Scale
from ui.theme import Theme

SORTED = {Qt.SortOrder.AscendingOrder: "▲", Qt.SortOrder.DescendingOrder: "▼"}


class Heads(QHeaderView):
    """A click sorts.

    Attributes:
        scales: of the columns that have an axis.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.scales: dict[int, Scale] = {}
        self.setFont(theme.font(12.5, "semibold"))
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(40))

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: N802 - Qt's name
        """Room for the words, the mark and the axis."""
        metrics, px = QFontMetrics(self.font()), self._theme.px
        wide = metrics.horizontalAdvance(f"{self._words(section)} ▼") + 2 * px(6)
        axis = self._axis_height() if self.scales else 0
        return QSize(wide, max(24, metrics.height() + px(12)) + axis)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        """Draw one head."""
        if not rect.isValid():
            return
        theme, high = self._theme, self._axis_height() if self.scales else 0
        painter.save()
        painter.fillRect(rect, QColor(theme.palette.raised))
        painter.setFont(self.font())
        painter.setPen(QColor(theme.palette.text))
        edge = theme.px(6)
        room = rect.adjusted(edge, 0, -edge, -high)
        words = QFontMetrics(self.font()).elidedText(self._marked(section), Qt.TextElideMode.ElideRight, room.width())
        align = self.model().headerData(section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(room, int(align if align is not None else Qt.AlignmentFlag.AlignCenter), words)
        if section in self.scales:
            self._paint_axis(painter, rect, self.scales[section])
        painter.restore()

    def _paint_axis(self, painter: QPainter, rect: QRect, scale: Scale) -> None:
        font, high = self._theme.font(11), self._axis_height()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.palette.muted))
        plot = Plot(self._theme, scale, rect)
        widest = max(QFontMetrics(font).horizontalAdvance(scale.words(tick)) for tick in scale.ticks)
        room = plot.axis.width() / max(1, len(scale.ticks) - 1)
        every = next((every for every in (1, 2, 4) if room * every >= widest + self._theme.px(6)), 8)
        for place, tick in enumerate(scale.ticks):
            if (place - scale.ticks.index(0.0)) % every == 0:
                box = QRectF(plot.x(tick) - widest, rect.bottom() - high, 2 * widest, high)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, scale.words(tick))

    def _marked(self, section: int) -> str:
        words = self._words(section)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == section:
            return f"{words} {SORTED[self.sortIndicatorOrder()]}"
        return words

    def _words(self, section: int) -> str:
        return str(self.model().headerData(section, self.orientation(), Qt.ItemDataRole.DisplayRole) or "")

    def _axis_height(self) -> int:
        return QFontMetrics(self._theme.font(11)).height() + self._theme.px(2)
