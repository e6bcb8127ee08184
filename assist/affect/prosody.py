"""Prosody of an utterance: pitch, energy, vocal effort, pace and pauses, alike on a headset and on a telephone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from assist.affect import pitch
from assist.affect.spectra import BAND_HZ, HOP_SECONDS, RATE_HZ, Power, Samples, band, spectra
from assist.inputs import Prosody

_LONGEST_SECONDS = 8.0
"""Of a longer utterance the last part is measured: how it ended counts, and the cost stays bounded."""

_SILENT_DB = -75.0
"""A line below this level carries nothing; a quiet speaker on a good line lies at -50 dB."""

_SPEECH_BELOW_PEAK_DB = 30.0
_SPEECH_OVER_NOISE_DB = 6.0
_NOISE_BELOW_PEAK_DB = 15.0
"""A frame is spoken within 30 dB of the loud ones and 6 dB over the noise, which is taken to lie 15 dB down or more."""

_LEAST_VOICED_SECONDS = 0.24
"""Less of a voice than one stressed syllable says nothing about the speaker."""

_SPLIT_HZ = 1000.0
_DIP_DB = 2.0
"""Between two syllables the energy falls by this much (De Jong & Wempe 2009)."""

_PAUSE_SECONDS = 0.2
"""Shorter silences belong to consonants (Goldman-Eisler 1968 takes 0.25 s; a frame blurs 40 ms of it)."""

Numbers = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def measure(samples: Samples) -> Prosody | None:
    """Measure one utterance.

    Args:
        samples: float32, shape (n,), 16 kHz mono, -1..1.

    Returns:
        Its prosody, or nothing where too little of a voice is in it (silence, noise, a click, a whispered word).
    """
    power = spectra(samples[-int(_LONGEST_SECONDS * RATE_HZ) :])
    level = _level(power, *BAND_HZ)
    spoken = _spoken(level)
    if not spoken.any():
        return None
    pitch_hz, strength = pitch.track(power)
    voiced = spoken & (strength >= pitch.VOICED)
    if voiced.sum() * HOP_SECONDS < _LEAST_VOICED_SECONDS:
        return None
    low, middle, high = np.quantile(12 * np.log2(pitch_hz[voiced]), (0.2, 0.5, 0.8))
    quiet, usual, loud = np.quantile(level[voiced], (0.2, 0.5, 0.8))
    effort = np.median((_level(power, _SPLIT_HZ, BAND_HZ[1]) - _level(power, BAND_HZ[0], _SPLIT_HZ))[voiced])
    spoken_seconds = float(spoken.sum()) * HOP_SECONDS
    first, last = np.flatnonzero(spoken)[[0, -1]]
    return Prosody(
        seconds=round(float(last - first + 1) * HOP_SECONDS, 2),
        voiced_share=round(float(voiced.sum() / spoken.sum()), 3),
        pitch_hz=round(float(2 ** (middle / 12)), 1),
        pitch_spread_semitones=round(float(high - low), 2),
        energy_db=round(float(usual), 2),
        energy_spread_db=round(float(loud - quiet), 2),
        effort_db=round(float(effort), 2),
        syllables_per_second=round(_nuclei(level, voiced) / spoken_seconds, 2),
        pause_seconds=round(_pauses(spoken[first : last + 1]), 2),
    )


def _level(power: Power, low_hz: float, high_hz: float) -> Numbers:
    first, last = band(low_hz, high_hz)
    level: Numbers = 10 * np.log10(power[:, first:last].sum(axis=1) + np.float32(1e-12))
    return level


def _spoken(level: Numbers) -> Flags:
    """Which frames are loud enough to be speech."""
    if not len(level):
        return np.zeros(0, np.bool_)
    noise, peak = np.quantile(level, (0.05, 0.95))
    floor = min(noise + _SPEECH_OVER_NOISE_DB, peak - _NOISE_BELOW_PEAK_DB)
    spoken: Flags = level >= max(_SILENT_DB, peak - _SPEECH_BELOW_PEAK_DB, floor)
    return spoken


def _nuclei(level: Numbers, voiced: Flags) -> int:
    """Syllable nuclei: voiced peaks of energy with a dip on both sides."""
    count, top, bottom, top_voiced, rising = 0, -np.inf, np.inf, False, True
    for value, is_voiced in zip(level.tolist(), voiced.tolist(), strict=True):
        if rising:
            if value > top:
                top, top_voiced = value, is_voiced
            elif value < top - _DIP_DB:
                count += top_voiced
                rising, bottom = False, value
        elif value < bottom:
            bottom = value
        elif value > bottom + _DIP_DB:
            rising, top, top_voiced = True, value, is_voiced
    return count + (rising and top_voiced)


def _pauses(spoken: Flags) -> float:
    """Seconds of all silences between spoken frames that are long enough to be pauses."""
    edges = np.flatnonzero(np.diff(spoken.astype(np.int8)))
    silences = (edges[1::2] - edges[::2]) * HOP_SECONDS
    return float(silences[silences >= _PAUSE_SECONDS].sum())
