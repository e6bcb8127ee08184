"""A model out to a folder (a stick, a share) and in from one, whole or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

from assist.errors import RecognizerError
from assist.models.checksums import NAME, continued, digest_of, read_checksums, write_checksums
from assist.speech.weights import MODEL_FILES, checked_folder, local_weights

Tell = Callable[[int, int], None]
"""Told after each file: bytes so far, bytes in all."""


def export_model(model: str, target: Path, tell: Tell) -> Path:
    """Copy a model that is on this machine, with its checksums, into a folder of its name.

    Raises:
        RecognizerError: it is not here, or the folder cannot be written.
    """
    source = local_weights(model)
    if source is None:
        raise RecognizerError(f"'{model}' is not on this machine; fetch it first ('assist models fetch {model}').")
    name = source.name if Path(model).expanduser().is_dir() else model
    return _carried(source, target / _plain(name), tell)


def import_model(source: Path, name: str, models: Path, tell: Tell) -> Path:
    """Copy a model from a folder to where Attune finds it by its name. Checksums are held to, where there are some.

    Raises:
        RecognizerError: the folder holds no model, a file is damaged, or the disk is full. What was copied whole before
            is not copied again the next time.
    """
    if not source.is_dir():
        raise RecognizerError(f"{source}: there is no such folder; name the one that 'assist models export' wrote.")
    return _carried(checked_folder(source), models / _plain(name or source.resolve().name), tell)


def _carried(source: Path, target: Path, tell: Tell) -> Path:
    wanted = read_checksums(source)
    files = _files(source)
    if gone := sorted(set(wanted) - {path.name for path in files}):
        raise RecognizerError(f"{source}: {gone[0]} is missing, which its checksums name; copy the folder again.")
    _check_replaceable(target)
    part = target.with_name(f"{target.name}.part")
    total, done, digests = sum(path.stat().st_size for path in files), 0, {}
    try:
        part.mkdir(parents=True, exist_ok=True)
        for path in files:
            digests[path.name] = _copied(path, part / path.name, wanted.get(path.name))
            done += path.stat().st_size
            tell(done, total)
        write_checksums(part, digests)
        if target.exists():
            shutil.rmtree(target)
        part.rename(target)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        mend = "make room and try again; it goes on where it stopped" if full else "check the folder and its rights"
        raise RecognizerError(f"{target}: the model cannot be written ({error.strerror}); {mend}.") from error
    return target


def _check_replaceable(target: Path) -> None:
    """What stands there goes: it must be a model and nothing else."""
    own = {NAME, *(path.name for path in _files(target))}
    foreign = sorted(path.name for path in target.glob("*") if path.name not in own)
    if foreign:
        raise RecognizerError(f"{target}: the folder holds other things ({foreign[0]}); choose another place or name.")


def _copied(source: Path, target: Path, wanted: str | None) -> str:
    begun = target.exists()
    digest, sound = continued(source, target), wanted or digest_of(source)
    if digest != sound and begun:  # what was begun was another file of this name
        target.unlink()
        digest = continued(source, target)
    if digest != sound:
        target.unlink()
        raise RecognizerError(f"{source}: the file is damaged (its checksum differs); export the model again.")
    return digest


def _files(folder: Path) -> list[Path]:
    found = {path for pattern in MODEL_FILES for path in folder.glob(pattern) if path.name != NAME}
    return sorted(found)


def _plain(name: str) -> str:
    """A name as a folder's: the hub's ``owner/repository`` is one level."""
    plain = name.replace("/", "--").strip()
    if not plain or plain.startswith("."):
        raise RecognizerError(f"'{name}' is no name for a model; give one such as base.en with --name.")
    return plain
