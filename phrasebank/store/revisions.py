"""Revisions: what each phrase was, in its order, and what people remarked on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from phrasebank.phrase import Phrase
from phrasebank.store.audit import Author, add_deed
from phrasebank.store.content import digest_of, packed, unpacked
from phrasebank.store.records import Comment, Entry, StoreError, Version

_ADD_REVISION = "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_PHRASE = "INSERT INTO phrase (id, revision, approved, version, changed) VALUES (?, 1, ?, ?, ?)"
_CHANGE_PHRASE = """
UPDATE phrase SET revision = ?, approved = ?, version = MAX(version, ?), changed = ? WHERE id = ?
"""
_CONTENT = "SELECT wording_by, status, approved, body FROM history WHERE phrase_id = ? AND revision = ?"


class Settled(NamedTuple):
    """A phrase as it will be saved.

    Attributes:
        phrase: with the status that it may have.
        wording_by: who wrote what a reviewer has to judge.
        approved: the revision that a release takes; None for none, 0 for the one that is about to be saved.
    """

    phrase: Phrase
    wording_by: str
    approved: int | None


def add_revisions(
    database: sqlite3.Connection,
    author: Author,
    news: Sequence[tuple[Entry | None, Settled]],
    deed: tuple[str, str],
    detail: Mapping[str, Any],
) -> None:
    """Keep new revisions, and the deed that binds them.

    Args:
        database: in a writing transaction.
        author: of the change.
        news: what stands (None for a new phrase) and what shall stand.
        deed: what is done, and why.
        detail: more about the deed.
    """
    what, why = deed[0], deed[1].strip()
    revisions = {new.phrase.id: entry.revision + 1 if entry else 1 for entry, new in news}
    rows = []
    for _, (phrase, wording_by, pointer) in news:
        revision = revisions[phrase.id]
        approved = revision if pointer == 0 else pointer
        content = (wording_by, phrase.status, approved, packed(phrase))
        rows.append((phrase.id, revision, author.at, author.who, why, *content))
    subject = rows[0][0] if len(rows) == 1 else ""
    digest = digest_of(part for row in sorted(rows, key=lambda row: row[0]) for part in (*row[:2], *row[5:]))
    number = add_deed(database, author, what, subject, why, {**detail, "phrases": revisions, "content": digest})
    database.executemany(_ADD_REVISION, rows)
    pointers = {row[0]: row[7] for row in rows}
    added = [new.phrase for entry, new in news if entry is None]
    changed = [new.phrase for entry, new in news if entry is not None]
    database.executemany(_ADD_PHRASE, [(p.id, pointers[p.id], p.version, number) for p in added])
    database.executemany(_CHANGE_PHRASE, [(revisions[p.id], pointers[p.id], p.version, number, p.id) for p in changed])


def digest_of_revisions(database: sqlite3.Connection, revisions: Mapping[str, int]) -> str:
    """Of the content of these revisions; changes with any of it, also where one is missing."""
    parts: list[str | int | bytes | None] = []
    for name in sorted(revisions):
        row = database.execute(_CONTENT, (name, revisions[name])).fetchone()
        parts += [name, revisions[name], *(row or ())]
    return digest_of(parts)


def read_history(database: sqlite3.Connection, phrase_id: str) -> tuple[Version, ...]:
    """The latest first. Raises `StoreError` where there is no such phrase."""
    _check_known(database, phrase_id)
    query = "SELECT revision, body, at, who, why FROM history WHERE phrase_id = ? ORDER BY revision DESC"
    return tuple(
        Version(revision, unpacked(body, f"revision {revision} of '{phrase_id}'"), at, who, why)
        for revision, body, at, who, why in database.execute(query, (phrase_id,))
    )


def read_comments(database: sqlite3.Connection, phrase_id: str) -> tuple[Comment, ...]:
    """The oldest first. Raises `StoreError` where there is no such phrase."""
    _check_known(database, phrase_id)
    query = "SELECT phrase_id, number, at, who, text FROM comment WHERE phrase_id = ? ORDER BY number"
    return tuple(Comment(*row) for row in database.execute(query, (phrase_id,)))


def add_comment(database: sqlite3.Connection, author: Author, phrase_id: str, text: str) -> Comment:
    """Keep a remark.

    Raises:
        StoreError: it is empty, or there is no such phrase.
    """
    count = _check_known(database, phrase_id)
    if not text.strip():
        raise StoreError("The comment is empty; write what you think of the phrase.")
    comment = Comment(phrase_id, count + 1, author.at, author.who, text.strip())
    detail = {"comment": comment.number, "text": comment.text}
    number = add_deed(database, author, "comment", phrase_id, "", detail)
    row = (phrase_id, comment.number, comment.at, comment.who, comment.text)
    database.execute("INSERT INTO comment VALUES (?, ?, ?, ?, ?)", row)
    change = "UPDATE phrase SET comments = ?, changed = ? WHERE id = ?"
    database.execute(change, (comment.number, number, phrase_id))
    return comment


def _check_known(database: sqlite3.Connection, phrase_id: str) -> int:
    """How many comments the phrase has."""
    row = database.execute("SELECT comments FROM phrase WHERE id = ?", (phrase_id,)).fetchone()
    if row is None:
        raise StoreError(f"There is no phrase '{phrase_id}' in the store; look it up again.")
    return int(row[0])
