"""The table as it is seen: rows of one height, columns that keep their widths, arrows that go from phrase to phrase."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.console.bank.model import (
    CHANGED,
    COMMENTS,
    CUE,
    FEELINGS,
    ID,
    NEEDS,
    PACK,
    STATUS,
    STRATEGY,
    TEXT,
    Index,
    PhraseTable,
)
from ui.theme import Theme

_WIDTHS = {
    STATUS: 92,
    CUE: 170,
    TEXT: 300,
    FEELINGS: 130,
    NEEDS: 150,
    STRATEGY: 140,
    PACK: 120,
    CHANGED: 190,
    COMMENTS: 90,
    ID: 200,
}


class PhraseView(QTableView):
    """Shows the table. Which phrases are chosen outlives another search, as far as they are still in sight.

    Signals:
        chosen(str): the phrase that the supervisor has come to.
        counted(int): how many are selected.

    Args:
        theme: how it looks.
        table: what it shows.
    """

    chosen = Signal(str)
    counted = Signal(int)

    def __init__(self, theme: Theme, table: PhraseTable) -> None:
        super().__init__()
        self._table = table
        self._kept: tuple[str, ...] = ()
        self._current = ""
        self._place = 0
        self._is_mending = False
        self.setFont(theme.font(12.5))
        self.setAccessibleName(self.tr("Phrases"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSortingEnabled(True)
        self.setModel(table)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(24, theme.px(30)))
        heads = self.horizontalHeader()
        heads.setFont(theme.font(12.5, "semibold"))
        heads.setSectionsMovable(True)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSortIndicatorClearable(True)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.px(width))
        table.modelAboutToBeReset.connect(self._keep)
        table.modelReset.connect(self._mend)

    def selected_keys(self) -> tuple[str, ...]:
        """The phrases that are selected, from the top."""
        rows = self._table.rows
        return tuple(rows[place].key for first, last in self._selection() for place in range(first, last + 1))

    def go_to(self, key: str) -> bool:
        """Come to this phrase without telling; False where it is not in sight."""
        self._current = key
        place = self._table.place_of(key)
        if place >= 0 and (place != self.currentIndex().row() or not self.selectionModel().hasSelection()):
            self._is_mending = True
            self.setCurrentIndex(self._table.index(place, max(0, self.currentIndex().column())))
            self._is_mending = False
        return place >= 0

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's own name
        """Tell to which phrase the supervisor has come."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row() and not self._is_mending:
            self._current = self._table.rows[current.row()].key
            self.chosen.emit(self._current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802 - Qt's own name
        """Tell how many are selected."""
        super().selectionChanged(selected, deselected)
        self.counted.emit(sum(last + 1 - first for first, last in self._selection()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A phrase that was in sight stays so when something comes under the table."""
        current = self.currentIndex()
        seen = current.isValid() and 0 <= self.visualRect(current).bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if seen:
            self.scrollTo(current)

    def _selection(self) -> list[tuple[int, int]]:
        """As (first, last) of whole rows: asking Qt for each row takes a second where there are thousands."""
        ranges = self.selectionModel().selection()
        return sorted((ranges.at(place).top(), ranges.at(place).bottom()) for place in range(ranges.count()))

    def _keep(self) -> None:
        self._kept = self.selected_keys()
        self._place = max(0, self.currentIndex().row())

    def _mend(self) -> None:
        """Select what was selected, as far as it is still shown."""
        self._is_mending = True
        places = [place for key in self._kept if (place := self._table.place_of(key)) >= 0]
        current = self._table.place_of(self._current)
        selection = QItemSelection()
        for first, last in _runs(places):
            selection.select(self._table.index(first, 0), self._table.index(last, ID))
        model = self.selectionModel()
        if current < 0:  # it went out of sight, as after its approval: the arrows go on from where it was
            current = min(self._place, self._table.rowCount()) - 1
        if current >= 0:
            self._place = current
            model.setCurrentIndex(self._table.index(current, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(self._table.index(current, 0))
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_mending = False
        self.counted.emit(len(places))


def _runs(places: Collection[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as (first, last): one range is selected faster than thousands of rows."""
    runs: list[tuple[int, int]] = []
    for place in sorted(places):
        if runs and runs[-1][1] == place - 1:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return runs
