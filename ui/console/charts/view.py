"""A table to walk through by keys: the ground of all charts and of their twins.

Charts are item views whose cells are painted, so that keys, focus and screen readers come from Qt's own tables.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.console.charts.delegate import CellDelegate
from ui.console.charts.heads import Heads
from ui.console.charts.model import KEY_ROLE, SortedTable, TableModel
from ui.console.charts.scale import figures
from ui.console.charts.table import Table
from ui.theme import Theme

MOST_PIXELS = 8000
"""A picture is cut here: so high that no page needs more, and low enough for any program that opens it."""
_MOST_OF_ROOM = 0.42
"""A column of words takes no more of the width than this."""
_LEAST_WORDS = 170
"""In design pixels: narrower, words say nothing any more."""
_ROWS_MEASURED = 60
"""Widths follow the first rows: to measure thousands would be felt, and long words are cut anyway."""


class ChartView(QTableView):
    """Rows of a table. A click on a head sorts, as do Alt+Up and Alt+Down in a column.

    ``chosen`` tells what a row stands for: Enter or a double click.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._wanted: list[int] = []
        self.heads = Heads(theme, self)
        self.setHorizontalHeader(self.heads)
        self.heads.setSectionsClickable(True)
        self.heads.setResizeContentsPrecision(_ROWS_MEASURED)
        self.setItemDelegate(CellDelegate(theme, self))
        self.setFont(figures(theme.font(12.5)))
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(24)
        rows.setDefaultSectionSize(max(24, theme.px(30)))
        self.doubleClicked.connect(self.choose)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802 - Qt's name
        """Show a model of a table; widths follow it."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self.arrange)
            if isinstance(model, SortedTable):
                self.heads.setSortIndicator(model.sortColumn(), model.sortOrder())
                self.setSortingEnabled(True)
            self.arrange()

    def table(self) -> Table:
        """The table as it was given, in its own order."""
        model = self.model()
        source = model.sourceModel() if isinstance(model, SortedTable) else model
        return source.table if isinstance(source, TableModel) else Table()

    def arrange(self) -> None:
        """Widths from what stands in the columns; called when that has changed."""
        columns = range(self.model().columnCount())
        extra = self.theme.px(12)
        self._wanted = [max(self.sizeHintForColumn(at) + extra, self.heads.sectionSizeHint(at)) for at in columns]
        self._fill()

    def least(self, column: int) -> int | None:
        """The least width of a column that takes the room that is left; None for one that does not."""
        return self.theme.px(_LEAST_WORDS) if column == 0 else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room anew."""
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Give each column what it wants, and the rest of the room to those that take it."""
        room = self.viewport().width()
        most = max(self.theme.px(_LEAST_WORDS), int(room * _MOST_OF_ROOM))
        least = {at: width for at in range(len(self._wanted)) if (width := self.least(at)) is not None}
        widths = {at: min(wanted, most) for at, wanted in enumerate(self._wanted) if at not in least}
        if 0 in widths:  # names give way before anything has to be scrolled
            over = sum(widths.values()) + sum(least.values()) - room
            widths[0] = max(min(widths[0], self.theme.px(_LEAST_WORDS)), widths[0] - max(0, over))
        rest = (room - sum(widths.values())) // max(1, len(least))
        for at, width in {**widths, **{at: max(width, rest) for at, width in least.items()}}.items():
            self.setColumnWidth(at, width)

    def current_key(self) -> object:
        """What the current row stands for; None where there is none."""
        index = self.currentIndex()
        return index.data(KEY_ROLE) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Alt with Up or Down sorts; all else is as in any table."""
        index, alt = self.currentIndex(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if index.isValid():
                self.choose(index)
            case Qt.Key.Key_Up if alt and self.isSortingEnabled():
                self.sortByColumn(index.column(), Qt.SortOrder.AscendingOrder)
            case Qt.Key.Key_Down if alt and self.isSortingEnabled():
                self.sortByColumn(index.column(), Qt.SortOrder.DescendingOrder)
            case _:
                super().keyPressEvent(event)

    def choose(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Tell what a row stands for, if anything."""
        key = index.data(KEY_ROLE)
        if key is not None:
            self.chosen.emit(key)

    def picture(self) -> QPixmap:
        """All of it, also what is scrolled out of sight, without the marks of keys and mouse."""
        again = type(self)(self.theme, self)
        again.setModel(self.model())
        again.dress_as(self)
        for policy in (again.setHorizontalScrollBarPolicy, again.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        again.resize(again.whole())
        try:
            return again.grab()
        finally:
            again.setParent(None)
            again.deleteLater()

    def dress_as(self, other: ChartView) -> None:
        """Take over another one's widths."""
        self._wanted = []
        for place in range(other.model().columnCount()):
            self.heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(place, other.columnWidth(place))

    def whole(self) -> QSize:
        """How large it is with nothing out of sight."""
        names, frame = self.verticalHeader(), 2 * self.frameWidth() + 2
        wide = self.heads.length() + (0 if names.isHidden() else names.sizeHint().width()) + frame
        high = names.length() + self.heads.sizeHint().height() + frame
        return QSize(min(wide, MOST_PIXELS), min(high, MOST_PIXELS))
