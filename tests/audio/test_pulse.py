"""The microphone code on a real sound server: a call is played into null sinks and recorded from their monitors."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.audio.chunks import Chunk, Samples
from assist.audio.devices import find_device
from assist.audio.lookout import Lookout
from assist.audio.microphone import LiveSource
from assist.audio.pulse import PulseServer
from assist.audio.system import AudioSystem
from assist.errors import SourceError
from assist.settings import AudioSettings
from tests.pulse import pulse_rig

pytestmark = pytest.mark.audio

SAMPLE_CALL = Path(__file__).resolve().parents[2] / "assist" / "demo" / "sample_call.flac"

RECORDER = """
import json, subprocess, sys, threading
import numpy as np
from assist.audio.lookout import Lookout
from assist.audio.microphone import LiveSource
from assist.settings import AudioSettings

heard = {"customer": [], "agent": []}
begun = threading.Event()

def deliver(chunk):
    assert chunk.start == sum(map(len, heard[chunk.speaker]))
    heard[chunk.speaker].append(chunk.samples)
    if all(heard.values()):
        begun.set()

source = LiveSource(AudioSettings(customer_device="customer_line", agent_device="agent_line"), deliver)
source.start()
assert begun.wait(20.0), "no sound from the monitors"
players = [subprocess.Popen(["paplay", "-d", sink, sink + ".wav"]) for sink in ("customer", "agentmic")]
for player in players:
    assert player.wait() == 0
source.stop()
np.savez("heard.npz", **{speaker: np.concatenate(pieces) for speaker, pieces in heard.items()})
print(json.dumps({"overruns": source.overruns}))
"""


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A sound server for all tests here; the environment to reach it.

    Its monitors are listened to all the time: one that nobody listens to takes two seconds to its first block.
    """
    with pulse_rig(tmp_path_factory.mktemp("pulse")) as environment, contextlib.ExitStack() as awake:
        for source in ("customer.monitor", "agentmic.monitor"):
            waking = ["parec", "-d", source, "--latency-msec=32", "/dev/null"]
            recorder = awake.enter_context(subprocess.Popen(waking, env=environment))
            awake.callback(recorder.kill)
        yield environment


class Ears:
    """A live source on the server itself, and what came of it."""

    def __init__(self, rig: dict[str, str], **names: str) -> None:
        self.heard: dict[str, list[Samples]] = {"customer": [], "agent": []}
        self.told: list[tuple[str, str]] = []
        self._news = threading.Condition()
        self.source = LiveSource(
            AudioSettings(**names),
            self._deliver,
            on_lost=self._tell,
            on_restored=lambda speaker: self._tell(speaker, "restored"),
            system=AudioSystem([PulseServer(rig)]),
        )

    def until(self, done: Callable[[], bool]) -> None:
        """Wait for it."""
        with self._news:
            assert self._news.wait_for(done, 20.0), (self.told, {who: self.count(who) for who in self.heard})

    def count(self, speaker: str) -> int:
        """Samples so far."""
        return sum(map(len, self.heard[speaker]))

    def samples(self, speaker: str, start: int = 0) -> Samples:
        """What was heard of a speaker, from a sample on."""
        return np.concatenate(self.heard[speaker])[start:]

    def is_loud(self, speaker: str, start: int = 0) -> bool:
        """Whether anything was heard of a speaker since a sample."""
        return self.count(speaker) > start and float(np.abs(self.samples(speaker, start)).max()) > 0.05

    def _deliver(self, chunk: Chunk) -> None:
        with self._news:
            assert chunk.start == self.count(chunk.speaker)
            self.heard[chunk.speaker].append(chunk.samples)
            self._news.notify_all()

    def _tell(self, speaker: str, what: str) -> None:
        with self._news:
            self.told.append((speaker, what))
            self._news.notify_all()


@contextlib.contextmanager
def listening(rig: dict[str, str], **names: str) -> Iterator[Ears]:
    """Ears that are open."""
    ears = Ears(rig, **names)
    ears.source.start()
    try:
        yield ears
    finally:
        ears.source.stop()


