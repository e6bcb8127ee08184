"""Which recorded calls there are. They are looked for off the thread that paints: folders may lie on a network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

_PATTERN = "*.journal"
_USUAL_NAME = "call"
"""A journal of this name is called after its folder."""


@dataclass(frozen=True, slots=True)
class Found:
    """A journal.

    Attributes:
        path: of the file.
        name: of the call, for people.
        day: on which it was last written, ISO 8601, local.
        kilobytes: its size.
    """

    path: Path
    name: str
    day: str
    kilobytes: int


def journals_under(folders: Iterable[Path]) -> list[Found]:
    """The journals of some folders, however deep; the newest first. What cannot be read is left to the comparison."""
    paths = {path.resolve() for folder in folders for path in folder.rglob(_PATTERN)}
    return sorted(filter(None, map(_found, paths)), key=lambda found: (found.day, found.name), reverse=True)


def _found(path: Path) -> Found | None:
    try:
        state = path.stat()
    except OSError:
        return None
    name = path.parent.name if path.stem == _USUAL_NAME else path.stem
    day = datetime.fromtimestamp(state.st_mtime).date().isoformat()
    return Found(path, name, day, max(1, state.st_size // 1024))


class Listing(QObject):
    """Looks for journals; ``listed`` brings what the last look found."""

    listed = Signal(object)
    """A list of `Found`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def look(self, folders: Sequence[Path]) -> None:
        """Look through these folders."""
        self._pool.start(_Look(tuple(folders), self.listed))


class _Look(QRunnable):
    def __init__(self, folders: tuple[Path, ...], listed: object) -> None:
        super().__init__()
        self._folders = folders
        self._listed = listed

    def run(self) -> None:
        """Look, and tell."""
        self._listed.emit(journals_under(self._folders))  # type: ignore[attr-defined]  # a bound signal
