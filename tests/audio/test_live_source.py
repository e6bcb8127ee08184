"""Live sound from devices that a test plays itself: nothing is lost untold, and nothing ends the call."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import numpy as np
import pytest

from assist.audio.chunks import Chunk
from assist.audio.devices import Device
from assist.audio.microphone import LiveSource
from assist.errors import SourceError
from assist.events import Speaker
from assist.settings import AudioSettings
from tests.audio.sound_system import MICROPHONE, MONITOR, Clock, SoundSystem, desk, system_on

PATIENCE_SECONDS = 20.0
STEP_SECONDS = 0.02


class Ears:
    """A live source, and what came of it."""

    def __init__(self, sounddevice: SoundSystem, clock: Clock | None = None, **names: str) -> None:
        self.chunks: list[Chunk] = []
        self.told: list[tuple[str, str]] = []
        self._news = threading.Condition()
        self._clock = clock or Clock()
        self.source = LiveSource(
            AudioSettings(**names),
            self.deliver,
            on_lost=self._tell,
            on_restored=lambda speaker: self._tell(speaker, "restored"),
            system=system_on(sounddevice)[0],
            clock=self._clock,
        )

    def deliver(self, chunk: Chunk) -> None:
        """Take a chunk."""
        with self._news:
            self.chunks.append(chunk)
            self._news.notify_all()

    def until(self, done: Callable[[], bool]) -> None:
        """Let time pass until it is so."""
        with self._news:
            for _ in range(round(PATIENCE_SECONDS / STEP_SECONDS)):
                if self._news.wait_for(done, STEP_SECONDS):
                    return
                self._clock.now += STEP_SECONDS
        pytest.fail(f"{self.told}, {len(self.chunks)} chunks")

    def of(self, speaker: Speaker) -> list[Chunk]:
        """A speaker's chunks; they follow each other."""
        chunks = [chunk for chunk in self.chunks if chunk.speaker == speaker]
        ends = [0, *np.cumsum([len(chunk.samples) for chunk in chunks])]
        assert [chunk.start for chunk in chunks] == list(ends[:-1])
        return chunks

    def _tell(self, speaker: str, what: str) -> None:
        with self._news:
            self.told.append((speaker, what))
            self._news.notify_all()


def test_live_sound_arrives_whole() -> None:
    """What the callbacks posted before the stop is delivered, each speaker's in order and without a gap."""
    system, clock = desk(), Clock()
    ears = Ears(system, clock)
    ears.source.start()
    monitor, microphone = system.streams
    assert (monitor.options["channels"], microphone.options["channels"]) == (2, 1)
    for number in range(10):
        clock.now += 0.032
        monitor.hear(np.full((1_536, 2), 0.1, np.float32))
        microphone.hear(np.full((512, 1), number / 10, np.float32))
    ears.source.stop()
    assert [round(float(chunk.samples[0]), 1) for chunk in ears.of("agent")] == [number / 10 for number in range(10)]
    assert sum(len(chunk.samples) for chunk in ears.of("customer")) == pytest.approx(5_120, abs=2)
    assert all(stream.closed for stream in system.streams)
    assert ears.source.overruns == 0


def test_overruns_are_counted() -> None:
    """Sound that the system or the full queue dropped is counted, and the call goes on."""
    system, held = desk(), threading.Event()
    source = LiveSource(AudioSettings(), lambda _: held.wait(10.0) and None, system=system_on(system)[0])
    source.start()
    microphone = system.streams[1]
    microphone.hear(np.zeros((512, 1), np.float32), overflow=True)
    for _ in range(700):
        microphone.hear(np.zeros((512, 1), np.float32))
    held.set()
    source.stop()
    assert source.overruns >= 100


