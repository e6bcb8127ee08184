"""Taking back what was saved: it is saved as it was before, and stands in the history like every other change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from phrasebank.store.records import Edit, Entry
from PySide6.QtGui import QUndoCommand

from phrasebank.phrase import Phrase

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
        self._after = [entry.phrase for entry in after]
        self._before = [_earlier(before.get(entry.phrase.id), entry.phrase) for entry in after]
        self._saved = True

    def undo(self) -> None:
        """Save what was before. Where somebody has changed it since, the conflict is asked about as ever."""
        self._put(self._before, self._desk.tr("Undo: {what}").format(what=self.text()))

    def redo(self) -> None:
        """Save it again; the first time it is saved already."""
        if self._saved:
            self._saved = False
            return
        self._put(self._after, self._desk.tr("Redo: {what}").format(what=self.text()))

    def _put(self, phrases: Sequence[Phrase], why: str) -> None:
        entries = {phrase.id: self._desk.snapshot.get(phrase.id) for phrase in phrases}
        edits = [
            Edit(phrase=replace(phrase, version=max(phrase.version, entry.phrase.version)), base=entry.revision)
            for phrase in phrases
            if (entry := entries[phrase.id])
        ]
        if self._desk.write(edits, why) is None:
            self.setObsolete(True)


def _earlier(before: Entry | None, after: Phrase) -> Phrase:
    return replace(after, status="retired") if before is None else before.phrase
