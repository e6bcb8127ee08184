"""The agent's own voice stands out from the voices of the office around them. Pure.

Voice activity takes the colleagues three desks away for speech, and rightly so. Then utterances never end, hours of
babble are read, and words that nobody on the call said turn up. The agent sits at the microphone; the office does not.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np

from assist.inputs import SpeechScored
from assist.settings import SpeechSettings

_LOUD_SHARE = 0.9
"""The level that 9 in 10 windows of a voice stay below; seven speakers of recorded calls began no utterance whose
loudest window lay more than 10 dB under it."""

_KEPT_WINDOWS = 600
_KNOWN_WINDOWS = 60
"""The usual level is taken from the last 20 s of voice, and not before there were 2 s."""

_HELD_WINDOWS = 11
"""Pauses and soft endings of 0.35 s after a loud sound are of the same voice."""

_LEARN_WINDOWS = 16


class Foreground:
    """Follows the agent's line: windows of voices that are much fainter than the usual one are no speech."""

    def __init__(self, settings: SpeechSettings) -> None:
        self._below_db = settings.background_below_db
        self._threshold = settings.speech_threshold
        self._voice: deque[float] = deque(maxlen=_KEPT_WINDOWS)
        self._recent: deque[float] = deque(maxlen=_HELD_WINDOWS)
        self._least_db = -np.inf
        self._new = 0

    def hear(self, scored: SpeechScored) -> SpeechScored:
        """Take the next window; it comes back as no speech where it belongs to the background."""
        if self._below_db <= 0.0:
            return scored
        self._recent.append(scored.level_db)
        if max(self._recent) < self._least_db:
            return replace(scored, probability=0.0)
        if scored.probability >= self._threshold:
            self._learn(scored.level_db)
        return scored

    def _learn(self, level_db: float) -> None:
        self._voice.append(level_db)
        self._new += 1
        if self._new % _LEARN_WINDOWS == 0 and len(self._voice) >= _KNOWN_WINDOWS:
            self._least_db = float(np.quantile(self._voice, _LOUD_SHARE)) - self._below_db
