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


def spectra(samples: Samples) -> Power:
    """Power spectra of the frames of an utterance.

    Args:
        samples: float32, shape (n,), 16 kHz mono, -1..1.

    Returns:
        Shape (frames, 513): a full-scale sine adds up to 0.5 over its bins, as its mean square does. No frames where
        the utterance is shorter than one.
    """
    if len(samples) < FRAME_SAMPLES:
        return np.zeros((0, FFT_SAMPLES // 2 + 1), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME_SAMPLES)[::HOP_SAMPLES]
    transformed = np.fft.rfft(frames * window(), FFT_SAMPLES, axis=1)
    scale = np.float32(2.0 / (FFT_SAMPLES * float((window() ** 2).sum())))
    power: Power = (transformed.real**2 + transformed.imag**2) * scale
    return power


def band(low_hz: float, high_hz: float) -> tuple[int, int]:
    """First bin of a band and the one after its last."""
    return round(low_hz * FFT_SAMPLES / RATE_HZ), round(high_hz * FFT_SAMPLES / RATE_HZ)


@cache
def window() -> Samples:
    """A Hann window of one frame."""
    return np.hanning(FRAME_SAMPLES + 1)[:-1].astype(np.float32)
