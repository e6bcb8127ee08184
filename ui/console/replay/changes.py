"""The tab of changed moments: which kinds are listed, the table, and the moment that is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSplitter, QVBoxLayout, QWidget

from ui.console.charts.model import SortedTable, TableModel
from ui.console.parts import hint, row
from ui.console.replay.moments import KINDS, SIGNS, Kind, MomentsView, kind_of, kind_words, moments_table
from ui.console.replay.reading import ReadingPane
from ui.theme import Theme


class ChangesTab(QWidget):
    """Walked through with the arrow keys, or with J and K from anywhere in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._moments: Sequence[Mapping[str, Any]] | None = None
        self.kinds: dict[Kind, QCheckBox] = {kind: self._box(kind) for kind in KINDS}
        self.words = QLineEdit()
        self.words.setFont(theme.font(13))
        self.words.setPlaceholderText(self.tr("Words in a moment"))
        self.words.setAccessibleName(self.tr("Show only moments with these words"))
        self.words.setClearButtonEnabled(True)
        self.count = hint(theme, "")
        self.table = TableModel(self)
        self.sorted = SortedTable(self)
        self.sorted.setSourceModel(self.table)
        self.view = MomentsView(theme)
        self.view.setModel(self.sorted)
        self.view.setAccessibleName(self.tr("Changed moments"))
        self.pane = ReadingPane(theme)
        self._arrange()
        self.words.textChanged.connect(self._keep)
        self.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._read())
        self.view.chosen.connect(lambda _place: self.pane.play.setFocus())

    def show_moments(self, moments: Sequence[Mapping[str, Any]]) -> None:
        """Other moments; the first of them is read."""
        self._moments = moments
        for kind, box in self.kinds.items():
            number = sum(kind_of(moment) == kind for moment in moments)
            box.setText(f"{SIGNS[kind]} {kind_words(kind)} ({number})")
        self._list()

    def walk(self, steps: int) -> None:
        """Go on to another row."""
        rows = self.sorted.rowCount()
        if rows:
            self.view.selectRow(min(max(self.view.currentIndex().row() + steps, 0), rows - 1))

    def _box(self, kind: Kind) -> QCheckBox:
        box = QCheckBox(f"{SIGNS[kind]} {kind_words(kind)}")
        box.setFont(self._theme.font(13))
        box.setChecked(True)
        box.toggled.connect(lambda _on: self._list())
        return box

    def _keep(self, words: str) -> None:
        self.sorted.keep(words)
        self._say()

    def _list(self) -> None:
        shown = frozenset(kind for kind, box in self.kinds.items() if box.isChecked())
        self.table.show(moments_table(self._moments or (), shown))
        self.view.selectRow(0)
        self._say()

    def _say(self) -> None:
        shown, whole = self.sorted.rowCount(), len(self._moments or ())
        if self._moments is None:
            words = ""
        elif not whole:
            words = self.tr("Both banks show the same in all of these calls.")
        elif shown == whole:
            words = self.tr("{count} moments differ.").format(count=whole)
        else:
            words = self.tr("{shown} of {count} moments that differ.").format(shown=shown, count=whole)
        self.count.setText(words)
        self._read()

    def _read(self) -> None:
        place = self.view.current_key()
        self.pane.show_moment(self._moments[place] if self._moments and isinstance(place, int) else None)

    def _arrange(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.view)
        halves.addWidget(self.pane)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setSizes([self._theme.px(680), self._theme.px(400)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, self._theme.px(10), 0, 0)
        column.setSpacing(self._theme.px(8))
        column.addWidget(row(*self.kinds.values(), self.words, self.count, gap=self._theme.px(10), stretch=3))
        column.addWidget(halves, 1)
        for key, steps in (("J", 1), ("K", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda steps=steps: self.walk(steps))
