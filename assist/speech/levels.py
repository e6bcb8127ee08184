"""How loud a line was, window by window, over the last half minute: arithmetic over `SpeechScored`, no audio. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assist.inputs import SpeechScored

WINDOW_SECONDS = 0.032
"""One window of voice activity."""

KEPT_WINDOWS = 1024
"""About 33 s: the longest utterance, and the wait for its words."""

FLOOR_DB = -120.0
"""The level of digital silence."""

_FADING_DB = 2.5
"""How much a room's echo fades in a window: 60 dB in 0.77 s, which is a lively office."""

Levels = npt.NDArray[np.float64]


class LevelTrack:
    """The levels of one line.

    Attributes:
        until: the number of the window after the last one heard.
    """

    def __init__(self) -> None:
        self.until = 0
        self._level = np.full(KEPT_WINDOWS, FLOOR_DB)
        self._faded = np.full(KEPT_WINDOWS, FLOOR_DB)
        self._voice = np.zeros(KEPT_WINDOWS)

    def hear(self, scored: SpeechScored) -> None:
        """Take the next window; windows that were left out count as silence."""
        number = window_of(scored.start)
        for missing in range(max(self.until, number - KEPT_WINDOWS), number):
            self._put(missing, FLOOR_DB, 0.0)
        self._put(number, scored.level_db, scored.probability)
        self.until = number + 1

    def levels(self, first: int, past: int) -> Levels:
        """Levels (dB) of windows ``first`` to before ``past``; what is not known is silence."""
        return self._read(self._level, first, past, FLOOR_DB)

    def faded(self, first: int, past: int) -> Levels:
        """The same, as a lively room would still sound of it: no window falls faster than an echo fades."""
        return self._read(self._faded, first, past, FLOOR_DB)

    def voice(self, first: int, past: int) -> Levels:
        """Probabilities of speech."""
        return self._read(self._voice, first, past, 0.0)

    def _put(self, number: int, level_db: float, probability: float) -> None:
        before = self._faded[(number - 1) % KEPT_WINDOWS]
        place = number % KEPT_WINDOWS
        self._level[place], self._voice[place] = level_db, probability
        self._faded[place] = max(level_db, before - _FADING_DB)

    def _read(self, kept: Levels, first: int, past: int, unknown: float) -> Levels:
        numbers = np.arange(first, past)
        known = (numbers < self.until) & (numbers >= max(0, self.until - KEPT_WINDOWS))
        return np.where(known, kept[numbers % KEPT_WINDOWS], unknown)


def window_of(seconds: float) -> int:
    """The number of the window that begins there."""
    return round(seconds / WINDOW_SECONDS)
