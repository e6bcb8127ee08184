"""A call that two live devices hear, as a stream of inputs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.calls.capture import Capture, Hearer
from assist.events import Speaker
from assist.feeds import Ears
from assist.inputs import Input, SourceFailed, SourceRecovered, SpeechScored

_BACKLOG = 20_000


@dataclass(frozen=True, slots=True)
class CallName:
    """Which live call this is.

    Attributes:
        call_id: ours.
        started_at: wall time, ISO 8601.
        reference: the softphone's or CRM's name for it; empty where there is none.
        from_seconds: where it goes on, if it had been interrupted; its devices' time begins there.
    """

    call_id: str
    started_at: str
    reference: str = ""
    from_seconds: float = 0.0


class Kept(Protocol):
    """Audio that is still kept."""

    def cut(self, start_seconds: float, end_seconds: float) -> Samples:
        """Samples of a time range."""
        ...


@dataclass(frozen=True, slots=True)
class LaterAudio:
    """The audio of a call that had been interrupted, in the call's time."""

    kept: Kept
    from_seconds: float

    def cut(self, start_seconds: float, end_seconds: float) -> Samples:
        """Samples of a time range; none of before the interruption."""
        start, end = (max(0.0, seconds - self.from_seconds) for seconds in (start_seconds, end_seconds))
        return self.kept.cut(start, end)


class DeviceFeed:
    """Listens to the devices from when its stream is asked for until it is left, then hands them on.

    Audio is scored on the devices' own thread and handed to the loop.

    Args:
        name: of the call.
        capture: the devices.
        ears: score each speaker's voice activity.
        after: who listens after the call.
    """

    source = "live devices"

    def __init__(self, name: CallName, capture: Capture, ears: Ears, after: Hearer) -> None:
        self.call_id = name.call_id
        self.started_at = name.started_at
        self.reference = name.reference
        self._from_seconds = name.from_seconds
        self._capture = capture
        self._ears = ears
        self._after = after
        self._first: int | None = None
        self._overruns_before = 0
        self._spilled = 0
        self._heard: set[Speaker] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._inbox: asyncio.Queue[Input] = asyncio.Queue(_BACKLOG)

    def expected_seconds(self) -> float:
        """How far the call's audio should be by now."""
        if self._first is None:
            return self._from_seconds
        return self._from_seconds + self._capture.elapsed() - self._first / SAMPLE_RATE

    def overruns(self) -> int:
        """How often sound of this call got lost before it could be heard."""
        return self._capture.overruns - self._overruns_before + self._spilled

    async def stream(self) -> AsyncIterator[Input]:
        """What the devices hear, until the consumer stops asking."""
        self._loop = asyncio.get_running_loop()
        self._overruns_before = self._capture.overruns
        self._capture.hand_to(self)
        try:
            while True:
                yield await self._inbox.get()
        finally:
            self._loop = None
            self._capture.hand_to(self._after)

    def hear(self, chunk: Chunk) -> None:
        """Take the next chunk. The call's time begins with the first one, on both lines."""
        if self._first is None:
            self._first = chunk.start
        if chunk.speaker not in self._heard:
            aligned = _aligned(chunk, self._first)
            if aligned is None:
                return
            self._heard.add(chunk.speaker)
            chunk = aligned
        for scored in self._ears[chunk.speaker].hear(chunk):
            self._post(_later(scored, self._from_seconds))

    def lost(self, speaker: Speaker, reason: str) -> None:
        """A device delivers nothing any more."""
        self._post(SourceFailed(speaker=speaker, reason=reason))

    def restored(self, speaker: Speaker) -> None:
        """A device delivers again."""
        self._post(SourceRecovered(speaker=speaker))

    def kept(self) -> Sequence[Chunk]:
        """Nothing: what was said in this call belongs to it."""
        return ()

    def _post(self, item: Input) -> None:
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._put, item)

    def _put(self, item: Input) -> None:
        try:
            self._inbox.put_nowait(item)
        except asyncio.QueueFull:  # nobody has taken anything for five minutes
            self._spilled += 1


def _aligned(chunk: Chunk, first: int) -> Chunk | None:
    """A line's first chunk, cut or filled up with silence so that it begins at a sample; None if it lies before."""
    if chunk.start + len(chunk.samples) <= first:
        return None
    silence = np.zeros(max(0, chunk.start - first), np.float32)
    return Chunk(chunk.speaker, first, np.concatenate((silence, chunk.samples[max(0, first - chunk.start) :])))


def _later(scored: SpeechScored, seconds: float) -> SpeechScored:
    if not seconds:
        return scored
    start, end = round(scored.start + seconds, 3), round(scored.end + seconds, 3)
    return replace(scored, at=end, start=start, end=end)
