"""Which inputs there are, by which library, and which of them carries whom."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assist.audio.chunks import Samples
from assist.audio.devices import Device, find_device
from assist.audio.portaudio import PortAudio
from assist.audio.pulse import PulseServer
from assist.audio.system import AudioSystem, list_devices, open_system, system_of
from assist.audio.wasapi import WasapiLoopbacks
from assist.errors import SourceError
from assist.events import Speaker
from tests.audio.sound_system import MONITOR, Seen, SoundSystem, desk


def test_inputs_are_listed() -> None:
    """Outputs are left out; the default and what carries the far end are marked."""
    assert list_devices(system_of(desk())) == [
        Device(1, "Headset Microphone", "ALSA", 1, 16_000, is_loopback=False, is_default=True),
        Device(2, "Monitor of Headset", "ALSA", 2, 48_000, is_loopback=True, is_default=False),
    ]


def test_windows_names_each_device_once() -> None:
    """By WASAPI, whose default it is; the older interfaces' short names of it are left out."""
    long = "Headset Microphone (Jabra Evolve2 65)"
    rows = [
        ("Microsoft Sound Mapper - Input", 0, 2),
        (long[:31], 0, 2),
        (long, 1, 2),
        (long, 2, 1),
        ("Stereo Mix (Realtek)", 3, 2),
    ]
    module: Any = SimpleNamespace(
        query_hostapis=lambda: [
            {"name": name, "default_input_device": default}
            for name, default in (("MME", 0), ("Windows DirectSound", 2), ("Windows WASAPI", 3), ("Windows WDM-KS", -1))
        ],
        query_devices=lambda: [
            {"name": name, "hostapi": api, "max_input_channels": channels, "default_samplerate": 48_000.0}
            for name, api, channels in rows
        ],
        default=SimpleNamespace(device=(0, -1)),
        PortAudioError=OSError,
    )
    found = PortAudio(module).devices()
    assert [(device.index, device.host_api, device.is_default) for device in found] == [
        (3, "Windows WASAPI", True),
        (0, "MME", False),
        (4, "Windows WDM-KS", False),
    ]


def test_without_names_the_customer_is_the_monitor_and_the_agent_the_default() -> None:
    """A usual desk needs no settings."""
    devices = list_devices(system_of(desk()))
    assert find_device("", "customer", devices).name == "Monitor of Headset"
    assert find_device("", "agent", devices).name == "Headset Microphone"


def test_of_several_monitors_the_default_outputs_is_the_customer() -> None:
    """Softphones play there."""
    devices = [
        Device(0, "Monitor of HDMI", "PulseAudio", 2, 48_000, is_loopback=True, is_default=False, library="pulse"),
        Device(1, "Monitor of Headset", "PulseAudio", 2, 48_000, is_loopback=True, is_default=True, library="pulse"),
    ]
    assert find_device("", "customer", devices).name == "Monitor of Headset"


def test_a_part_of_a_name_is_enough() -> None:
    """Names are long and differ in case; an exact one goes first."""
    devices = list_devices(system_of(SoundSystem(("USB Mic 2", 1, 16_000.0), ("usb mic", 1, 16_000.0))))
    assert find_device("USB MIC", "agent", devices).name == "usb mic"
    assert find_device("mic 2", "agent", devices).name == "USB Mic 2"


def test_a_headsets_name_is_its_microphone_for_the_agent_and_its_monitor_for_the_customer() -> None:
    """While the microphone is unplugged its monitor never stands in for it: that is the customer."""
    devices = list_devices(system_of(desk()))
    assert find_device("headset", "agent", devices).name == "Headset Microphone"
    assert find_device("headset", "customer", devices).name == "Monitor of Headset"
    with pytest.raises(SourceError, match="there is no such input"):
        find_device("headset", "agent", [device for device in devices if device.is_loopback])
    assert find_device("monitor of head", "agent", devices).name == "Monitor of Headset", "who says so means it"


