"""The file of a store: opened for one transaction at a time, so that consoles and engines share it in peace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from json import JSONDecodeError
from pathlib import Path, PurePath
from typing import Literal
from urllib.parse import quote

from phrasebank.store.records import StoreError
from phrasebank.store.schema import APPLICATION, FORMAT, SCHEMA

PATIENCE_SECONDS = 5.0
"""How long another program may hold the file before this one gives up."""
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_DAMAGE = "the store is damaged, or the file is none; put a copy of yesterday in its place."
_UNREADABLE = (UnicodeDecodeError, JSONDecodeError)
"""SQLite has no checksums: a row that cannot be read, or its own complaint that quotes bytes that are no text."""


class StoreFile:
    """Transactions on a store's file.

    Args:
        path: of the file.
        patience_seconds: how long to wait while another program writes.
    """

    def __init__(self, path: Path, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.path = path
        self._patience_seconds = patience_seconds

    def make(self) -> None:
        """An empty store. Raises `StoreError` where the file cannot be made."""
        with self._errors_told(), closing(self._connected("rwc")) as database:
            database.execute("PRAGMA journal_mode=DELETE")
            pragmas = f"PRAGMA application_id={APPLICATION}; PRAGMA user_version={FORMAT};"
            database.executescript(f"BEGIN; {SCHEMA} {pragmas} COMMIT;")

    @contextmanager
    def reading(self, mode: Literal["ro", "rw"] = "rw") -> Iterator[sqlite3.Connection]:
        """All that is read in the block is of one moment.

        Args:
            mode: ``ro`` for those who must not write; then a change that a killed program left half done cannot be
                taken back, and the store counts as locked.

        Raises:
            StoreError: the file is missing, damaged, locked, or written by a newer version.
        """
        with self._errors_told(), closing(self._opened(mode)) as database:
            database.execute("BEGIN")
            self._check(database)
            yield database

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All that is written in the block is kept, or nothing of it where the block fails or the process ends.

        Raises:
            StoreError: as in `reading`, or the disk refuses.
        """
        with self._errors_told(), closing(self._opened("rw")) as database:
            database.execute("PRAGMA synchronous=FULL")
            database.execute("PRAGMA cache_spill=OFF")  # a large change must not lock readers out before it is kept
            database.execute("BEGIN IMMEDIATE")
            self._check(database)
            yield database
            database.execute("COMMIT")  # closing takes back what did not get here

    def _opened(self, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
        if not self.path.is_file():
            raise StoreError(f"{self.path}: there is no store; check the path, or make one in the console.")
        return self._connected(mode)

    def _check(self, database: sqlite3.Connection) -> None:
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (known,) = database.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION:
            raise StoreError(f"{self.path}: this is not a store of phrases; name another file.")
        if known > FORMAT:
            raise StoreError(f"{self.path}: the store was written by a newer version; update this one.")

    def _connected(self, mode: str) -> sqlite3.Connection:
        address = address_of(self.path.absolute(), mode)
        return sqlite3.connect(address, uri=True, timeout=self._patience_seconds, isolation_level=None)

    @contextmanager
    def _errors_told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self.path}: {_sentence(error)}") from error
        except _UNREADABLE as error:
            raise StoreError(f"{self.path}: {_DAMAGE}") from error


def address_of(path: PurePath, mode: str) -> str:
    """A file's address as SQLite takes it; unlike the web's, it names no server, also where the path does."""
    words = path.as_posix()
    return f"file://{'' if words.startswith('/') else '/'}{quote(words, safe='/:')}?mode={mode}"


def _sentence(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says more than a person needs
    if code in _HELD:
        return "another program is writing to the store; try again in a moment."
    if code in _DAMAGED:
        return _DAMAGE
    return f"the store cannot be read or written ({error}); check the disk and your rights to the file."


def left_half_done(error: StoreError) -> bool:
    """Whether a killed program's change has to be taken back first, which takes the right to write."""
    cause = error.__cause__
    return isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY
