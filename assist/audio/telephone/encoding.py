"""The encodings of telephone sound, to samples: G.711 mu-law and A-law by table, and 16-bit linear."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from assist.audio.chunks import Samples

RATE = 8_000
"""Samples a second of every telephone stream."""

Encoding = Literal["mu-law", "a-law", "linear"]


def _mu_law() -> Samples:
    """ITU-T G.711, table 2a: each byte's value, -1..1."""
    code = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (code >> 4) & 7, (code & 15).astype(np.int32)
    magnitude = (((mantissa << 3) + 132) << exponent) - 132
    return _signed(magnitude, negative=code >= 128)


def _a_law() -> Samples:
    """ITU-T G.711, table 1a: each byte's value, -1..1."""
    code = np.arange(256, dtype=np.uint8) ^ 0x55
    exponent, mantissa = ((code >> 4) & 7).astype(np.int32), (code & 15).astype(np.int32)
    magnitude = ((mantissa << 4) + np.where(exponent > 0, 264, 8)) << np.maximum(exponent - 1, 0)
    return _signed(magnitude, negative=code < 128)


def _signed(magnitude: npt.NDArray[np.int32], negative: npt.NDArray[np.bool_]) -> Samples:
    return (np.where(negative, -magnitude, magnitude) / 32768.0).astype(np.float32)


_TABLES: dict[Encoding, Samples] = {"mu-law": _mu_law(), "a-law": _a_law()}


def sample_bytes(encoding: Encoding) -> int:
    """How many bytes a sample takes."""
    return 2 if encoding == "linear" else 1


def decode(encoding: Encoding, data: bytes) -> Samples:
    """Samples, float32 of shape (n,), -1..1.

    Args:
        encoding: how they were coded. Linear ones come with the low byte first, as the platforms send them.
        data: a whole number of samples.
    """
    if encoding == "linear":
        return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768.0)
    return _TABLES[encoding][np.frombuffer(data, np.uint8)]
