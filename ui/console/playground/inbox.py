"""Words to which agents said "not this": each is tried, put down as a do-not-trigger example, or settled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from phrasebank.errors import PhrasebankError
from phrasebank.review import Objection, ReviewFile
from ui.console.desk import Desk
from ui.console.parts import button, hint, row
from ui.console.playground.pieces import wrapping_list


class Inbox(QWidget):
    """The objections that wait for a supervisor."""

    counted = Signal(int)
    """So many wait now."""
    tried = Signal(str, str)
    """Try these words, and see how this phrase (its id) stands."""
    avoided = Signal(str, str)
    """This phrase must not answer these words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self._desk = desk
        self._file = ReviewFile(desk.sources.review)
        self._waiting: list[Objection] = []
        self.list = wrapping_list(theme, self.tr("Words to which agents said “not this”"))
        self.list.itemActivated.connect(lambda _item: self._try())
        self.empty = hint(theme, self.tr("Nothing waits. What agents answer with “not this” comes here."))
        self.try_it = button(theme, self.tr("Tr&y it"), self._try)
        self.avoid = button(theme, self.tr("A&void here"), self._avoid)
        self.avoid.setToolTip(self.tr("Adds the words to what the phrase must not answer, and settles it."))
        self.settle = button(theme, self.tr("&Settled"), self._settle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addWidget(row(self.try_it, self.avoid, self.settle, gap=theme.px(8)))

    def refresh(self) -> None:
        """Read the file again."""
        try:
            self._waiting = self._file.unsettled()
        except PhrasebankError as error:
            self._waiting = []
            self._desk.tell(str(error))
        place = self.list.currentRow()
        self.list.clear()
        for objection in self._waiting:
            entry = self._desk.snapshot.get(objection.phrase_id)
            cue = (
                entry.phrase.cue
                if entry
                else self.tr("{id}, which this bank does not have").format(id=objection.phrase_id)
            )
            self.list.addItem(
                self.tr("“{words}”\nnot: {cue}  ({day})").format(words=objection.quote, cue=cue, day=objection.day)
            )
        self.list.setCurrentRow(min(max(place, 0), len(self._waiting) - 1))
        for widget in (self.list, self.try_it, self.avoid, self.settle):
            widget.setVisible(bool(self._waiting))
        self.empty.setVisible(not self._waiting)
        self.counted.emit(len(self._waiting))

    def settled(self, objection: Objection) -> None:
        """It has been dealt with."""
        try:
            self._file.settle(objection)
        except PhrasebankError as error:
            self._desk.tell(str(error))
        self.refresh()

    def about(self, phrase_id: str, quote: str) -> Objection | None:
        """The objection to this phrase at these words, if it waits."""
        same = (one for one in self._waiting if (one.phrase_id, one.quote) == (phrase_id, quote))
        return next(same, None)

    def _current(self) -> Objection | None:
        place = self.list.currentRow()
        return self._waiting[place] if 0 <= place < len(self._waiting) else None

    def _try(self) -> None:
        objection = self._current()
        if objection:
            self.tried.emit(objection.quote, objection.phrase_id)

    def _avoid(self) -> None:
        objection = self._current()
        if objection:
            self.avoided.emit(objection.phrase_id, objection.quote)

    def _settle(self) -> None:
        objection = self._current()
        if objection:
            self.settled(objection)
