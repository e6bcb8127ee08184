"""One speaker's telephone sound as the chunks that the ears take: 16 kHz, gaps filled with silence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import soxr

from assist.audio.chunks import SAMPLE_RATE, WINDOW_SAMPLES, Chunk, Samples
from assist.audio.telephone.encoding import RATE
from assist.audio.telephone.events import Gap, Sound
from assist.events import Speaker


class Wideband:
    """Resamples as it comes. What the resampler holds back (some milliseconds) follows with the next sound."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._count = 0
        self._resampler = soxr.ResampleStream(RATE, SAMPLE_RATE, 1, "float32")

    def take(self, piece: Sound | Gap) -> Iterator[Chunk]:
        """The next sound, or as much silence."""
        samples = piece.samples if isinstance(piece, Sound) else np.zeros(piece.count, np.float32)
        yield from self._chunk(self._resampled(samples, last=False))

    def finish(self) -> Iterator[Chunk]:
        """The rest, and a window of silence, so that the last words fill a window."""
        yield from self._chunk(self._resampled(np.zeros(0, np.float32), last=True))
        yield from self._chunk(np.zeros(WINDOW_SAMPLES, np.float32))

    def _resampled(self, samples: Samples, *, last: bool) -> Samples:
        resampled: Samples = self._resampler.resample_chunk(samples, last=last)
        return resampled

    def _chunk(self, samples: Samples) -> Iterator[Chunk]:
        if len(samples):
            yield Chunk(self._speaker, self._count, samples)
            self._count += len(samples)
