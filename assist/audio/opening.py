"""Opening an input, and a sentence with the mend where the system refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assist.audio.devices import Device
from assist.errors import SourceError
from assist.events import Speaker

BLOCK_SECONDS = 0.032

Post = Callable[[Any, int, Any, Any], None]
"""Takes a block of shape (frames, channels), its length, its times and its status, as PortAudio's callbacks do."""

_BUSY = ("unavailable", "busy", "in use", "-9985")
_FORBIDDEN = ("permission", "denied", "not permitted", "unauthorized")
_GONE = ("invalid device", "no such", "not found", "disconnected", "-9996")


def open_input(sounddevice: Any, device: Device, role: Speaker, post: Post) -> Any:
    """An open and running input stream.

    Raises:
        SourceError: the system refuses it.
    """
    failure: Exception | None = None
    # Some systems open a device only with all its channels; some name 32 where two are real.
    for channels in dict.fromkeys((min(2, device.channels), device.channels)):
        try:
            stream = sounddevice.InputStream(
                device=device.index,
                samplerate=device.rate_hz,
                channels=channels,
                dtype="float32",
                blocksize=round(device.rate_hz * BLOCK_SECONDS),
                callback=post,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            failure = error
        else:
            return stream
    raise SourceError(
        f"The {role}'s device '{device.name}' cannot be opened ({failure}); {mend(str(failure), role)}"
    ) from failure


def mend(failure: str, role: Speaker) -> str:
    """What to do about a system's refusal, as the end of a sentence."""
    said = failure.casefold()
    if any(sign in said for sign in _FORBIDDEN):
        return "allow the microphone for this program in the system's privacy settings (Linux: join the group 'audio')."
    if any(sign in said for sign in _GONE):
        return "plug it in again, or choose another that 'assist devices' lists."
    if any(sign in said for sign in _BUSY):
        return f"close what else uses it, or set audio.{role}_device to another that 'assist devices' lists."
    return f"plug it in again, close what else uses it, or set audio.{role}_device to another ('assist devices')."
