"""A piece of one speaker's sound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.events import Speaker

SAMPLE_RATE = 16_000
"""Samples a second of everything past the source: what voice activity and recognisers take."""

WINDOW_SAMPLES = 512
"""Samples of one voice activity window (32 ms)."""

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Sound as it came.

    Attributes:
        speaker: whose channel.
        start: index of the first sample since the call began.
        samples: float32, shape (n,), 16 kHz, mono, -1..1.
    """

    speaker: Speaker
    start: int
    samples: Samples

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or self.samples.dtype != np.float32:
            raise ValueError(f"a chunk is float32 of one dimension, not {self.samples.dtype} {self.samples.shape}")
        if self.start < 0:
            raise ValueError(f"a chunk cannot start before the call ({self.start})")

    @property
    def start_seconds(self) -> float:
        """Seconds since the call began."""
        return self.start / SAMPLE_RATE

    @property
    def end_seconds(self) -> float:
        """Seconds since the call began, past the last sample."""
        return (self.start + len(self.samples)) / SAMPLE_RATE
