"""Which calls are compared: folders, days, and a tick for each call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.console.replay.listing import Found

Index = QModelIndex | QPersistentModelIndex
NAME, DAY, SIZE = range(3)
_CHECKED = Qt.CheckState.Checked.value
_UNCHECKED = Qt.CheckState.Unchecked.value


class CallsModel(QAbstractTableModel):
    """Calls with ticks. All are ticked to begin with; a call keeps its tick while the days leave it out."""

    ticked = Signal()
    """Which calls are listed and ticked has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Found, ...] = ()
        self._listed: tuple[Found, ...] = ()
        self._left_out: set[Path] = set()
        self._days = "", ""

    def show(self, calls: Sequence[Found]) -> None:
        """Other calls."""
        self._all = tuple(calls)
        self.narrow(*self._days)

    def narrow(self, first: str, last: str) -> None:
        """List only the calls of these days, both included; empty for no bound."""
        self.beginResetModel()
        self._days = first, last
        self._listed = tuple(
            call for call in self._all if (not first or call.day >= first) and (not last or call.day <= last)
        )
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> list[Path]:
        """The calls that are listed and ticked."""
        return [call.path for call in self._listed if call.path not in self._left_out]

    def is_everything(self) -> bool:
        """Whether no call is left out."""
        return len(self.chosen()) == len(self._all)

    def tick(self, rows: Iterable[int], *, on: bool) -> None:
        """Tick rows, or take their ticks away."""
        paths = {self._listed[row].path for row in rows}
        self._left_out = self._left_out - paths if on else self._left_out | paths
        if self._listed:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._listed) - 1, NAME))
        self.ticked.emit()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Listed calls."""
        return 0 if parent is not None and parent.isValid() else len(self._listed)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Name with its tick, day, size."""
        return 0 if parent is not None and parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column has a box to tick."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid():
            return None
        call = self._listed[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                sizes = self.tr("{size} kB").format(size=call.kilobytes)
                return (call.name, call.day, sizes)[index.column()]
            case Qt.ItemDataRole.CheckStateRole if index.column() == NAME:
                return _UNCHECKED if call.path in self._left_out else _CHECKED
            case Qt.ItemDataRole.ToolTipRole:
                return str(call.path)
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        """A click on a box, or the space bar."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.tick([index.row()], on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        """The heads; rows have none."""
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Call"), self.tr("Day"), self.tr("Size"))[section]
