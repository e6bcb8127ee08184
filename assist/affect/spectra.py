"""Short-time spectra of an utterance, within the band that every telephone lets through."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Power = npt.NDArray[np.float32]

RATE_HZ = 16000
FRAME_SAMPLES = 640
"""40 ms: two and a half periods of the deepest voice."""

HOP_SAMPLES = 320
HOP_SECONDS = HOP_SAMPLES / RATE_HZ
FFT_SAMPLES = 1024

BAND_HZ = (300.0, 3400.0)
"""What a narrow-band telephone keeps: nothing outside is looked at, so that a voice measures alike on every line."""

_BLOCK_FRAMES = 64
"""Frames transformed at a time: what fits the processor's cache costs a third."""

_BINS = round(BAND_HZ[1] * FFT_SAMPLES / RATE_HZ)


def spectra(samples: Samples) -> Power:
    """Power spectra of the frames of an utterance.

    Args:
        samples: float32, shape (n,), 16 kHz mono, -1..1.

    Returns:
        Shape (frames, bins), from 0 Hz to the end of the band, 15.6 Hz a bin: a full-scale sine adds up to 0.5, its
        mean square. No frames where the utterance is shorter than one.
    """
    if len(samples) < FRAME_SAMPLES:
        return np.zeros((0, _BINS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME_SAMPLES)[::HOP_SAMPLES]
    scaled = window() * np.float32(2.0 / (FFT_SAMPLES * float((window() ** 2).sum()))) ** 0.5
    blocks = [_power(frames[start : start + _BLOCK_FRAMES] * scaled) for start in range(0, len(frames), _BLOCK_FRAMES)]
    return np.concatenate(blocks)


def _power(frames: Samples) -> Power:
    transformed = np.fft.rfft(frames, FFT_SAMPLES, axis=1)[:, :_BINS]
    return np.asarray(transformed.real**2 + transformed.imag**2, np.float32)


def band(low_hz: float, high_hz: float) -> tuple[int, int]:
    """First bin of a band and the one after its last."""
    return round(low_hz * FFT_SAMPLES / RATE_HZ), round(high_hz * FFT_SAMPLES / RATE_HZ)


@cache
def window() -> Samples:
    """A Hann window of one frame."""
    return np.hanning(FRAME_SAMPLES + 1)[:-1].astype(np.float32)
