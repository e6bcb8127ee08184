"""The recent past of one speaker's sound, from which the recogniser's samples are cut."""

from __future__ import annotations

import threading

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, Samples


class Ring:
    """Keeps the last seconds. Written by the ears' thread and read by the recogniser's: the one lock we have."""

    def __init__(self, seconds: float) -> None:
        self._kept: Samples = np.zeros(max(1, round(seconds * SAMPLE_RATE)), np.float32)
        self._written = 0
        self._lock = threading.Lock()

    def append(self, samples: Samples) -> None:
        """Add the next samples, shape (n,). The oldest go."""
        size = len(self._kept)
        with self._lock:
            at = self._written + max(0, len(samples) - size)
            tail = samples[-size:]
            first = min(len(tail), size - at % size)
            self._kept[at % size : at % size + first] = tail[:first]
            self._kept[: len(tail) - first] = tail[first:]
            self._written += len(samples)

    def cut(self, start_seconds: float, end_seconds: float) -> Samples:
        """A copy of ``start_seconds``..``end_seconds`` since the call began, as far as it is kept."""
        size = len(self._kept)
        with self._lock:
            oldest = max(0, self._written - size)
            start = min(max(round(start_seconds * SAMPLE_RATE), oldest), self._written)
            end = min(max(round(end_seconds * SAMPLE_RATE), start), self._written)
            first = min(end - start, size - start % size)
            return np.concatenate((self._kept[start % size : start % size + first], self._kept[: end - start - first]))