@contextlib.contextmanager
def playing(rig: dict[str, str], sink: str, file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A recording, played into a sink."""
    player = subprocess.Popen(["paplay", "-d", sink, str(file)], env=rig)
    try:
        yield player
    finally:
        player.kill()
        player.wait()


def pactl(rig: dict[str, str], *arguments: str) -> str:
    """Ask the server, or tell it."""
    return subprocess.run(["pactl", *arguments], env=rig, capture_output=True, text=True, check=True).stdout.strip()


def sink(rig: dict[str, str], name: str, rate: int = 48_000) -> str:
    """A new output; the number by which it is taken away."""
    return pactl(rig, "load-module", "module-null-sink", f"sink_name={name}", f"rate={rate}", "channels=1")


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of 440 Hz."""
    path = tmp_path_factory.mktemp("tone") / "tone.wav"
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * 440 * np.arange(16_000 * 60) / 16_000), 16_000)
    return path


def envelope(samples: Samples) -> Samples:
    """Level of each hundredth of a second, its mean removed."""
    count = len(samples) // 160
    level: Samples = np.sqrt((samples[: count * 160].reshape(count, 160) ** 2).mean(axis=1))
    return level - level.mean()


def likeness(one: Samples, other: Samples) -> float:
    """How alike two voices are at their best alignment (-1..1)."""
    first, second = envelope(one), envelope(other)
    correlation = np.correlate(first, second, "full") / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-9)
    return float(correlation.max())


def test_each_voice_is_recorded_from_its_own_line(rig: dict[str, str], tmp_path: Path) -> None:
    """Two devices at once, at the server's own rate: nothing is lost and nobody is mistaken for the other."""
    call, rate = soundfile.read(SAMPLE_CALL, start=16_000 * 10, frames=16_000 * 4, dtype="float32", always_2d=True)
    for channel, sink in enumerate(("customer", "agentmic")):
        soundfile.write(tmp_path / f"{sink}.wav", call[:, channel], rate)
    recorder = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(RECORDER)],
        cwd=tmp_path,
        env={**rig, "PYTHONPATH": str(SAMPLE_CALL.parents[2])},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert recorder.returncode == 0, recorder.stderr
    assert '"overruns": 0' in recorder.stdout
    with np.load(tmp_path / "heard.npz") as heard:
        assert likeness(heard["customer"], call[:, 0]) > 0.85
        assert likeness(heard["agent"], call[:, 1]) > 0.85
        assert likeness(heard["customer"], call[:, 1]) < 0.6


def found_again(voice: Samples, recorded: Samples) -> float:
    """How alike, sample by sample, a voice and its place in a recording are (-1..1)."""
    at = int(np.argmax(np.correlate(recorded, voice, "valid")))
    piece = recorded[at : at + len(voice)]
    return float(voice @ piece / (np.linalg.norm(voice) * np.linalg.norm(piece) + 1e-9))


def test_a_monitor_is_found_by_itself_and_loses_no_sample(rig: dict[str, str], tmp_path: Path) -> None:
    """What the default output plays is the customer, without a setting."""
    call, rate = soundfile.read(SAMPLE_CALL, start=16_000 * 7, frames=16_000 * 3, dtype="float32", always_2d=True)
    soundfile.write(tmp_path / "voice.wav", call[:, 0], rate)
    with listening(rig, agent_device="agentmic.monitor") as ears:
        ears.until(lambda: min(map(ears.count, ears.heard)) > 8_000)
        with playing(rig, "customer", tmp_path / "voice.wav") as player:
            assert player.wait(20.0) == 0
        played = ears.count("customer")
        ears.until(lambda: ears.count("customer") > played + 4_000)
    # Two samples lost in the middle of this voice make 0.9895 of it, a millisecond 0.76.
    assert found_again(call[:, 0], ears.samples("customer")) > 0.99
    assert ears.source.overruns == 0
    assert not ears.is_loud("agent")
    assert (ears.told, ears.count("customer")) == ([], pytest.approx(ears.count("agent"), abs=4_800))


def test_a_pulled_plug_and_its_return_at_another_rate(rig: dict[str, str], tone: Path) -> None:
    """Lost with a sentence, silent, restored, heard; and never the other speaker, whom the server gives instead."""
    headset = sink(rig, "headset")
    with listening(rig, agent_device="headset.monitor") as ears, playing(rig, "customer", tone):
        ears.until(lambda: ears.is_loud("customer"))
        pulled_at = ears.count("agent")
        pactl(rig, "unload-module", headset)
        ears.until(lambda: bool(ears.told))
        ears.until(lambda: ears.count("agent") > pulled_at + 8_000)
        silent = ears.samples("agent", pulled_at)
        assert np.count_nonzero(np.abs(silent) > 0.05) < 1_600, "not a tenth of a second of the customer"
        headset = sink(rig, "headset", rate=16_000)
        with playing(rig, "headset", tone):
            ears.until(lambda: len(ears.told) == 2)
            ears.until(lambda: ears.is_loud("agent", pulled_at + 8_000))
    pactl(rig, "unload-module", headset)
    assert ears.told == [
        ("agent", "The agent's device 'Monitor of Null Output (headset.monitor)' is gone; plug it in again, "
                  "and Attune goes on with it."),
        ("agent", "restored"),
    ]  # fmt: skip
    assert ears.source.overruns == 0, "the customer's line was not touched"
    assert ears.count("customer") == pytest.approx(ears.count("agent"), abs=8_000)


