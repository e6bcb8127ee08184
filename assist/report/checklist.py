"""The list of follow-ups: as plain text for a CRM, and which are done. Small, so that a window can use it too."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from assist.errors import UsageError

TICKS_NAME = "follow_ups.json"
"""The file beside a report that names the follow-ups which are done."""


def as_text(head: str, items: Iterable[str], done: Collection[str] = ()) -> str:
    """A head and one line for each item, with a box that is ticked where it is done; empty without items."""
    lines = [f"[{'x' if item in done else ' '}] {item}" for item in items]
    return "\n".join([head, *lines]) + "\n" if lines else ""


def read_done(folder: Path) -> frozenset[str]:
    """The follow-ups of the call in a folder that are done; none where the file is not there or not readable."""
    try:
        return frozenset(msgspec.json.decode((folder / TICKS_NAME).read_bytes(), type=list[str]))
    except (OSError, msgspec.DecodeError):
        return frozenset()


def write_done(folder: Path, done: Collection[str]) -> None:
    """Keep which follow-ups are done.

    Raises:
        UsageError: the folder cannot be written.
    """
    try:
        (folder / TICKS_NAME).write_bytes(msgspec.json.encode(sorted(done)))
    except OSError as error:
        raise UsageError(
            f"{folder}: what you ticked off cannot be kept there ({error.strerror}); check the folder and disk."
        ) from error