def test_what_waited_in_the_queue_is_no_silence() -> None:
    """While the feeder is held up the devices go on: nothing is put between what they delivered."""
    system, clock, held = desk(), Clock(), threading.Event()
    ears = Ears(system, clock)

    def deliver(chunk: Chunk) -> None:
        held.wait(PATIENCE_SECONDS)
        ears.deliver(chunk)

    ears.source._deliver = deliver
    ears.source.start()
    for _ in range(100):
        clock.now += 0.032
        for stream in system.streams:
            stream.hear_block(0.5)
    clock.now += 0.3
    held.set()
    ears.source.stop()
    whole = np.concatenate([chunk.samples for chunk in ears.of("agent")])
    assert len(whole) == 100 * 512
    assert np.all(whole == 0.5)


def test_a_device_that_is_not_there_at_the_start_is_told_and_waited_for() -> None:
    """The engine runs, the other one is heard, and time goes on for both."""
    system, clock = SoundSystem(("Monitor of Headset", 2, 48_000.0), default=-1), Clock()
    ears = Ears(system, clock)
    ears.source.start()
    clock.now = 0.2
    ears.until(lambda: bool(ears.told))
    assert ears.told == [("agent", "There is no microphone; connect a headset, or set audio.agent_device to an input "
                          "that 'assist devices' lists.")]  # fmt: skip
    clock.now = 5.0
    ears.until(lambda: bool(ears.of("agent")) and ears.of("agent")[-1].end_seconds > 4.0)
    system.plugged.append(MICROPHONE)
    clock.now = 11.0
    ears.until(lambda: len(system.open_streams("Headset Microphone")) == 1)
    spoken_at = clock.now
    system.open_streams("Headset Microphone")[0].hear_block(0.5)
    ears.until(lambda: ("agent", "restored") in ears.told)
    ears.source.stop()
    heard = np.concatenate([chunk.samples for chunk in ears.of("agent")])
    assert int(np.argmax(heard > 0.1)) / 16_000 == pytest.approx(spoken_at - 0.032, abs=0.001)


def test_a_device_in_use_is_told_with_the_mend_and_does_not_end_the_other() -> None:
    """A softphone in exclusive mode."""
    system = desk(refuses=lambda **options: "Device unavailable" if options["device"] == 1 else "")
    ears = Ears(system)
    ears.source.start()
    ears.until(lambda: bool(ears.told))
    ears.source.stop()
    (speaker, reason) = ears.told[0]
    assert speaker == "agent"
    assert reason.startswith("The agent's device 'Headset Microphone' cannot be opened (Device unavailable); close")


def test_a_lost_and_restored_device_is_told() -> None:
    """The feeder tells of a loss by itself, keeps the call's time with silence, and tells of the return."""
    system, clock = desk(), Clock()
    ears = Ears(system, clock)
    ears.source.start()
    clock.now = 3.0
    ears.until(lambda: bool(ears.told))
    ears.until(lambda: bool(ears.of("agent")) and ears.of("agent")[-1].end_seconds > 2.7)
    system.open_streams("Headset Microphone")[-1].hear_block()
    ears.until(lambda: len(ears.told) == 2)
    ears.source.stop()
    assert ears.told == [
        ("agent", "The agent's device 'Headset Microphone' delivers no sound; check its plug and its switch."),
        ("agent", "restored"),
    ]


def test_a_pulled_plug_is_followed_by_its_return_in_one_time() -> None:
    """Lost with a sentence, silence meanwhile, restored; the customer is heard all the while."""
    system, clock = desk(), Clock()
    ears = Ears(system, clock, agent_device="Headset Mic")
    ears.source.start()
    for _ in range(50):
        clock.now += 0.032
        for stream in system.open_streams():
            stream.hear_block(0.5)
    system.pull_out("Headset Microphone")
    clock.now += 0.5
    ears.until(lambda: ears.told[:1] == [
        ("agent", "The agent's device 'Headset Microphone' is gone; plug it in again, and Attune goes on with it.")
    ])  # fmt: skip
    system.plugged.insert(0, MICROPHONE)
    clock.now += 6.0
    ears.until(lambda: len(system.open_streams("Headset Microphone")) == 1 and len(system.open_streams()) == 2)
    for _ in range(10):
        clock.now += 0.032
        for stream in system.open_streams():
            stream.hear_block(0.5)
    ears.source.stop()
    assert ears.told[1] == ("agent", "restored")
    assert ears.source.overruns == 1, "the customer's line was closed for a moment"
    heard_at = clock.now
    for speaker in ("customer", "agent"):
        assert ears.of(speaker)[-1].end_seconds == pytest.approx(heard_at, abs=0.002)


