"""The comparison's pure parts: which finals tell which turn, how long words took, what the table says."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.bench.recognisers.drivers.stage import chunks
from tests.bench.recognisers.engines import ENGINES
from tests.bench.recognisers.environments import REQUIREMENTS, installs
from tests.bench.recognisers.hearing import (
    Heard,
    Turn,
    final_waits,
    first_right,
    first_waits,
    read_heard,
    shown_waits,
    word_error,
)
from tests.bench.recognisers.played import sample_call
from tests.bench.recognisers.table import Run, figures, table

TURNS = (
    Turn("agent", 1.0, 3.0, "Good morning, how can I help you?"),
    Turn("customer", 4.0, 6.0, "My kettle is broken."),
    Turn("agent", 7.0, 8.0, "I am sorry to hear that."),
    Turn("customer", 9.0, 11.0, "I want my money back."),
)


def final(at: float, speaker: str, text: str) -> Heard:
    """Words that stand."""
    return Heard(at, speaker, "final", text)


def partial(at: float, speaker: str, text: str) -> Heard:
    """Words that may change."""
    return Heard(at, speaker, "partial", text)


def test_a_turn_is_told_when_its_last_piece_stands() -> None:
    """Engines that commit word by word and engines that commit whole utterances are measured alike."""
    heard = [
        final(2.0, "agent", "Good morning how"),
        final(3.5, "agent", "can I help you"),
        final(6.5, "customer", "my cattle is broken"),
        final(8.4, "agent", "I'm sorry to hear that"),
        final(12.0, "customer", "I want my money back"),
    ]
    assert final_waits(TURNS, heard) == pytest.approx([0.5, 0.5, 0.4, 1.0])


def test_a_final_that_holds_two_turns_tells_both_and_a_late_one_its_own() -> None:
    """A turn whose words come with the next one has waited until then; one that never came is lost."""
    heard = [
        final(8.6, "agent", "good morning how can i help you i am sorry to hear that"),
        final(11.5, "customer", "i want my money back"),
    ]
    assert final_waits(TURNS, heard) == [pytest.approx(5.6), None, pytest.approx(0.6), pytest.approx(0.5)]


def test_one_word_in_common_does_not_make_a_late_final_tell_the_turn_before() -> None:
    """What a final says of its own turn counts, not a word that the alignment puts elsewhere."""
    turns = (Turn("agent", 0.0, 1.0, "I see your order"), Turn("agent", 5.0, 6.0, "order number please tell me"))
    heard = [final(1.4, "agent", "I see your"), final(6.3, "agent", "order order number please tell me")]
    assert final_waits(turns, heard) == pytest.approx([0.4, 0.3])


def test_first_words_are_new_words_of_the_turn() -> None:
    """Neither what was shown before nor a late final of the turn before are the first words of a turn."""
    heard = [
        partial(1.6, "agent", "good"),
        partial(2.0, "agent", "good morning"),
        partial(4.1, "agent", "how can I help you"),
        partial(6.8, "agent", "how can I help you"),
        partial(7.1, "agent", "how can I help you"),
        final(7.2, "agent", "good morning how can I help you"),
        partial(7.6, "agent", "I am"),
        final(8.3, "agent", "I am sorry to hear that"),
        final(11.4, "customer", "I want my money back"),
    ]
    assert first_waits(TURNS, heard) == [pytest.approx(0.6), None, pytest.approx(0.6), pytest.approx(2.4)]
    assert first_right(TURNS, heard) == 0.75


def test_the_last_word_is_shown_by_a_partial_or_by_the_final() -> None:
    """The same word said earlier in the turn does not count."""
    heard = [
        partial(5.0, "customer", "my kettle"),
        partial(6.2, "customer", "my kettle is broken"),
        final(6.5, "customer", "My kettle is broken."),
        partial(9.8, "customer", "I want my money back"),
        final(11.5, "customer", "I want my money back."),
    ]
    assert shown_waits(TURNS, heard) == [None, pytest.approx(0.2), None, pytest.approx(0.5)]


def test_word_error_is_over_finals_speaker_by_speaker() -> None:
    """Partials do not count, nor in which order the two lines were told."""
    heard = [
        partial(1.0, "customer", "rubbish"),
        final(6.5, "customer", "My kettle is broken."),
        final(3.5, "agent", "Good morning. How can I help you?"),
        final(8.4, "agent", "I am sorry to hear that."),
        final(12.0, "customer", "I won my money back."),
    ]
    assert word_error(TURNS, heard) == pytest.approx(1 / 22)
    assert word_error(TURNS, []) == 1.0


def test_a_drivers_lines_are_read_in_time_order() -> None:
    """What is no word is left out."""
    rows = [
        {"at": 2.0, "kind": "final", "speaker": "agent", "text": "b"},
        {"at": 1.0, "kind": "partial", "speaker": "agent", "text": "a"},
        {"kind": "ready"},
    ]
    assert [one.text for one in read_heard(json.dumps(row) for row in rows)] == ["a", "b"]


def test_the_table_shows_waits_for_live_engines_alone() -> None:
    """An engine that hears when the call is over has no waits to be compared."""
    heard = (
        partial(1.5, "agent", "good"),
        partial(2.8, "agent", "good morning how can I help you"),
        final(3.5, "agent", "Good morning, how can I help you?"),
    )
    run = Run("attune", "a call", "0123abcd", heard, 2.0, 3.0, 221.4, 0.25)
    live, batch = (figures(run, TURNS[:1], 30.0, live=live) for live in (True, False))
    lines = table([live, batch]).splitlines()
    shown = ["0.50", "0.50", "100%", "-0.20", "-0.20", "0.50", "0.50"]
    assert lines[2].split() == ["attune", "0.0%", *shown, "0", "6.0", "221", "0.25"]
    assert lines[3].split() == ["attune", "0.0%", *"-------", "0", "6.0", "221", "0.25"]


def test_chunks_come_when_they_have_been_said_both_voices_in_turn() -> None:
    """32 ms each; the last one is filled up."""
    voices = {"customer": np.ones(700, np.int16).tobytes(), "agent": np.zeros(700, np.int16).tobytes()}
    fed = list(chunks(voices))
    assert [(round(due, 3), speaker) for due, speaker, _ in fed] == [
        (0.032, "customer"), (0.032, "agent"), (0.064, "customer"), (0.064, "agent"),
    ]  # fmt: skip
    assert {len(chunk) for _, _, chunk in fed} == {1024}


def test_torch_goes_first_and_the_rest_without_dependencies() -> None:
    """Every environment is complete as it is pinned."""
    assert installs("# why\ntorch==2.13.0\nnumpy==2.4.6\n") == [["torch==2.13.0"], ["--no-deps", "numpy==2.4.6"]]
    for engine in ENGINES:
        if engine.environment:
            pinned = (REQUIREMENTS / f"{engine.environment}.txt").read_text(encoding="utf-8")
            assert all("==" in package for package in installs(pinned)[-1][1:])


def test_the_sample_call_has_its_turns_and_time_for_the_last_words() -> None:
    """The truth of the call that all engines hear."""
    call = sample_call()
    assert len(call.turns) == 27
    assert call.seconds > call.turns[-1].end + 3.0
    assert {turn.speaker for turn in call.turns} == {"customer", "agent"}
