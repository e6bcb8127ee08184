"""A heat map: rows and columns of shaded spots with their numbers; what is missing is hatched and flagged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from ui.console.charts.delegate import CellDelegate, Index
from ui.console.charts.grid import Spot
from ui.console.charts.ink import ink_on, shade
from ui.console.charts.model import CELL_ROLE
from ui.console.charts.tall import TallHeads
from ui.console.charts.view import ChartView
from ui.theme import Theme, faded

_GAP = 1.0


class SpotDelegate(CellDelegate):
    """Paints spots."""

    def paint_cell(self, painter: QPainter, cell: QStyleOptionViewItem, index: Index) -> None:
        """Draw all but the focus."""
        spot = index.data(CELL_ROLE)
        if isinstance(spot, Spot):
            paint_spot(painter, self.theme, QRectF(cell.rect), spot)

    def paint_focus(self, painter: QPainter, rect: QRectF, *, selected: bool) -> None:
        """A spot that is selected has the ground that it always has."""
        super().paint_focus(painter, rect, selected=False)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the words."""
        metrics, px = QFontMetrics(self.theme.font(12.5)), self.theme.px
        wide = metrics.horizontalAdvance(str(index.data() or "")) + 2 * px(5)
        return QSize(max(24, wide), max(24, metrics.height() + px(8)))


def paint_spot(painter: QPainter, theme: Theme, rect: QRectF, spot: Spot) -> None:
    """Draw one spot."""
    rect = rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    palette = theme.palette
    ground = QColor(palette.card) if spot.shade is None else shade(theme, spot.shade)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(rect, ground)
    if spot.hole:
        painter.fillRect(rect, QBrush(faded(palette.alert, 0.45), Qt.BrushStyle.BDiagPattern))
        side = theme.px(9)
        corner = rect.topRight()
        flag = QPolygonF([corner, corner - QPointF(side, 0), corner + QPointF(0, side)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.alert))
        painter.drawPolygon(flag)
    if not spot.words:
        return
    painter.setFont(theme.font(12.5, "semibold" if spot.hole else "regular"))
    if spot.hole:
        _paint_plate(painter, theme, rect, spot.words)
    painter.setPen(QColor(palette.text) if spot.shade is None or spot.hole else ink_on(ground))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, spot.words)


def _paint_plate(painter: QPainter, theme: Theme, rect: QRectF, words: str) -> None:
    """A plain ground under words on a hatch."""
    metrics = painter.fontMetrics()
    plate = QRectF(0, 0, metrics.horizontalAdvance(words) + theme.px(6), metrics.height())
    plate.moveCenter(rect.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.palette.card))
    painter.drawRoundedRect(plate, theme.px(3), theme.px(3))


class HeatMap(ChartView):
    """Arrow keys walk over the spots; Enter or a click chooses one."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setItemDelegate(SpotDelegate(theme, self))
        self._tall = TallHeads(theme, self)
        self.heads = self._tall
        self.setHorizontalHeader(self._tall)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        names = self.verticalHeader()
        names.setFont(theme.font(12.5, "semibold"))
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        names.setHighlightSections(False)
        names.setSectionsClickable(False)
        names.setMinimumSectionSize(max(24, theme.px(28)))
        names.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        names.show()
        self.doubleClicked.disconnect()
        self.clicked.connect(self.choose)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def arrange(self) -> None:
        """All columns alike."""
        hints = [self.sizeHintForColumn(place) for place in range(self.model().columnCount())]
        self.heads.setMinimumSectionSize(max([24, self.theme.px(34), *hints]))
        self.heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)  # which leaves nothing for `_fill`

    def dress_as(self, other: ChartView) -> None:
        """Take over another one's widths and heights."""
        self.heads.setMinimumSectionSize(other.heads.minimumSectionSize())
        super().dress_as(other)
        self._tall.fit()
        names = self.verticalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place in range(other.model().rowCount()):
            self.setRowHeight(place, other.rowHeight(place))
