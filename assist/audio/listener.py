"""One speaker's ear: sound in, scored windows out; the sound itself stays in the ring."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, WINDOW_SAMPLES, Chunk, Samples
from assist.audio.ring import Ring
from assist.events import Speaker
from assist.inputs import SpeechScored

FLOOR_DB = -120.0
"""The level of digital silence."""


class VoiceActivity(Protocol):
    """Scores one speaker's windows in order."""

    def scores(self, windows: Samples) -> list[float]:
        """Probability (0..1), of each of the next windows, shape (n, 512), that it holds speech."""
        ...


class Listener:
    """Cuts whatever comes into windows of 512 samples and scores each."""

    def __init__(self, speaker: Speaker, ring: Ring, voice_activity: VoiceActivity) -> None:
        self._speaker = speaker
        self._ring = ring
        self._voice_activity = voice_activity
        self._rest: Samples = np.zeros(0, np.float32)
        self._heard = 0

    def hear(self, chunk: Chunk) -> list[SpeechScored]:
        """Take the next chunk; chunks follow each other without a gap."""
        self._ring.append(chunk.samples)
        samples = np.concatenate((self._rest, chunk.samples))
        whole = len(samples) - len(samples) % WINDOW_SAMPLES
        self._rest = samples[whole:]
        windows = samples[:whole].reshape(-1, WINDOW_SAMPLES)
        scores = self._voice_activity.scores(windows) if whole else []
        return [self._scored(window, score) for window, score in zip(windows, scores, strict=True)]

    def _scored(self, window: Samples, score: float) -> SpeechScored:
        start = self._heard / SAMPLE_RATE
        self._heard += WINDOW_SAMPLES
        end = self._heard / SAMPLE_RATE
        # Rounded, so that journals stay small; no threshold is that fine.
        return SpeechScored(
            at=end,
            speaker=self._speaker,
            start=start,
            end=end,
            probability=round(score, 4),
            level_db=round(level_db(window), 1),
        )


def level_db(samples: Samples) -> float:
    """Root mean square level, dB full scale, not below -120."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return max(FLOOR_DB, 10.0 * math.log10(power)) if power > 0.0 else FLOOR_DB
