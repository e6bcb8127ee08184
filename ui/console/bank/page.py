"""The page of the bank: the phrases in a table, one of them in the form beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMessageBox, QSplitter, QVBoxLayout, QWidget

from phrasebank.store.records import Snapshot
from ui.console.bank.beginning import copied_values, new_values
from ui.console.bank.bulk import BulkDialog
from ui.console.bank.deeds import DeedsBar, UnsavedLine
from ui.console.bank.drafts import Draft, Drafts
from ui.console.bank.listing import Listing
from ui.console.bank.pane import PhrasePane
from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import heading, hint, row


class BankPage(Page):
    """Finds, writes and moves phrases. It keeps what is not saved, whatever phrase is shown."""

    name = "bank"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.drafts = Drafts()
        self._is_filled = False
        self.listing = Listing(desk)
        self.pane = PhrasePane(desk, self.drafts)
        self.deeds = DeedsBar(desk)
        self.unsaved = UnsavedLine(desk)
        self._nothing = hint(theme, self.tr("Choose a phrase in the table, or begin a new one with Ctrl+N."))
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Phrases")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """Show the bank; ``id`` opens a phrase, ``new`` begins one, ``filter`` looks for some."""
        if not self._is_filled:
            self._is_filled = True
            self._take(self.desk.snapshot)
        if "filter" in payload:
            self.listing.finder.look_for(str(payload["filter"]))
        if "id" in payload:
            self.open(str(payload["id"]))
        elif "new" in payload:
            self.begin(payload["new"])
        else:
            self.listing.focus_table()

    def may_leave(self) -> bool:
        """Ask about what is not saved. What may be discarded goes with the page: another one may yet hold it open."""
        if not self.drafts:
            return True
        buttons = QMessageBox.StandardButton
        chosen = self.unsaved.ask(self.drafts)
        return self.save_all() if chosen == buttons.SaveAll else chosen == buttons.Discard

    # --- which phrase is shown ---

    def open(self, key: str) -> bool:
        """Show a phrase, or a draft that is not saved."""
        draft = self.drafts.of(key, self.desk.snapshot)
        if draft is None:
            self.desk.tell(self.tr("There is no phrase “{name}” in the bank.").format(name=key))
            return False
        self.listing.go_to(key)
        self._show(draft)
        return True

    def begin(self, wanted: Mapping[str, Any] | None = None) -> None:
        """A new phrase, for the moments that are asked for."""
        phrases = [entry.phrase for entry in self.desk.snapshot.entries]
        self._begin(new_values(wanted or {}, phrases, self.drafts.taken(self.desk.snapshot), self.desk.who))

    def duplicate(self) -> None:
        """A new phrase with the words of the one that is shown."""
        draft = self.pane.draft
        if draft is None:
            self.desk.tell(self.tr("Choose the phrase that is to be duplicated."))
        else:
            self._begin(copied_values(draft.values, self.drafts.taken(self.desk.snapshot), self.desk.who))

    def _begin(self, values: Mapping[str, Any]) -> None:
        draft = self.drafts.begin(values)
        self._refill()
        self.open(draft.key)
        self.pane.form.words.part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, key: str) -> None:
        draft = self.drafts.of(key, self.desk.snapshot)
        if draft is not None and key != self.pane.key:
            self._show(draft)

    def _show(self, draft: Draft) -> None:
        self._nothing.hide()
        self.pane.open(draft)
        self.unsaved.count(self.drafts, self.pane.key)

    # --- what is saved ---

    def save_all(self) -> bool:
        """Save every draft; stops at the first that cannot be saved and shows why."""
        return all((self.pane.key == key or self.open(key)) and self.pane.save() for key in list(self.drafts))

    def change_many(self) -> None:
        """One change to all that are selected."""
        keys = self.listing.selected
        if waiting := [key for key in keys if key in self.drafts]:
            words = self.tr("Save first what is not saved yet: {count} of them.")
            self.desk.tell(words.format(count=len(waiting)))
        else:
            BulkDialog(self.desk, keys, self).exec()

    def _kept(self, key: str, phrase_id: str) -> None:
        self._refill()
        if key == self.pane.key:
            self.open(phrase_id)

    def _dropped(self, key: str) -> None:
        self._refill()
        if self.drafts.of(key, self.desk.snapshot) is not None:
            self.open(key)
        else:
            self.pane.close_phrase()
            self._nothing.show()
            self.unsaved.count(self.drafts, self.pane.key)

    # --- what is shown ---

    def _take(self, _snapshot: Snapshot) -> None:
        if self._is_filled:
            self._refill()
            self.pane.look_again()

    def _refill(self) -> None:
        self.listing.fill(self.desk.snapshot.entries, self.drafts)
        self.unsaved.count(self.drafts, self.pane.key)

    def _drafted(self, key: str) -> None:
        self.listing.renew(key, self.drafts.get(key))
        self.unsaved.count(self.drafts, self.pane.key)

    # --- how it is built ---

    def _connect(self) -> None:
        self.listing.chosen.connect(self._choose)
        self.listing.counted.connect(self.deeds.count_selected)
        self.deeds.begun.connect(self.begin)
        self.deeds.duplicated.connect(self.duplicate)
        self.deeds.changed_many.connect(self.change_many)
        self.unsaved.saved_all.connect(self.save_all)
        self.pane.drafted.connect(self._drafted)
        self.pane.kept.connect(self._kept)
        self.pane.dropped.connect(self._dropped)
        self.pane.opened.connect(self.open)
        self.desk.changed.connect(self._take)
        keys = {
            "Ctrl+N": self.begin,
            "Ctrl+D": self.duplicate,
            "Ctrl+S": self.pane.save,
            "Ctrl+F": self.listing.focus_finder,
            "Ctrl+B": self.deeds.bulk.click,
        }
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda act=act: act())

    def _lay_out(self) -> None:
        theme = self.desk.theme
        gap = theme.px(8)
        head = row(heading(theme, self.title()), self.listing.found, gap=gap)
        left = _column((head, self.deeds, self.listing, self.unsaved), gap, 2)
        left.setContentsMargins(theme.px(20), theme.px(16), theme.px(12), theme.px(12))
        right = _column((self._nothing, self.pane), gap, 1)
        right.setContentsMargins(theme.px(8), theme.px(12), theme.px(8), 0)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(right)
        halves.setSizes([theme.px(640), theme.px(480)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(halves)
        self.unsaved.count(self.drafts, self.pane.key)


def _column(parts: tuple[QWidget, ...], gap: int, tall: int) -> QWidget:
    """Parts under each other; the one at ``tall`` takes the height that is left."""
    box = QWidget()
    line = QVBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for place, part in enumerate(parts):
        line.addWidget(part, 1 if place == tall else 0)
    if len(parts) == 2:
        line.setAlignment(parts[0], Qt.AlignmentFlag.AlignTop)
    return box
