"""Bars with whiskers: a row for each phrase, cell or strategy, as many as there are."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from phrasebank.effects.figures import Estimate
from ui.console.charts.delegate import CellDelegate, Index, selected
from ui.console.charts.heads import Heads
from ui.console.charts.model import CELL_ROLE
from ui.console.charts.scale import Plot, Scale, figures, scale_for
from ui.console.charts.table import Cell, Kind, Table
from ui.console.charts.view import ChartView
from ui.theme import Theme, mixed

PAINTED: tuple[Kind, ...] = ("share", "change")
"""Columns of these kinds are painted."""
_LEAST_AXIS = 150
"""In design pixels, with the gaps beside it."""


class BarDelegate(CellDelegate):
    """Paints an estimate: a bar up to it, a whisker over where the true one lies, and the figures in words."""

    def __init__(self, theme: Theme, heads: Heads, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._heads = heads

    def paint_cell(self, painter: QPainter, cell: QStyleOptionViewItem, index: Index) -> None:
        """Draw all but the focus."""
        scale = self._heads.scales.get(index.column())
        if scale is None:
            super().paint_cell(painter, cell, index)
            return
        words, cell.text = cell.text, ""
        super().paint_cell(painter, cell, index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, estimate, chosen = Plot(self.theme, scale, cell.rect), index.data(CELL_ROLE), selected(cell)
        self._paint_ticks(painter, plot, scale, chosen=chosen)
        known = isinstance(estimate, Estimate)
        if isinstance(estimate, Estimate):
            self._paint_bar(painter, plot, estimate, chosen=chosen)
        palette = self.theme.palette
        painter.setFont(figures(self.theme.font(12.5)))
        painter.setPen(QColor(palette.plate if chosen else palette.text if known else palette.muted))
        painter.drawText(plot.words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_ticks(self, painter: QPainter, plot: Plot, scale: Scale, *, chosen: bool) -> None:
        palette, axis = self.theme.palette, plot.axis
        strong = QColor(palette.plate if chosen else palette.muted)
        faint = mixed(QColor(palette.plate), QColor(palette.accent), 0.3) if chosen else QColor(palette.line)
        for tick in scale.ticks:
            painter.setPen(QPen(faint if tick else strong, 1))
            painter.drawLine(QPointF(plot.x(tick), axis.top()), QPointF(plot.x(tick), axis.bottom()))

    def _paint_bar(self, painter: QPainter, plot: Plot, estimate: Estimate, *, chosen: bool) -> None:
        palette, axis, px = self.theme.palette, plot.axis, self.theme.px
        middle, half, cap = axis.center().y(), axis.height() * 0.26, axis.height() * 0.14
        start, end = plot.x(0.0), plot.x(estimate.value)
        accent, plate = QColor(palette.accent), QColor(palette.plate)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(plate, accent, 0.55) if chosen else mixed(accent, QColor(palette.card), 0.6))
        painter.drawRect(QRectF(min(start, end), middle - half, abs(end - start), 2 * half))
        ink = plate if chosen else QColor(palette.text)
        painter.setPen(QPen(ink, max(1.0, px(1.5))))
        low, high = plot.x(estimate.low), plot.x(estimate.high)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for x in (low, high):
            painter.drawLine(QPointF(x, middle - cap), QPointF(x, middle + cap))
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(end, middle), px(2.5), px(2.5))


class IntervalChart(ChartView):
    """A chart of a table: columns of estimates are painted, all others are as they are. Heads sort."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setItemDelegate(BarDelegate(theme, self.heads, self))

    def arrange(self) -> None:
        """One scale for all columns of a kind, so that they can be compared; and widths."""
        table = self.table()
        scales = {kind: scale_for(kind, _cells(table, kind)) for kind in PAINTED}
        kinds = enumerate(column.kind for column in table.columns)
        self.heads.scales = {place: scales[kind] for place, kind in kinds if kind in scales}
        super().arrange()

    def least(self, column: int) -> int | None:
        """What is painted takes the room that is left."""
        table = self.table()
        kind = table.columns[column].kind if column < len(table.columns) else "text"
        return Plot.words_width(self.theme, kind) + self.theme.px(_LEAST_AXIS) if kind in PAINTED else None


def _cells(table: Table, kind: Kind) -> Iterator[Cell]:
    for place, column in enumerate(table.columns):
        if column.kind == kind:
            yield from (row[place] for row in table.rows)
