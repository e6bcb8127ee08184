"""Taking back what was saved: it is saved as it was before, and stands in the history like every other change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QUndoCommand

from phrasebank.phrase import Phrase
from phrasebank.store.records import Edit, Entry

if TYPE_CHECKING:
    from ui.console.desk import Desk


class SavedEdits(QUndoCommand):
    """Phrases that have been saved together.

    Args:
        desk: saves them.
        before: as they stood; None for a new one, which is retired when it is taken back.
        after: as they were saved.
        words: names the change in the menu.
    """

    def __init__(self, desk: Desk, before: Mapping[str, Entry | None], after: Sequence[Entry], words: str) -> None:
        super().__init__(words)
        self._desk = desk
        self._was = dict(before)
        self._after = [entry.phrase for entry in after]
        self._before = [_earlier(before.get(entry.phrase.id), entry.phrase) for entry in after]
        self._left = {entry.phrase.id: entry for entry in after}
        self._saved = True

    def undo(self) -> None:
        """Save what was before. Where somebody has changed it since, the conflict is asked about as ever."""
        if not self._put(self._before, self._desk.tr("Undo: {what}").format(what=self.text())):
            again = SavedEdits(self._desk, self._was, list(self._left.values()), self.text())
            QTimer.singleShot(0, partial(self._desk.undo.push, again))  # it can still be taken back, later

    def redo(self) -> None:
        """Save it again; the first time it is saved already."""
        if self._saved:
            self._saved = False
            return
        self._put(self._after, self._desk.tr("Redo: {what}").format(what=self.text()))

    def _put(self, phrases: Sequence[Phrase], why: str) -> bool:
        """Whether it was saved; the stack drops a step that was not."""
        edits = [Edit(phrase, self._base(phrase.id)) for phrase in phrases]
        entries = self._desk.write(edits, why, "undo")
        if entries is None:
            self.setObsolete(True)
            return False
        self._left = {entry.phrase.id: entry for entry in entries}
        return True

    def _base(self, phrase_id: str) -> int:
        """The revision that this made, unless the phrase has only come a step further since: then the one that stands.

        So what somebody else has written since is a conflict, although it has been seen.
        """
        left, stands = self._left[phrase_id], self._desk.snapshot.get(phrase_id)
        same = stands is not None and _words(stands.phrase) == _words(left.phrase)
        return stands.revision if stands is not None and same else left.revision


def _earlier(before: Entry | None, after: Phrase) -> Phrase:
    return replace(after, status="retired") if before is None else before.phrase


def _words(phrase: Phrase) -> Phrase:
    """The phrase without its way to agents."""
    return replace(phrase, status="draft", reviewed="", version=1)
