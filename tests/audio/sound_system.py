"""A sounddevice module whose devices a test plugs in, pulls out and speaks into; and a clock moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from assist.audio.chunks import Samples
from assist.audio.devices import Device
from assist.audio.portaudio import PortAudio
from assist.audio.system import AudioSystem

Row = tuple[str, int, float]
"""Name, input channels, native rate."""

MICROPHONE: Row = ("Headset Microphone", 1, 16_000.0)
MONITOR: Row = ("Monitor of Headset", 2, 48_000.0)
SPEAKERS: Row = ("Speakers", 0, 48_000.0)


class PortAudioError(Exception):
    """As sounddevice's."""


class Clock:
    """Monotonic seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Now."""
        return self.now


class RawStream:
    """An open input that a test speaks into."""

    def __init__(self, name: str, options: dict[str, Any]) -> None:
        self.name = name
        self.options = options
        self.active = False
        self.closed = False

    def start(self) -> None:
        """Begin."""
        self.active = True

    def stop(self, *, ignore_errors: bool) -> None:
        """End."""
        assert ignore_errors
        self.active = False

    def close(self, *, ignore_errors: bool) -> None:
        """Give back."""
        assert ignore_errors
        self.closed = True

    def hear(self, block: Samples, *, overflow: bool = False) -> None:
        """Call back as PortAudio does, with a buffer that is used again afterwards."""
        buffer = block.copy()
        self.options["callback"](buffer, len(buffer), None, SimpleNamespace(input_overflow=overflow))
        buffer[:] = np.nan

    def hear_block(self, level: float = 0.0) -> None:
        """A block of 32 ms at the stream's own rate."""
        self.hear(np.full((self.options["blocksize"], self.options["channels"]), level, np.float32))


class SoundSystem:
    """Stands in for the sounddevice module: it sees what is plugged in only when it is started."""

    PortAudioError = PortAudioError

    def __init__(
        self,
        *devices: Row,
        default: int = 0,
        host_apis: tuple[str, ...] = ("ALSA",),
        refuses: Callable[..., str] | None = None,
    ) -> None:
        self.plugged = list(devices)
        self.plugged_default = default
        self.refuses = refuses or (lambda **_: "")
        self.host_apis = host_apis
        self.streams: list[RawStream] = []
        self.starts = 0
        self._initialize()

    def _terminate(self) -> None:
        for stream in self.streams:
            stream.active = False

    def _initialize(self) -> None:
        self.starts += 1
        self._seen = list(self.plugged)
        self.default = SimpleNamespace(device=(self.plugged_default, -1))

    def query_devices(self) -> list[dict[str, Any]]:
        """All devices, outputs too."""
        return [
            {"name": name, "hostapi": 0, "max_input_channels": channels, "default_samplerate": rate}
            for name, channels, rate in self._seen
        ]

    def query_hostapis(self) -> list[dict[str, Any]]:
        """As it was started with."""
        return [{"name": name, "default_input_device": self.default.device[0]} for name in self.host_apis]

    def InputStream(self, **options: Any) -> RawStream:  # noqa: N802 - as sounddevice names it
        """Open an input."""
        row = self._seen[options["device"]]
        failure = "Invalid device" if row not in self.plugged else self.refuses(**options)
        if failure:
            raise PortAudioError(failure)
        self.streams.append(RawStream(row[0], options))
        return self.streams[-1]

    def pull_out(self, name: str) -> None:
        """Unplug a device; its streams end."""
        self.plugged = [row for row in self.plugged if row[0] != name]
        for stream in self.open_streams(name):
            stream.active = False

    def open_streams(self, name: str = "") -> list[RawStream]:
        """The streams that are not closed, of one device or of all."""
        return [stream for stream in self.streams if not stream.closed and name in ("", stream.name)]


class Seen:
    """A lookout: what another process would see now."""

    def __init__(self, sounddevice: SoundSystem) -> None:
        self._sounddevice = sounddevice
        self.looks = 0

    def look(self, library: str) -> list[Device]:
        """The devices that are plugged in."""
        assert library == "sounddevice"
        self.looks += 1
        now = SoundSystem(
            *self._sounddevice.plugged,
            default=self._sounddevice.plugged_default,
            host_apis=self._sounddevice.host_apis,
        )
        return PortAudio(now).devices()

    def close(self) -> None:
        """Nothing to end."""


def desk(**options: Any) -> SoundSystem:
    """A speaker, a microphone and the monitor of what is played."""
    return SoundSystem(SPEAKERS, MICROPHONE, MONITOR, **{"default": 1, **options})


def system_on(sounddevice: SoundSystem, *, looks_often: bool = False) -> tuple[AudioSystem, Seen]:
    """The inputs by this module, with a lookout; ``looks_often`` as on Windows and macOS."""
    seen = Seen(sounddevice)
    library = PortAudio(sounddevice, seen)  # type: ignore[arg-type]
    library.looks_often = looks_often
    return AudioSystem([library]), seen
