"""What all pages share: the bank as it stands, how it is changed, and where the calls lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from phrasebank.errors import PhrasebankError
from phrasebank.phrase import Status
from phrasebank.store.records import Conflict, ConflictError, Edit, Entry, Snapshot
from phrasebank.store.store import Store
from ui.console.background import in_background
from ui.console.undo import SavedEdits
from ui.console.worker import Worker
from ui.theme import Theme

POLL_MS = 2000
"""How often it is looked whether another console has changed the bank."""
MANY = 500
"""So many phrases are saved off the thread that paints."""

Merge = Callable[[Sequence[Conflict]], Sequence[Edit] | None]
"""Asks the supervisor about conflicts; None where they would rather not save."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the evidence lies.

    Attributes:
        calls: folders with journals, however deep.
        outcomes: files of what became of cards, one an agent.
        review: the file of "not this".
        experiments: the folder of experiments.
    """

    calls: tuple[Path, ...] = ()
    outcomes: tuple[Path, ...] = ()
    review: Path = field(default_factory=Path)
    experiments: Path = field(default_factory=Path)


class Desk(QObject):
    """One for the window and its pages.

    Attributes:
        snapshot: the bank as it was last read.
        gate: the result of the last comparison over past calls, with the ``mark`` of the bank that it judged.
        undo: what can be taken back.
    """

    changed = Signal(object)
    """The bank is another: the new `Snapshot`."""
    told = Signal(str)
    """One line for the status bar."""
    asked = Signal(str, object)
    """Open this page with this payload."""

    def __init__(self, theme: Theme, store: Store, worker: Worker, who: str, sources: Sources) -> None:
        super().__init__()
        self.theme = theme
        self.store = store
        self.worker = worker
        self.who = who
        self.sources = sources
        self.snapshot: Snapshot = store.snapshot()
        self.gate: Mapping[str, Any] | None = None
        self.merge: Merge = lambda _conflicts: None
        self.undo = QUndoStack(self)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.look)

    def watch(self) -> None:
        """Look for other consoles' changes from now on."""
        self._timer.start()

    def dress(self, theme: Theme) -> None:
        """Other looks: pages are built anew, and those that there are hear nothing more, nor do they get an answer."""
        for signal in (self.changed, self.told, self.asked):
            signal.disconnect()
        self.worker.forget()
        self.theme = theme

    def tell(self, words: str) -> None:
        """Say something in the status bar."""
        self.told.emit(words)

    def look(self) -> None:
        """Take over what another console has changed."""
        try:
            if self.store.mark() != self.snapshot.mark:
                self.refresh()
        except PhrasebankError as error:
            self.tell(str(error))

    def refresh(self) -> None:
        """Read the bank again and tell everyone. Where it is held just now, the next look does."""
        try:
            self.snapshot = self.store.snapshot()
        except PhrasebankError as error:
            self.tell(str(error))
        else:
            self.changed.emit(self.snapshot)

    def save(self, edits: Sequence[Edit], why: str = "", words: str = "") -> bool:
        """Save changes so that they can be taken back; conflicts are asked about, errors told.

        Args:
            edits: all of them are saved or none.
            why: a reason for the history.
            words: names the change in the menu ("Undo ...").

        Returns:
            Whether they are saved.
        """
        before: dict[str, Entry | None] = {}
        entries = self.write(edits, why, before=before)
        if entries is None:
            return False
        self.undo.push(SavedEdits(self, before, entries, words or self.tr("change")))
        return True

    def write(
        self, edits: Sequence[Edit], why: str, what: str = "", before: dict[str, Entry | None] | None = None
    ) -> tuple[Entry, ...] | None:
        """Save without a way back; None where nothing was saved.

        Args:
            edits: all of them are saved or none.
            why: a reason for the history.
            what: the kind of deed for the audit; empty for an ordinary change.
            before: takes the phrases as they stood, after all conflicts, when they were saved.
        """
        wanted: Sequence[Edit] | None = edits
        while wanted:
            if before is not None:
                before.update({edit.phrase.id: self.snapshot.get(edit.phrase.id) for edit in wanted})
            try:
                entries = self._stored(wanted, why, what)
            except ConflictError as conflict:
                self.refresh()
                merged = self.merge(conflict.conflicts)
                wanted = None if merged is None else _with(wanted, merged)
            except PhrasebankError as error:
                self.tell(str(error))
                return None
            else:
                self.refresh()
                return entries
        return None

    def set_status(self, ids: Mapping[str, int], status: Status, why: str = "") -> bool:
        """Move phrases on their way; what may not be is told. It is not undone but by the next step.

        Args:
            ids: the phrases with the revisions that the supervisor sees.
            status: where to.
            why: the reason.
        """
        return self.attempt(lambda: self.store.set_status(ids, status, self.who, why))

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something with the store; whether it was done. Errors are told."""
        try:
            act()
        except ConflictError:
            self.tell(self.tr("Somebody else has changed it meanwhile; look at it again."))
            self.refresh()
            return False
        except PhrasebankError as error:
            self.tell(str(error))
            return False
        self.refresh()
        return True

    def _stored(self, edits: Sequence[Edit], why: str, what: str) -> tuple[Entry, ...]:
        what = what or ("bulk" if len(edits) > 1 else "edit")
        if len(edits) < MANY:
            return self.store.save(edits, self.who, why, what)
        label = self.tr("Saving {count} phrases …").format(count=len(edits))
        return in_background(lambda: self.store.save(edits, self.who, why, what), label)


def _with(edits: Sequence[Edit], merged: Sequence[Edit]) -> list[Edit]:
    """The edits, those in conflict as they were merged."""
    anew = {edit.phrase.id: edit for edit in merged}
    return [anew.get(edit.phrase.id, edit) for edit in edits]
