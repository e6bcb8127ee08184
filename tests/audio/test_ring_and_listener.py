"""The ring buffer and the ear that fills it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.listener import Listener, level_db
from assist.audio.ring import Ring
from assist.inputs import SpeechScored


def ramp(start: int, end: int) -> Samples:
    """Samples that tell their own position."""
    return np.arange(start, end, dtype=np.float32)


def test_what_was_said_can_be_cut() -> None:
    """Any stretch that is still kept comes back as it was."""
    ring = Ring(1.0)
    for start in range(0, 40_000, 500):
        ring.append(ramp(start, start + 500))
    assert np.array_equal(ring.cut(1.75, 2.25), ramp(28_000, 36_000))


def test_cuts_are_clamped_to_what_is_kept() -> None:
    """What is too old or not yet there is left out."""
    ring = Ring(1.0)
    assert len(ring.cut(0.0, 5.0)) == 0
    ring.append(ramp(0, 24_000))
    assert np.array_equal(ring.cut(0.0, 9.0), ramp(8_000, 24_000))
    assert len(ring.cut(3.0, 4.0)) == 0
    assert len(ring.cut(1.2, 1.1)) == 0


@given(st.lists(st.integers(0, 5_000), max_size=12), st.floats(0.0, 2.0), st.floats(0.0, 2.0))
def test_a_ring_keeps_the_end_of_a_line(sizes: list[int], start: float, end: float) -> None:
    """Whatever the pieces, a cut equals the same cut of the whole line's end."""
    ring = Ring(0.1)
    total = 0
    for size in sizes:
        ring.append(ramp(total, total + size))
        total += size
    first = max(round(start * SAMPLE_RATE), total - 1_600, 0)
    last = min(round(end * SAMPLE_RATE), total)
    assert np.array_equal(ring.cut(start, end), ramp(first, max(first, last)))


class Loudness:
    """A voice activity that only hears how loud it is."""

    def scores(self, windows: Samples) -> list[float]:
        """The windows' mean magnitudes."""
        assert windows.shape[1:] == (512,)
        return [float(np.mean(np.abs(window))) for window in windows]


def hear(sizes: list[int], samples: Samples) -> list[SpeechScored]:
    """What a listener makes of samples in pieces."""
    listener = Listener("customer", Ring(1.0), Loudness())
    scored: list[SpeechScored] = []
    start = 0
    for size in [*sizes, len(samples)]:
        piece = samples[start : start + size]
        scored += listener.hear(Chunk("customer", start, piece))
        start += len(piece)
    return scored


def test_windows_are_scored_in_order() -> None:
    """Each window has its time, its score and its level, rounded for the journal."""
    samples = np.concatenate((np.zeros(512, np.float32), np.full(512, 0.123456, np.float32)))
    assert hear([], samples) == [
        SpeechScored(at=0.032, speaker="customer", start=0.0, end=0.032, probability=0.0, level_db=-120.0),
        SpeechScored(at=0.064, speaker="customer", start=0.032, end=0.064, probability=0.1235, level_db=-18.2),
    ]


@given(st.lists(st.integers(1, 1_500), max_size=10))
def test_the_size_of_chunks_does_not_matter(sizes: list[int]) -> None:
    """Sources deliver what they like; the windows are the same."""
    samples = np.random.default_rng(3).uniform(-1.0, 1.0, 6_000).astype(np.float32)
    assert hear(sizes, samples) == hear([], samples)


def test_the_ring_holds_what_was_heard() -> None:
    """What was heard can be read by the recogniser, unfinished windows too."""
    ring = Ring(1.0)
    Listener("agent", ring, Loudness()).hear(Chunk("agent", 0, ramp(0, 700)))
    assert np.array_equal(ring.cut(0.0, 1.0), ramp(0, 700))


def test_levels() -> None:
    """Full scale is 0 dB, silence the floor."""
    assert level_db(np.ones(512, np.float32)) == 0.0
    assert level_db(np.zeros(512, np.float32)) == -120.0
    assert level_db(np.zeros(0, np.float32)) == -120.0


def test_a_chunk_checks_itself() -> None:
    """Stereo, wrong types and times before the call are our mistakes."""
    assert Chunk("agent", 16_000, ramp(0, 8_000)).end_seconds == 1.5
    with pytest.raises(ValueError, match="one dimension"):
        Chunk("agent", 0, np.zeros((10, 2), np.float32))
    with pytest.raises(ValueError, match="before the call"):
        Chunk("agent", -1, ramp(0, 10))