def test_a_hearer_that_fails_is_told_and_the_devices_go_on(caplog: pytest.LogCaptureFixture) -> None:
    """One sentence instead of a dead thread, once, however often it fails; the line comes back with the hearer."""
    caplog.set_level(logging.ERROR)
    system, clock = desk(), Clock()
    ears = Ears(system, clock)
    failing = True

    def deliver(chunk: Chunk) -> None:
        if failing and chunk.speaker == "customer":
            raise ValueError("the voice model is damaged")
        ears.deliver(chunk)

    def hear(blocks: int) -> None:
        for _ in range(blocks):
            clock.now += 0.032
            for stream in system.streams:
                stream.hear_block()
        heard = len(ears.of("agent"))
        ears.until(lambda: len(ears.of("agent")) >= heard and ears.source._blocks.empty())

    ears.source._deliver = deliver
    ears.source.start()
    hear(50)
    ears.until(lambda: bool(ears.told))
    hear(50)
    why = "What the devices hear could not be taken in (the voice model is damaged); Attune goes on trying."
    assert ears.told == [("customer", why)]
    assert caplog.messages == [why]
    assert 95 <= ears.source.overruns <= 101, "what was not taken in is counted"
    failing = False
    hear(10)
    ears.until(lambda: len(ears.told) == 2)
    ears.source.stop()
    assert ears.told[1:] == [("customer", "restored")]


def test_a_loopback_that_is_back_is_told_though_nothing_plays() -> None:
    """WASAPI's gives no block until something is played; the agent must not read meanwhile that it is gone."""
    system, clock = desk(), Clock()
    ears = Ears(system, clock, customer_device="Monitor of Headset")
    ears.source.start()
    for _ in range(20):
        clock.now += 0.032
        for stream in system.open_streams():
            stream.hear_block()
    system.pull_out("Monitor of Headset")
    clock.now += 0.5
    ears.until(lambda: bool(ears.told))
    assert ears.told[0][0] == "customer"
    system.plugged.append(MONITOR)
    clock.now += 6.0
    ears.until(lambda: ("customer", "restored") in ears.told)
    ears.source.stop()


def test_a_driver_that_hangs_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The devices go on delivering meanwhile; they are given back as soon as the driver answers."""
    monkeypatch.setattr("assist.audio.keeper._LEAVE_SECONDS", 0.1)
    system, clock, held, asked = desk(), Clock(), threading.Event(), threading.Event()
    ears = Ears(system, clock)
    ears.source.start()
    keeper = ears.source._keeper
    assert keeper is not None
    assert keeper._thread is not None

    def look(_among: object = None) -> list[Device]:
        asked.set()
        held.wait(PATIENCE_SECONDS)
        return []

    monkeypatch.setattr(keeper._system, "look", look)
    keeper.wake()
    assert asked.wait(PATIENCE_SECONDS)
    ended = threading.Event()

    def speak() -> None:
        while not ended.wait(0.01):
            system.streams[1].hear_block()

    speaking = threading.Thread(target=speak)
    stopping = threading.Thread(target=ears.source.stop, daemon=True)
    speaking.start()
    stopping.start()
    stopping.join(3.0)
    hung = stopping.is_alive()
    ended.set()
    speaking.join()
    held.set()
    assert not hung
    keeper._thread.join(PATIENCE_SECONDS)
    assert all(stream.closed for stream in system.streams)


def test_where_nothing_can_be_listed_it_is_told_at_the_start() -> None:
    """No sound service at all."""
    system = desk()

    def fail() -> None:
        raise system.PortAudioError("host error")

    system.query_hostapis = fail  # type: ignore[method-assign, assignment]
    ears = Ears(system)
    with pytest.raises(SourceError, match="The audio devices cannot be listed"):
        ears.source.start()
    ears.source.stop()
