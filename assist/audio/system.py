"""All inputs of this machine, whichever library has them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from assist.audio import portaudio, pulse, wasapi
from assist.audio.devices import Device
from assist.audio.lookout import Lookout
from assist.audio.opening import Library, Post, Stream
from assist.audio.portaudio import PortAudio, load_sounddevice
from assist.audio.pulse import PulseServer
from assist.audio.wasapi import WasapiLoopbacks
from assist.errors import SourceError
from assist.events import Speaker


class AudioSystem:
    """Several libraries as one. Used by one thread at a time.

    Args:
        libraries: the first one's inputs go first, and its default is the default.
        lookout: what they share; closed with this.
    """

    def __init__(self, libraries: Sequence[Library], lookout: Lookout | None = None) -> None:
        self._libraries = {library.name: library for library in libraries}
        self._lookout = lookout

    def devices(self) -> list[Device]:
        """All inputs, as the libraries know them.

        Raises:
            SourceError: a library fails.
        """
        return _one_default([device for library in self._libraries.values() for device in library.devices()])

    def look(self, among: Collection[str] | None = None) -> list[Device]:
        """The inputs that are there now, of all libraries or of some; open streams are not disturbed."""
        asked = [library for name, library in self._libraries.items() if among is None or name in among]
        return _one_default([device for library in asked for device in library.look()])

    def known(self, device: Device) -> Device | None:
        """The device as its library can open it; None if the library must be refreshed before."""
        library = self._libraries[device.library]
        if library.view.is_stale:
            return None
        return next((one for one in library.devices() if one.is_same(device) and one.rate_hz == device.rate_hz), None)

    def refresh(self, library: str) -> None:
        """Have a library get to know what is there now; its streams must be closed."""
        self._libraries[library].refresh()

    def open(self, device: Device, role: Speaker, post: Post) -> Stream:
        """An open and running input.

        Raises:
            SourceError: the system refuses it.
        """
        return self._libraries[device.library].open(device, role, post)

    def looking_often(self, libraries: Collection[str]) -> set[str]:
        """Those of the libraries that are to be looked at though nothing is missing."""
        return {name for name in libraries if self._libraries[name].looks_often}

    def watch(self, changed: Callable[[], None]) -> bool:
        """Be told of changes where a library can tell, again after its server went; whether that begins now."""
        server = self._libraries.get(pulse.NAME)
        if not isinstance(server, PulseServer) or server.is_watched:
            return False
        server.watch(changed)
        return True

    def close(self) -> None:
        """End what was started to look and to watch."""
        if self._lookout is not None:
            self._lookout.close()
        for library in self._libraries.values():
            library.close()


def open_system() -> AudioSystem:
    """What this machine has: the sound server's programs, PortAudio, and the loopbacks of WASAPI where installed.

    Raises:
        SourceError: there is nothing to hear with.
    """
    lookout = Lookout()
    libraries: list[Library] = []
    if sys.platform == "linux" and PulseServer.is_installed():
        libraries.append(PulseServer())
    try:
        libraries.append(PortAudio(load_sounddevice(), lookout))
    except SourceError:
        if not any(library.devices() for library in libraries):
            raise
    module = _loopback_module()
    if module is not None:
        libraries.append(WasapiLoopbacks(module, lookout))
    return AudioSystem(libraries, lookout)


def system_of(sounddevice: Any) -> AudioSystem:
    """PortAudio alone, by this module."""
    return AudioSystem([PortAudio(sounddevice)])


def list_devices(system: AudioSystem | None = None) -> list[Device]:
    """All inputs; empty where there is none.

    Raises:
        SourceError: they cannot be listed.
    """
    if system is not None:
        return system.devices()
    with contextlib.closing(open_system()) as own:
        return own.devices()


def fresh(library: str) -> list[Device]:
    """The inputs that a library finds when it is started now.

    Raises:
        SourceError: it fails.
    """
    if library == portaudio.NAME:
        found = PortAudio(load_sounddevice())
        found.refresh()
        return found.devices()
    module = _loopback_module()
    if library != wasapi.NAME or module is None:
        return []
    loopbacks = WasapiLoopbacks(module)
    seen = loopbacks.devices()
    loopbacks.close()
    return seen


def _loopback_module() -> Any:
    if sys.platform != "win32":
        return None
    try:
        import pyaudiowpatch  # noqa: PLC0415 - optional, and starts PortAudio
    except ImportError:
        return None
    return pyaudiowpatch


def _one_default(devices: list[Device]) -> list[Device]:
    """One default microphone: where a sound server has one, PortAudio's is an alias of it."""
    first = next((device for device in devices if device.is_default and not device.is_loopback), None)
    if first is None:
        return devices
    return [
        replace(device, is_default=False)
        if device.is_default and not device.is_loopback and device.library != first.library
        else device
        for device in devices
    ]
