"""Log-mel frames as faster-whisper makes them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from faster_whisper.feature_extractor import FeatureExtractor

from tests.models.training.augment import Sound

FRAMES_A_SECOND = 100

Log = npt.NDArray[np.float32]
_FILTERS = torch.from_numpy(FeatureExtractor.get_mel_filters(16_000, 400, n_mels=80).astype(np.float32))
_WINDOW = torch.from_numpy(np.hanning(401)[:-1].astype(np.float32))


def mels(sound: Sound) -> Log:
    """`(80, frames)`; what follows the sound in a window is 0."""
    padded = torch.from_numpy(np.pad(sound, (0, 160)))
    power = torch.stft(padded, 400, 160, window=_WINDOW, return_complex=True)[..., :-1].abs() ** 2
    logs = torch.log10(torch.clamp(_FILTERS @ power, min=1e-10))
    logs = (torch.maximum(logs, logs.max() - 8.0) + 4.0) / 4.0
    log: Log = logs[:, : len(sound) // 160].numpy()
    return log
