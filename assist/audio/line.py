"""One speaker's sound on its way to chunks: downmixed, resampled, counted, and kept in step with the clock. Pure."""

from __future__ import annotations

import numpy as np
import soxr

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.devices import Device
from assist.audio.drift import Drift
from assist.audio.listener import level_db
from assist.events import Speaker

_QUIET_SECONDS = 0.5
"""A device that delivered nothing for this long gets silence in its place; blocks are late by far less."""

_KEPT_BACK_SECONDS = 0.2
"""Silence stops this far behind the clock, so that sound that comes after all has its place."""


class Line:
    """One speaker's line; its devices may change. Times are seconds since the lines were opened.

    All that is put in or left out is so before the resampler: what it holds keeps its place.

    Args:
        speaker: whose.
        device: what it listens to; None where there is nothing yet.
        lost_after_seconds: a device that delivers nothing for this long is lost.
    """

    def __init__(self, speaker: Speaker, device: Device | None, lost_after_seconds: float) -> None:
        self._speaker = speaker
        self._lost_after = lost_after_seconds
        self._count = 0
        self._last_block = 0.0
        self._told = ""
        self._tail: list[Samples] = []
        self._stood_in = True
        self._connect(device)

    @property
    def device(self) -> Device | None:
        """What it listens to."""
        return self._device

    @property
    def is_lost(self) -> bool:
        """Whether the device was reported as lost and has not delivered since."""
        return bool(self._told)

    def found(self) -> bool:
        """It is heard again, or could be; whether it was reported as lost before."""
        was_lost, self._told = self.is_lost, ""
        return was_lost

    def attach(self, device: Device) -> None:
        """The next blocks are of this device, at this device's rate; what is missing between is silence."""
        if self._resampler is not None:
            self._keep(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        self._connect(device)

    def take(self, block: Samples, at: float) -> Chunk | None:
        """Turn a block of shape (frames, channels) that was complete at ``at`` into the next chunk."""
        mono = block.mean(axis=1, dtype=np.float32)
        late = at - len(mono) / self._rate - self._position
        # Nothing for so long, though silence did not stand in: what came meanwhile was dropped on its way here.
        hole = at - self._last_block >= _QUIET_SECONDS
        self._last_block = at
        if self._stood_in or hole:
            self._stood_in, self._drift = False, Drift()
            self._feed(np.zeros(max(0, round(late * self._rate)), np.float32))
        else:
            mono = self._in_step(mono, late, at)
        self._feed(mono)
        return self._chunk()

    def silence(self, at: float) -> Chunk | None:
        """What stands in for a device that delivers nothing, so that time goes on."""
        if at - self._last_block < _QUIET_SECONDS:
            return None
        self._stood_in = True
        missing = round((at - _KEPT_BACK_SECONDS - self._position) * self._rate)
        self._feed(np.zeros(max(0, missing), np.float32))
        return self._chunk()

    def lose(self, at: float, *, alive: bool, why: str = "") -> str:
        """A sentence, once for each reason, when there is no sound; else nothing.

        Args:
            at: now.
            alive: whether the device's stream is still open. A loopback may be silent for long and well.
            why: there is no device to listen to, and this is the sentence.
        """
        device = self._device
        if not why:
            silent = at - self._last_block >= self._lost_after
            if self._told or not silent or device is None or (device.is_loopback and alive):
                return ""
            why = f"The {self._speaker}'s device '{device.name}' delivers no sound; check its plug and its switch."
        if why == self._told:
            return ""
        self._told = why
        return why

    def flush(self) -> Chunk | None:
        """What the resampler still holds, at the end."""
        if self._resampler is not None:
            self._keep(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        return self._chunk()

    @property
    def _position(self) -> float:
        """When the next sample that comes in lies, by the count of samples."""
        return self._base + self._fed / self._rate

    def _connect(self, device: Device | None) -> None:
        self._device = device
        self._rate = device.rate_hz if device else SAMPLE_RATE
        self._resampler: soxr.ResampleStream | None = (
            None if self._rate == SAMPLE_RATE else soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, "float32")
        )
        self._base = (self._count + sum(map(len, self._tail))) / SAMPLE_RATE
        self._fed = 0
        self._stood_in = True
        self._drift = Drift()

    def _in_step(self, mono: Samples, late: float, at: float) -> Samples:
        owed = self._drift.owed(late, at, level_db(mono))
        samples = min(len(mono), round(abs(owed) * self._rate))
        if not samples:
            return mono
        self._drift.mended(samples / self._rate if owed > 0 else -samples / self._rate)
        return np.concatenate((mono[:samples], mono)) if owed > 0 else mono[samples:]

    def _feed(self, mono: Samples) -> None:
        if not len(mono):
            return
        self._fed += len(mono)
        self._keep(mono if self._resampler is None else self._resampler.resample_chunk(mono))

    def _keep(self, samples: Samples) -> None:
        if len(samples):
            self._tail.append(samples)

    def _chunk(self) -> Chunk | None:
        if not self._tail:
            return None
        samples = self._tail[0] if len(self._tail) == 1 else np.concatenate(self._tail)
        self._tail = []
        chunk = Chunk(self._speaker, self._count, samples)
        self._count += len(samples)
        return chunk
