"""Which input carries whom, and live sound from devices that a test plays itself."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assist.audio.chunks import Chunk, Samples
from assist.audio.devices import Device, find_device, list_devices
from assist.audio.line import Line
from assist.audio.microphone import LiveSource
from assist.errors import SourceError
from assist.events import Speaker
from assist.settings import AudioSettings


class PortAudioError(Exception):
    """As sounddevice's."""


class Stream:
    """An open input that a test speaks into."""

    def __init__(self, **options: Any) -> None:
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


class SoundSystem:
    """Stands in for the sounddevice module."""

    PortAudioError = PortAudioError

    def __init__(self, *devices: tuple[str, int, float], default: int = 0, refuses: Callable[..., bool] | None = None):
        self._devices = [
            {"name": name, "hostapi": 0, "max_input_channels": channels, "default_samplerate": rate}
            for name, channels, rate in devices
        ]
        self.default = SimpleNamespace(device=(default, -1))
        self._refuses = refuses or (lambda **_: False)
        self.streams: list[Stream] = []

    def query_devices(self) -> list[dict[str, Any]]:
        """All devices, outputs too."""
        return self._devices

    def query_hostapis(self) -> list[dict[str, Any]]:
        """One."""
        return [{"name": "ALSA"}]

    def InputStream(self, **options: Any) -> Stream:  # noqa: N802 - as sounddevice names it
        """Open an input."""
        if self._refuses(**options):
            raise PortAudioError("Device unavailable")
        self.streams.append(Stream(**options))
        return self.streams[-1]


def desk(**options: Any) -> SoundSystem:
    """A speaker, a microphone and the monitor of what is played."""
    return SoundSystem(
        ("Speakers", 0, 48_000.0), ("Headset Microphone", 1, 16_000.0), ("Monitor of Headset", 2, 48_000.0),
        default=1, **options,
    )  # fmt: skip


def test_inputs_are_listed() -> None:
    """Outputs are left out; the default and what carries the far end are marked."""
    assert list_devices(desk()) == [
        Device(1, "Headset Microphone", "ALSA", 1, 16_000, is_loopback=False, is_default=True),
        Device(2, "Monitor of Headset", "ALSA", 2, 48_000, is_loopback=True, is_default=False),
    ]


def test_without_names_the_customer_is_the_monitor_and_the_agent_the_default() -> None:
    """A usual desk needs no settings."""
    devices = list_devices(desk())
    assert find_device("", "customer", devices).name == "Monitor of Headset"
    assert find_device("", "agent", devices).name == "Headset Microphone"


def test_a_part_of_a_name_is_enough() -> None:
    """Names are long and differ in case; an exact one goes first."""
    devices = list_devices(SoundSystem(("USB Mic 2", 1, 16_000.0), ("usb mic", 1, 16_000.0)))
    assert find_device("USB MIC", "agent", devices).name == "usb mic"
    assert find_device("mic 2", "agent", devices).name == "USB Mic 2"


@pytest.mark.parametrize(
    ("name", "role", "system", "sentence"),
    [
        ("", "agent", SoundSystem(("Speakers", 0, 48_000.0)), "has no audio input; connect a microphone"),
        ("", "customer", SoundSystem(("Mic", 1, 48_000.0)), "set audio.customer_device to one that 'assist devices'"),
        ("Hedset Micro", "agent", desk(), r"audio\.agent_device=Hedset Micro: there is no such input; did you mean"),
        ("zzz", "customer", desk(), "there is no such input; 'assist devices' lists them all"),
    ],
)
def test_missing_devices_are_told(name: str, role: Speaker, system: SoundSystem, sentence: str) -> None:
    """No input, no monitor, a misspelt name: one sentence each, with the mend."""
    with pytest.raises(SourceError, match=sentence):
        find_device(name, role, list_devices(system))


MICROPHONE = Device(1, "Mic", "ALSA", 1, 16_000, is_loopback=False, is_default=True)
MONITOR = Device(2, "Monitor", "ALSA", 2, 48_000, is_loopback=True, is_default=False)


def test_a_block_becomes_mono_at_16_khz() -> None:
    """All channels are mixed and the rate is converted; time is the count of samples."""
    line = Line("customer", MONITOR, 2.0)
    times = np.arange(48_000) / 48_000
    stereo = np.stack([np.sin(2 * np.pi * 440 * times), np.zeros(48_000)], axis=1).astype(np.float32)
    chunks = [line.take(stereo[start : start + 1_536], start / 48_000) for start in range(0, 48_000, 1_536)]
    whole = [chunk for chunk in (*chunks, line.flush()) if chunk is not None]
    samples = np.concatenate([chunk.samples for chunk in whole])
    assert len(samples) == pytest.approx(16_000, abs=2)
    assert [chunk.start for chunk in whole[1:]] == list(np.cumsum([len(chunk.samples) for chunk in whole])[:-1])
    assert np.max(np.abs(samples[1_000:-1_000])) == pytest.approx(0.5, abs=0.01)


def test_silence_stands_in_for_a_device_that_delivers_nothing() -> None:
    """Time goes on while a loopback is silent, and what comes afterwards has its place."""
    line = Line("customer", MONITOR, 2.0)
    assert line.silence(0.4) is None
    stood_in = line.silence(1.2)
    assert stood_in is not None
    assert (stood_in.start, len(stood_in.samples)) == (0, 16_000)
    assert not np.any(stood_in.samples)
    assert line.silence(1.2) is None
    line.take(np.ones((1_536, 2), np.float32), 1.3)
    assert line.silence(1.4) is None


