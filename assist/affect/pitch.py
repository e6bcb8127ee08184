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
"""Autocorrelation at the period, 0..1, from which a frame is voiced; Boersma takes 0.45, noise of 40 ms stays < 0.35."""

_COMPRESSION = 0.5
"""Exponent of the power spectrum."""

_OCTAVE_PRICE = 0.03
"""How much stronger a period must be than one half as long."""

_SHORTEST, _LONGEST = int(RATE_HZ / HIGHEST_HZ) - 1, int(RATE_HZ / LOWEST_HZ) + 2


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
    score = likeness - _OCTAVE_PRICE * np.log2(lags / _SHORTEST)
    pitch, strength = _best(likeness, score)
    voiced = strength >= VOICED
    if not voiced.any():
        return pitch, strength
    low, high = np.quantile(pitch[voiced], (0.25, 0.75))
    outside = (lags > RATE_HZ / (0.75 * low)) | (lags < RATE_HZ / (2.5 * high))
    score[:, outside] = -np.inf
    return _best(likeness, score)


def _autocorrelation(power: Power) -> Numbers:
    """Normalised autocorrelation at the lags of a voice, shape (frames, lags)."""
    first, last = band(*BAND_HZ)
    compressed = np.zeros((len(power), FFT_SAMPLES // 2 + 1), np.float32)
    compressed[:, first:last] = power[:, first:last] ** _COMPRESSION
    raw = np.fft.irfft(compressed, axis=1)
    energy = np.maximum(raw[:, :1], np.finfo(np.float32).tiny)
    likeness: Numbers = raw[:, _SHORTEST : _LONGEST + 1] / energy / _fading()
    return likeness


@cache
def _fading() -> Numbers:
    """What the window alone does to the autocorrelation at each lag."""
    raw = np.fft.irfft(np.abs(np.fft.rfft(window(), FFT_SAMPLES)) ** 2)
    fading: Numbers = (raw / raw[0])[_SHORTEST : _LONGEST + 1].astype(np.float32)
    return fading


def _best(likeness: Numbers, score: Numbers) -> tuple[Numbers, Numbers]:
    """Pitch and strength at the best lag of each frame, placed between samples by a parabola."""
    rows = np.arange(len(score))
    peak = np.clip(np.argmax(score, axis=1), 1, score.shape[1] - 2)
    before, at, after = likeness[rows, peak - 1], likeness[rows, peak], likeness[rows, peak + 1]
    bend = np.maximum(2 * at - before - after, 1e-6)
    shift = np.clip((after - before) / (2 * bend), -0.5, 0.5)
    pitch: Numbers = (RATE_HZ / (_SHORTEST + peak + shift)).astype(np.float32)
    return pitch, at
