"""The way from sound to words with the real voice activity and a small real Whisper model, as fast as it goes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import jiwer
import numpy as np
import pytest

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.commands import Transcribe
from assist.demo.render import speak
from assist.demo.script import Delivery
from assist.events import UtteranceFinished, UtteranceUpdated
from assist.inputs import Transcribed
from assist.settings import Settings
from assist.speech.hearing import Hearing, Output
from assist.speech.vad import SileroModel
from assist.speech.whisper import WhisperTranscriber
from assist.speech_settings import SpeechSettings
from assist.workers import Workers
from tests.live import PlainLanguage
from tests.models import WHISPER_MICRO

pytestmark = [
    pytest.mark.models,
    # What CTranslate2 and its tokenizer warn of on import is not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

STORY = (
    "hello i am calling about my order it was sent to the wrong address and i have been waiting for three weeks now "
    "i called you last monday and the lady told me that somebody would call me back but nobody did so i called again "
    "and i was told that the parcel was on its way and that i would have it in two days now it is friday and there is "
    "still no parcel and when i look at my account i can see that you took the money twice so now i want to know where "
    "my order is and when i will have my money back because i am really tired of telling the same story again "
    "and again i have spoken to four people about it and each of them gave me another day so please have a look at it "
    "and tell me the truth and do not put me on hold again because the last time i was waiting for twenty minutes"
)
"""Forty seconds without a mark to pause at."""


@cache
def whisper() -> WhisperTranscriber:
    """The model, loaded once."""
    return WhisperTranscriber(str(WHISPER_MICRO))


def plain(text: str) -> str:
    """Lower case, without signs."""
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def said(text: str) -> Samples:
    """Somebody says it, between half a second and a second of a quiet line."""
    speech = speak(text, Delivery(voice="slt", pace=1.0, pitch_hz=178, level_db=-24.0))
    sound = np.concatenate([np.zeros(8_000, np.float32), speech, np.zeros(16_000, np.float32)])
    return (sound + np.random.default_rng(5).normal(0.0, 1e-4, len(sound))).astype(np.float32)


def heard(sound: Samples, settings: SpeechSettings) -> list[Output | Transcribed]:
    """All that happens, with a recogniser that answers at once."""
    ring = Ring(60.0)
    ear = Listener("customer", ring, SileroModel().stream())
    hearing = Hearing(settings)
    workers = Workers(PlainLanguage(), Settings(), whisper(), {"customer": ring})  # type: ignore[arg-type]
    told: list[Output | Transcribed] = []

    def take(outputs: Sequence[Output]) -> None:
        for output in outputs:
            told.append(output)
            if isinstance(output, Transcribe):
                answer = workers.perform(output)
                assert isinstance(answer, Transcribed)
                told.append(answer)
                take(hearing.read(answer))

    for start in range(0, len(sound), 1_600):
        for window in ear.hear(Chunk("customer", start, sound[start : start + 1_600])):
            take(hearing.hear(window))
    take(hearing.finish(len(sound) / SAMPLE_RATE))
    return told


def test_words_come_early_and_those_that_are_stable_stay() -> None:
    """The first within a second of speech; no stable prefix is taken back, and nearly all of the last is final."""
    text = "Hello, I ordered a new kettle last week and it has not arrived."
    told = heard(said(text), SpeechSettings())
    partials = [output for output in told if isinstance(output, UtteranceUpdated)]
    finals = [output for output in told if isinstance(output, UtteranceFinished)]
    assert plain(partials[0].text).startswith("hello")
    assert partials[0].end - partials[0].start <= 1.0
    assert all(later.stable.startswith(earlier.stable) for earlier, later in itertools.pairwise(partials))
    assert jiwer.wer(plain(text), " ".join(plain(final.text) for final in finals)) <= 0.2
    stable, final = plain(partials[-1].stable).split(), plain(finals[-1].text).split()
    assert sum(one == other for one, other in zip(stable, final, strict=False)) >= 0.8 * len(stable)


def test_the_words_of_the_pause_are_the_final_ones() -> None:
    """A sentence that is over when it pauses is read once as a whole."""
    told = heard(said("You will have it in your account by Wednesday."), SpeechSettings(first_partial_seconds=30.0))
    assert [output.final for output in told if isinstance(output, Transcribe)] == [True]
    assert plain(next(output for output in told if isinstance(output, UtteranceFinished)).text).endswith("wednesday")


def test_speech_without_a_pause_loses_and_doubles_no_word_where_it_is_cut() -> None:
    """Forty seconds in one breath: the word error across all cuts is that of the speech itself."""
    settings = SpeechSettings(first_partial_seconds=90.0, maximum_utterance_seconds=10.0)
    told = heard(said(STORY), settings)
    finals = [output for output in told if isinstance(output, UtteranceFinished)]
    cuts = sum(output.tail_seconds > 0 for output in told if isinstance(output, Transcribe))
    assert cuts >= 3
    assert all(earlier.end == later.start for earlier, later in itertools.pairwise(finals))
    texts = [plain(final.text).split() for final in finals]
    assert all(one[-1] != other[0] for one, other in itertools.pairwise(texts))
    assert jiwer.wer(STORY, " ".join(" ".join(words) for words in texts)) <= 0.15, texts


def test_a_line_that_was_not_kept_is_counted_and_not_made_up() -> None:
    """A ring too short for the utterance: what is missing is told in seconds."""
    sound = said("My name is Karen Miller, and I paid thirty two dollars for it.")
    ring = Ring(1.5)
    ring.append(sound)
    command = Transcribe(
        utterance_id="customer-1", speaker="customer", revision=1, start=0.2, end=len(sound) / SAMPLE_RATE, final=True
    )
    workers = Workers(PlainLanguage(), Settings(), whisper(), {"customer": ring})  # type: ignore[arg-type]
    answer = workers.perform(command)
    assert isinstance(answer, Transcribed)
    assert answer.unread_seconds == pytest.approx(command.end - 1.5 - 0.2, abs=0.02)
    assert "karen" not in plain(answer.text)
    assert isinstance(workers.perform(replace(command, end=0.5)), Transcribed)
