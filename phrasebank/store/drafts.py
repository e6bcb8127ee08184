"""Drafts: what supervisors make of the phrases; every revision is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from phrasebank.phrase import Phrase, Status
from phrasebank.store.audit import Author
from phrasebank.store.content import packed, unpacked
from phrasebank.store.flow import JUDGED, WORDING, changed, check_step, same_person
from phrasebank.store.records import Conflict, ConflictError, Edit, Entry, Snapshot, StoreError
from phrasebank.store.revisions import Settled, add_revisions

_BY_REVISION = "SELECT body FROM history WHERE phrase_id = ? AND revision = ?"
_BACKWARDS = """
SELECT status, who, wording_by, approved, body FROM history WHERE phrase_id = ? ORDER BY revision DESC
"""


class Drafts:
    """The phrases, in one writing transaction.

    Args:
        database: in a writing transaction.
        snapshot: what stands in it.
        author: of the change.
    """

    def __init__(self, database: sqlite3.Connection, snapshot: Snapshot, author: Author) -> None:
        self._database = database
        self._snapshot = snapshot
        self._author = author

    def save(self, edits: Sequence[Edit], why: str, what: str) -> tuple[str, ...]:
        """Keep these; returns the ids of those that changed anything. Raises as `Store.save`."""
        changes = self._checked(edits)
        return self._settle([edit.phrase for edit in changes], self._settled, why, what, {})

    def set_status(self, ids: Mapping[str, int], status: Status, why: str) -> tuple[str, ...]:
        """Take this step with these; returns the ids of those that took it. Raises as `Store.set_status`."""
        edits = [Edit(replace(self._made_from(name, base), status=status), base) for name, base in ids.items()]
        self._checked(edits)
        wanted = [replace(self._standing(name).phrase, status=status) for name in ids]
        return self._settle(wanted, self._stepped, why, "status", {"status": status})

    def _checked(self, edits: Sequence[Edit]) -> list[Edit]:
        """Those that change what they were made from; refuses them where that no longer stands here."""
        changes, conflicts, seen = [], [], set()
        for edit in edits:
            if edit.phrase.id in seen:
                raise StoreError(f"'{edit.phrase.id}' comes twice in one change; keep one of the two.")
            seen.add(edit.phrase.id)
            entry = self._snapshot.get(edit.phrase.id)
            base = self._made_from(edit.phrase.id, edit.base) if edit.base else None
            if edit.phrase == base:
                continue
            changes.append(edit)
            if entry and entry.revision != edit.base and edit.phrase != entry.phrase:
                who, at = entry.changed_by, entry.changed_at
                conflicts.append(Conflict(edit.phrase.id, base, edit.phrase, entry.phrase, entry.revision, who, at))
        if conflicts:
            raise ConflictError(conflicts)
        return changes

    def _standing(self, phrase_id: str) -> Entry:
        entry = self._snapshot.get(phrase_id)
        if entry is None:
            raise StoreError(f"There is no phrase '{phrase_id}' in the store; look it up again.")
        return entry

    def _made_from(self, phrase_id: str, revision: int) -> Phrase:
        entry = self._standing(phrase_id)
        if revision == entry.revision:
            return entry.phrase
        row = self._database.execute(_BY_REVISION, (phrase_id, revision)).fetchone()
        if row is None:
            raise StoreError(f"'{phrase_id}' has no revision {revision}, only 1 to {entry.revision}; open it again.")
        return unpacked(row[0], f"revision {revision} of '{phrase_id}'")

    def _settle(
        self,
        wanted: Sequence[Phrase],
        settle: Callable[[Entry | None, Phrase], Settled],
        why: str,
        what: str,
        detail: Mapping[str, Any],
    ) -> tuple[str, ...]:
        pairs = [(self._snapshot.get(phrase.id), phrase) for phrase in wanted]
        settled = [(entry, settle(entry, phrase)) for entry, phrase in pairs if not entry or entry.phrase != phrase]
        news = [(entry, new) for entry, new in settled if not entry or entry.phrase != new.phrase]
        if news:
            add_revisions(self._database, self._author, news, (what, why), detail)
        return tuple(new.phrase.id for _, new in news)

    def _settled(self, entry: Entry | None, phrase: Phrase) -> Settled:
        """An edit: new words need a new review, unless it takes back what its author has just done."""
        two_person, who = self._snapshot.two_person, self._author.who
        if entry is None:
            waits = two_person and phrase.status == "approved"
            phrase = replace(phrase, status="review", reviewed="") if waits else phrase
            return Settled(phrase, who, 0 if phrase.status == "approved" else None)
        if restored := self._restored(entry, phrase):
            return restored
        before = entry.phrase
        new = changed(before, phrase, JUDGED if two_person else WORDING)
        status = self._status(entry, phrase, new=new)
        if status != phrase.status or (new and status != "approved"):
            unlike = phrase.reviewed != before.reviewed and status == phrase.status
            phrase = replace(phrase, status=status, reviewed=phrase.reviewed if unlike else "")
        version = self._version(before, phrase)
        phrase = phrase if version == phrase.version else replace(phrase, version=version)
        return Settled(phrase, who if new else entry.wording_by, self._pointer(entry, phrase))

    def _status(self, entry: Entry, phrase: Phrase, *, new: bool) -> Status:
        """The status that an edit may have.

        With new words, it is meant where it is changed or the version is raised already, and not where the version is
        an older one: such an edit brings back what once was, and with it what was thought of it then.
        """
        before, status = entry.phrase, phrase.status
        unmeant = phrase.version < before.version or (phrase.version, status) == (before.version, before.status)
        if new and unmeant:
            status = "retired" if before.status == "retired" else "draft"
        if status == "approved" and (new or before.status != "approved") and self._snapshot.two_person:
            own = new or before.status == "draft" or same_person(entry.wording_by, self._author.who)
            status = "review" if own else status
        if status != before.status:
            check_step(before, status, two_person=False, own=False)
        return status

    def _stepped(self, entry: Entry | None, phrase: Phrase) -> Settled:
        """A step of its status, and nothing else."""
        assert entry is not None  # `set_status` has looked it up
        if restored := self._restored(entry, phrase, stepped=True):
            return restored
        own = same_person(entry.wording_by, self._author.who)
        check_step(entry.phrase, phrase.status, two_person=self._snapshot.two_person, own=own)
        if phrase.status != "retired":
            phrase = replace(phrase, reviewed=self._author.day if phrase.status == "approved" else "")
        return Settled(phrase, entry.wording_by, self._pointer(entry, phrase))

    def _restored(self, entry: Entry, phrase: Phrase, *, stepped: bool = False) -> Settled | None:
        """The phrase as it once was, where nobody else has touched it since: one's own steps need nobody to undo them.

        Args:
            entry: as it stands.
            phrase: as it is wanted.
            stepped: whether only its status is meant, so that the day of its review comes back with it.
        """
        if entry.revision == 1:
            return None
        body = packed(phrase)
        for status, who, wording_by, approved, kept in self._database.execute(_BACKWARDS, (phrase.id,)):
            if status == phrase.status:
                then = unpacked(kept, f"the history of '{phrase.id}'") if stepped else phrase
                if kept == body or (stepped and then == replace(phrase, reviewed=then.reviewed)):
                    return Settled(then, wording_by, 0 if status == "approved" else approved)
            if not same_person(who, self._author.who):
                return None
        return None

    def _version(self, before: Phrase, phrase: Phrase) -> int:
        """New words get a number that no other words of this phrase ever had; the same words keep theirs."""
        new = changed(before, phrase, WORDING)
        if not new and phrase.version <= before.version:
            return before.version
        row = self._database.execute("SELECT version FROM phrase WHERE id = ?", (phrase.id,)).fetchone()
        free = int(row[0]) + 1
        return phrase.version if phrase.version >= free else free if new else before.version

    def _pointer(self, entry: Entry, phrase: Phrase) -> int | None:
        """What a release takes: the approved wording stays while new words wait, until it is withdrawn or retired."""
        if phrase.status in ("approved", "retired"):
            return 0 if phrase.status == "approved" else None
        if entry.phrase.status == "approved" and not changed(entry.phrase, phrase, JUDGED):
            return self._before_approval(entry.phrase)
        row = self._database.execute("SELECT approved FROM phrase WHERE id = ?", (phrase.id,)).fetchone()
        return row[0] if row else None

    def _before_approval(self, phrase: Phrase) -> int | None:
        """The revision that a release would take if the words of this one had never been approved."""
        for status, _, _, approved, kept in self._database.execute(_BACKWARDS, (phrase.id,)):
            then = unpacked(kept, f"the history of '{phrase.id}'")
            if status != "approved" or changed(then, phrase, WORDING):
                return int(approved) if approved is not None else None
        return None
