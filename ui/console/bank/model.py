"""The table of phrases: a model fed with whole lists of rows, that finds, sorts and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from phrasebank.phrase import STATUSES
from ui.console.bank.query import Query
from ui.console.bank.rows import Row
from ui.console.naming import moment_name, status_name, tag_name
from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()

STATUS, CUE, TEXT, FEELINGS, NEEDS, STRATEGY, PACK, CHANGED, COMMENTS, ID = range(10)
UNSAVED = "●"


class PhraseTable(QAbstractTableModel):
    """Phrases in rows. What is shown is found by its own index, not by a proxy: a proxy asks Python row by row.

    Args:
        theme: colours of the status.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._all: list[Row] = []
        self._ordered: list[Row] = []
        self._shown: list[Row] = []
        self._places: dict[str, int] = {}
        self._query = Query()
        self._me = ""
        self._order: tuple[int, Qt.SortOrder] | None = None

    @property
    def total(self) -> int:
        """How many there are, shown or not."""
        return len(self._all)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, in order."""
        return self._shown

    def feed(self, rows: Sequence[Row]) -> None:
        """Take over the bank as it stands."""
        self._all = list(rows)
        self._arrange()

    def narrow(self, query: Query, me: str = "") -> None:
        """Show what is asked for; ``me`` is who looks."""
        self._query, self._me = query, me
        self._find()

    def renew(self, row: Row) -> None:
        """Take over one row that is here already; it stays in sight whatever is asked for."""
        self._all = [row if old.key == row.key else old for old in self._all]
        self._ordered = [row if old.key == row.key else old for old in self._ordered]
        place = self._places.get(row.key)
        if place is not None:
            self._shown[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, ID))

    def place_of(self, key: str) -> int:
        """In which row a phrase is shown; -1 where it is not."""
        return self._places.get(key, -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; by none (-1), as the bank has them."""
        self._order = (column, order) if column >= 0 else None
        self._arrange()

    def _arrange(self) -> None:
        """Put all rows in order, so that a search need not."""
        self._ordered = self._all
        if self._order is not None:
            column, order = self._order
            backwards = order == Qt.SortOrder.DescendingOrder
            self._ordered = sorted(self._all, key=lambda row: _sort_key(row, column), reverse=backwards)
        self._find()

    def _find(self) -> None:
        found = self._query.select(self._ordered, self._me)
        keys = {row.key: place for place, row in enumerate(found)}
        if list(keys) == list(self._places):  # the same phrases: what is selected and in sight stays so
            self._shown = found
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, ID))
            return
        self.beginResetModel()
        self._shown, self._places = found, keys
        self.endResetModel()

    # --- Qt's questions ---

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's own name
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _TOP) -> int:  # noqa: N802 - Qt's own name
        """How many columns there are."""
        return 0 if parent.isValid() else ID + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's own name
        """The heads of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole or section > ID:
            return None
        return (
            self.tr("Status"),
            self.tr("Cue"),
            self.tr("Words"),
            self.tr("Feelings"),
            self.tr("Needs"),
            self.tr("Strategy"),
            self.tr("Sector"),
            self.tr("Changed"),
            self.tr("Comments"),
            self.tr("Name"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row, column = self._shown[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{UNSAVED} {_words(row, column)}" if column == STATUS and row.unsaved else _words(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return row.text if column in {CUE, TEXT} else _words(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = _words(row, column)
                return (
                    self.tr("{status}, not saved").format(status=words) if column == STATUS and row.unsaved else words
                )
            case Qt.ItemDataRole.ForegroundRole:
                return self._status_color(row) if column == STATUS else None
        return None

    def _status_color(self, row: Row) -> QColor:
        palette = self._theme.palette
        colors = {"approved": palette.tones["glad"], "review": palette.alert, "retired": palette.faint}
        return QColor(colors.get(row.phrase.status, palette.text))


def _words(row: Row, column: int) -> str:
    phrase, entry = row.phrase, row.entry
    match column:
        case 0:
            return status_name(phrase.status)
        case 1:
            return row.cue
        case 2:
            return row.text
        case 3:
            return ", ".join(tag_name("emotions", tag) for tag in phrase.emotions)
        case 4:
            return ", ".join(tag_name("needs", tag) for tag in phrase.needs)
        case 5:
            return tag_name("strategy", phrase.strategy)
        case 6:
            return tag_name("pack", phrase.pack)
        case 7:
            return f"{moment_name(entry.changed_at)}  {entry.changed_by}" if entry else ""
        case 8:
            return str(entry.comments) if entry and entry.comments else ""
        case _:
            return phrase.id


def _sort_key(row: Row, column: int) -> tuple[Any, str]:
    """New drafts keep their names below all; equal rows follow their names."""
    phrase, entry = row.phrase, row.entry
    match column:
        case 0:
            return STATUSES.index(phrase.status), phrase.id
        case 7:
            return entry.changed_at if entry else "", phrase.id
        case 8:
            return entry.comments if entry else 0, phrase.id
        case _:
            return _words(row, column).lower(), phrase.id
