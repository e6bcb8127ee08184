"""Inputs through PortAudio, by the module sounddevice: all systems' microphones."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from assist.audio.chunks import Samples
from assist.audio.devices import Device, carries_far_end
from assist.audio.lookout import Lookout
from assist.audio.opening import BLOCK_SECONDS, Post, Stream, View, refusal
from assist.errors import SourceError
from assist.events import Speaker

NAME = "sounddevice"
_WASAPI = "Windows WASAPI"
_TWINS = ("MME", "Windows DirectSound", "Windows WDM-KS")
"""Windows' older ways to the devices that WASAPI has under their whole names and with their native rates."""

_MME_NAME_LENGTH = 31


def load_sounddevice() -> Any:
    """The sounddevice module.

    Raises:
        SourceError: it or the PortAudio library is not installed.
    """
    try:
        import sounddevice  # noqa: PLC0415 - starts PortAudio, and only live calls need it
    except OSError as error:
        raise SourceError(
            "Live audio needs the PortAudio library; install it ('sudo apt-get install libportaudio2' on Debian)."
        ) from error
    except ImportError as error:
        raise SourceError("Live audio needs sounddevice; install it with 'pip install sounddevice'.") from error
    return sounddevice


class PortAudio:
    """The inputs as PortAudio found them when it was started.

    To know others it must be started anew, which closes all its streams (PortAudio's issue 11). Another process looks,
    so that a healthy stream need not suffer.

    Args:
        sounddevice: the module.
        lookout: looks; without one, nothing new is seen while a stream is open.
    """

    name = NAME
    looks_often = sys.platform != "linux"
    """ALSA is looked at by opening every device: only where one is missing. Its default is followed by the sound
    server itself."""

    def __init__(self, sounddevice: Any, lookout: Lookout | None = None) -> None:
        self._sounddevice = sounddevice
        self._lookout = lookout
        self._open: set[_PortAudioStream] = set()
        self._runs = True
        self.view = View()

    def devices(self) -> list[Device]:
        """As PortAudio found them when it was started."""
        library = self._sounddevice
        try:
            apis = library.query_hostapis()
            rows = list(library.query_devices())
            default = library.default.device[0]
        except library.PortAudioError as error:
            raise SourceError(f"The audio devices cannot be listed ({error}); restart the sound service.") from error
        wasapi = next((api for api in apis if api["name"] == _WASAPI), None)
        if wasapi is not None:
            default = wasapi["default_input_device"]
        found = [
            Device(
                index=index,
                name=str(row["name"]),
                host_api=str(apis[row["hostapi"]]["name"]),
                channels=int(row["max_input_channels"]),
                rate_hz=round(row["default_samplerate"]),
                is_loopback=carries_far_end(row["name"]),
                is_default=index == default,
            )
            for index, row in enumerate(rows)
            if row["max_input_channels"] > 0
        ]
        return _each_once(found)

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
        """Start PortAudio anew."""
        library = self._sounddevice
        for stream in tuple(self._open):
            stream.close()
        try:
            if self._runs:  # after a start that failed there is nothing to end
                library._terminate()
                self._runs = False
            library._initialize()
        except library.PortAudioError as error:
            raise SourceError(f"PortAudio cannot be started anew ({error}); restart the sound service.") from error
        self._runs = True
        self.view.renewed()

    def close(self) -> None:
        """Nothing to do: the module ends PortAudio with the process."""

    def open(self, device: Device, role: Speaker, post: Post) -> Stream:
        """An open and running input."""
        library = self._sounddevice
        failure: Exception | None = None
        # Some systems open a device only with all its channels; some name 32 where two are real.
        for channels in dict.fromkeys((min(2, device.channels), device.channels)):
            try:
                raw = library.InputStream(
                    device=device.index,
                    samplerate=device.rate_hz,
                    channels=channels,
                    dtype="float32",
                    blocksize=round(device.rate_hz * BLOCK_SECONDS),
                    callback=_calling_back(post),
                )
                raw.start()
            except (library.PortAudioError, ValueError) as error:
                failure = error
            else:
                stream = _PortAudioStream(raw, self._open, library.PortAudioError)
                self._open.add(stream)
                return stream
        self.view.refused()
        raise refusal(device, role, failure) from failure


class _PortAudioStream:
    def __init__(self, raw: Any, among: set[_PortAudioStream], failure: type[Exception]) -> None:
        self._raw = raw
        self._among = among
        self._failure = failure

    @property
    def active(self) -> bool:
        # While it is being closed, on another thread, PortAudio frees what it would be asked about.
        try:
            return self in self._among and bool(self._raw.active)
        except self._failure:
            return False

    def close(self) -> None:
        if self in self._among:
            self._among.discard(self)
            # A stop waits for the last block; a device that is gone has none and must not stop the others.
            self._raw.stop(ignore_errors=True)
            self._raw.close(ignore_errors=True)


def _calling_back(post: Post) -> Any:
    def take(block: Samples, _frames: int, _times: Any, status: Any) -> None:
        # PortAudio uses the buffer again.
        post(np.array(block), bool(status and status.input_overflow))

    return take


def _each_once(devices: list[Device]) -> list[Device]:
    """Windows lists each device up to four times: WASAPI's goes first, and its twins are left out."""
    whole = [device for device in devices if device.host_api == _WASAPI]
    starts = {device.name[:_MME_NAME_LENGTH] for device in whole}
    others = [
        device
        for device in devices
        if device.host_api != _WASAPI and not (device.host_api in _TWINS and device.name[:_MME_NAME_LENGTH] in starts)
    ]
    return [*whole, *others]
