"""The way of a voice from one line into the other: how late it comes back, and how much fainter. Pure.

A loudspeaker or a leaky headset lets the microphone hear the customer. Then the microphone's level follows the
customer's, a moment later and so many dB fainter. Nothing but levels is compared: they survive rooms, codecs and
clocks that run apart, which samples do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.speech.levels import FLOOR_DB, Levels, LevelTrack

Places = npt.NDArray[np.int_]

LATEST = 14
"""How many windows late an echo may come: up to 0.45 s. Never before the voice: what the microphone hears first is the
agent, whom the customer's line gives back."""

_LOUDEST_GAIN_DB = 0.0
"""An echo is fainter than the voice. Where the microphone hears more, the agent speaks, and the customer's line has
their voice too."""

ACTIVE_BELOW_PEAK_DB = 30.0
"""The customer speaks while their level is this close to their loud ones."""

TOLERANCE_DB = 6.0
"""So much levels of 32 ms of the same voice differ, in a room and with its other frequencies: of 24 calls between two
flite voices through short rooms and mu-law, with double talk and without, 76 to 97 of 100 windows lay within."""

_LOUD_BELOW_PEAK_DB = 18.0
_LEARNED_WINDOWS = 60
_RECENT_WINDOWS = 250
"""A path is learned from the last 8 s in which the customer spoke for 2."""

_LEARNED_LIKENESS = 0.7
_LEARNED_SHARE = 0.75
"""How well, and in how many windows, the levels must agree. In those calls they reached 0.70 to 0.88. Of two readers
who talk all the time, stretches of 2 s reach a likeness of 0.56 at most, at the delay that fits best; no window of the
agent's was lost among theirs, nor in two recorded calls."""

_CONTRADICTED_SHARE = 0.4
"""A path that predicts more than there is so often is gone. Speech over the echo only ever adds."""

_LEAST_RISE_DB = 6.0
"""An echo that does not stand out of the noise this far need not be known."""


@dataclass(frozen=True, slots=True)
class Match:
    """How one stretch of a line follows the other.

    Attributes:
        late: by how many windows.
        gain_db: how much fainter it is.
        likeness: correlation of the levels, -1..1.
        share: of the windows whose level is what the path makes of the other line, 0..1.
        active: of the windows in which the other line carried a voice, 0..1.
        windows: how many were compared.
    """

    late: int
    gain_db: float
    likeness: float
    share: float
    active: float
    windows: int


class EchoPath:
    """Learns the way from ``source`` into ``microphone`` while both are heard.

    Attributes:
        known: the path, or None while there is none.
    """

    def __init__(self, source: LevelTrack, microphone: LevelTrack) -> None:
        self._source = source
        self._microphone = microphone
        self._peak_db = FLOOR_DB
        self.known: Match | None = None

    def learn(self) -> None:
        """Look at the last seconds of both lines again."""
        past = self._microphone.until
        first = max(0, past - _RECENT_WINDOWS)
        self._peak_db = self._loud_level(first, past)
        heard = self._microphone.levels(first, past)
        noise = _noise(heard)
        if self.known is not None and not self._holds(self.known, first, past, noise):
            self.known = None
        found = self._learned(first, past, heard, noise)
        self.known = found or self.known

    def explains(self, number: int, level_db: float) -> bool:
        """Whether the level of this window is no more than what the known path makes of the other line."""
        if self.known is None:
            return False
        there = float(self._source.faded(number - self.known.late, number - self.known.late + 1)[0])
        if there < self._peak_db - ACTIVE_BELOW_PEAK_DB:
            return False
        return level_db <= there + self.known.gain_db + TOLERANCE_DB

    def compare(self, first: int, past: int) -> Match | None:
        """How the voice in ``first`` to before ``past`` follows the other line, at the delay that fits it best.

        None where there is no voice, or more of it than an echo can hold.
        """
        spoken = np.flatnonzero(self._microphone.voice(first, past) >= 0.5)
        heard = self._microphone.levels(first, past)
        if not len(spoken):
            return None
        peak = self._loud_level(first, past)
        best = max((self._match(late, first, past, heard, spoken, peak) for late in _lates()), key=_fit)
        return best if best.gain_db <= _LOUDEST_GAIN_DB else None

    def _learned(self, first: int, past: int, heard: Levels, noise: float) -> Match | None:
        found = []
        for late in _lates():
            there = self._source.faded(first - late, past - late)
            active = np.flatnonzero(there >= self._peak_db - ACTIVE_BELOW_PEAK_DB)
            if len(active) >= _LEARNED_WINDOWS:
                found.append(self._match(late, first, past, np.maximum(heard, noise), active, self._peak_db))
        best = max(found, key=_fit, default=None)
        if best is None or best.likeness < _LEARNED_LIKENESS or best.share < _LEARNED_SHARE:
            return None
        audible = self._peak_db + best.gain_db >= noise + _LEAST_RISE_DB
        return best if audible and best.gain_db <= _LOUDEST_GAIN_DB else None

    def _holds(self, path: Match, first: int, past: int, noise: float) -> bool:
        """Whether the microphone still hears at least what the path makes of the customer's loud windows."""
        there = self._source.levels(first - path.late, past - path.late)
        loud = there >= self._peak_db - _LOUD_BELOW_PEAK_DB
        if loud.sum() < _LEARNED_WINDOWS // 2:
            return True
        heard = self._microphone.levels(first, past)[loud]
        expected = np.maximum(there[loud] + path.gain_db, noise)
        return float(np.mean(heard < expected - 1.5 * TOLERANCE_DB)) < _CONTRADICTED_SHARE

    def _match(self, late: int, first: int, past: int, heard: Levels, picked: Places, peak_db: float) -> Match:
        there = self._source.faded(first - late, past - late)[picked]
        here = heard[picked]
        apart = here - there
        gain = float(np.median(apart))
        return Match(
            late=late,
            gain_db=gain,
            likeness=_correlation(there, here),
            share=float(np.mean(np.abs(apart - gain) <= TOLERANCE_DB)),
            active=float(np.mean(there >= peak_db - ACTIVE_BELOW_PEAK_DB)),
            windows=len(picked),
        )

    def _loud_level(self, first: int, past: int) -> float:
        """The customer's loud windows lately; silence where they have not spoken."""
        levels = self._source.levels(first - LATEST, past)
        spoken = levels[self._source.voice(first - LATEST, past) >= 0.5]
        return float(np.quantile(spoken, 0.9)) if len(spoken) else np.inf


def _lates() -> range:
    return range(LATEST + 1)


def _fit(match: Match) -> float:
    return match.likeness + match.share * match.active


def _noise(levels: Levels) -> float:
    return float(np.quantile(levels, 0.1)) if len(levels) else FLOOR_DB


def _correlation(one: Levels, other: Levels) -> float:
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 0.0 else 0.0
