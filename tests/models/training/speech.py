"""One spoken sentence: samples and where its words end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

SAMPLE_RATE = 16_000
_LEVEL = 0.07
_FLOOR = 0.006
"""Of the loudest sample: what is quieter at the edges is silence."""

_EDGE = round(0.02 * SAMPLE_RATE)

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Speech without the silence around it.

    Attributes:
        samples: 16 kHz, mono.
        ends: where each word ends, in seconds; empty where unknown.
    """

    samples: Samples
    ends: tuple[float, ...]


def trimmed(samples: npt.NDArray[np.int16], rate: int, ends: Sequence[float]) -> Spoken | None:
    """Speech at 16 kHz and an even level, silence at both ends cut off; None where nothing is heard."""
    sound = samples.astype(np.float32) / 32768
    if rate != SAMPLE_RATE:
        sound = soxr.resample(sound, rate, SAMPLE_RATE)
    loud = np.flatnonzero(np.abs(sound) > _FLOOR * np.abs(sound).max(initial=0.0))
    if len(loud) < _EDGE:
        return None
    first, last = max(0, loud[0] - _EDGE), min(len(sound), loud[-1] + _EDGE)
    sound = sound[first:last]
    sound = np.clip(sound * (_LEVEL / np.sqrt(np.mean(np.square(sound)))), -1.0, 1.0)
    length = len(sound) / SAMPLE_RATE
    moved = tuple(round(float(min(length, max(0.0, end - first / SAMPLE_RATE))), 3) for end in ends)
    return Spoken(np.round(sound * 32767).astype(np.int16), moved)
