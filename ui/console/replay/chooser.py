"""The tab on which calls are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.console.parts import button, day_field, hint, row
from ui.console.replay.calls import NAME, CallsModel
from ui.console.replay.listing import Found, Listing
from ui.theme import Theme

_ISO = "yyyy-MM-dd"


class CallChooser(QWidget):
    """Folders, days, and a list with ticks. ``changed`` tells that other calls are chosen."""

    changed = Signal()

    def __init__(self, theme: Theme, folders: Sequence[Path]) -> None:
        super().__init__()
        self._theme = theme
        self.folders = list(folders)
        self.model = CallsModel(self)
        self.listing = Listing(self)
        self.where = hint(theme, "")
        self.add = button(theme, self.tr("Add a &folder …"), self._ask_folder)
        self.first = day_field(theme, self.tr("From"), self._narrow)
        self.last = day_field(theme, self.tr("To"), self._narrow)
        self.all = button(theme, self.tr("Tick &all"), lambda: self._tick(on=True))
        self.none = button(theme, self.tr("Tick n&one"), lambda: self._tick(on=False))
        self.table = self._list()
        self.listing.listed.connect(self._show)
        self.model.ticked.connect(self.changed)
        self._arrange()

    def look(self) -> None:
        """Look for calls anew."""
        places = ", ".join(str(folder) for folder in self.folders) or self.tr("no folder yet")
        self.where.setText(self.tr("Recorded calls in {places}").format(places=places))
        self.listing.look(self.folders)

    def add_folder(self, folder: Path) -> None:
        """Calls of this folder, too."""
        if folder not in self.folders:
            self.folders.append(folder)
        self.look()

    def _show(self, calls: Sequence[Found]) -> None:
        days = sorted(call.day for call in calls)
        for edit, day in ((self.first, days[:1]), (self.last, days[-1:])):
            edit.blockSignals(True)
            edit.setDate(QDate.fromString(day[0], _ISO) if day else QDate.currentDate())
            edit.blockSignals(False)
        self.model.show(calls)
        self._narrow()

    def _narrow(self) -> None:
        self.model.narrow(self.first.date().toString(_ISO), self.last.date().toString(_ISO))

    def _tick(self, *, on: bool) -> None:
        self.model.tick(range(self.model.rowCount()), on=on)

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of recorded calls"))
        if folder:
            self.add_folder(Path(folder))

    def _arrange(self) -> None:
        px = self._theme.px
        first, last = hint(self._theme, self.first.accessibleName()), hint(self._theme, self.last.accessibleName())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(10), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(row(self.where, self.add, gap=px(10), stretch=0))
        column.addWidget(row(first, self.first, last, self.last, self.all, self.none, gap=px(8)))
        column.addWidget(self.table, 1)

    def _list(self) -> QTableView:
        table = QTableView()
        table.setFont(self._theme.font(12.5))
        table.setAccessibleName(self.tr("Recorded calls: the space bar ticks"))
        table.setModel(self.model)
        side = max(14, self._theme.px(14))
        table.setStyleSheet(f"QTableView::indicator {{ width: {side}px; height: {side}px; }}")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(max(24, self._theme.px(28)))
        heads = table.horizontalHeader()
        heads.setFont(self._theme.font(12.5, "semibold"))
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        return table
