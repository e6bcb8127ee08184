"""Where utterances begin and end."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.settings import SpeechSettings
from assist.speech.endpointing import (
    Boundary,
    Endpointer,
    SpeechBegan,
    SpeechEnded,
    SpeechPaused,
    SpeechResumed,
)

WINDOW = 0.032
SETTINGS = SpeechSettings()


def hear(probabilities: list[float], settings: SpeechSettings = SETTINGS, window: float = WINDOW) -> list[Boundary]:
    """All boundaries of a call that consists of these windows."""
    endpointer = Endpointer(settings)
    boundaries: list[Boundary] = []
    for index, probability in enumerate(probabilities):
        boundaries += endpointer.step(index * window, (index + 1) * window, probability)
    return [*boundaries, *endpointer.finish(len(probabilities) * window)]


def seconds(speech: float, *, of: float = 0.9) -> list[float]:
    """Windows of one probability."""
    return [of] * round(speech / WINDOW)


def test_an_utterance_has_pre_roll_and_post_roll() -> None:
    """Speech between silences is one utterance that begins before its first window and is read when it pauses."""
    boundaries = hear(seconds(0.96, of=0.0) + seconds(1.6) + seconds(0.96, of=0.0))
    assert boundaries == [
        SpeechBegan(pytest.approx(0.96 - 0.3)),
        SpeechPaused(pytest.approx(2.56 + 0.16)),
        SpeechEnded(pytest.approx(0.66), pytest.approx(2.72)),
    ]


def test_a_click_begins_nothing() -> None:
    """Speech shorter than the minimum is no utterance."""
    assert hear([*seconds(0.5, of=0.0), 0.9, 0.9, 0.9, *seconds(1.0, of=0.0)]) == []


def test_pre_roll_stays_within_the_call() -> None:
    """A call that begins with speech has an utterance from 0."""
    assert hear(seconds(1.0))[0] == SpeechBegan(0.0)


def test_a_short_pause_is_resumed() -> None:
    """Silence shorter than the endpoint is a pause inside one utterance."""
    boundaries = hear(seconds(0.64) + seconds(0.32, of=0.0) + seconds(0.64) + seconds(0.64, of=0.0))
    assert [type(boundary) for boundary in boundaries] == [
        SpeechBegan, SpeechPaused, SpeechResumed, SpeechPaused, SpeechEnded,
    ]  # fmt: skip


def test_doubtful_windows_do_not_end_speech() -> None:
    """Between the two thresholds speech goes on, and silence too."""
    assert [type(boundary) for boundary in hear(seconds(0.64) + seconds(2.0, of=0.4))] == [SpeechBegan, SpeechEnded]
    assert hear(seconds(2.0, of=0.4)) == []


def test_the_last_words_are_not_lost() -> None:
    """An utterance that runs when the call ends is ended with the call."""
    assert hear(seconds(0.96))[-1] == SpeechEnded(0.0, pytest.approx(0.96))


def test_endless_speech_is_cut_without_a_gap() -> None:
    """A longer utterance than allowed is cut, and the next one begins where it ended."""
    boundaries = hear(seconds(40.0))
    ended = [boundary for boundary in boundaries if isinstance(boundary, SpeechEnded)]
    assert [round(boundary.end - boundary.start) for boundary in ended] == [17, 17, 5]
    assert [one.end for one in ended[:-1]] == [other.start for other in ended[1:]]
    assert [one.cut for one in ended] == [True, True, False]


def test_endless_speech_is_cut_where_it_is_quietest() -> None:
    """And not where the limit happens to fall; what was said since belongs to the next utterance."""
    endpointer = Endpointer(SETTINGS)
    boundaries = [
        boundary
        for number in range(round(19.2 / WINDOW))
        for boundary in endpointer.step(
            number * WINDOW, (number + 1) * WINDOW, 0.9, -50.0 if 525 <= number <= 527 else -20.0
        )
    ]
    quiet = 526.5 * WINDOW
    assert boundaries == [
        SpeechBegan(0.0), SpeechEnded(0.0, pytest.approx(quiet), cut=True), SpeechBegan(pytest.approx(quiet)),
    ]  # fmt: skip


def test_a_long_utterance_is_cut_at_a_pause_where_there_is_one() -> None:
    """Past two thirds of the longest utterance a pause is enough."""
    boundaries = hear(seconds(14.4) + seconds(0.192, of=0.0) + seconds(6.4))
    assert boundaries[1:3] == [
        SpeechPaused(pytest.approx(14.56)),
        SpeechEnded(0.0, pytest.approx(14.56)),
    ]


def test_a_pause_longer_than_the_endpoint_is_no_pause() -> None:
    """Settings that never pause still end."""
    settings = SpeechSettings(pause_seconds=2.0)
    boundaries = hear(seconds(0.64) + seconds(0.64, of=0.0), settings)
    assert boundaries == [SpeechBegan(0.0), SpeechEnded(0.0, pytest.approx(0.84))]


probabilities = st.lists(
    st.tuples(st.sampled_from([0.0, 0.2, 0.4, 0.6, 1.0]), st.integers(1, 60)).map(lambda run: [run[0]] * run[1]),
    max_size=25,
).map(lambda runs: [probability for run in runs for probability in run])


@given(probabilities)
def test_utterances_are_ordered_and_whole(heard: list[float]) -> None:
    """Every utterance that begins ends once; utterances never overlap, hold enough speech, and keep to their limit."""
    boundaries = hear(heard)
    assert boundaries == hear(heard)
    began: float | None = None
    previous_end = 0.0
    for boundary in boundaries:
        match boundary:
            case SpeechBegan(start):
                assert began is None
                assert start >= previous_end
                began = start
            case SpeechEnded(start, end):
                assert start == began
                assert start < end <= len(heard) * WINDOW + 1e-6
                assert end - start <= SETTINGS.maximum_utterance_seconds + WINDOW
                inside = heard[round(start / WINDOW) : round(end / WINDOW) + 1]
                speech = sum(p >= SETTINGS.speech_threshold for p in inside) * WINDOW
                assert speech >= SETTINGS.minimum_speech_seconds
                began, previous_end = None, end
            case SpeechPaused(end):
                assert began is not None
                assert began < end
            case SpeechResumed():
                assert began is not None
    assert began is None


@given(probabilities)
def test_a_pause_that_is_not_resumed_is_the_end(heard: list[float]) -> None:
    """What was read at a pause is final unless speech resumed: the utterance ends exactly there."""
    boundaries = hear(heard)
    for before, after in itertools.pairwise(boundaries):
        if isinstance(before, SpeechPaused):
            assert isinstance(after, SpeechResumed) or (isinstance(after, SpeechEnded) and after.end == before.end)
