"""Reading: the store's rows as records; and what an engine needs of a store, without writing to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from phrasebank.bank import Bank
from phrasebank.store.audit import last_deed
from phrasebank.store.content import unpacked, unpacked_bank, unpacked_profiles
from phrasebank.store.file import StoreFile, left_half_done
from phrasebank.store.records import Entry, Profile, Snapshot, StoreError

ENGINE_PATIENCE_SECONDS = 2.0
"""How long an engine waits while a console writes."""

_T = TypeVar("_T")

_CHANGED = """
SELECT p.id, p.revision, p.approved, p.comments, h.body, h.who, h.at, h.wording_by,
       CASE WHEN p.approved <> p.revision THEN a.body END
FROM phrase p
JOIN history h ON h.phrase_id = p.id AND h.revision = p.revision
LEFT JOIN history a ON a.phrase_id = p.id AND a.revision = p.approved
WHERE p.changed > ? ORDER BY p.number
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of the store, so that reading again costs only what has changed since.

    Attributes:
        snapshot: the last one.
        digest: of the audit's last row then; tells whether this is still the same store.
        entries: by id, in their order.
    """

    snapshot: Snapshot = field(default_factory=lambda: Snapshot(0, ()))
    digest: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def renewed(self, database: sqlite3.Connection) -> Known:
        """What stands in the store now.

        Raises:
            StoreError: a phrase cannot be read.
        """
        mark, digest = last_deed(database)
        if (mark, digest) == (self.snapshot.mark, self.digest):
            return self
        known = self if self._is_of(database) else Known()
        rows = database.execute(_CHANGED, (known.snapshot.mark,)).fetchall()
        entries = {**known.entries, **{row[0]: _entry(row) for row in rows}}
        snapshot = Snapshot(
            mark, tuple(entries.values()), read_published(database), read_two_person(database), read_profiles(database)
        )
        return Known(snapshot, digest, entries)

    def _is_of(self, database: sqlite3.Connection) -> bool:
        """Another store may have taken the file's place, such as a copy of yesterday."""
        row = database.execute("SELECT digest FROM audit WHERE number = ?", (self.snapshot.mark,)).fetchone()
        return row is not None and row[0] == self.digest


def _entry(row: tuple[str, int, int | None, int, bytes, str, str, str, bytes | None]) -> Entry:
    phrase_id, revision, pointer, comments, body, who, at, wording_by, approved_body = row
    phrase = unpacked(body, f"phrase '{phrase_id}'")
    approved = phrase if pointer == revision else None
    if approved_body is not None:
        approved = unpacked(approved_body, f"the approved wording of '{phrase_id}'")
    return Entry(phrase, revision, who, at, wording_by, approved, comments)


def read_published(database: sqlite3.Connection) -> int:
    """Number of the published release; 0 for none."""
    row = database.execute("SELECT release FROM publication ORDER BY deed DESC LIMIT 1").fetchone()
    return int(row[0]) if row else 0


def read_two_person(database: sqlite3.Connection) -> bool:
    """Whether nobody may approve their own wording."""
    (value,) = database.execute("SELECT value FROM setting WHERE name = 'two_person'").fetchone()
    return bool(value)


def read_profiles(database: sqlite3.Connection) -> tuple[Profile, ...]:
    """The teams' profiles as they stand, by name."""
    rows = database.execute("SELECT name, body FROM profile ORDER BY name").fetchall()
    return tuple(profile for name, body in rows for profile in unpacked_profiles(body, f"the profile '{name}'"))


def read_release(database: sqlite3.Connection, number: int) -> tuple[bytes, bytes]:
    """Phrases and profiles of a release, packed.

    Raises:
        StoreError: there is no such release.
    """
    row = database.execute("SELECT body, profiles FROM release WHERE number = ?", (number,)).fetchone()
    if row is None:
        (last,) = database.execute("SELECT COALESCE(MAX(number), 0) FROM release").fetchone()
        mend = f"choose from 1 to {last}" if last else "publish one first"
        raise StoreError(f"There is no release {number}; {mend}.")
    return bytes(row[0]), bytes(row[1])


def published_number(path: Path) -> int:
    """Number of the published release, 0 for none: cheap enough to be asked every few seconds.

    Raises:
        StoreError: as `published_bank`.
    """
    return _read(path, read_published)


def published_bank(path: Path) -> tuple[int, Bank, tuple[Profile, ...]]:
    """Number, phrases and teams' profiles of the published release.

    Args:
        path: of the store; it is not written to, but for taking back what a killed console left half done.

    Raises:
        StoreError: the store is missing, damaged, held for long, or has published nothing.
    """

    def read(database: sqlite3.Connection) -> tuple[int, bytes, bytes]:
        number = read_published(database)
        if not number:
            raise StoreError(f"{path}: no release has been published; publish one in the console.")
        return number, *read_release(database, number)

    number, body, profiles = _read(path, read)
    where = f"{path}: release {number}"
    return number, Bank(unpacked_bank(body, where)), unpacked_profiles(profiles, where)


def _read(path: Path, read: Callable[[sqlite3.Connection], _T]) -> _T:
    file = StoreFile(path, ENGINE_PATIENCE_SECONDS)
    try:
        with file.reading("ro") as database:
            return read(database)
    except TypeError as error:  # a row holds something else than was ever written: an engine goes on without
        raise StoreError(f"{path}: the store is damaged; put a copy of yesterday in its place.") from error
    except StoreError as error:
        if not left_half_done(error):
            raise
    with file.reading() as database:
        return read(database)
