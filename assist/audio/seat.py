"""A speaker's place, taken by a device or empty. Pure, but for the stream that it closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assist.audio.devices import Device, find_device
from assist.audio.opening import Stream
from assist.errors import SourceError
from assist.events import Speaker

FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 5.0


@dataclass(eq=False, slots=True)
class Attachment:
    """One opening of a device; its blocks say that they are of it.

    Attributes:
        opened_at, heard_at: monotonic seconds.
    """

    speaker: Speaker
    device: Device
    opened_at: float
    heard_at: float
    stream: Stream | None = None

    @property
    def is_alive(self) -> bool:
        """Whether its stream is open."""
        return self.stream is not None and self.stream.active


@dataclass(slots=True)
class Seat:
    """A speaker's place, taken by a device or empty.

    Attributes:
        name: of the wished device; empty for the default.
        had: the device that it listened to last.
        why: a sentence while it is empty and an attempt has failed.
    """

    speaker: Speaker
    name: str
    attachment: Attachment | None = None
    had: Device | None = None
    why: str = ""
    _retry_at: float = field(default=0.0)
    _pause: float = field(default=FIRST_RETRY_SECONDS)

    def is_due(self, now: float) -> bool:
        """Whether it is empty, and time to try again."""
        return self.attachment is None and now >= self._retry_at

    def take(self, attachment: Attachment) -> None:
        """A device was opened."""
        self.attachment, self.had, self.why = attachment, attachment.device, ""

    def empty(self, now: float) -> None:
        """Close the device. One that was heard is tried again at once, one that never was after a pause."""
        attachment, self.attachment = self.attachment, None
        if attachment is None:
            return
        if attachment.stream is not None:
            attachment.stream.close()
        if attachment.heard_at > attachment.opened_at:
            self._retry_at, self._pause = now, FIRST_RETRY_SECONDS
        else:
            self._wait(now)

    def fail(self, why: str, now: float) -> None:
        """An attempt failed; the next one comes later than this one did."""
        self.why = why
        self._wait(now)

    def better(self, there: Sequence[Device]) -> Device | None:
        """What a healthy device is to be left for: itself at another rate, or the new default where none is named.

        A device that is not in the list may be there all the same: some systems do not list what is in use.
        """
        if self.attachment is None:
            return None
        held = self.attachment.device
        same = next((device for device in there if device.is_same(held)), None)
        if same is not None and same.rate_hz != held.rate_hz:
            return same
        if self.name:
            return None
        try:
            wished = find_device("", self.speaker, there)
        except SourceError:
            return None
        return wished if wished.is_default and not wished.is_same(held) else None

    @property
    def gone(self) -> str:
        """A sentence for a device that was there; empty if there never was one."""
        if self.had is None:
            return ""
        return f"The {self.speaker}'s device '{self.had.name}' is gone; plug it in again, and Attune goes on with it."

    def _wait(self, now: float) -> None:
        self._retry_at = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_RETRY_SECONDS)
