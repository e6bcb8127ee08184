"""Corpora that were embedded before, kept on disk: a bank that changes a phrase at a time is hardly encoded again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FloatArray = NDArray[np.float32]

_MOST_KEPT = 8
_NAME_BYTES = 16


class KeptCorpora:
    """A folder of embeddings, one file a corpus; those that were used last are kept.

    Args:
        folder: where the files lie; it need not exist.
        fingerprint: of the encoder that made the embeddings; those of others are left alone.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._prefix = hashlib.sha256(fingerprint.encode()).hexdigest()[:12]

    def corpus(self, texts: Sequence[str]) -> _FloatArray | None:
        """The embeddings of exactly these texts; None where they are not kept, or not readable."""
        path = self._path(texts)
        kept = _read(path, "embeddings")
        if kept is None or kept.dtype != np.float32 or kept.ndim != 2 or len(kept) != len(texts):
            return None
        _used(path)
        return kept

    def known(self, texts: Sequence[str]) -> dict[str, _FloatArray]:
        """The embeddings of those of the texts that stand in any corpus that is kept."""
        wanted = {_name(text): text for text in texts}
        found: dict[str, _FloatArray] = {}
        for path in _newest(self._folder, f"{self._prefix}-*.safetensors"):
            if not wanted:
                break
            names = _read(path, "names")
            if names is None or names.ndim != 2:
                continue
            rows = {name: row for row, name in enumerate(map(bytes, names)) if name in wanted}
            embeddings = _read(path, "embeddings") if rows else None
            if embeddings is not None and len(embeddings) == len(names):
                found |= {wanted.pop(name): embeddings[row] for name, row in rows.items()}
                _used(path)
        return found

    def keep(self, texts: Sequence[str], embeddings: _FloatArray) -> None:
        """Keep these, whole or not at all, also when two programs start at once.

        Raises:
            OSError: the folder cannot be written.
        """
        from safetensors.numpy import save  # noqa: PLC0415

        names = np.frombuffer(b"".join(map(_name, texts)), dtype=np.uint8).reshape(len(texts), _NAME_BYTES)
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, part_name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        part = Path(part_name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(save({"embeddings": np.ascontiguousarray(embeddings), "names": names}))
            part.replace(self._path(texts))
        finally:
            part.unlink(missing_ok=True)
        for path in list(_newest(self._folder, "*.safetensors"))[_MOST_KEPT:]:  # each release leaves one behind
            path.unlink(missing_ok=True)

    def _path(self, texts: Sequence[str]) -> Path:
        digest = hashlib.sha256(self._fingerprint.encode())
        for text in texts:
            digest.update(b"\0" + text.encode())
        return self._folder / f"{self._prefix}-{digest.hexdigest()[:32]}.safetensors"


def _name(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_NAME_BYTES).digest()


def _used(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(path)


def _newest(folder: Path, pattern: str) -> Iterator[Path]:
    ages: list[tuple[float, Path]] = []
    for path in folder.glob(pattern):
        with contextlib.suppress(OSError):  # another program has just removed it
            ages.append((path.stat().st_mtime, path))
    for _, path in sorted(ages, reverse=True):
        yield path


def _read(path: Path, tensor: str) -> NDArray[Any] | None:
    from safetensors import SafetensorError, safe_open  # noqa: PLC0415

    try:
        with safe_open(path, framework="numpy") as file:
            found: NDArray[Any] = file.get_tensor(tensor)
    except (OSError, SafetensorError):
        return None
    return found
