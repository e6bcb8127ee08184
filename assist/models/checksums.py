"""Checksums of a model's files, in the form that ``sha256sum --check`` reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from assist.errors import RecognizerError

NAME = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
_BLOCK = 1 << 20


def read_checksums(folder: Path) -> dict[str, str]:
    """Digests by file name; empty where the folder has no list.

    Raises:
        RecognizerError: the list is damaged.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    digests = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None or Path(found[2]).name != found[2]:
            raise RecognizerError(f"{path}, line {number}: this is no checksum; export the model again.")
        digests[found[2]] = found[1]
    return digests


def write_checksums(folder: Path, digests: Mapping[str, str]) -> None:
    """Write the list."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    (folder / NAME).write_text(text, encoding="utf-8")


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def broken(folder: Path) -> list[str]:
    """The files that are not what the list says, or are gone; none where there is no list."""
    return [
        name
        for name, digest in read_checksums(folder).items()
        if not (folder / name).is_file() or digest_of(folder / name) != digest
    ]


def continued(source: Path, target: Path) -> str:
    """Copy a file, going on where an earlier copy was cut off; the digest of what stands in the target now."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("a+b") as write:
        write.seek(0)
        while block := write.read(_BLOCK):
            digest.update(block)
        read.seek(write.tell())
        while block := read.read(_BLOCK):
            write.write(block)
            digest.update(block)
    return digest.hexdigest()
