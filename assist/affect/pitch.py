"""Pitch of a voice on any line: the period that the harmonics share, also where the telephone cut the fundamental.

An autocorrelation per frame, taken from the spectrum (Wiener-Khinchin) with its peaks compressed so that one strong
formant does not decide (Tolonen & Karjalainen 2000, "A computationally efficient multipitch analysis model"), divided
by the window's own autocorrelation, with a small price for long periods against octave errors (Boersma 1993, "Accurate
short-term analysis of the fundamental frequency ..."). A second look stays within the range of this voice (De Looze &
Hirst 2008, "Detecting changes in key and range ...").
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from assist.affect.spectra import BAND_HZ, FFT_SAMPLES, RATE_HZ, Power, band, window

Numbers = npt.NDArray[np.float32]

LOWEST_HZ, HIGHEST_HZ = 65.0, 600.0
"""From a deep voice to a shout."""

VOICED = 0.42
"""Autocorrelation at the period from which a frame is voiced. White noise stays below 0.25; a pulse train reaches 0.47
at 70 Hz and 0.9 above 180 Hz, as compression widens its harmonics; Boersma takes 0.45 without."""

_COMPRESSION = 0.5
"""Exponent of the power spectrum."""

_OCTAVE_PRICE = 0.05
"""How much stronger a period must be than one half as long."""

_LAGS = 768
_LAG_HZ = RATE_HZ * _LAGS / FFT_SAMPLES
"""Lags are counted at 12 kHz: fine enough for a parabola between them, and cheaper than the rate of the samples."""

_SHORTEST, _LONGEST = int(_LAG_HZ / HIGHEST_HZ) - 1, int(_LAG_HZ / LOWEST_HZ) + 2


def track(power: Power) -> tuple[Numbers, Numbers]:
    """The pitch of every frame.

    Args:
        power: power spectra, shape (frames, bins), as `assist.affect.spectra.spectra` makes them.

    Returns:
        Pitch in Hz and strength (autocorrelation at the period, about 0..1), each of shape (frames,). Only frames with
        a strength of `VOICED` or more have a pitch worth reading.
    """
    likeness = _autocorrelation(power)
    lags = np.arange(_SHORTEST, _LONGEST + 1, dtype=np.float32)
    score = likeness - np.float32(_OCTAVE_PRICE) * np.log2(lags / np.float32(_SHORTEST))
    pitch, strength = _best(likeness, score)
    voiced = strength >= VOICED
    if not voiced.any():
        return pitch, strength
    low, high = np.quantile(pitch[voiced], (0.25, 0.75))
    outside = (lags > _LAG_HZ / (0.75 * low)) | (lags < _LAG_HZ / (2.5 * high))
    score[:, outside] = -np.inf
    return _best(likeness, score)


def _autocorrelation(power: Power) -> Numbers:
    """Normalised autocorrelation at the lags of a voice, shape (frames, lags)."""
    compressed = power**_COMPRESSION
    compressed[:, : band(*BAND_HZ)[0]] = 0.0
    raw = np.asarray(np.fft.irfft(compressed, _LAGS, axis=1), np.float32)
    energy = np.maximum(raw[:, :1], np.finfo(np.float32).tiny)
    return np.asarray(raw[:, _SHORTEST : _LONGEST + 1] / energy / _fading(), np.float32)


@cache
def _fading() -> Numbers:
    """What the window alone does to the autocorrelation at each lag.

    Of the window as it is, not compressed: that would make up for all of the fading, and long periods, where noise is
    strongest, would win over true short ones.
    """
    raw = np.fft.irfft(np.abs(np.fft.rfft(window(), FFT_SAMPLES)) ** 2, _LAGS)
    return np.asarray((raw / raw[0])[_SHORTEST : _LONGEST + 1], np.float32)


def _best(likeness: Numbers, score: Numbers) -> tuple[Numbers, Numbers]:
    """Pitch and strength at the best lag of each frame, placed between samples by a parabola."""
    rows = np.arange(len(score))
    peak = np.clip(np.argmax(score, axis=1), 1, score.shape[1] - 2)
    before, at, after = likeness[rows, peak - 1], likeness[rows, peak], likeness[rows, peak + 1]
    bend = np.maximum(2 * at - before - after, 1e-6)
    shift = np.clip((after - before) / (2 * bend), -0.5, 0.5)
    pitch: Numbers = (_LAG_HZ / (_SHORTEST + peak + shift)).astype(np.float32)
    return pitch, at
