"""Sounds to measure: an artificial voice, and what a telephone does to it."""

import numpy as np
import numpy.typing as npt
import soxr

from assist.inputs import Prosody

RATE_HZ = 16000

Samples = npt.NDArray[np.float32]


def voice(pitch_hz: float, seconds: float = 1.5, level: float = 0.1, tilt: float = 1.0) -> Samples:
    """A pulse train: all harmonics up to 7 kHz in phase, the h-th h**-tilt as strong; ``level`` is its peak."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    harmonics = np.arange(1, int(7000 / pitch_hz) + 1)
    sound = sum(np.cos(2 * np.pi * pitch_hz * h * time) / h**tilt for h in harmonics)
    return (level * sound / np.abs(sound).max()).astype(np.float32)


def syllables(pitch_hz: float, per_second: float, seconds: float = 2.0) -> Samples:
    """An artificial voice that swells and fades ``per_second`` times a second."""
    sound = voice(pitch_hz, seconds)
    time = np.arange(len(sound)) / RATE_HZ
    return (sound * (0.05 + np.sin(np.pi * per_second * time) ** 2)).astype(np.float32)


def wide(samples: Samples) -> Samples:
    """A good headset: as it is."""
    return samples


def telephone(samples: Samples) -> Samples:
    """300-3400 Hz, 8 kHz, 8-bit mu-law (G.711's curve), and back to 16 kHz."""
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    narrow = soxr.resample(np.fft.irfft(spectrum, len(samples)), RATE_HZ, 8000).clip(-1, 1)
    coded = np.round(127 * np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)) / 127
    decoded = np.sign(coded) * np.expm1(np.abs(coded) * np.log(256)) / 255
    return soxr.resample(decoded, 8000, RATE_HZ).astype(np.float32)


def spoken(**changes: float) -> Prosody:
    """The prosody of a calm utterance, with some of it changed."""
    calm = {
        "seconds": 2.0,
        "voiced_share": 0.6,
        "pitch_hz": 180.0,
        "pitch_spread_semitones": 4.0,
        "energy_db": -35.0,
        "energy_spread_db": 8.0,
        "effort_db": -10.0,
        "syllables_per_second": 4.5,
        "pause_seconds": 0.0,
    }
    return Prosody(**(calm | changes))
