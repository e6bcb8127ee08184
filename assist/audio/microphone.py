"""Two live devices. PortAudio's callbacks copy and post; one feeder thread makes chunks of it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from assist.audio.chunks import Chunk, Samples
from assist.audio.devices import Device, find_device, list_devices, load_sounddevice
from assist.audio.line import Line
from assist.audio.opening import open_input
from assist.errors import SourceError
from assist.events import SPEAKERS, Speaker
from assist.settings import AudioSettings

_QUEUED_BLOCKS = 600
"""About ten seconds of both devices: far more than the feeder ever waits."""

_LOOK_SECONDS = 0.1
"""How often silent devices are looked after."""

Deliver = Callable[[Chunk], None]
OnLost = Callable[[Speaker, str], None]
OnRestored = Callable[[Speaker], None]


def _ignore_lost(speaker: Speaker, reason: str) -> None:
    """Tell nobody."""


def _ignore_restored(speaker: Speaker) -> None:
    """Tell nobody."""


class LiveSource:
    """The customer's and the agent's device, as 16 kHz mono chunks of both, in step with the clock.

    Where a device delivers nothing (a loopback while nothing plays, a lost microphone), silence stands in, so that the
    call's time goes on.
    """

    def __init__(
        self,
        settings: AudioSettings,
        deliver: Deliver,
        *,
        on_lost: OnLost = _ignore_lost,
        on_restored: OnRestored = _ignore_restored,
        sounddevice: Any = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            settings: which devices, and when one counts as lost.
            deliver: takes each chunk, on the feeder's thread.
            on_lost: takes a speaker and a sentence when a device stops delivering, on the feeder's thread.
            on_restored: takes a speaker whose device delivers again.
            sounddevice: stands in for the module.
            clock: monotonic seconds.
        """
        self._settings = settings
        self._deliver = deliver
        self._on_lost = on_lost
        self._on_restored = on_restored
        self._sounddevice = sounddevice
        self._clock = clock
        self._blocks: queue.Queue[tuple[Speaker, Samples]] = queue.Queue(_QUEUED_BLOCKS)
        self._overruns = 0
        self._stopping = threading.Event()
        self._streams: dict[Speaker, Any] = {}
        self._lines: dict[Speaker, Line] = {}
        self._feeder: threading.Thread | None = None

    @property
    def overruns(self) -> int:
        """Blocks that were lost because nobody took them in time."""
        return self._overruns

    def start(self) -> None:
        """Open both devices.

        Raises:
            SourceError: a device is missing or cannot be opened; then none stays open.
        """
        sounddevice = self._sounddevice or load_sounddevice()
        devices = list_devices(sounddevice)
        wanted = {"customer": self._settings.customer_device, "agent": self._settings.agent_device}
        chosen = {speaker: find_device(wanted[speaker], speaker, devices) for speaker in SPEAKERS}
        try:
            for speaker, device in chosen.items():
                self._streams[speaker] = self._open(sounddevice, speaker, device)
                self._lines[speaker] = Line(speaker, device, self._settings.lost_after_seconds)
        except SourceError:
            self._close_streams()
            raise
        self._feeder = threading.Thread(target=self._feed, args=(self._clock(),), name="audio", daemon=True)
        self._feeder.start()

    def stop(self) -> None:
        """Close the devices, then deliver what they had recorded."""
        self._close_streams()
        self._stopping.set()
        if self._feeder is not None:
            self._feeder.join()
            self._feeder = None

    def _open(self, sounddevice: Any, speaker: Speaker, device: Device) -> Any:
        def post(block: Samples, _frames: int, _times: Any, status: Any) -> None:
            if status and status.input_overflow:
                self._overruns += 1
            try:
                self._blocks.put_nowait((speaker, np.array(block)))
            except queue.Full:
                self._overruns += 1

        return open_input(sounddevice, device, speaker, post)

    def _close_streams(self) -> None:
        for stream in self._streams.values():
            # abort=False waits for the last block; a device that is gone has none and must not stop the others.
            stream.stop(ignore_errors=True)
            stream.close(ignore_errors=True)

    def _feed(self, began: float) -> None:
        looked = began
        while True:
            try:
                speaker, block = self._blocks.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                if self._stopping.is_set():
                    break
            else:
                self._take(speaker, block, self._clock() - began)
            now = self._clock()
            if now - looked >= _LOOK_SECONDS:
                looked = now
                self._look_after(now - began)
        for line in self._lines.values():
            self._pass_on(line.flush())

    def _take(self, speaker: Speaker, block: Samples, elapsed: float) -> None:
        line = self._lines[speaker]
        if line.is_lost:
            self._on_restored(speaker)
        self._pass_on(line.take(block, elapsed))

    def _look_after(self, elapsed: float) -> None:
        for speaker, line in self._lines.items():
            reason = line.lose(elapsed, alive=bool(self._streams[speaker].active))
            if reason:
                self._on_lost(speaker, reason)
            self._pass_on(line.silence(elapsed))

    def _pass_on(self, chunk: Chunk | None) -> None:
        if chunk is not None:
            self._deliver(chunk)
