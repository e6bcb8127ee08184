"""The two live devices, open from one call to the next, and who listens to them now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol, Self

from assist.audio.chunks import Chunk
from assist.audio.microphone import LiveSource
from assist.events import Speaker
from assist.settings import AudioSettings


class Hearer(Protocol):
    """Listens for a while, on the devices' own thread."""

    def hear(self, chunk: Chunk) -> None:
        """Take what a device has heard; chunks of a speaker follow each other without a gap."""
        ...

    def lost(self, speaker: Speaker, reason: str) -> None:
        """A device delivers nothing any more."""
        ...

    def restored(self, speaker: Speaker) -> None:
        """A device delivers again."""
        ...

    def kept(self) -> Sequence[Chunk]:
        """What the next hearer is to hear as well, in the order in which it came."""
        ...


class Source(Protocol):
    """Devices that can be opened and closed."""

    @property
    def overruns(self) -> int:
        """How often sound of theirs got lost."""
        ...

    def start(self) -> None:
        """Open them."""
        ...

    def stop(self) -> None:
        """Close them, and deliver what they had recorded."""
        ...


OpenSource = Callable[..., Source]
"""Makes a source as `assist.audio.microphone.LiveSource` does."""


class Capture:
    """One hearer at a time gets what the devices hear; the change from one to the next loses nothing.

    Args:
        settings: which devices.
        first: who listens from the beginning.
        open_source: makes the source.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        settings: AudioSettings,
        first: Hearer,
        open_source: OpenSource = LiveSource,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._hearer = self._wanted = first
        self._lost: dict[Speaker, str] = {}
        self._clock = clock
        self._began = clock()
        self._source = open_source(settings, self._deliver, on_lost=self._on_lost, on_restored=self._on_restored)

    async def __aenter__(self) -> Self:
        """Open the devices. One that cannot be is told to who listens, and tried again.

        Raises:
            SourceError: nothing on this machine can open one.
        """
        await asyncio.to_thread(self._source.start)
        self._began = self._clock()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._source.stop)

    def elapsed(self) -> float:
        """Seconds since the devices were opened."""
        return self._clock() - self._began

    @property
    def overruns(self) -> int:
        """How often sound got lost since the devices were opened."""
        return self._source.overruns

    def hand_to(self, hearer: Hearer) -> None:
        """From the next chunk on this one listens; from any thread."""
        self._wanted = hearer

    def _turn(self) -> Hearer:
        """Who listens now. The change itself is made here, on the devices' thread, so that no chunk gets lost."""
        wanted = self._wanted
        if wanted is not self._hearer:
            earlier, self._hearer = self._hearer, wanted
            for chunk in earlier.kept():
                wanted.hear(chunk)
            for speaker, reason in self._lost.items():
                wanted.lost(speaker, reason)
        return wanted

    def _deliver(self, chunk: Chunk) -> None:
        self._turn().hear(chunk)

    def _on_lost(self, speaker: Speaker, reason: str) -> None:
        hearer = self._turn()
        self._lost[speaker] = reason
        hearer.lost(speaker, reason)

    def _on_restored(self, speaker: Speaker) -> None:
        hearer = self._turn()
        self._lost.pop(speaker, None)
        hearer.restored(speaker)
