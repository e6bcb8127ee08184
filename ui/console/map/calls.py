"""The calls that a map may be of: an item model with a tick for each, and what narrows the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from assist.report.digest import Digest
from assist.report.words import clock
from ui.console.map.sections import began_words
from ui.wording import feeling, need_name

Index = QModelIndex | QPersistentModelIndex
TICK, BEGAN, LENGTH, FELT = range(4)
TICKED = "✓"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which calls are listed; an empty field narrows nothing. Days are ISO 8601, both included."""

    first: str = ""
    last: str = ""
    emotion: str = ""
    need: str = ""
    pack: str = ""

    def lists(self, call: Digest) -> bool:
        """Whether the call is listed."""
        return (
            (not self.first or call.day >= self.first)
            and (not self.last or call.day <= self.last)
            and (not self.emotion or any(felt.emotion == self.emotion for felt in call.felt))
            and (not self.need or any(needed.need == self.need for needed in call.needed))
            and (not self.pack or self.pack in call.packs)
        )


class CallsModel(QAbstractTableModel):
    """The listed calls, newest first. All are ticked to begin with; a call keeps its tick while it is not listed."""

    ticked = Signal()
    """Which calls are listed and ticked has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: tuple[Digest, ...] = ()
        self._listed: tuple[Digest, ...] = ()
        self._unticked: set[str] = set()
        self._narrowing = Narrowing()

    def show(self, calls: Sequence[Digest]) -> None:
        """Other calls."""
        self._calls = tuple(sorted(calls, key=lambda call: call.started_at, reverse=True))
        self.narrow(self._narrowing)

    def narrow(self, narrowing: Narrowing) -> None:
        """List only these."""
        self.beginResetModel()
        self._narrowing = narrowing
        self._listed = tuple(filter(narrowing.lists, self._calls))
        self.endResetModel()
        self.ticked.emit()

    def chosen(self) -> tuple[Digest, ...]:
        """The calls that are listed and ticked, the oldest first."""
        return tuple(call for call in reversed(self._listed) if call.key not in self._unticked)

    def call(self, row: int) -> Digest:
        """The call of a row."""
        return self._listed[row]

    def toggle(self, rows: Iterable[int]) -> None:
        """Tick these rows, or take the tick away where all have one."""
        keys = {self._listed[row].key for row in rows}
        if keys & self._unticked:
            self._unticked -= keys
        else:
            self._unticked |= keys
        self._told()

    def tick_all(self, *, on: bool) -> None:
        """Tick every listed call, or none."""
        keys = {call.key for call in self._listed}
        self._unticked = self._unticked - keys if on else self._unticked | keys
        self._told()

    def only(self, row: int) -> None:
        """Tick this call alone."""
        self._unticked = {call.key for call in self._calls} - {self._listed[row].key}
        self._told()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Listed calls."""
        return 0 if parent is not None and parent.isValid() else len(self._listed)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Tick, begin, length, feelings."""
        return 0 if parent is not None and parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; what a screen reader says of the tick; needs as a tooltip."""
        if not index.isValid():
            return None
        call = self._listed[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(call, index.column())
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == TICK:
                on = call.key not in self._unticked
                return (
                    QCoreApplication.translate("EmpathyMap", "on the map")
                    if on
                    else QCoreApplication.translate("EmpathyMap", "not on the map")
                )
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == TICK:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.ToolTipRole:
                needs = ", ".join(dict.fromkeys(need_name(needed.need) for needed in call.needed))
                return f"{call.call_id}\n{needs}" if needs else call.call_id
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802 - Qt's name
        """The heads; rows have none."""
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            "",
            QCoreApplication.translate("EmpathyMap", "Call"),
            QCoreApplication.translate("EmpathyMap", "Length"),
            QCoreApplication.translate("EmpathyMap", "Felt"),
        )[section]

    def _words(self, call: Digest, column: int) -> str:
        match column:
            case 0:
                return "" if call.key in self._unticked else TICKED
            case 1:
                return began_words(call)
            case 2:
                return clock(call.seconds)
            case _:
                return ", ".join(dict.fromkeys(feeling(felt.emotion).word for felt in call.felt))

    def _told(self) -> None:
        if self._listed:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self._listed) - 1, TICK))
        self.ticked.emit()