def test_another_default_output_is_followed(rig: dict[str, str], tone: Path) -> None:
    """The softphone plays there from now on; nobody is told of a loss."""
    other = sink(rig, "other", rate=44_100)
    try:
        with listening(rig, agent_device="agentmic.monitor") as ears, playing(rig, "other", tone):
            ears.until(lambda: ears.count("customer") > 16_000)
            assert not ears.is_loud("customer")
            pactl(rig, "set-default-sink", "other")
            ears.until(lambda: ears.is_loud("customer"))
            assert ears.told == []
    finally:
        pactl(rig, "set-default-sink", "customer")
        pactl(rig, "unload-module", other)


def test_sources_are_told_apart_and_a_muted_one_is_seen(rig: dict[str, str]) -> None:
    """Two outputs of one name; each by the server's own name too; muted in the system's settings; umlauts."""
    named = "sink_properties=device.description=Kopfhörer"
    module = pactl(rig, "load-module", "module-null-sink", "sink_name=german", named)
    pactl(rig, "set-source-mute", "agentmic.monitor", "1")
    try:
        *found, german = PulseServer(rig).devices()
    finally:
        pactl(rig, "set-source-mute", "agentmic.monitor", "0")
        pactl(rig, "unload-module", module)
    assert german.name == "Monitor of Kopfhörer"
    assert [(one.name, one.is_loopback, one.is_default, one.is_muted) for one in found] == [
        ("Monitor of Null Output (customer.monitor)", True, True, False),
        ("Monitor of Null Output (agentmic.monitor)", True, False, True),
    ]
    assert find_device("agentmic.monitor", "agent", found) == found[1]


def test_a_softphone_that_moves_the_volume_wakes_nobody(rig: dict[str, str]) -> None:
    """Its automatic gain does so several times a second, for hours; a source that comes does wake."""
    woken, news = list[int](), threading.Condition()

    def changed() -> None:
        with news:
            woken.append(1)
            news.notify_all()

    server = PulseServer(rig)
    server.watch(changed)
    try:
        for _ in range(100):  # until it is told of anything
            number = sink(rig, "watched")
            with news:
                if news.wait_for(lambda: bool(woken), 0.2):
                    break
            pactl(rig, "unload-module", number)
        before = len(woken)
        for percent in range(50, 70):
            pactl(rig, "set-source-volume", "agentmic.monitor", f"{percent}%")
        pactl(rig, "unload-module", number)
        with news:
            assert news.wait_for(lambda: len(woken) > before, 20.0)
        assert len(woken) - before < 10
    finally:
        pactl(rig, "set-source-volume", "agentmic.monitor", "100%")
        server.close()


def test_a_source_that_has_gone_is_refused_with_the_mend(rig: dict[str, str]) -> None:
    """Between the look and the opening."""
    server = PulseServer(rig)
    device = server.devices()[0]
    with pytest.raises(SourceError, match=r"cannot be opened \(.*No such entity.*\); plug it in again"):
        server.open(replace(device, handle="nobody"), "agent", lambda _block, _overflowed: None)


def test_another_process_sees_what_portaudio_finds_now(rig: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """By ALSA, as far as it lists them."""
    for name, value in rig.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(SAMPLE_CALL.parents[2]))
    lookout = Lookout()
    try:
        seen = lookout.look("sounddevice")
    finally:
        lookout.close()
    assert {"customer_line", "agent_line"} <= {device.name for device in seen or ()}


def test_a_server_that_answers_no_more_is_told(rig: dict[str, str], tmp_path: Path) -> None:
    """While it is started anew nothing else is taken in its place."""
    server = PulseServer(rig)
    assert server.devices()
    server._environment["PULSE_SERVER"] = f"unix:{tmp_path / 'none'}"
    with pytest.raises(SourceError, match="The sound server does not answer; Attune goes on as soon as it does"):
        server.devices()