def test_a_dead_microphone_is_lost_once_and_comes_back() -> None:
    """A device that delivers nothing is told once; when it delivers again, it is not lost."""
    line = Line("agent", MICROPHONE, 2.0)
    line.take(np.zeros((512, 1), np.float32), 0.1)
    assert line.lose(2.0, alive=True) == ""
    assert line.lose(2.2, alive=True) == "The agent's device 'Mic' delivers no sound; check its plug and its switch."
    assert line.is_lost
    assert line.lose(9.9, alive=False) == ""
    line.take(np.zeros((512, 1), np.float32), 10.0)
    assert not line.is_lost


def test_a_silent_loopback_is_not_lost_while_it_is_open() -> None:
    """Some systems deliver nothing while nothing plays; only a closed stream is a loss."""
    line = Line("customer", MONITOR, 2.0)
    assert line.lose(60.0, alive=True) == ""
    assert "delivers no sound" in line.lose(60.0, alive=False)


def test_live_sound_arrives_whole() -> None:
    """What the callbacks posted before the stop is delivered, each speaker's in order and without a gap."""
    system = desk()
    chunks: list[Chunk] = []
    source = LiveSource(AudioSettings(), chunks.append, sounddevice=system)
    source.start()
    monitor, microphone = system.streams
    assert (monitor.options["channels"], microphone.options["channels"]) == (2, 1)
    for number in range(10):
        monitor.hear(np.full((1_536, 2), 0.1, np.float32))
        microphone.hear(np.full((512, 1), number / 10, np.float32))
    source.stop()
    agent = [chunk for chunk in chunks if chunk.speaker == "agent"]
    assert [chunk.start for chunk in agent] == [512 * number for number in range(10)]
    assert [round(float(chunk.samples[0]), 1) for chunk in agent] == [number / 10 for number in range(10)]
    assert sum(len(chunk.samples) for chunk in chunks if chunk.speaker == "customer") == pytest.approx(5_120, abs=2)
    assert all(stream.closed for stream in system.streams)
    assert source.overruns == 0


def test_overruns_are_counted() -> None:
    """Sound that the system or the full queue dropped is counted, and the call goes on."""
    system = desk()
    held = threading.Event()
    source = LiveSource(AudioSettings(), lambda _: held.wait(10.0) and None, sounddevice=system)
    source.start()
    microphone = system.streams[1]
    microphone.hear(np.zeros((512, 1), np.float32), overflow=True)
    for _ in range(700):
        microphone.hear(np.zeros((512, 1), np.float32))
    held.set()
    source.stop()
    assert source.overruns >= 100


def test_a_device_that_cannot_be_opened_is_told() -> None:
    """A device in use or gone is one sentence, and the other one is not left open."""
    system = desk(refuses=lambda **options: options["device"] == 1)
    with pytest.raises(SourceError, match=r"agent's device 'Headset Microphone' cannot be opened \(Device unavailable"):
        LiveSource(AudioSettings(), lambda _: None, sounddevice=system).start()
    assert [stream.closed for stream in system.streams] == [True]


def test_a_device_that_wants_all_its_channels_gets_them() -> None:
    """Where two channels are refused, the native count is opened and mixed."""
    system = SoundSystem(
        ("Mic", 1, 16_000.0), ("Loopback", 8, 48_000.0), refuses=lambda **options: options["channels"] == 2
    )
    source = LiveSource(AudioSettings(), lambda _: None, sounddevice=system)
    source.start()
    source.stop()
    assert [stream.options["channels"] for stream in system.streams] == [8, 1]


def test_a_lost_and_restored_device_is_told() -> None:
    """The feeder tells of a loss by itself, keeps the call's time with silence, and tells of the return."""
    system = desk()
    now = [0.0]
    told: list[tuple[str, str]] = []
    lost, restored, silent = threading.Event(), threading.Event(), threading.Event()

    def on_lost(speaker: Speaker, reason: str) -> None:
        told.append((speaker, reason))
        lost.set()

    def on_restored(speaker: Speaker) -> None:
        told.append((speaker, "restored"))
        restored.set()

    def deliver(chunk: Chunk) -> None:
        if chunk.speaker == "agent" and chunk.end_seconds > 4.0:
            silent.set()

    source = LiveSource(
        AudioSettings(),
        deliver,
        on_lost=on_lost,
        on_restored=on_restored,
        sounddevice=system,
        clock=lambda: now[0],
    )
    source.start()
    now[0] = 5.0
    assert lost.wait(10.0)
    assert silent.wait(10.0)
    system.streams[1].hear(np.zeros((512, 1), np.float32))
    assert restored.wait(10.0)
    source.stop()
    assert told == [
        ("agent", "The agent's device 'Headset Microphone' delivers no sound; check its plug and its switch."),
        ("agent", "restored"),
    ]


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
    """Without PortAudio there is one sentence and no traceback."""
    (tmp_path / "sounddevice.py").write_text(f"raise {failure}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    with pytest.raises(SourceError, match=sentence):
        list_devices()
