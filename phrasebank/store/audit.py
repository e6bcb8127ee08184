"""The audit: who did what, when and why; each row is bound to all rows before it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from phrasebank.store.records import Deed, StoreError

_COLUMNS = "number, at, who, what, subject, why, detail, digest"


class Author(NamedTuple):
    """Who changes the store, and when."""

    who: str
    at: str
    day: str

    @classmethod
    def of(cls, who: str, now: datetime) -> Author:
        """Names are not proved: whoever may write to the file may write any name.

        Raises:
            StoreError: the name is empty.
        """
        if not who.strip():
            raise StoreError("The change has no author; say who you are.")
        at = now.astimezone(UTC).isoformat(timespec="seconds")
        return cls(" ".join(who.split()), at, now.date().isoformat())


def last_deed(database: sqlite3.Connection) -> tuple[int, str]:
    """Number and digest of the last row; 0 and nothing where there is none."""
    row = database.execute("SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


def add_deed(
    database: sqlite3.Connection, author: Author, what: str, subject: str, why: str, detail: Mapping[str, Any]
) -> int:
    """Add a row; returns its number.

    Args:
        database: in a writing transaction.
        author: of the deed.
        what: a stable name of the kind of deed.
        subject: the phrase, release or team; empty where there are many.
        why: the reason as the author gave it.
        detail: plain data.
    """
    number, before = last_deed(database)
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    row = (number + 1, author.at, author.who, what, subject, why.strip(), text)
    database.execute(f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, _digest(before, row)))
    return number + 1


def read_deeds(database: sqlite3.Connection, limit: int, before: int | None) -> tuple[Deed, ...]:
    """The latest first; only those before a number, if one is given."""
    bound = last_deed(database)[0] + 1 if before is None else before
    query = f"SELECT {_COLUMNS} FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?"
    return tuple(_deed(row) for row in database.execute(query, (bound, limit)))


def walked(database: sqlite3.Connection) -> Iterator[tuple[Deed, str]]:
    """Every row, the oldest first, with the digest that it should have after the row before it."""
    before = ""
    for row in database.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY number"):
        yield _deed(row), _digest(before, row[:7])
        before = row[7]


def _deed(row: tuple[Any, ...]) -> Deed:
    number, at, who, what, subject, why, detail, digest = row
    return Deed(number, at, who, what, subject, why, json.loads(detail), digest)


def _digest(before: str, row: tuple[Any, ...]) -> str:
    text = json.dumps([before, *row], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
