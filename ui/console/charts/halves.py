"""A chart and what stands beside it; under each other, and scrolled, where the text is large or the window narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from ui.theme import Theme

_NARROW = 860
_GAP = 8


class Halves(QScrollArea):
    """Two parts, the first one larger.

    Args:
        theme: how it looks.
        chief: what it is about.
        aside: what is said of it.
        narrow: in design pixels, the width below which one stands under the other.
        heights: in design pixels, what each has then at least.
    """

    def __init__(
        self,
        theme: Theme,
        chief: QWidget,
        aside: QWidget,
        *,
        narrow: int = _NARROW,
        heights: tuple[int, int] = (520, 260),
    ) -> None:
        super().__init__()
        self._theme, self._narrow, self._heights = theme, narrow, heights
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(max(3, theme.px(3)))
        gap = theme.px(_GAP)
        self._halves = [self._framed(chief, (0, 0, gap, gap)), self._framed(aside, (gap, 0, 0, 0))]
        for half in self._halves:
            self._split.addWidget(half)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 3)
        self.setWidget(self._split)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside or under each other."""
        super().resizeEvent(event)
        px = self._theme.px
        under = self.width() < px(self._narrow)
        way = Qt.Orientation.Vertical if under else Qt.Orientation.Horizontal
        for half, high in zip(self._halves, self._heights, strict=True):
            half.setMinimumHeight(px(high) if under else 0)
        if way != self._split.orientation():
            self._split.setOrientation(way)
        if not under:
            self._split.setSizes([self.width() * 5 // 8, self.width() * 3 // 8])

    def _framed(self, part: QWidget, margins: tuple[int, int, int, int]) -> QWidget:
        """Room to the bar between them."""
        frame = QWidget()
        line = QVBoxLayout(frame)
        line.setContentsMargins(*margins)
        line.addWidget(part)
        return frame
