"""The tables of a store. What has happened can be added to, never changed."""

from __future__ import annotations

APPLICATION = 0x4154544E
"""Marks a SQLite file as a store ("ATTN"), so that no other program's file is taken for one."""
FORMAT = 1
"""Of the tables; raised when an older program could no longer read them rightly."""

_TABLES = """
CREATE TABLE audit (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL,
    why TEXT NOT NULL, detail TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE TABLE history (
    phrase_id TEXT NOT NULL, revision INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
    wording_by TEXT NOT NULL, status TEXT NOT NULL, approved INTEGER, body BLOB NOT NULL,
    PRIMARY KEY (phrase_id, revision)
);
CREATE TABLE phrase (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, approved INTEGER,
    version INTEGER NOT NULL, comments INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL
);
CREATE INDEX phrase_changed ON phrase (changed);
CREATE TABLE comment (
    phrase_id TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (phrase_id, number)
);
CREATE TABLE release (
    number INTEGER PRIMARY KEY, version TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, notes TEXT NOT NULL,
    phrases INTEGER NOT NULL, gate TEXT NOT NULL, override TEXT NOT NULL, profiles BLOB NOT NULL, body BLOB NOT NULL
);
CREATE TABLE publication (deed INTEGER PRIMARY KEY, release INTEGER NOT NULL);
CREATE TABLE profile (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
INSERT INTO setting VALUES ('two_person', 0);
"""

_LASTING = {
    "audit": "number = NEW.number",
    "history": "phrase_id = NEW.phrase_id AND revision = NEW.revision",
    "comment": "phrase_id = NEW.phrase_id AND number = NEW.number",
    "release": "number = NEW.number",
    "publication": "deed = NEW.deed",
}
"""Tables whose rows stay, and what tells that a row is there already."""


def _guards(table: str, same: str) -> str:
    """REPLACE deletes without asking the trigger on DELETE, hence the one on INSERT."""
    refusal = f"SELECT RAISE(ABORT, 'what stands in {table} cannot be changed'); END;\n"
    return (
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} BEGIN {refusal}"
        f"CREATE TRIGGER {table}_there BEFORE DELETE ON {table} BEGIN {refusal}"
        f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN {refusal}"
    )


SCHEMA = _TABLES + "".join(_guards(table, same) for table, same in _LASTING.items())
