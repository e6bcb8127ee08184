"""Keeps each speaker on a device: opens it, sees it go, looks for it, opens it again, and follows the default one.

What stands in the way of that, as found in PortAudio and in the sound servers: a list of devices that never changes,
indices that do, streams that stay "active" without a block, and streams that a server has moved to somebody else.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence

from assist.audio.chunks import Samples
from assist.audio.devices import Device, find_device
from assist.audio.seat import Attachment, Seat
from assist.audio.system import AudioSystem
from assist.errors import SourceError
from assist.events import Speaker

logger = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
"""How often is looked for changes of which nobody tells."""

_FIRST_LOOK_SECONDS = 1.0
"""How long it may take until changes are told."""

_STEP_SECONDS = 0.5
"""How long a stream may be dead before that is seen."""

_SETTLE_SECONDS = 0.1
"""Servers tell of one change by many events."""

_LEAVE_SECONDS = 5.0


class Keeper:
    """Works on a thread of its own: a device may take seconds to open or to close.

    Args:
        wanted: the name of each speaker's device, or a part of it; empty for the default.
        system: the inputs.
        post: takes an attachment, a block of it, and whether sound before the block was lost; on the streams' threads.
        silent_after_seconds: a microphone that delivers nothing for this long is opened again.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        wanted: Mapping[Speaker, str],
        system: AudioSystem,
        post: Callable[[Attachment, Samples, bool], None],
        silent_after_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._seats = {speaker: Seat(speaker, name) for speaker, name in wanted.items()}
        self._system = system
        self._post = post
        self._silent_after = silent_after_seconds
        self._clock = clock
        self._look_at = self._watch_at = 0.0
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.interruptions = 0
        """How often a healthy device was closed for a moment, so that another could be seen."""

    def attachment(self, speaker: Speaker) -> Attachment | None:
        """What a speaker is heard by now; None for nothing."""
        return self._seats[speaker].attachment

    def why(self, speaker: Speaker) -> str:
        """A sentence while a speaker has no device and it is known why; else empty."""
        return self._seats[speaker].why

    def open(self) -> None:
        """Open what is there."""
        self._watch(self._clock())
        self._settle(self._system.devices(), self._clock())

    def start(self) -> None:
        """Keep it so, from now on."""
        self._thread = threading.Thread(target=self._run, name="devices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close all."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(_LEAVE_SECONDS)
        else:
            self._leave()

    def wake(self) -> None:
        """Something changed among the devices; from any thread."""
        self._woken.set()

    def step(self, *, woken: bool = False) -> None:
        """See who is gone, and who is to be looked for; once in `_STEP_SECONDS`, and when something changed."""
        now = self._clock()
        self._watch(now)
        self._empty_dead(now)
        seats = self._seats.values()
        missing = any(seat.is_due(now) or (woken and seat.attachment is None) for seat in seats)
        if not missing and not woken and now < self._look_at:
            return
        self._look_at = now + LOOK_SECONDS
        taken = {seat.attachment.device.library for seat in seats if seat.attachment}
        there = self._system.look() if missing else self._system.look(self._system.looking_often(taken))
        self._empty_dead(self._clock())  # a look also shows who was moved
        self._settle(there, now, at_once=woken)

    def _leave(self) -> None:
        for seat in self._seats.values():
            seat.empty(self._clock())
        self._system.close()

    def _run(self) -> None:
        """Until stopped. A driver that hangs then is left here, where it was; its devices go when it answers."""
        try:
            self._keep()
        finally:
            self._leave()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            woken = self._woken.wait(_STEP_SECONDS)
            try:
                if woken:
                    self._stopping.wait(_SETTLE_SECONDS)
                    self._woken.clear()
                if not self._stopping.is_set():
                    self.step(woken=woken)
            except SourceError as error:
                self._fail_all(str(error))
            except Exception as error:  # noqa: BLE001 - the thread's top: a driver's failure must not end the search
                logger.error("The audio devices cannot be looked after (%s); Attune goes on trying.", error)  # noqa: TRY400
                self._fail_all(f"The audio devices cannot be reached ({error}); restart the sound service.")

    def _watch(self, now: float) -> None:
        """Be told of changes; of those before it was so a look will tell."""
        if now >= self._watch_at:
            self._watch_at = now + LOOK_SECONDS
            if self._system.watch(self.wake):
                self._look_at = now + _FIRST_LOOK_SECONDS

    def _fail_all(self, why: str) -> None:
        now = self._clock()
        for seat in self._seats.values():
            if seat.is_due(now):
                seat.fail(why, now)

    def _empty_dead(self, now: float) -> None:
        for seat in self._seats.values():
            held = seat.attachment
            if held is None:
                continue
            silent = not held.device.is_loopback and now - held.heard_at >= self._silent_after
            if silent or not held.is_alive:
                seat.empty(now)

    def _settle(self, there: Sequence[Device], due_at: float, *, at_once: bool = False) -> None:
        """Fill the empty seats that were due before the look, and change to a better device where there is one."""
        for seat in self._seats.values():
            now = self._clock()
            if seat.attachment is not None:
                better = seat.better(there)
                if better is not None:
                    seat.empty(now)
                    self._fill(seat, better)
            elif at_once or seat.is_due(due_at):
                try:
                    device = find_device(seat.name, seat.speaker, there)
                except SourceError as error:
                    seat.fail(seat.gone or str(error), now)
                else:
                    self._fill(seat, device)

    def _fill(self, seat: Seat, device: Device) -> None:
        try:
            known = self._system.known(device) or self._seen_anew(device)
            if known is not None:
                self._open(seat, known)
                return
            why = seat.gone or f"The {seat.speaker}'s device '{device.name}' is gone; plug it in again."
        except SourceError as error:
            why = str(error)
        seat.fail(why, self._clock())

    def _seen_anew(self, device: Device) -> Device | None:
        """Have the device's library look again, for which its other device must be closed for a moment."""
        disturbed = [
            (seat, seat.attachment.device)
            for seat in self._seats.values()
            if seat.attachment is not None and seat.attachment.device.library == device.library
        ]
        for seat, _ in disturbed:
            seat.empty(self._clock())
            self.interruptions += 1
        self._system.refresh(device.library)
        for seat, had in disturbed:
            again = next((one for one in self._system.devices() if one.is_same(had)), None)
            if again is not None:
                self._fill(seat, again)
        return self._system.known(device)

    def _open(self, seat: Seat, device: Device) -> None:
        now = self._clock()
        attachment = Attachment(seat.speaker, device, now, now)

        def take(block: Samples, overflowed: bool) -> None:
            attachment.heard_at = self._clock()
            self._post(attachment, block, overflowed)

        attachment.stream = self._system.open(device, seat.speaker, take)
        if attachment.heard_at == now:  # it took its time to open; from here on it has time to deliver
            attachment.opened_at = attachment.heard_at = self._clock()
        seat.take(attachment)
