"""The list of phrases: what is looked for, and the table of what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from phrasebank.store.records import Entry
from ui.console.bank.drafts import Draft
from ui.console.bank.finder import Finder
from ui.console.bank.model import PhraseTable
from ui.console.bank.query import Query
from ui.console.bank.rows import Rows, row_of_draft
from ui.console.bank.view import PhraseView
from ui.console.desk import Desk
from ui.console.parts import hint


class Listing(QWidget):
    """Finds phrases and shows them in rows.

    Signals:
        chosen(str): the phrase that the supervisor has come to.
        counted(int): how many are selected.

    Args:
        desk: theme and who looks.
    """

    chosen = Signal(str)
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._who = desk.who
        self._rows = Rows()
        self.table = PhraseTable(desk.theme)
        self.view = PhraseView(desk.theme, self.table)
        self.finder = Finder(desk)
        self.found: QLabel = hint(desk.theme, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.theme.px(8))
        column.addWidget(self.finder)
        column.addWidget(self.view, 1)
        self.finder.asked.connect(self._narrow)
        self.view.chosen.connect(self.chosen)
        self.view.counted.connect(self.counted)
        down = QShortcut(QKeySequence("Down"), self.finder.line, context=Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.focus_table)

    @property
    def selected(self) -> tuple[str, ...]:
        """The phrases that are selected, from the top."""
        return self.view.selected_keys()

    def fill(self, entries: Iterable[Entry], drafts: Mapping[str, Draft]) -> None:
        """Take over the bank as it stands, with what is not saved."""
        entries = tuple(entries)
        self.finder.count(entries)
        self.table.feed(self._rows.of(entries, drafts))
        self._count()

    def renew(self, key: str, draft: Draft | None) -> None:
        """One row says that it is not saved, or what a new phrase says by now."""
        place = self.table.place_of(key)
        if place < 0:
            return
        row = self.table.rows[place]
        if draft is not None and draft.is_new:
            self.table.renew(row_of_draft(draft))
        elif row.unsaved is not (draft is not None):
            self.table.renew(replace(row, unsaved=draft is not None))

    def go_to(self, key: str) -> None:
        """Come to a phrase; what is looked for gives way where it hides it."""
        if self.table.place_of(key) < 0:
            self.finder.look_for("")
        self.view.go_to(key)

    def focus_finder(self) -> None:
        """Bring the keyboard to what is looked for."""
        self.finder.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.line.selectAll()

    def focus_table(self) -> None:
        """Bring the keyboard to the table."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _narrow(self, query: Query) -> None:
        self.table.narrow(query, self._who)
        self._count()

    def _count(self) -> None:
        words = self.tr("{found} of {total}")
        self.found.setText(words.format(found=len(self.table.rows), total=self.table.total))
