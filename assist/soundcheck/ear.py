"""One device that is listened to for a while, and how loud it is."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable, Generator

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.devices import Device
from assist.audio.line import Line
from assist.audio.listener import FLOOR_DB, level_db
from assist.audio.system import AudioSystem
from assist.errors import SourceError
from assist.events import Speaker
from assist.soundcheck.news import LevelHeard

LOST_AFTER_SECONDS = 2.0
LEVEL_SECONDS = 0.1
"""How much sound one level stands for: ten a second move a meter smoothly."""

_LOOK_SECONDS = 0.1
_QUEUED_BLOCKS = 300


def hear_device(
    device: Device, role: Speaker, system: AudioSystem, clock: Callable[[], float] = time.monotonic
) -> Generator[Chunk]:
    """The device's sound, as 16 kHz mono chunks without a gap, until the iterator is closed.

    Where it delivers nothing (a loopback while nothing plays), silence stands in.

    Args:
        device: which.
        role: whom it carries.
        system: opens it.
        clock: monotonic seconds.

    Raises:
        SourceError: it cannot be opened, or delivers nothing any more.
    """
    blocks: queue.Queue[Samples] = queue.Queue(_QUEUED_BLOCKS)

    def post(block: Samples, _overflowed: bool) -> None:
        with contextlib.suppress(queue.Full):  # a check may miss some sound
            blocks.put_nowait(block)

    line = Line(role, device, LOST_AFTER_SECONDS)
    stream = system.open(device, role, post)
    began = clock()
    try:
        while True:
            try:
                chunk = line.take(blocks.get(timeout=_LOOK_SECONDS), clock() - began)
            except queue.Empty:
                elapsed = clock() - began
                reason = line.lose(elapsed, alive=stream.active)
                if reason:
                    raise SourceError(reason) from None
                chunk = line.silence(elapsed)
            if chunk is not None:
                yield chunk
    finally:
        stream.close()


class Meter:
    """Cuts what is heard into levels."""

    def __init__(self, seconds: float = LEVEL_SECONDS) -> None:
        self._size = round(seconds * SAMPLE_RATE)
        self._rest: Samples = np.zeros(0, np.float32)

    def hear(self, chunk: Chunk) -> list[LevelHeard]:
        """The levels that the next chunk completes."""
        samples = np.concatenate((self._rest, chunk.samples))
        whole = len(samples) - len(samples) % self._size
        self._rest = samples[whole:]
        return [_level(piece) for piece in samples[:whole].reshape(-1, self._size)]


def _level(samples: Samples) -> LevelHeard:
    peak = float(np.max(np.abs(samples)))
    peak_db = max(FLOOR_DB, 20.0 * float(np.log10(peak))) if peak > 0.0 else FLOOR_DB
    return LevelHeard(level_db=round(level_db(samples), 1), peak_db=round(peak_db, 1))
