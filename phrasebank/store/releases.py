"""Releases: numbered, never changed; the published one is what agents have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from phrasebank.store.audit import Author, add_deed
from phrasebank.store.content import digest_of, packed_bank, packed_profiles
from phrasebank.store.reading import read_published, read_release
from phrasebank.store.records import Release, Snapshot, StoreError

_COLUMNS = "number, version, at, who, notes, phrases, gate, override"
_JUDGED_LATER = "SELECT who, what FROM audit WHERE number > ? AND what <> 'comment' ORDER BY number DESC LIMIT 1"


def read_releases(database: sqlite3.Connection) -> tuple[Release, ...]:
    """The latest first."""
    rows = database.execute(f"SELECT {_COLUMNS} FROM release ORDER BY number DESC").fetchall()
    return tuple(_release(row) for row in rows)


def read_published_release(database: sqlite3.Connection) -> Release | None:
    """The one that agents have."""
    number = read_published(database)
    row = database.execute(f"SELECT {_COLUMNS} FROM release WHERE number = ?", (number,)).fetchone()
    return _release(row) if row else None


def check_judged(database: sqlite3.Connection, snapshot: Snapshot, mark: int) -> None:
    """Refuse where something but comments has changed since the mark."""
    row = database.execute(_JUDGED_LATER, (mark,)).fetchone()
    if row is not None or mark > snapshot.mark:
        who = f"by {row[0]} ('{row[1]}')" if row else "elsewhere"
        raise StoreError(f"The bank was changed {who} since it was judged; look at it again, then publish.")


def publish(
    database: sqlite3.Connection,
    snapshot: Snapshot,
    author: Author,
    notes: str,
    judged: tuple[Mapping[str, Any] | None, str],
) -> Release:
    """Make a release of the candidate, and publish it.

    Args:
        database: in a writing transaction.
        snapshot: what stands in it.
        author: of the release.
        notes: what is new.
        judged: what the gate gave, and why it is overridden.

    Raises:
        StoreError: there is nothing to release, or nothing new.
    """
    bank = snapshot.candidate()
    if not bank.phrases:
        raise StoreError("No phrase is approved, so there is nothing to publish; approve one first.")
    profiles = packed_profiles(snapshot.profiles)
    current = read_published_release(database)
    if current and current.version == bank.version and read_release(database, current.number)[1] == profiles:
        raise StoreError(f"Release {current.number} says the same already; approve a change first, then publish.")
    (last,) = database.execute("SELECT COALESCE(MAX(number), 0) FROM release").fetchone()
    gate, override = judged[0], judged[1].strip()
    row = (last + 1, bank.version, author.at, author.who, notes.strip(), len(bank), json.dumps(gate), override)
    body = packed_bank(bank.phrases)
    if override:
        add_deed(database, author, "override", str(last + 1), override, {"overridden": last + 1, "gate": gate})
    detail = {"release": last + 1, "version": bank.version, "count": len(bank)}
    content = digest_of((*row, profiles, body))
    deed = add_deed(database, author, "publish", str(last + 1), notes, {**detail, "content": content})
    database.execute("INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, profiles, body))
    database.execute("INSERT INTO publication VALUES (?, ?)", (deed, last + 1))
    return _release(row)


def digest_of_release(database: sqlite3.Connection, number: int) -> str:
    """Of all that the release holds; changes with any of it, also where it is missing."""
    row = database.execute(f"SELECT {_COLUMNS}, profiles, body FROM release WHERE number = ?", (number,)).fetchone()
    return digest_of(row or ())


def roll_back(database: sqlite3.Connection, author: Author, number: int, why: str) -> Release:
    """Publish an older release again.

    Raises:
        StoreError: there is no such release, it is the published one, or no reason is given.
    """
    read_release(database, number)
    current = read_published(database)
    if number == current:
        raise StoreError(f"Release {number} is the published one; choose another.")
    if not why.strip():
        raise StoreError(f"Going back to release {number} needs a reason; say why.")
    deed = add_deed(database, author, "roll_back", str(number), why, {"release": number, "from": current})
    database.execute("INSERT INTO publication VALUES (?, ?)", (deed, number))
    row = database.execute(f"SELECT {_COLUMNS} FROM release WHERE number = ?", (number,)).fetchone()
    return _release(row)


def _release(row: tuple[Any, ...]) -> Release:
    number, version, at, who, notes, phrases, gate, override = row
    return Release(number, version, at, who, notes, phrases, json.loads(gate), override)
