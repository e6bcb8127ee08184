"""How loud an input is, for a person to see. Pure."""

from __future__ import annotations

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, WINDOW_SAMPLES, Chunk, Samples
from assist.audio.listener import FLOOR_DB, VoiceActivity, level_db

LOWEST_DB = -60.0
"""The left end of a bar: below it is the noise of a quiet room."""

_NOTHING_DB = -100.0
"""A live microphone always has some noise; a muted one has none."""

_TOO_LOUD_DB = -1.0
_FALL_DB_PER_SECOND = 40.0
_HOLD_SECONDS = 1.5
_JUDGED_SECONDS = 3.0
_SPEECH = 0.5
_SPEECH_HOLD_SECONDS = 0.5


class Gauge:
    """One input's level: rises at once and falls slowly, as meters do; its peak stays for a while.

    Args:
        voice_activity: of this input's own.
    """

    def __init__(self, voice_activity: VoiceActivity) -> None:
        self._voice_activity = voice_activity
        self._rest: Samples = np.zeros(0, np.float32)
        self._heard_seconds = 0.0
        self._loudest_db = FLOOR_DB
        self._held_since = self._spoke_at = self._clipped_at = -_JUDGED_SECONDS
        self.level_db = self.peak_db = FLOOR_DB

    def hear(self, chunk: Chunk) -> None:
        """Take the next sound."""
        samples = np.concatenate((self._rest, chunk.samples))
        whole = len(samples) - len(samples) % WINDOW_SAMPLES
        self._rest = samples[whole:]
        for window in samples[:whole].reshape(-1, WINDOW_SAMPLES):
            self._take(window)

    @property
    def is_speech(self) -> bool:
        """Whether somebody speaks just now."""
        return self._heard_seconds - self._spoke_at < _SPEECH_HOLD_SECONDS

    def verdict(self, *, is_loopback: bool) -> str:
        """What is to be said of it in a word or two; empty where it is as it should be.

        Args:
            is_loopback: silence is usual there while nothing plays.
        """
        if self._heard_seconds - self._clipped_at < _JUDGED_SECONDS:
            return "too loud"
        if self._heard_seconds < _JUDGED_SECONDS or self._loudest_db > _NOTHING_DB:
            return "speech" if self.is_speech else ""
        return "nothing plays" if is_loopback else "nothing heard"

    def _take(self, window: Samples) -> None:
        seconds = len(window) / SAMPLE_RATE
        self._heard_seconds += seconds
        level = level_db(window)
        peak = float(np.max(np.abs(window)))
        peak_db = max(FLOOR_DB, 20.0 * float(np.log10(peak))) if peak > 0.0 else FLOOR_DB
        self.level_db = max(level, self.level_db - _FALL_DB_PER_SECOND * seconds)
        if peak_db >= self.peak_db or self._heard_seconds - self._held_since > _HOLD_SECONDS:
            self.peak_db, self._held_since = peak_db, self._heard_seconds
        if peak_db > _TOO_LOUD_DB:
            self._clipped_at = self._heard_seconds
        self._loudest_db = max(self._loudest_db, level)
        if level > LOWEST_DB and self._voice_activity.scores(window[np.newaxis])[0] >= _SPEECH:
            self._spoke_at = self._heard_seconds


def bar(level_db: float, peak_db: float, width: int) -> str:
    """A bar from `LOWEST_DB` to 0 dB, with a mark where the peak was."""

    def place(value_db: float) -> int:
        return min(width, max(0, round((value_db - LOWEST_DB) / -LOWEST_DB * width)))

    filled, peak = place(level_db), place(peak_db)
    drawn = ["█" if cell < filled else "·" for cell in range(width)]
    if peak > filled:
        drawn[peak - 1] = "▏"
    return "".join(drawn)
