"""What every library of inputs gives: devices, and open streams; and a sentence with the mend where one is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from assist.audio.chunks import Samples
from assist.audio.devices import Device
from assist.errors import SourceError
from assist.events import Speaker

BLOCK_SECONDS = 0.032

Post = Callable[[Samples, bool], None]
"""Takes a block of shape (frames, channels), its own from now on, and whether sound before it was lost. Called on the
stream's own thread; it must not wait."""

_HELD = ("in use", "busy", "exclusive", "device_in_use", "-9985", "unavailable")
_FORBIDDEN = ("permission", "denied", "not permitted", "unauthorized", "access")
_GONE = ("invalid device", "no such", "not found", "disconnected", "invalidated", "entity killed", "-9996")


class Stream(Protocol):
    """An open input."""

    @property
    def active(self) -> bool:
        """Whether it is still open, at the device it was opened on."""
        ...

    def close(self) -> None:
        """Give it back; what it had recorded is posted first. Raises nothing, also where the device is gone."""
        ...


class View:
    """Whether a library's list of inputs, made when it was started, still holds. Pure."""

    def __init__(self) -> None:
        self.is_stale = False
        self._seen: frozenset[tuple[str, str, int]] | None = None
        self._doubted = False

    def seen(self, devices: Iterable[Device]) -> None:
        """These are there now. Compared is with the look before, for some systems do not list what is in use."""
        seen = frozenset((device.host_api, device.name, device.rate_hz) for device in devices)
        if self._seen is not None and seen != self._seen:
            self.is_stale, self._doubted = True, False
        self._seen = seen

    def refused(self) -> None:
        """An input could not be opened: it may have been plugged in again meanwhile. Doubted once a look."""
        self.is_stale = self.is_stale or not self._doubted
        self._doubted = True

    def renewed(self) -> None:
        """The list was made anew."""
        self.is_stale = False


class Library(Protocol):
    """What lists and opens inputs on some systems.

    Attributes:
        name: as `Device.library`.
        looks_often: it is to be looked at though nothing is missing; looking disturbs nobody.
        view: whether `devices` can be trusted.
    """

    name: str
    looks_often: bool
    view: View

    def devices(self) -> list[Device]:
        """The inputs as this library knows them.

        Raises:
            SourceError: the library fails.
        """
        ...

    def look(self) -> list[Device]:
        """The inputs that are there now, its open streams undisturbed."""
        ...

    def refresh(self) -> None:
        """Get to know what is there now. All its open streams must be closed before."""
        ...

    def open(self, device: Device, role: Speaker, post: Post) -> Stream:
        """An open and running input.

        Raises:
            SourceError: the system refuses it.
        """
        ...

    def close(self) -> None:
        """End what it has started; its streams are closed before."""
        ...


def refusal(device: Device, role: Speaker, failure: object) -> SourceError:
    """A device cannot be opened: why, and what to do."""
    return SourceError(f"The {role}'s device '{device.name}' cannot be opened ({failure}); {mend(str(failure), role)}")


def mend(failure: str, role: Speaker) -> str:
    """What to do about a system's refusal, as the end of a sentence."""
    said = failure.casefold()
    if any(sign in said for sign in _FORBIDDEN):
        return "allow the microphone for this program in the system's privacy settings (Linux: join the group 'audio')."
    if any(sign in said for sign in _GONE):
        return "plug it in again, or choose another that 'assist devices' lists."
    if any(sign in said for sign in _HELD):
        return (
            f"close what else uses it, or set audio.{role}_device to another that 'assist devices' lists "
            "(Windows: see that no program may take it exclusively, on the Advanced page of its properties)."
        )
    return f"plug it in again, close what else uses it, or set audio.{role}_device to another ('assist devices')."