@pytest.mark.parametrize(
    ("name", "role", "system", "sentence"),
    [
        ("", "agent", SoundSystem(("Speakers", 0, 48_000.0)), "has no audio input; connect a microphone"),
        ("", "agent", SoundSystem(MONITOR), "There is no microphone; connect a headset"),
        ("", "customer", SoundSystem(("Mic", 1, 48_000.0)), "set audio.customer_device to one that 'assist devices'"),
        ("Hedset Micro", "agent", desk(), r"audio\.agent_device=Hedset Micro: there is no such input; did you mean"),
        ("zzz", "customer", desk(), "there is no such input; 'assist devices' lists them all"),
    ],
)
def test_missing_devices_are_told(name: str, role: Speaker, system: SoundSystem, sentence: str) -> None:
    """No input, no microphone, no monitor, a misspelt name: one sentence each, with the mend."""
    with pytest.raises(SourceError, match=sentence):
        find_device(name, role, list_devices(system_of(system)))


def test_a_device_that_wants_all_its_channels_gets_them() -> None:
    """Where two channels are refused, the native count is opened."""
    refuses = lambda **options: "Invalid number of channels" if options["channels"] == 2 else ""  # noqa: E731
    system = SoundSystem(("Mic", 1, 16_000.0), ("Loopback", 8, 48_000.0), refuses=refuses)
    library = PortAudio(system)
    for device in library.devices():
        library.open(device, "agent", lambda _block, _overflowed: None)
    assert [stream.options["channels"] for stream in system.streams] == [1, 8]


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        ("OSError('PortAudio library not found')", "needs the PortAudio library; install it"),
        ("ImportError('sounddevice')", "needs sounddevice; install it with"),
    ],
)
def test_a_missing_library_is_told(
    failure: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without PortAudio and without a sound server there is one sentence and no traceback."""
    (tmp_path / "sounddevice.py").write_text(f"raise {failure}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'none'}")
    with pytest.raises(SourceError, match=sentence):
        open_system()


def test_a_sound_server_that_does_not_answer_has_no_devices(tmp_path: Path) -> None:
    """It may be started later."""
    assert PulseServer({"PATH": "/usr/bin:/bin", "PULSE_SERVER": f"unix:{tmp_path / 'none'}"}).devices() == []
    assert PulseServer({"PATH": str(tmp_path)}).devices() == []


class RawLoopback:
    """An open stream of pyaudiowpatch's."""

    def __init__(self, take: Any) -> None:
        self.take = take
        self.running = True

    def is_active(self) -> bool:
        """Whether it runs."""
        return self.running

    def stop_stream(self) -> None:
        """Fails where the device is gone, as PyAudio's does."""
        if not self.running:
            raise OSError(-9988, "Stream closed")

    def close(self) -> None:
        """End it."""
        self.running = False


class WindowsSound:
    """Stands in for pyaudiowpatch, in the shape of its documentation (0.2.12)."""

    paFloat32, paContinue, paInputOverflow = 1, 0, 2  # noqa: N815 - as it names them

    def __init__(self) -> None:
        self.outputs = [("Speakers (Realtek) [Loopback]", 7), ("Headset (Jabra) [Loopback]", 8)]
        self.default = 8
        self.opened: list[dict[str, Any]] = []
        self.running: list[RawLoopback] = []
        self.refuses = False
        self.starts = 0

    def PyAudio(self) -> WindowsSound:  # noqa: N802 - as it names it
        """A started library."""
        self.starts += 1
        return self

    def terminate(self) -> None:
        """End it, and its streams."""
        self.starts -= 1

    def get_loopback_device_info_generator(self) -> Iterator[dict[str, Any]]:
        """The loopback of each output."""
        for name, index in self.outputs:
            yield {"index": index, "name": name, "maxInputChannels": 2, "defaultSampleRate": 48_000.0}

    def get_default_wasapi_loopback(self) -> dict[str, Any]:
        """That of the default output; LookupError where there is none."""
        if not self.outputs:
            raise LookupError
        return {"index": self.default}

    def open(self, **options: Any) -> RawLoopback:
        """A running stream."""
        if self.refuses:
            raise OSError(-9985, "Device unavailable")
        self.opened.append(options)
        self.running.append(RawLoopback(options["stream_callback"]))
        return self.running[-1]


def test_what_windows_plays_is_heard_by_its_loopback() -> None:
    """The default output's is the customer; blocks are the receiver's own; the microphone is sounddevice's."""
    windows, posted = WindowsSound(), list[tuple[Samples, bool]]()
    loopbacks = WasapiLoopbacks(windows)
    microphones = PortAudio(SoundSystem(("Headset (Jabra)", 1, 16_000.0)))
    system = AudioSystem([microphones, loopbacks])
    devices = system.devices()
    customer, agent = find_device("", "customer", devices), find_device("", "agent", devices)
    assert (customer.name, customer.library) == ("Headset (Jabra) [Loopback]", "pyaudiowpatch")
    assert (agent.name, agent.library) == ("Headset (Jabra)", "sounddevice")
    stream = system.open(customer, "customer", lambda block, overflowed: posted.append((block, overflowed)))
    assert windows.opened[0]["input_device_index"] == 8
    assert windows.opened[0]["frames_per_buffer"] == 1_536
    assert windows.running[0].take(np.full(4, 0.5, np.float32).tobytes(), 2, None, windows.paInputOverflow) == (None, 0)
    (block, overflowed) = posted[0]
    assert (block.shape, overflowed, float(block.sum())) == ((2, 2), True, 2.0)
    block[:] = 0.0
    windows.running[0].running = False
    assert not stream.active
    stream.close()
    stream.close()


def test_a_refused_loopback_and_an_output_less_machine_are_told() -> None:
    """One sentence with the mend; no default where there is no output."""
    windows = WindowsSound()
    loopbacks = WasapiLoopbacks(windows)
    windows.refuses = True
    with pytest.raises(SourceError, match=r"customer's device 'Speakers .* cannot be opened .*Device unavailable"):
        loopbacks.open(loopbacks.devices()[0], "customer", lambda _block, _overflowed: None)
    windows.outputs = []
    assert loopbacks.look() == []


def test_a_loopback_that_is_heard_is_not_disturbed_by_a_look() -> None:
    """Another process looks then."""
    windows = WindowsSound()

    class Elsewhere(Seen):
        def look(self, library: str) -> list[Device]:
            self.looks += 1
            assert library == "pyaudiowpatch"
            return []

    elsewhere = Elsewhere(desk())
    loopbacks = WasapiLoopbacks(windows, elsewhere)  # type: ignore[arg-type]
    loopbacks.look()
    assert elsewhere.looks == 0
    stream = loopbacks.open(loopbacks.devices()[0], "customer", lambda _block, _overflowed: None)
    assert loopbacks.look() == []
    assert (elsewhere.looks, stream.active) == (1, True)


def test_what_was_started_to_list_the_loopbacks_is_ended() -> None:
    """PortAudio counts its starts: while one is left over, starting it anew shows nothing that was plugged in since."""
    windows = WindowsSound()
    system = AudioSystem([PortAudio(desk()), WasapiLoopbacks(windows)])  # type: ignore[arg-type]
    system.devices()
    assert windows.starts == 1
    system.refresh("pyaudiowpatch")
    assert windows.starts == 1
    system.close()
    assert windows.starts == 0


def test_a_loopback_is_not_asked_while_it_is_closed() -> None:
    """Another thread that asks meanwhile would ask freed memory."""
    windows, seen = WindowsSound(), list[bool]()
    loopbacks = WasapiLoopbacks(windows)
    stream = loopbacks.open(loopbacks.devices()[0], "customer", lambda _block, _overflowed: None)
    windows.running[0].stop_stream = lambda: seen.append(stream.active)  # type: ignore[method-assign]
    stream.close()
    assert seen == [False]
