"""Recorded calls as the console finds them: the journals under some folders, read as far as their events."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from assist.errors import AttuneError, JournalError, WireError
from assist.events import Event
from assist.journal import FORMAT, JOURNAL_NAME
from assist.settings import Settings, settings_from
from assist.sharing import CALLS
from assist.wire.codec import decode_event

_SHARER = re.compile(r"(?P<name>.+)-[0-9a-f]{6}|[0-9a-f]{16}")
"""The names that `assist.sharing.sharer` gives."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A call's record without its inputs."""

    path: Path
    settings: Settings
    events: tuple[Event, ...]


def journals_under(folders: Iterable[str | Path]) -> list[Path]:
    """The journals of these folders, however deep, the newest first; each once."""
    found = {path.resolve(): path for folder in folders for path in Path(folder).rglob(f"*{Path(JOURNAL_NAME).suffix}")}
    written: dict[Path, float] = {}
    for path in found.values():
        with suppress(OSError):  # deleted meanwhile
            written[path] = path.stat().st_mtime
    return sorted(written, key=lambda path: (-written[path], path))


def read_events(path: Path) -> Recording:
    """Read what happened in a call; its inputs, many times as much, are left alone.

    Raises:
        JournalError: missing, damaged or written by a newer version.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            meta = dict(database.execute("SELECT key, value FROM meta"))
            bodies = [body for (body,) in database.execute("SELECT body FROM event ORDER BY seq")]
        if int(meta["format"]) > FORMAT:
            raise JournalError(f"{path}: the journal was written by a newer version; update this one to read it.")
        settings = settings_from(json.loads(meta["settings"]))
        return Recording(path, settings, tuple(decode_event(body) for body in bodies))
    except (sqlite3.Error, KeyError, ValueError, WireError) as error:
        raise JournalError(f"{path}: the journal is damaged ({error}); restore it from a copy or delete it.") from error


def shared_by(journal: Path) -> str | None:
    """Under which name an agent shared a call, by the folders that `assist.sharing` puts it in.

    Returns:
        The name that the agent gave, without the signs that tell two of a name apart; empty for none; None where the
        call was not shared.
    """
    sharer = journal.parent.parent
    found = _SHARER.fullmatch(sharer.name)
    return None if found is None or sharer.parent.name != CALLS else found["name"] or ""


@dataclass(slots=True)
class Shelf:
    """Reads one recording after the other; ``failed`` gathers a sentence for each that cannot be read."""

    failed: list[str]

    def read(self, paths: Iterable[Path]) -> Iterator[Recording | None]:
        """Each recording in turn; None in the place of one that cannot be read."""
        for path in paths:
            try:
                yield read_events(path)
            except AttuneError as error:
                self.failed.append(str(error))
                yield None
