"""Which calls the map is of: days, feeling, need and sector narrow the list, ticks choose from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from assist.report.digest import Digest
from ui.console.map.calls import FELT, TICK, CallsModel, Narrowing
from ui.console.parts import button, day_field, hint, row
from ui.theme import Theme
from ui.wording import feeling, need_name

_ISO = "yyyy-MM-dd"


class CallTable(QTableView):
    """The list. Space or a click on the tick ticks the selected calls; Enter or a double click leaves one alone."""

    toggled = Signal(object)
    """Rows."""
    opened = Signal(int)
    """A row."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font(12.5))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(24, theme.px(28)))
        self.horizontalHeader().setFont(theme.font(12.5, "semibold"))
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(lambda index: self.toggled.emit([index.row()]) if index.column() == TICK else None)
        self.doubleClicked.connect(self._open)

    def fit(self) -> None:
        """Give the columns their widths."""
        for column in range(FELT):
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(FELT, QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter."""
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        if event.key() == Qt.Key.Key_Space and rows:
            self.toggled.emit(rows)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and rows:
            self.opened.emit(rows[0])
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        if index.column() != TICK:
            self.opened.emit(index.row())


class CallChooser(QWidget):
    """Filters, list and buttons. ``changed`` tells that other calls are chosen."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.model = CallsModel(self)
        self.first = day_field(theme, self.tr("From"), self._narrow)
        self.last = day_field(theme, self.tr("To"), self._narrow)
        self.emotion = self._combo(self.tr("Feeling"))
        self.need = self._combo(self.tr("Need"))
        self.pack = self._combo(self.tr("Sector"))
        self.table = CallTable(theme)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Calls: space ticks, Enter leaves one alone on the map"))
        self.table.fit()
        self.table.setMinimumHeight(theme.px(150))
        self.all = button(theme, self.tr("Tick &all"), lambda: self.model.tick_all(on=True))
        self.none = button(theme, self.tr("Tick &none"), lambda: self.model.tick_all(on=False))
        self.count = hint(theme, "")
        self.table.toggled.connect(self.model.toggle)
        self.table.opened.connect(self.model.only)
        self.model.ticked.connect(self._count)
        self.model.ticked.connect(self.changed)
        self._arrange()

    def show_calls(self, calls: Sequence[Digest]) -> None:
        """Choose among these calls. Whatever was narrowed stays so where it still can."""
        days = sorted(call.day for call in calls if call.day)
        for edit, day in ((self.first, days[:1]), (self.last, days[-1:])):
            edit.blockSignals(True)
            edit.setDate(QDate.fromString(day[0], _ISO) if day else QDate.currentDate())
            edit.blockSignals(False)
        self._fill(self.emotion, {felt.emotion: feeling(felt.emotion).word for call in calls for felt in call.felt})
        self._fill(self.need, {one.need: need_name(one.need) for call in calls for one in call.needed})
        self._fill(self.pack, {pack: pack.capitalize() for call in calls for pack in call.packs})
        self.model.show(calls)
        self._narrow()

    def _arrange(self) -> None:
        px = self._theme.px
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(px(4))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for field in (self.first, self.last, self.emotion, self.need, self.pack):
            label = hint(self._theme, field.accessibleName())
            label.setMinimumHeight(field.sizeHint().height())
            label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            label.setBuddy(field)
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, px(10), 0)
        column.setSpacing(px(8))
        column.addLayout(form)
        column.addWidget(self.table, 1)
        column.addWidget(row(self.all, self.none, gap=px(8)))
        column.addWidget(self.count)

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setFont(self._theme.font(12.5))
        combo.setAccessibleName(name)
        combo.currentIndexChanged.connect(lambda _place: self._narrow())
        return combo

    def _fill(self, combo: QComboBox, names: dict[str, str]) -> None:
        kept = combo.currentData() or ""
        combo.blockSignals(True)
        combo.clear()
        combo.addItem(self.tr("Any"), "")
        for name, words in sorted(names.items(), key=lambda pair: pair[1]):
            combo.addItem(words, name)
        combo.setCurrentIndex(max(0, combo.findData(kept)))
        combo.blockSignals(False)

    def _narrow(self) -> None:
        emotion, need, pack = (combo.currentData() or "" for combo in (self.emotion, self.need, self.pack))
        first, last = (edit.date().toString(_ISO) for edit in (self.first, self.last))
        self.model.narrow(Narrowing(first, last, emotion, need, pack))

    def _count(self) -> None:
        words = self.tr("{chosen} of {listed} listed calls are on the map.")
        self.count.setText(words.format(chosen=len(self.model.chosen()), listed=self.model.rowCount()))
