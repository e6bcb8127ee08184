"""Heads of narrow columns: in lines where the words fit, else from the bottom to the top. They never overlap."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.console.charts.heads import Heads
from ui.theme import Theme

_MOST_LINES = 2


class TallHeads(Heads):
    """Not clicked: a map is not sorted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFont(theme.font(12, "semibold"))
        self._upright = False
        self._longest = theme.px(150)

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: N802 - Qt's name
        """As high as the longest word that stands upright, or as two lines."""
        metrics, px = QFontMetrics(self.font()), self._theme.px
        if self._upright:
            high = min(metrics.horizontalAdvance(self._words(section)), self._longest) + px(14)
        else:
            high = _MOST_LINES * metrics.lineSpacing() + px(8)
        return QSize(self.minimumSectionSize(), high)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        """Draw one head."""
        if not rect.isValid():
            return
        words, edge = self._words(section), self._theme.px(6)
        painter.save()
        painter.fillRect(rect, QColor(self._theme.palette.raised))
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.palette.text))
        if self._upright:
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            room = QRect(edge, 0, rect.height() - 2 * edge, rect.width())
            words = QFontMetrics(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        else:
            wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(2, 0, -2, -edge // 2), int(wrapped), words)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths: see whether the words still fit in lines."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Choose how the words stand."""
        upright = not all(self._fits(place) for place in range(self.count()))
        if upright != self._upright:
            self._upright = upright
            self.updateGeometry()
            self.geometriesChanged.emit()

    def _fits(self, section: int) -> bool:
        room = QRect(0, 0, self.sectionSize(section) - 4, 1000)
        metrics = QFontMetrics(self.font())
        words = self._words(section)
        held = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words)
        return held.width() <= room.width() and held.height() <= _MOST_LINES * metrics.lineSpacing()
