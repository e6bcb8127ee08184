"""A folder is changed as a whole or not at all, whenever the process ends."""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phrasebank.errors import TransferError

_STALE_SECONDS = 3600.0
"""A copy this old was left by a process that was killed."""


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A copy of a folder beside it, to be changed at will; it takes the folder's place when the block ends.

    An error in the block leaves the folder as it was. A kill at any moment leaves it as it was or as it should be; at
    worst, a hidden copy stays beside it for an hour or until the next change after that.

    Args:
        folder: need not exist yet.

    Raises:
        TransferError: the folder cannot be replaced, or somebody else has changed it meanwhile.
    """
    mark = f".{folder.name}.import-"
    copy = folder.with_name(mark + secrets.token_hex(4))
    try:
        _sweep(folder.parent, mark)
        state = _state(folder)
        if folder.exists():
            shutil.copytree(folder, copy, symlinks=True, copy_function=_linked)
        else:
            copy.mkdir(parents=True)
        yield copy
        if _state(folder) != state:
            raise TransferError(f"{folder}: somebody has changed the folder meanwhile; nothing is imported, try again.")
        _swap(copy, folder)
    except OSError as error:
        mend = "import into a copy of it elsewhere"
        raise TransferError(f"{folder}: the folder cannot be replaced ({error.strerror or error}); {mend}.") from error
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _linked(source: str, target: str) -> str:
    """The file itself under another name, where there are hard links: files that stay are not even copied."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _state(folder: Path) -> list[tuple[str, int, int]]:
    """Names, times (ns) and sizes of the files."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return [(str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found]


def _sweep(parent: Path, mark: str) -> None:
    for path in parent.glob(f"{mark}*"):
        if time.time() - path.stat().st_ctime > _STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _swap(copy: Path, folder: Path) -> None:
    if not folder.exists():
        copy.rename(folder)
    elif not _exchanged(copy, folder):
        # Without an exchange (Windows) there is an instant with no folder; its two whole versions lie beside it then.
        aside = copy.with_name(f"{copy.name}-before")
        folder.rename(aside)
        try:
            copy.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
        aside.rename(copy)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step of the file system; False where the system cannot."""
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(os.fsencode(one), os.fsencode(other), swap)
        else:
            failed = libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), swap)
    except (AttributeError, OSError, TypeError):
        return False
    return not failed
