"""What Windows plays, as inputs: the loopbacks of WASAPI, by the module pyaudiowpatch.

Its PortAudio is one of its own: that this one is started anew does not disturb sounddevice's microphone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from assist.audio.devices import Device
from assist.audio.lookout import Lookout
from assist.audio.opening import BLOCK_SECONDS, Post, Stream, View, refusal
from assist.errors import SourceError
from assist.events import Speaker

NAME = "pyaudiowpatch"


class WasapiLoopbacks:
    """The loopback of each output.

    Args:
        module: pyaudiowpatch.
        lookout: sees what is there now while a stream is open.
    """

    name = NAME
    looks_often = True

    def __init__(self, module: Any, lookout: Lookout | None = None) -> None:
        self._module = module
        self._lookout = lookout
        self._portaudio = module.PyAudio()
        self._open: set[_LoopbackStream] = set()
        self.view = View()

    def devices(self) -> list[Device]:
        """As they were when the library was started."""
        try:
            rows = list(self._portaudio.get_loopback_device_info_generator())
        except OSError as error:
            raise SourceError(f"Loopbacks cannot be listed ({error}); restart the Windows Audio service.") from error
        default = self._default()
        return [
            Device(
                index=int(row["index"]),
                name=str(row["name"]),
                host_api="Windows WASAPI",
                channels=int(row["maxInputChannels"]),
                rate_hz=round(row["defaultSampleRate"]),
                is_loopback=True,
                is_default=row["index"] == default,
                library=NAME,
            )
            for row in rows
        ]

    def look(self) -> list[Device]:
        """As another process finds them now; where no stream is open, this one starts anew and looks itself."""
        if any(stream.active for stream in self._open):
            seen = self._lookout.look(NAME) if self._lookout else None
            if seen is None:
                return self.devices()
            self.view.seen(seen)
            return seen
        self.refresh()
        return self.devices()

    def refresh(self) -> None:
        """Start the library anew."""
        for stream in tuple(self._open):
            stream.close()
        self._portaudio.terminate()
        self._portaudio = self._module.PyAudio()
        self.view.renewed()

    def close(self) -> None:
        """End the library. PortAudio counts its starts: one that is not ended keeps `refresh` from seeing anything."""
        self._portaudio.terminate()

    def open(self, device: Device, role: Speaker, post: Post) -> Stream:
        """An open and running loopback, with all its channels: it opens with no others."""
        module, channels = self._module, device.channels

        def take(data: bytes, _frames: int, _times: Any, status: int) -> tuple[None, int]:
            post(np.frombuffer(data, np.float32).reshape(-1, channels).copy(), bool(status & module.paInputOverflow))
            return None, module.paContinue

        try:
            raw = self._portaudio.open(
                format=module.paFloat32,
                channels=channels,
                rate=device.rate_hz,
                input=True,
                input_device_index=device.index,
                frames_per_buffer=round(device.rate_hz * BLOCK_SECONDS),
                stream_callback=take,
            )
        except (OSError, ValueError) as error:
            self.view.refused()
            raise refusal(device, role, error) from error
        stream = _LoopbackStream(raw, self._open)
        self._open.add(stream)
        return stream

    def _default(self) -> int:
        try:
            return int(self._portaudio.get_default_wasapi_loopback()["index"])
        except (OSError, LookupError):
            return -1  # there is no output just now


class _LoopbackStream:
    def __init__(self, raw: Any, among: set[_LoopbackStream]) -> None:
        self._raw = raw
        self._among = among

    @property
    def active(self) -> bool:
        # While it is being closed, on another thread, PortAudio frees what it would be asked about.
        try:
            return self in self._among and bool(self._raw.is_active())
        except OSError:
            return False

    def close(self) -> None:
        if self in self._among:
            self._among.discard(self)
            for end in (self._raw.stop_stream, self._raw.close):
                try:
                    end()
                except OSError:  # the device is gone
                    continue
