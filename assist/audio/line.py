"""One device's sound on its way to chunks: downmixed, resampled, counted, and kept in step with the clock. Pure."""

from __future__ import annotations

import numpy as np
import soxr

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.devices import Device
from assist.events import Speaker

_QUIET_SECONDS = 0.5
"""A device that delivered nothing for this long gets silence in its place; blocks are late by far less."""

_KEPT_BACK_SECONDS = 0.2
"""Silence stops this far behind the clock, so that sound that comes after all has its place."""


class Line:
    """One speaker's device. Times are seconds since the devices were opened."""

    def __init__(self, speaker: Speaker, device: Device, lost_after_seconds: float) -> None:
        self._speaker = speaker
        self._device = device
        self._lost_after = lost_after_seconds
        self._count = 0
        self._last_block = 0.0
        self._lost = False
        self._resampler = (
            None if device.rate_hz == SAMPLE_RATE else soxr.ResampleStream(device.rate_hz, SAMPLE_RATE, 1, "float32")
        )

    @property
    def is_lost(self) -> bool:
        """Whether the device was reported as lost and has not delivered since."""
        return self._lost

    def take(self, block: Samples, elapsed: float) -> Chunk | None:
        """Turn a block of shape (frames, channels) that came at ``elapsed`` into the next chunk."""
        self._last_block, self._lost = elapsed, False
        return self._chunk(self._resample(block.mean(axis=1, dtype=np.float32), last=False))

    def silence(self, elapsed: float) -> Chunk | None:
        """What stands in for a device that delivers nothing, so that time goes on."""
        if elapsed - self._last_block < _QUIET_SECONDS:
            return None
        missing = round((elapsed - _KEPT_BACK_SECONDS) * SAMPLE_RATE) - self._count
        return self._chunk(np.zeros(max(0, missing), np.float32))

    def lose(self, elapsed: float, *, alive: bool) -> str:
        """A sentence, once, when the device has delivered nothing for too long; else nothing.

        Args:
            elapsed: now.
            alive: whether its stream is still open. A loopback may be silent for long and well.
        """
        if self._lost or elapsed - self._last_block < self._lost_after or (self._device.is_loopback and alive):
            return ""
        self._lost = True
        return f"The {self._speaker}'s device '{self._device.name}' delivers no sound; check its plug and its switch."

    def flush(self) -> Chunk | None:
        """What the resampler still holds, at the end."""
        return self._chunk(self._resample(np.zeros(0, np.float32), last=True))

    def _resample(self, mono: Samples, *, last: bool) -> Samples:
        if self._resampler is None:
            return mono
        resampled: Samples = self._resampler.resample_chunk(mono, last=last)
        return resampled

    def _chunk(self, samples: Samples) -> Chunk | None:
        if not len(samples):
            return None
        chunk = Chunk(self._speaker, self._count, samples)
        self._count += len(samples)
        return chunk
