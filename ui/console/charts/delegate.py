"""How the cells of charts and tables are drawn: the ground by the style, what a chart paints, then the focus."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Draws words, and a ring around the cell that the keys are at."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        painter.save()
        self.paint_cell(painter, cell, index)
        painter.restore()
        if cell.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            self.paint_focus(painter, QRectF(cell.rect), selected=selected(cell))
            painter.restore()

    def paint_cell(self, painter: QPainter, cell: QStyleOptionViewItem, _index: Index) -> None:
        """Draw all but the focus."""
        style = cell.widget.style() if cell.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)

    def paint_focus(self, painter: QPainter, rect: QRectF, *, selected: bool) -> None:
        """A ring of two colours, to be seen on any ground."""
        palette = self.theme.palette
        outer, inner = (palette.plate, palette.text) if not selected else (palette.accent, palette.plate)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for inset, color in ((1.0, inner), (3.0, outer)):
            painter.setPen(QPen(QColor(color), 2))
            painter.drawRect(rect.adjusted(inset, inset, -inset, -inset))


def selected(cell: QStyleOptionViewItem) -> bool:
    """Whether a cell is drawn on the ground of what is selected."""
    return bool(cell.state & QStyle.StateFlag.State_Selected)
