"""Store: the bank that supervisors work on together, in one file."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from phrasebank.bank import Bank
from phrasebank.phrase import Status
from phrasebank.store.audit import Author, read_deeds
from phrasebank.store.drafts import Drafts
from phrasebank.store.file import StoreFile
from phrasebank.store.proof import fault
from phrasebank.store.reading import Known
from phrasebank.store.records import Comment, Deed, Edit, Entry, Profile, Snapshot, StoreError, Version
from phrasebank.store.releases import publish
from phrasebank.store.revisions import add_comment, read_comments, read_history
from phrasebank.store.shelf import Shelf, local_time
from phrasebank.store.teams import delete_profile, save_profile, set_two_person


class Store(Shelf):
    """Phrases, releases, teams and the audit of one bank. Any number of programs may have it open.

    Nothing is kept open between two calls, and each change is one transaction: it is kept whole or not at all,
    whenever the process ends. Reading again costs only what has changed since.

    Args:
        path: of the file (`Store.create` makes one).
        clock: the time; a person's day is that of its zone.
        patience_seconds: how long to wait while another program writes.

    Raises:
        StoreError: the file is missing, damaged, locked, or written by a newer version. So may every method.
    """

    @classmethod
    def create(cls, path: Path, bank: Bank, who: str, clock: Callable[[], datetime] = local_time) -> Store:
        """A new store with the phrases of a bank; the approved ones are its first release.

        Raises:
            StoreError: there is a file already, or it cannot be written.
        """
        author = Author.of(who, clock())
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            StoreFile(beside).make()
            new = cls(beside, clock)
            new._fill(bank, author)
            _link(beside, path)
        except OSError as error:
            raise StoreError(f"{path}: the store cannot be made ({error.strerror}); choose another place.") from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        return cls(path, clock)

    def _fill(self, bank: Bank, author: Author) -> None:
        with self._file.writing() as database:
            Drafts(database, Snapshot(0, ()), author).save([Edit(phrase, 0) for phrase in bank.phrases], "", "create")
            known = Known().renewed(database)
            if known.snapshot.candidate().phrases:
                publish(database, known.snapshot, author, "", (None, ""))

    def save(self, edits: Sequence[Edit], who: str, why: str = "", what: str = "edit") -> tuple[Entry, ...]:
        """Keep these edits, all or none; one that changes nothing adds no revision.

        New words (text, cue or cues) raise the version and make the phrase a draft without a review, while the
        approved words stay in the next release. Three things go otherwise: an edit that changes the status as well, or
        whose version is raised already, means its status, as an import does; a retired phrase stays retired; and an
        edit that brings back what the phrase was before nobody but ``who`` touched it restores that wholly, so that
        steps can be undone. Where two persons approve, a change of anything that agents notice makes a draft, and
        what its own author would approve here goes to review instead.

        Args:
            edits: of different phrases.
            who: saves them.
            why: the reason.
            what: the kind of deed in the audit (``edit``, ``import``, ``undo`` ...).

        Returns:
            The phrases as they now stand, in the order of the edits.

        Raises:
            ConflictError: somebody else has saved some of them since; it lists all conflicts.
            StoreError: a phrase comes twice, was made from a revision that is not there, or takes a step that is not
                allowed (`flow.STEPS`).
            PhraseError: a phrase holds what cannot be stored.
        """
        return self._change_phrases([edit.phrase.id for edit in edits], who, lambda d: d.save(edits, why, what))

    def set_status(self, ids: Mapping[str, int], status: Status, who: str, why: str = "") -> tuple[Entry, ...]:
        """Take these phrases a step (`flow.STEPS`), all or none; those that are there already stay as they are.

        An approval that is taken back (to draft or review) takes its words out of the next release; those that were
        approved before stand again.

        Args:
            ids: and the revision of each that ``who`` has judged.
            status: where they go.
            who: takes the step.
            why: the reason.

        Raises:
            ConflictError: somebody else has saved some of them since.
            StoreError: the step is not allowed, or takes a second person.
        """
        return self._change_phrases(list(ids), who, lambda d: d.set_status(ids, status, why))

    def _change_phrases(self, ids: Sequence[str], who: str, change: Callable[[Drafts], object]) -> tuple[Entry, ...]:
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            before = self._known.renewed(database)
            change(Drafts(database, before.snapshot, author))
            after = before.renewed(database)
        self._known = after  # only now is it kept
        return tuple(after.entries[phrase_id] for phrase_id in ids)

    def history(self, phrase_id: str) -> tuple[Version, ...]:
        """What the phrase was, the latest first."""
        with self._file.reading() as database:
            return read_history(database, phrase_id)

    def comments(self, phrase_id: str) -> tuple[Comment, ...]:
        """Remarks on the phrase, the oldest first."""
        with self._file.reading() as database:
            return read_comments(database, phrase_id)

    def comment(self, phrase_id: str, text: str, who: str) -> Comment:
        """Remark on a phrase. Remarks stay."""
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            return add_comment(database, author, phrase_id, text)

    def save_profile(self, profile: Profile, who: str) -> Profile:
        """Keep a team's profile; returns it with its new revision. Raises `StoreError` if it was changed since."""
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            return save_profile(database, author, profile)

    def delete_profile(self, name: str, base: int, who: str) -> None:
        """Delete a team's profile. Releases keep theirs. Raises `StoreError` if it was changed since."""
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            delete_profile(database, author, name, base)

    def set_two_person(self, on: bool, who: str) -> None:
        """Whether nobody may approve their own wording."""
        author = Author.of(who, self._clock())
        with self._file.writing() as database:
            set_two_person(database, author, on=on)

    def audit(self, limit: int = 200, before: int | None = None) -> tuple[Deed, ...]:
        """Who did what, when and why, the latest first; only deeds before a number, if one is given."""
        with self._file.reading() as database:
            return read_deeds(database, limit, before)

    def verify_audit(self) -> str:
        """What in the store is not as the audit recorded it, in one sentence; empty where all is sound.

        `phrasebank.store.proof.fault` says what this finds and what it cannot.
        """
        with self._file.reading() as database:
            return fault(database)


def _link(made: Path, path: Path) -> None:
    """Give the file its name, unless somebody else has it."""
    taken = f"{path}: there is a file already; open it, or choose another name."
    if path.exists():
        raise StoreError(taken)
    try:
        os.link(made, path)
    except FileExistsError as error:
        raise StoreError(taken) from error
    except OSError:  # a file system without hard links
        made.rename(path)
