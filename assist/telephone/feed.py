"""A call that a telephone platform streams, as a stream of inputs."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass

from assist.audio.telephone.events import Gap, Paused, Resumed, Sound
from assist.audio.telephone.wideband import Wideband
from assist.commands import HoldCall
from assist.events import SPEAKERS, Event, LagMeasured, Speaker
from assist.feeds import Ears
from assist.inputs import AgentAssigned, AgentDid, Input
from assist.telephone.ears import Assigned, Piece, SharedEars, joined

_BATCH_SECONDS = 0.128
"""Two windows of both speakers: a thread's turn costs as much as hearing 20 ms."""

_LARGEST_BATCH_SECONDS = 2.0
"""Both speakers together. After so much of one call the ears listen to another."""

_UNREAD_SECONDS, _READ_SECONDS = 40.0, 30.0
"""Where the recogniser is so far behind what was heard, the ears wait until it is less far: it can only read what
`assist.settings.AudioSettings.ring_seconds` keeps (60 s), and the oldest utterance may have been 18 s long."""

_KEPT_SECONDS = 240.0
"""So much, both speakers together, waits for the ears, and for the models while they load; then the connection
waits."""


@dataclass(frozen=True, slots=True)
class TelephoneCall:
    """Which call this is.

    Attributes:
        call_id: ours.
        started_at: wall time, ISO 8601.
        reference: the platform's name for it.
        source: the platform.
    """

    call_id: str
    started_at: str
    reference: str
    source: str


class TelephoneFeed:
    """Takes sound and gaps as they arrive, from before the models are ready.

    Args:
        call: which.
        ahead_seconds: so far the call's time may be ahead of the clock's.
        ears: their thread, shared by all calls.
        clock: monotonic seconds.
    """

    def __init__(
        self, call: TelephoneCall, ahead_seconds: float, ears: SharedEars, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.call_id = call.call_id
        self.source = call.source
        self.started_at = call.started_at
        self.reference = call.reference
        self._ahead = ahead_seconds
        self._shared = ears
        self._clock = clock
        self._began = clock()
        self._ears: Ears = {}
        self._lines: Mapping[Speaker, Wideband] = {speaker: Wideband(speaker) for speaker in SPEAKERS}
        self._arrived: dict[Speaker, float] = dict.fromkeys(SPEAKERS, 0.0)
        self._pending: list[tuple[float, int, Piece]] = []
        self._order = itertools.count()
        self._waiting_seconds = 0.0
        self._heard_seconds = 0.0
        self._news, self._room, self._read = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._room.set()
        self._read.set()
        self._ended = self._left = False

    def listen_with(self, ears: Ears) -> None:
        """These ears hear the call; before its stream is asked for."""
        self._ears = ears

    def expected_seconds(self) -> float:
        """How far the call's sound has arrived: what lies behind that is our lag, and not the network's."""
        return max(self._arrived.values())

    def assign(self, agent: str) -> None:
        """The call is this agent's from now on."""
        self._put(Assigned(agent))

    async def hear(self, piece: Piece) -> None:
        """Take the next piece of a track; waits while too much of the call has not been heard yet."""
        await self._room.wait()
        self._put(piece)

    def _put(self, piece: Piece) -> None:
        if self._left:
            return
        at = max(self._arrived.values())
        if isinstance(piece, Sound | Gap):
            at = self._arrived[piece.speaker]
            if isinstance(piece, Gap) and at + piece.seconds > self._clock() - self._began + self._ahead:
                return  # more time than has passed: the platform errs, or wants our processor
            self._arrived[piece.speaker] += piece.seconds
        self._waiting_seconds += _seconds(piece)
        # By the call's time: where one track has a long gap, the other's sound is heard in its midst.
        heapq.heappush(self._pending, (at, next(self._order), piece))
        self._news.set()
        if self._waiting_seconds > _KEPT_SECONDS:
            self._room.clear()

    def follow(self, event: Event) -> None:
        """Take what the call tells: the ears do not run away from a recogniser that cannot keep up."""
        if isinstance(event, LagMeasured):
            unread = event.behind_seconds - (self.expected_seconds() - self._heard_seconds)
            if unread > _UNREAD_SECONDS:
                self._read.clear()
            elif unread < _READ_SECONDS:
                self._read.set()

    def end(self) -> None:
        """No more will come; what has come is still heard."""
        self._ended = True
        self._news.set()

    def leave(self) -> None:
        """The call is over for us: whatever still comes is not kept."""
        self._left = True
        self._pending.clear()
        self._room.set()

    async def stream(self) -> AsyncIterator[Input]:
        """What the ears make of it, until the platform's end of the call."""
        while await self._enough():
            await self._in_time()
            await self._read.wait()
            for item in await self._shared.listen(lambda: joined(self._batch()), self._heard):
                self._heard_seconds = max(self._heard_seconds, item.at)
                yield item
        for item in await self._shared.listen(lambda: SPEAKERS, self._last):
            yield item

    async def _enough(self) -> bool:
        """Wait until there is something to listen to; False where nothing will come."""
        while not self._ended and self._waiting_seconds < _BATCH_SECONDS:
            self._news.clear()
            await self._news.wait()
        return bool(self._pending)

    async def _in_time(self) -> None:
        """The recogniser keeps a call's last minute: sound may not run away from it."""
        early = self._pending[0][0] - self._ahead - (self._clock() - self._began)
        if early > 0:
            await asyncio.sleep(early)

    def _batch(self) -> list[Piece]:
        batch: list[Piece] = []
        seconds = 0.0
        while self._pending and seconds < _LARGEST_BATCH_SECONDS:
            batch.append(heapq.heappop(self._pending)[2])
            seconds += _seconds(batch[-1])
        self._waiting_seconds = max(0.0, self._waiting_seconds - seconds) if self._pending else 0.0
        if self._waiting_seconds <= _KEPT_SECONDS:
            self._room.set()
        return batch

    def _heard(self, piece: Piece) -> Iterator[Input]:
        if isinstance(piece, Assigned):
            yield AgentAssigned(agent=piece.agent)
            return
        if isinstance(piece, Paused | Resumed):
            yield AgentDid(command=HoldCall(on=isinstance(piece, Paused)))
            return
        ear = self._ears.get(piece.speaker)
        for chunk in self._lines[piece.speaker].take(piece) if ear else ():
            yield from ear.hear(chunk) if ear else ()

    def _last(self, speaker: Speaker) -> Iterator[Input]:
        ear = self._ears.get(speaker)
        for chunk in self._lines[speaker].finish() if ear else ():
            yield from ear.hear(chunk) if ear else ()


def _seconds(piece: Piece) -> float:
    """What a piece weighs; news without sound is told at once, since nothing may come after it for a while."""
    return piece.seconds if isinstance(piece, Sound | Gap) else _BATCH_SECONDS
