"""All inputs opened at once, each with a gauge."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from assist.audio.chunks import Samples
from assist.audio.line import Line
from assist.audio.listener import VoiceActivity
from assist.audio.opening import Stream
from assist.audio.system import AudioSystem
from assist.devices.gauge import Gauge
from assist.devices.listing import Listed
from assist.errors import SourceError

_LOST_AFTER_SECONDS = 2.0
_KEPT_BLOCKS = 100
"""Three seconds: a display that is late shows the newest."""


class Meter:
    """One input's: its gauge, or why it cannot be opened.

    Args:
        listed: the input.
        voice_activity: of its own.
        clock: monotonic seconds.
    """

    def __init__(self, listed: Listed, voice_activity: VoiceActivity, clock: Callable[[], float]) -> None:
        self.listed = listed
        self.gauge = Gauge(voice_activity)
        self.failure = ""
        self._clock = clock
        self._began = clock()
        self._blocks: deque[tuple[Samples, float]] = deque(maxlen=_KEPT_BLOCKS)
        self._line = Line("agent", listed.device, _LOST_AFTER_SECONDS)
        self._stream: Stream | None = None

    def open(self, system: AudioSystem) -> None:
        """Begin to listen; what stands in the way is kept as the failure."""
        try:
            self._stream = system.open(self.listed.device, next(iter(self.listed.carries), "agent"), self._post)
        except SourceError as error:
            self.failure = str(error)

    def read(self) -> None:
        """Take what was heard since the last time."""
        if self._stream is None:
            return
        while self._blocks:
            block, at = self._blocks.popleft()
            chunk = self._line.take(block, at)
            self._line.found()
            if chunk is not None:
                self.gauge.hear(chunk)
        now = self._clock() - self._began
        self.failure = self._line.lose(now, alive=self._stream.active) or (self.failure if self._line.is_lost else "")
        stood_in = self._line.silence(now)
        if stood_in is not None:
            self.gauge.hear(stood_in)

    def close(self) -> None:
        """Listen no more."""
        if self._stream is not None:
            self._stream.close()

    def _post(self, block: Samples, _overflowed: bool) -> None:
        self._blocks.append((block, self._clock() - self._began))


class Meters:
    """A context in which all inputs are open."""

    def __init__(
        self,
        system: AudioSystem,
        inputs: Sequence[Listed],
        voice_activity: Callable[[], VoiceActivity],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._system = system
        self.rows = [Meter(listed, voice_activity(), clock) for listed in inputs]

    def __enter__(self) -> Meters:
        for row in self.rows:
            row.open(self._system)
        return self

    def __exit__(self, *_: object) -> None:
        for row in self.rows:
            row.close()
        self._system.close()

    def read(self) -> None:
        """Take what was heard since the last time."""
        for row in self.rows:
            row.read()
