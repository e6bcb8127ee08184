"""What was spoken so far, read while more is being spoken."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.models.training.speech import SAMPLE_RATE, Samples


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on disk.

    Attributes:
        text: as it is to be read.
        voice: who says it.
        path: the file of samples.
        at: its first sample there.
        count: its samples.
        ends: where its words end, in seconds; empty where unknown.
    """

    text: str
    voice: str
    path: Path
    at: int
    count: int
    ends: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.count / SAMPLE_RATE

    def samples(self) -> Samples:
        """Read it."""
        return np.fromfile(self.path, np.int16, self.count, offset=2 * self.at)


def load(indexes: Iterable[Path]) -> list[Sentence]:
    """All sentences of these `.jsonl` files; a line that is still being written is left out."""
    found = []
    for index in indexes:
        for line in index.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                row = json.loads(line)
                path = index.with_suffix(".pcm")
                ends = tuple(row["ends"])
                found.append(Sentence(row["text"], row["voice"], path, row["at"], row["count"], ends))
    return found
