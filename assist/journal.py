"""The record of a call on this machine: every input, so that it replays, and every event, so that it can be read.

One SQLite file a call, write-ahead log, committed at least every half second while things happen: a killed process
loses no more than that. Inputs are many and small (32 voice-activity windows a second and speaker), so they are kept in
compressed blocks; events are rows that other programs can query.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assist.errors import JournalError, WireError
from assist.events import CallEnded, Event
from assist.inputs import Input
from assist.settings import Settings, as_dict, settings_from
from assist.wire.codec import decode_event, decode_input, encode, tag_of

FORMAT = 1
JOURNAL_NAME = "call.journal"
"""The journal's file name in the folder of its call; the report lies beside it."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE input_block (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE event (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, at REAL NOT NULL, body TEXT NOT NULL);
"""


class JournalWriter:
    """Writes one call as it happens."""

    def __init__(
        self,
        path: Path,
        call_id: str,
        settings: Settings,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        goes_on: bool = False,
    ) -> None:
        """Create the file, or open the one of a call that ``goes_on``.

        Raises:
            JournalError: the folder cannot be written, or the file is there already.
        """
        self.path = path
        self._monotonic = monotonic
        self._interval = settings.journal.commit_seconds
        self._lines: list[str] = []
        self._events: list[tuple[int, str, float, str]] = []
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # words of a call are for this user alone
            if path.exists() and not goes_on:
                raise JournalError(f"{path}: there is a journal of this name already; give another --out folder.")
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            if not goes_on:
                self._database.executescript(_SCHEMA)
                meta = {"format": str(FORMAT), "call_id": call_id, "settings": json.dumps(_without_secrets(settings))}
                self._database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        except (OSError, sqlite3.Error) as error:
            raise JournalError(
                f"{path}: the journal cannot be written ({error}); check the folder and disk."
            ) from error
        self._committed = monotonic()

    def append(self, item: Input, events: tuple[Event, ...]) -> None:
        """Record an input and what came of it.

        Raises:
            JournalError: the disk is full or gone; nothing recorded before is lost.
        """
        self._lines.append(encode(item))
        self._events += [(event.seq, tag_of(event), event.at, encode(event)) for event in events]
        ended = any(isinstance(event, CallEnded) for event in events)
        if ended or self._monotonic() - self._committed >= self._interval:
            self.commit()

    def commit(self) -> None:
        """Write what is held back. Raises JournalError as `append`."""
        if not self._lines:
            return
        if not self.path.exists():  # SQLite goes on writing into a file that has been deleted
            raise JournalError(f"{self.path}: the journal was deleted; its folder must stay while a call runs.")
        try:
            self._database.execute("BEGIN")
            block = zlib.compress("\n".join(self._lines).encode())
            self._database.execute("INSERT INTO input_block (body) VALUES (?)", (block,))
            self._database.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", self._events)
            self._database.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            raise JournalError(
                f"{self.path}: the journal cannot be written ({error}); free some disk space."
            ) from error
        self._lines.clear()
        self._events.clear()
        self._committed = self._monotonic()

    def close(self) -> None:
        """Commit and close; the write-ahead log is folded into the file. Raises JournalError as `append`."""
        try:
            self.commit()
            self._database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise JournalError(f"{self.path}: the journal cannot be closed ({error}); free some disk space.") from error
        finally:
            self._database.close()

    def abandon(self) -> None:
        """Close without another word: what was written stays."""
        with contextlib.suppress(sqlite3.Error):
            self._database.close()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A journal that was read: the call's id, the settings it ran under, its inputs and events."""

    call_id: str
    settings: Settings
    inputs: tuple[Input, ...]
    events: tuple[Event, ...]


def is_journal(path: Path) -> bool:
    """Whether the file begins as a journal does, whatever its name."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def read_journal(path: Path) -> Recorded:
    """Read a journal, also one whose writer was killed.

    Raises:
        JournalError: missing, corrupt, or written by a newer version.
    """
    if not path.is_file():
        raise JournalError(f"{path}: there is no journal of this name; calls are listed by their files there.")
    try:
        database = sqlite3.connect(path)
        try:
            meta = dict(database.execute("SELECT key, value FROM meta"))
            if int(meta["format"]) > FORMAT:
                raise JournalError(f"{path}: the journal was written by a newer version; update this one to read it.")
            lines = [
                line for (body,) in database.execute("SELECT body FROM input_block ORDER BY n") for line in _lines(body)
            ]
            events = tuple(decode_event(body) for (body,) in database.execute("SELECT body FROM event ORDER BY seq"))
        finally:
            database.close()
        recorded = tuple(decode_input(line) for line in lines)
        return Recorded(meta["call_id"], settings_from(json.loads(meta["settings"])), recorded, events)
    except (sqlite3.Error, KeyError, ValueError, zlib.error, WireError) as error:
        raise JournalError(f"{path}: the journal is damaged ({error}); restore it from a copy or delete it.") from error


def delete_old(folder: Path, keep_days: int, now: float, spare: str = "") -> int:
    """Delete what was last written over ``keep_days`` before ``now`` (seconds since the epoch): calls, pages of days.

    ``spare``: the id of a call that is to go on. Returns how many calls were deleted.
    """
    horizon = now - keep_days * 86400.0
    calls = [path for path in folder.glob(f"*/{JOURNAL_NAME}") if path.parent.name != spare]
    old = [path.parent for path in calls if path.stat().st_mtime < horizon]
    for call in old:
        shutil.rmtree(call, ignore_errors=True)
    for page in folder.glob("shift-*-*-*.*"):  # they quote the calls
        if page.stat().st_mtime < horizon:
            page.unlink(missing_ok=True)
    return len(old)


def _lines(block: bytes) -> Iterator[str]:
    yield from zlib.decompress(block).decode().split("\n")


def _without_secrets(settings: Settings) -> dict[str, dict[str, object]]:
    values = as_dict(settings)
    values["wire"].pop("token")
    return values
