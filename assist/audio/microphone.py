"""The two live lines. The devices' threads copy and post; one feeder thread makes chunks of it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable

from assist.audio.chunks import Chunk, Samples
from assist.audio.keeper import Keeper
from assist.audio.line import Line
from assist.audio.seat import Attachment
from assist.audio.system import AudioSystem, open_system
from assist.events import SPEAKERS, Speaker
from assist.settings import AudioSettings

logger = logging.getLogger(__name__)

_QUEUED_BLOCKS = 600
"""About ten seconds of both devices: far more than the feeder ever waits."""

_LOOK_SECONDS = 0.1
"""How often silent devices are looked after."""

_PATIENCE = 2.0
"""So many times as long as it takes to be reported as lost a microphone may be silent until it is opened again. A
monitor in PulseAudio's default state takes 1.8 s to its first block."""

Deliver = Callable[[Chunk], None]
OnLost = Callable[[Speaker, str], None]
OnRestored = Callable[[Speaker], None]


def _ignore_lost(speaker: Speaker, reason: str) -> None:
    """Tell nobody."""


def _ignore_restored(speaker: Speaker) -> None:
    """Tell nobody."""


class LiveSource:
    """The customer's and the agent's line, as 16 kHz mono chunks of both, in step with the clock.

    Where a device delivers nothing (a loopback while nothing plays, a microphone that was unplugged or is not there
    yet), silence stands in, so that the call's time goes on; meanwhile the device is looked for.
    """

    def __init__(
        self,
        settings: AudioSettings,
        deliver: Deliver,
        *,
        on_lost: OnLost = _ignore_lost,
        on_restored: OnRestored = _ignore_restored,
        system: AudioSystem | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; nothing is opened yet.

        Args:
            settings: which devices, and when one counts as lost.
            deliver: takes each chunk, on the feeder's thread.
            on_lost: takes a speaker and a sentence when there is no sound, on the feeder's thread; again where the
                reason has changed.
            on_restored: takes a speaker whose device delivers again.
            system: stands in for this machine's inputs.
            clock: monotonic seconds.
        """
        self._settings = settings
        self._deliver = deliver
        self._on_lost = on_lost
        self._on_restored = on_restored
        self._system = system
        self._clock = clock
        self._blocks: queue.Queue[tuple[Attachment, Samples, float]] = queue.Queue(_QUEUED_BLOCKS)
        self._missed = 0
        self._broken: dict[Speaker, str] = {}
        self._began = self._looked = 0.0
        self._stopping = threading.Event()
        self._keeper: Keeper | None = None
        self._lines: dict[Speaker, Line] = {}
        self._heard: dict[Speaker, Attachment | None] = {}
        self._feeder: threading.Thread | None = None

    @property
    def overruns(self) -> int:
        """How often sound got lost: dropped by the system, not taken in time, or while a device was opened anew."""
        return self._missed + (self._keeper.interruptions if self._keeper else 0)

    def start(self) -> None:
        """Open both devices. What is not there, or is refused, is told by ``on_lost`` and tried again.

        Raises:
            SourceError: nothing on this machine can list or open an input.
        """
        system = self._system or open_system()
        patience = _PATIENCE * self._settings.lost_after_seconds
        wanted: dict[Speaker, str] = {
            "customer": self._settings.customer_device,
            "agent": self._settings.agent_device,
        }
        keeper = self._keeper = Keeper(wanted, system, self._post, patience, self._clock)
        try:
            keeper.open()
        except BaseException:
            keeper.stop()
            raise
        for speaker in SPEAKERS:
            held = self._heard[speaker] = keeper.attachment(speaker)
            self._lines[speaker] = Line(speaker, held.device if held else None, self._settings.lost_after_seconds)
        self._began = self._clock()
        self._feeder = threading.Thread(target=self._run, args=(keeper,), name="audio", daemon=True)
        self._feeder.start()
        keeper.start()

    def stop(self) -> None:
        """Close the devices, then deliver what they had recorded."""
        if self._keeper is not None:
            self._keeper.stop()
        self._stopping.set()
        if self._feeder is not None:
            self._feeder.join()
            self._feeder = None

    def _post(self, attachment: Attachment, block: Samples, overflowed: bool) -> None:
        if self._stopping.is_set():  # a driver hangs that did not give its device back
            return
        self._missed += overflowed
        try:
            # The time is taken here: the feeder may be late without the sound being so.
            self._blocks.put_nowait((attachment, block, self._clock()))
        except queue.Full:
            self._missed += 1

    def _run(self, keeper: Keeper) -> None:
        while not (self._stopping.is_set() and self._blocks.empty()):
            try:
                self._feed(keeper)
            except Exception as error:  # noqa: BLE001 - the thread's top: without it both lines would be deaf, untold
                self._missed += 1
                for speaker in SPEAKERS:
                    self._fail(speaker, error)
                self._stopping.wait(_LOOK_SECONDS)

    def _feed(self, keeper: Keeper) -> None:
        while True:
            try:
                attachment, block, came_at = self._blocks.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                if self._stopping.is_set():
                    break
                at = self._clock() - self._began
            else:
                at = came_at - self._began
                if at > 0.0:  # one device was open before the other: time begins with both
                    self._take(attachment, block, at)
            if at - self._looked >= _LOOK_SECONDS:
                self._looked = at
                self._look_after(keeper, at)
        for speaker, line in self._lines.items():
            self._pass_on(speaker, line.flush())

    def _take(self, attachment: Attachment, block: Samples, at: float) -> None:
        speaker = attachment.speaker
        line = self._lines[speaker]
        if attachment is not self._heard[speaker]:
            self._heard[speaker] = attachment
            line.attach(attachment.device)
        chunk = line.take(block, at)
        if speaker not in self._broken and line.found():
            self._on_restored(speaker)
        self._pass_on(speaker, chunk)

    def _look_after(self, keeper: Keeper, at: float) -> None:
        for speaker, line in self._lines.items():
            held = keeper.attachment(speaker)
            why = keeper.why(speaker) or self._broken.get(speaker, "")
            alive = held is not None and held.is_alive
            reason = line.lose(at, alive=alive, why=why)
            if reason:
                self._on_lost(speaker, reason)
            elif alive and not why and held is not None and held.device.is_loopback and line.found():
                self._on_restored(speaker)  # it is well and silent until something plays
            self._pass_on(speaker, line.silence(at))

    def _pass_on(self, speaker: Speaker, chunk: Chunk | None) -> None:
        if chunk is None:
            return
        try:
            self._deliver(chunk)
        except Exception as error:  # noqa: BLE001 - whatever fails to hear this: the devices go on
            self._missed += 1
            self._fail(speaker, error)
        else:
            self._broken.pop(speaker, None)

    def _fail(self, speaker: Speaker, error: Exception) -> None:
        """To be told as the reason why the speaker is not heard, until something of them could be taken in."""
        why = f"What the devices hear could not be taken in ({error}); Attune goes on trying."
        if why != self._broken.get(speaker):
            logger.error("%s", why)
        self._broken[speaker] = why
