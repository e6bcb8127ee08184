"""A recorded call: a stereo file with one speaker a channel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, WINDOW_SAMPLES, Chunk, Samples
from assist.errors import SourceError
from assist.events import SPEAKERS, Speaker


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Both voices of a call, float32 at 16 kHz, of equal length."""

    customer: Samples
    agent: Samples

    @property
    def seconds(self) -> float:
        """How long the call is."""
        return len(self.customer) / SAMPLE_RATE

    def chunks(self, window: int = WINDOW_SAMPLES) -> Iterator[Chunk]:
        """The call in time order, customer before agent, ``window`` samples at a time; the last is padded."""
        voices: tuple[tuple[Speaker, Samples], ...] = (("customer", self.customer), ("agent", self.agent))
        for start in range(0, len(self.customer), window):
            for speaker, samples in voices:
                piece = samples[start : start + window]
                yield Chunk(speaker, start, np.pad(piece, (0, window - len(piece))))


def read_call(path: Path, channels: Sequence[Speaker] = SPEAKERS) -> Recording:
    """Read a stereo file of any rate and encoding that libsndfile knows (WAV, FLAC, Ogg, mu-law, 24 bit ...).

    A file whose end was cut off is read as far as it goes.

    Args:
        path: the file.
        channels: who speaks left and right.

    Raises:
        SourceError: the file is missing, is not audio, is empty or is not stereo.
    """
    channels_heard = read_channels(path)
    count = len(channels_heard)
    if count == 1:
        raise SourceError(
            f"{path}: the recording has one channel, so nobody can tell the speakers apart; "
            "give a stereo file with the customer left and the agent right."
        )
    if count > 2:
        raise SourceError(
            f"{path}: the recording has {count} channels; "
            "give a stereo file with the customer left and the agent right."
        )
    voices = dict(zip(channels, channels_heard, strict=True))
    return Recording(voices["customer"], voices["agent"])


def read_channels(path: Path) -> list[Samples]:
    """Read every channel of an audio file, as `read_call` does; all are of equal length.

    Raises:
        SourceError: the file is missing, is not audio or is empty.
    """
    samples, rate = _read(path)
    if len(samples) == 0:
        raise SourceError(f"{path}: the recording holds no sound; record the call again or give another file.")
    return [_resampled(samples[:, index], rate) for index in range(samples.shape[1])]


def _read(path: Path) -> tuple[Samples, int]:
    import soundfile  # noqa: PLC0415 - loads libsndfile, which text and live calls do without

    if path.is_dir():
        raise SourceError(f"{path}: this is a folder; give the recording inside it.")
    if not path.exists():
        raise SourceError(f"{path}: there is no such file; check the name.")
    try:
        if path.stat().st_size == 0:
            raise SourceError(f"{path}: the file is empty; record the call again or give another file.")
        with path.open("rb") as file:
            samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except OSError as error:
        raise SourceError(f"{path}: the file cannot be read ({error.strerror}); check its permissions.") from error
    except (soundfile.LibsndfileError, TypeError, ValueError) as error:
        raise SourceError(
            f"{path}: this is no audio file that can be read, or its beginning is damaged; "
            "give a stereo WAV or FLAC file."
        ) from error
    return samples, int(rate)


def _resampled(samples: Samples, rate: int) -> Samples:
    import soxr  # noqa: PLC0415 - as above

    mono = np.ascontiguousarray(samples)
    if rate == SAMPLE_RATE:
        return mono
    resampled: Samples = soxr.resample(mono, rate, SAMPLE_RATE).astype(np.float32, copy=False)
    return resampled
