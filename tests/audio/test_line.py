"""One line: mono at 16 kHz, without a gap or a jump, in step with the clock whatever its device does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.devices import Device
from assist.audio.line import Line
from tests.bench.drift import Crystal, furthest_apart

MICROPHONE = Device(1, "Mic", "ALSA", 1, 16_000, is_loopback=False, is_default=True)
MONITOR = Device(2, "Monitor", "ALSA", 2, 48_000, is_loopback=True, is_default=False)
BLOCK = 0.032


class Heard:
    """What came of a line."""

    def __init__(self, device: Device | None) -> None:
        self.line = Line("customer", device, 2.0)
        self._pieces: list[Samples] = []
        self._count = 0

    def take(self, chunk: Chunk | None) -> None:
        """Chunks follow each other."""
        if chunk is not None:
            assert chunk.start == self._count
            self._count += len(chunk.samples)
            self._pieces.append(chunk.samples)

    @property
    def samples(self) -> Samples:
        """All of it."""
        return np.concatenate(self._pieces)

    def hear(self, device: Device, seconds: float, begin: float, level: float = 0.0) -> None:
        """The device delivers blocks of a tone from ``begin`` on."""
        size = round(device.rate_hz * BLOCK)
        for number in range(round(seconds / BLOCK)):
            times = (np.arange(size) + number * size) / device.rate_hz
            block = level * np.sin(2 * np.pi * 440 * times, dtype=np.float32)[:, None].repeat(device.channels, axis=1)
            self.take(self.line.take(block.astype(np.float32), begin + (number + 1) * BLOCK))

    def loud(self) -> tuple[float, float]:
        """When the tone begins and when it ends."""
        (places,) = np.nonzero(np.abs(self.samples) > 0.05)
        return float(places[0]) / SAMPLE_RATE, float(places[-1]) / SAMPLE_RATE


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
    """Time goes on while a loopback is silent."""
    line = Line("agent", MICROPHONE, 2.0)
    assert line.silence(0.4) is None
    stood_in = line.silence(1.2)
    assert stood_in is not None
    assert (stood_in.start, len(stood_in.samples)) == (0, 16_000)
    assert not np.any(stood_in.samples)
    assert line.silence(1.2) is None
    line.take(np.ones((512, 1), np.float32), 1.3)
    assert line.silence(1.4) is None


@pytest.mark.parametrize("device", [MICROPHONE, MONITOR])
def test_the_first_words_after_a_long_nothing_are_whole_and_in_their_place(device: Device) -> None:
    """A loopback delivers nothing for minutes, then a word of half a second."""
    heard = Heard(device)
    for tenth in range(5, 3_000):
        heard.take(heard.line.silence(tenth / 10))
    heard.hear(device, 0.512, 300.04, level=0.5)
    heard.take(heard.line.flush())
    began, ended = heard.loud()
    assert began == pytest.approx(300.04, abs=0.002)
    assert ended == pytest.approx(300.04 + 0.512, abs=0.002)


def test_what_the_resampler_holds_stays_before_the_silence() -> None:
    """The end of the last word does not come after the pause."""
    heard = Heard(MONITOR)
    heard.hear(MONITOR, 0.512, 0.0, level=0.5)
    for tenth in range(10, 50):
        heard.take(heard.line.silence(tenth / 10))
    assert heard.loud()[1] == pytest.approx(0.512, abs=0.002)


@pytest.mark.parametrize("gap", [0.09, 3.0])
def test_another_device_at_another_rate_goes_on_in_the_same_time(gap: float) -> None:
    """The hole is silence; nothing is shifted."""
    slow = Device(1, "Buds", "ALSA", 1, 8_000, is_loopback=False, is_default=True)
    heard = Heard(MONITOR)
    heard.hear(MONITOR, 3.2, 0.0, level=0.3)
    heard.take(heard.line.silence(3.2 + gap))
    heard.line.attach(slow)
    heard.hear(slow, 3.2, 3.2 + gap, level=0.3)
    heard.take(heard.line.flush())
    began, ended = heard.loud()
    assert began < 0.001
    assert ended == pytest.approx(6.4 + gap, abs=0.002)
    hole = heard.samples[round(3.203 * SAMPLE_RATE) : round((3.197 + gap) * SAMPLE_RATE)]
    assert float(np.abs(hole).max()) < 0.02


def test_a_line_without_a_device_is_silent_until_it_has_one() -> None:
    """A headset that is plugged in a minute after the start."""
    heard = Heard(None)
    for tenth in range(5, 601):
        heard.take(heard.line.silence(tenth / 10))
    heard.line.attach(MONITOR)
    heard.hear(MONITOR, 0.64, 60.2, level=0.5)
    assert heard.loud()[0] == pytest.approx(60.2, abs=0.002)


def test_two_lines_stay_together_though_their_clocks_do_not() -> None:
    """500 ppm each in five minutes are 0.3 s; the bench does an hour."""
    apart = furthest_apart(Crystal("customer", 48_000, 500.0), Crystal("agent", 16_000, -500.0), 300.0)
    assert apart < 0.05


def test_blocks_that_were_dropped_are_made_up_for_in_a_pause() -> None:
    """A driver loses a third of a second: what follows is late until the next pause, never in the midst of a word."""
    heard = Heard(MICROPHONE)
    heard.hear(MICROPHONE, 3.2, 0.0)
    heard.hear(MICROPHONE, 3.2, 3.52, level=0.5)
    voice = heard.samples[np.abs(heard.samples) > 1e-6]
    assert len(voice) == pytest.approx(3.2 * SAMPLE_RATE, abs=60), "the word is as long as it was"
    heard.hear(MICROPHONE, 6.4, 6.72)
    heard.hear(MICROPHONE, 0.32, 13.12, level=0.5)
    assert heard.loud()[1] == pytest.approx(13.44, abs=0.025)


def test_late_blocks_that_come_all_at_once_are_taken_back_in_a_pause() -> None:
    """Silence stood in for sound that came after all: the sound stays, as much silence goes later."""
    heard = Heard(MICROPHONE)
    heard.hear(MICROPHONE, 3.2, 0.0)
    for tenth in range(33, 40):
        heard.take(heard.line.silence(tenth / 10))
    for number in range(20):
        block = np.full((512, 1), 0.5, np.float32)
        heard.take(heard.line.take(block, 3.84 + number * 0.001))
    assert int(np.count_nonzero(heard.samples == 0.5)) == 20 * 512
    heard.hear(MICROPHONE, 16.0, 3.84)
    heard.hear(MICROPHONE, 0.32, 19.84, level=0.5)
    assert heard.loud()[1] == pytest.approx(20.16, abs=0.025)


@settings(max_examples=40, deadline=None)
@given(
    late=st.lists(st.floats(0.0, 0.4), min_size=1, max_size=60),
    changes=st.lists(st.sampled_from([8_000, 16_000, 44_100, 48_000]), min_size=1, max_size=4),
)
def test_chunks_follow_each_other_and_time_never_runs_away(late: list[float], changes: list[int]) -> None:
    """Whatever comes late, and whatever device is attached in between."""
    heard, at = Heard(None), 0.0
    for rate in changes:
        device = Device(1, "Mic", "ALSA", 1, rate, is_loopback=False, is_default=True)
        heard.line.attach(device)
        for delay in late:
            at += BLOCK + delay
            heard.take(heard.line.silence(at))
            heard.take(heard.line.take(np.full((round(rate * BLOCK), 1), 0.1, np.float32), at))
    heard.take(heard.line.flush())
    assert len(heard.samples) / SAMPLE_RATE <= at + 0.01


def test_a_dead_microphone_is_lost_once_and_comes_back() -> None:
    """A device that delivers nothing is told once; when it delivers again, it is not lost."""
    line = Line("agent", MICROPHONE, 2.0)
    line.take(np.zeros((512, 1), np.float32), 0.1)
    assert line.lose(2.0, alive=True) == ""
    assert line.lose(2.2, alive=True) == "The agent's device 'Mic' delivers no sound; check its plug and its switch."
    assert line.is_lost
    assert line.lose(9.9, alive=False) == ""
    line.take(np.zeros((512, 1), np.float32), 10.0)
    assert line.found()
    assert not line.is_lost
    assert not line.found()


def test_another_reason_is_told_again() -> None:
    """First it is gone, then it is there and another program holds it."""
    line = Line("agent", MICROPHONE, 2.0)
    told = [line.lose(at, alive=False, why=why) for at, why in ((0.1, "gone"), (0.2, "gone"), (9.0, "held"), (9.1, ""))]
    assert told == ["gone", "", "held", ""]


def test_a_silent_loopback_is_not_lost_while_it_is_open() -> None:
    """Some systems deliver nothing while nothing plays; only a closed stream is a loss."""
    line = Line("customer", MONITOR, 2.0)
    assert line.lose(60.0, alive=True) == ""
    assert "delivers no sound" in line.lose(60.0, alive=False)


def test_what_was_dropped_before_it_could_be_taken_in_is_silence() -> None:
    """The feeder was held up for so long that its queue ran over: the next word still has its right time."""
    heard, block = Heard(MONITOR), np.full((1_536, 1), 0.5, np.float32)
    for number in range(1, 31):
        heard.take(heard.line.take(block, number * BLOCK))
    heard.take(heard.line.take(block, 6.0))
    heard.take(heard.line.flush())
    assert len(heard.samples) / SAMPLE_RATE == pytest.approx(6.0, abs=0.002)
    missing = heard.samples[round(1.0 * SAMPLE_RATE) : round(5.9 * SAMPLE_RATE)]
    assert float(np.abs(missing).max()) < 0.01
