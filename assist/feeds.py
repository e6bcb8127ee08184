"""What plays a call into the engine: a recording or a file of turns, here; devices in `assist.calls.device_feed`."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, Self

from assist.audio.listener import Listener
from assist.audio.wavfile import Recording
from assist.errors import UsageError
from assist.events import Speaker
from assist.inputs import AudioEnded, CallClosed, CallOpened, Input, UtteranceHeard
from assist.redaction.redactor import Redactor

Ears = Mapping[Speaker, Listener]
Clock = Callable[[], float]


class Feed(Protocol):
    """A call to be understood.

    Attributes:
        call_id: names the call; the same file gives the same id, so that two replays are equal.
        source: what is heard, for people.
        started_at: wall time, ISO 8601.
        reference: the softphone's or CRM's name for it; empty where there is none.
    """

    call_id: str
    source: str
    started_at: str
    reference: str

    def expected_seconds(self) -> float:
        """How far the call's audio should be by now."""
        ...

    def stream(self) -> AsyncIterator[Input]:
        """The inputs as they come due."""
        ...


def opening(feed: Feed, agent: str = "") -> CallOpened:
    """The first input of a feed's call; ``agent``: whose it is, where that is told."""
    return CallOpened(source=feed.source, started_at=feed.started_at, reference=feed.reference, agent=agent)


class FileFeed:
    """A recording or a file of turns, at a speed or as fast as it goes."""

    def __init__(self, path: Path, items: Iterable[Input], speed: float | None, clock: Clock = time.monotonic) -> None:
        """Make a feed.

        Args:
            path: the file the items come from; names the call.
            items: inputs in time order.
            speed: seconds of call per second; None for as fast as it goes.
            clock: monotonic seconds.
        """
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        self.call_id = f"{path.stem}-{digest}"
        self.source = path.name
        self.started_at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        self.reference = ""
        self.items = items
        self._speed = speed
        self._clock = clock
        self._began: float | None = None

    def renamed(self, call_id: str) -> Self:
        """This feed as a call of its own, not as the same call again."""
        self.call_id = call_id
        return self

    def expected_seconds(self) -> float:
        """How far the call should be by now; 0 where no speed is kept."""
        if self._began is None or self._speed is None:
            return 0.0
        return (self._clock() - self._began) * self._speed

    async def stream(self) -> AsyncIterator[Input]:
        """The items, each when its time has come. Listening runs on its own thread."""
        loop = asyncio.get_running_loop()
        items = iter(self.items)
        self._began = self._clock()
        with ThreadPoolExecutor(1, thread_name_prefix="ears") as ears:
            while (item := await loop.run_in_executor(ears, next, items, None)) is not None:
                if isinstance(item, AudioEnded):
                    return
                early = 0.0 if self._speed is None else item.at / self._speed - (self._clock() - self._began)
                if early > 0:
                    await asyncio.sleep(early)
                yield item


def closing(items: Iterable[Input]) -> Iterator[Input]:
    """The items, and the close of the call after them."""
    end = 0.0
    for item in items:
        yield item
        end = max(end, item.at)
    yield CallClosed(at=end, reason="audio ended")


def hear(recording: Recording, ears: Ears) -> Iterator[Input]:
    """The inputs of a recording: what voice activity makes of it."""
    end = 0.0
    for chunk in recording.chunks():
        yield from ears[chunk.speaker].hear(chunk)
        end = chunk.end_seconds
    yield AudioEnded(at=end)


def say(turns: Iterable[UtteranceHeard]) -> Iterator[Input]:
    """The inputs of turns that came as text, personal data left out as it is from heard ones."""
    end = 0.0
    redactor = Redactor()
    for turn in turns:
        yield replace(turn, text=redactor.redact(turn.speaker, turn.text))
        end = turn.at
    yield AudioEnded(at=end)


def require_speed(text: str) -> float | None:
    """Read ``--speed``: a positive number, or ``max`` for None.

    Raises:
        UsageError: neither.
    """
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if speed <= 0:
        raise UsageError(f"--speed {text}: give a positive number, such as 1 for real time, or max.")
    return speed
