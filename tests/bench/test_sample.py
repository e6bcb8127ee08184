"""`assist bench` without recordings: the sample call's events against its script."""

from __future__ import annotations

import pytest

from assist.bench.sample import measure, word_error_rate
from assist.demo.script import load_script, load_timing
from assist.events import Event, SpeechEnded, UtteranceFinished


def test_a_call_that_was_heard_perfectly_has_no_word_error_and_its_waits() -> None:
    """Every turn told a quarter of a second after its true end."""
    script, timing = load_script(), load_timing()
    told: list[Event] = []
    for number, (turn, time) in enumerate(zip(script.turns, timing, strict=True)):
        name = f"{turn.speaker}-{number}"
        told.append(SpeechEnded(utterance_id=name, speaker=turn.speaker, start=time.start, end=time.end))
        told.append(
            UtteranceFinished(
                at=time.end + 0.25, utterance_id=name, speaker=turn.speaker, text=turn.text.upper(), start=time.start,
                end=time.end, confidence=0.9,
            )
        )  # fmt: skip
    found = measure(told, script, timing)
    assert found.word_error_rate == 0.0
    assert found.words_wait.count == sum(turn.speaker == "customer" for turn in script.turns)
    assert found.words_wait.p50_seconds == pytest.approx(0.25)
    assert found.cards == 0


def test_words_that_never_came_are_errors() -> None:
    """Nothing heard is all wrong."""
    assert word_error_rate(load_script(), []) == 1.0
