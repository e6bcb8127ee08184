"""The fast profile: the encoder reads the sound there is and a margin, not 30 s filled up with nothing.

Whisper was trained on windows that are always filled up to 30 s, and faster-whisper fills each one so, but CTranslate2
reads shorter ones too. For 4 s the encoder then has a sixth of the work. What that costs in words depends on weights
and voices: models that met nothing but full windows may read short ones worse (OpenNMT/CTranslate2 issue 2100 tells so
of large-v3-turbo in Korean by telephone), so each site measures its own: `assist bench --audio DIR --references FILE`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel

Features = npt.NDArray[np.float32]

MARGIN_FRAMES = 100
"""Emptiness after the sound, 1 s, from which a model hears that nothing follows. The small test model needs none: its
word error on 200 sentences is 11.3 to 11.5 % with 0 to 3 s (`tests/bench/padding.py`). Others met nothing but
emptiness there, and a second costs a base model's encoder 6 ms."""

STEP_FRAMES = 100
"""Lengths are rounded up to whole seconds, so that few shapes occur."""


class ShortWindowModel(WhisperModel):  # type: ignore[misc]  # the library is untyped
    """A `faster_whisper.WhisperModel` whose encoder can be spared the emptiness that fills a window up.

    Attributes:
        short: whether it is now.
    """

    short = True

    def encode(self, features: Features) -> Any:
        """Encode a window: log mel features, shape (bands, frames) or (windows, bands, frames)."""
        return super().encode(shortened(features) if self.short else features)


def shortened(features: Features) -> Features:
    """The features up to their last frame that is not empty, and a margin; never more frames than there are.

    faster-whisper fills windows up with zeros, which a real frame does not have in all bands.
    """
    frames = features.shape[-1]
    filled = np.flatnonzero(features.reshape(-1, frames).any(axis=0))
    sound = int(filled[-1]) + 1 if len(filled) else 0
    kept = -(-(sound + MARGIN_FRAMES) // STEP_FRAMES) * STEP_FRAMES
    return np.ascontiguousarray(features[..., : min(frames, kept)])
