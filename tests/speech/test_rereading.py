"""Readings that are worth a second one: loops, and prompts that come back as heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assist.speech.rereading import crowded, echoes, loops
from assist.speech.transcriber import Word
from assist.speech.whisper import WhisperTranscriber

SOUND = np.full(32_000, 0.1, np.float32)
LOOP = "I want it, " + "and then, " * 12


@pytest.mark.parametrize(
    ("text", "prompt", "is_one"),
    [
        ("your order number.", "Can I have your order number?", True),
        ("It is nine.", "Can I have your order number?", False),
        ("order", "Can I have your order number?", False),
        ("", "Can I have your order number?", False),
        ("No.", "", False),
    ],
)
def test_the_end_of_the_prompt_is_an_echo(text: str, prompt: str, is_one: bool) -> None:
    """Whether or not it was said again: the second reading tells."""
    assert echoes(text, prompt) is is_one


def test_a_loop_is_known_by_its_words_or_its_compression() -> None:
    """Emphasis is none."""
    assert loops(LOOP, 1.0)
    assert loops("x", 3.0)
    assert not loops("No, no, no, I said no.", 1.2)


def test_words_that_crowd_have_no_sound_of_their_own() -> None:
    """Six in three tenths of a second are; one of no length, or quick ones in a row, are not."""
    quick = [Word("and", 0.16 * number, 0.16 * number + 0.16, 0.9) for number in range(12)]
    empty = [Word("it", 2.0, 2.0, 0.9)]
    loop = [Word("tired", 3.0 + 0.02 * number, 3.0 + 0.02 * number, 0.9) for number in range(8)]
    assert crowded([*quick, *empty]) == set()
    assert crowded([*quick, *empty, *loop, Word("now", 4.0, 4.3, 0.9)]) == set(range(13, 21))
    assert crowded([]) == set()


class Library:
    """A stand-in for `faster_whisper.WhisperModel` that loops, and echoes its prompt, as Whisper can."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def __call__(self, *_: object, **__: object) -> Library:
        """Load."""
        return self

    def transcribe(self, _samples: object, **options: Any) -> tuple[Iterator[Any], None]:
        """Loop, unless that is penalised; echo the prompt, where there is one."""
        self.asked.append(options)
        text = options.get("initial_prompt") or ("I want it." if options.get("repetition_penalty") else LOOP)
        ratio = 3.0 if text is LOOP else 1.0
        segment = SimpleNamespace(text=text, no_speech_prob=0.0, avg_logprob=-0.1, compression_ratio=ratio, words=None)
        return iter([segment]), None


@pytest.fixture
def library() -> Library:
    """What the adapter is given."""
    return Library()


def opened(library: Library) -> WhisperTranscriber:
    """The adapter over it; the reading that warms it up is forgotten."""
    whisper = WhisperTranscriber("base.en", weights=lambda model: Path("/models") / model, model_class=library)
    assert library.asked.pop()["temperature"] == 0.0
    return whisper


def test_a_final_that_looped_is_read_again_so_that_the_sentence_is_not_lost(library: Library) -> None:
    """Without a prompt, and with repetition made dear; once."""
    assert opened(library).transcribe("u", SOUND, final=True).text == "I want it."
    assert len(library.asked) == 2


def test_a_partial_that_looped_is_left_out(library: Library) -> None:
    """The next one comes soon, and a second reading would be in its way."""
    assert opened(library).transcribe("u", SOUND, final=False).text == ""
    assert len(library.asked) == 1


def test_a_final_that_only_repeats_the_prompt_is_read_without_it(library: Library) -> None:
    """What comes then is believed."""
    heard = opened(library).transcribe("u", SOUND, final=True, prompt="We spoke of the bill.")
    assert heard.text == "I want it."
    assert [options.get("initial_prompt") for options in library.asked] == ["We spoke of the bill.", None, None]


def test_a_reading_has_a_bound(library: Library) -> None:
    """So that a loop in two seconds of sound takes a seventh of what it could; long sound has the model's own."""
    whisper = opened(library)
    whisper.transcribe("u", SOUND, final=False)
    whisper.transcribe("u", np.tile(SOUND, 9), final=False)
    assert [options["max_new_tokens"] for options in library.asked] == [60, None]


@pytest.mark.parametrize(("effort", "beam"), [("full", 5), ("fewer_partials", 5), ("one_beam", 1), ("finals_only", 1)])
def test_less_effort_searches_less(library: Library, effort: Any, beam: int) -> None:
    """From `one_beam` on finals are read as partials are."""
    opened(library).transcribe("u", SOUND, final=True, effort=effort)
    assert library.asked[0]["beam_size"] == beam
