"""The real faster-whisper path on a small real Whisper model and freshly spoken sentences."""

from __future__ import annotations

import re
from pathlib import Path

import jiwer
import numpy as np
import pytest

from assist.demo.render import speak
from assist.demo.script import Delivery
from assist.speech.transcriber import SAMPLE_RATE, Samples
from assist.speech.whisper import WhisperTranscriber
from tests.models import WHISPER_MICRO

pytestmark = [
    pytest.mark.models,
    # What CTranslate2 and its tokenizer warn of on import is not ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

SENTENCES = (
    ("slt", 172, "Hello, I ordered a new kettle last week and it has not arrived."),
    ("rms", 98, "I'm sorry to hear of your kettle. Can I take your name, please?"),
    ("slt", 184, "My name is Karen Miller, and I paid thirty two dollars for it."),
    ("rms", 96, "Thank you, I can see the parcel on my screen now."),
    ("slt", 178, "When will the money for the kettle come back to me?"),
    ("rms", 100, "You will have it in your account by Wednesday."),
)
"""None of them is in the model's training text."""


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    """The model, loaded as any other folder."""
    return WhisperTranscriber(str(WHISPER_MICRO), threads=1)


def said(voice: str, pitch: float, text: str) -> Samples:
    """A sentence with 0.4 s of faint noise before and after it, as a line has."""
    speech = speak(text, Delivery(voice=voice, pace=1.0, pitch_hz=pitch, level_db=-24.0))
    edge = np.zeros(round(0.4 * SAMPLE_RATE), np.float32)
    sound = np.concatenate([edge, speech, edge])
    noise = np.random.default_rng(5).normal(0.0, 1e-4, len(sound))
    return (sound + noise).astype(np.float32)


def words_of(text: str) -> str:
    """Lower case, without signs."""
    return " ".join(re.findall(r"[a-z']+", text.lower()))


@pytest.fixture(scope="module")
def spoken() -> list[tuple[str, Samples]]:
    """The sentences and their sound."""
    return [(text, said(voice, pitch, text)) for voice, pitch, text in SENTENCES]


@pytest.mark.parametrize(("final", "most"), [(True, 0.06), (False, 0.08)], ids=["final", "running"])
def test_new_sentences_are_read(
    whisper: WhisperTranscriber, spoken: list[tuple[str, Samples]], final: bool, most: float
) -> None:
    """At most four words of seventy are wrong; a running reading, which searches less, may have one more."""
    read = [words_of(whisper.transcribe("u", sound, final=final).text) for _, sound in spoken]
    assert jiwer.wer([words_of(text) for text, _ in spoken], read) <= most, read


def test_silence_and_noise_give_no_words(whisper: WhisperTranscriber) -> None:
    """Where nobody speaks nothing is read."""
    noise = np.random.default_rng(7).normal(0.0, 0.01, 3 * SAMPLE_RATE).astype(np.float32)
    for nothing in (np.zeros(2 * SAMPLE_RATE, np.float32), noise):
        assert whisper.transcribe("u", nothing, final=True).text == ""


def test_words_have_their_times(whisper: WhisperTranscriber, spoken: list[tuple[str, Samples]]) -> None:
    """Words follow each other inside the sound; the first and the last stand where speech begins and ends."""
    for _, sound in spoken[:3]:
        seconds = len(sound) / SAMPLE_RATE
        hypothesis = whisper.transcribe("u", sound, final=True)
        words = hypothesis.words
        assert " ".join(word.text for word in words) == hypothesis.text
        times = [time for word in words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert 0.0 <= times[0] <= 0.9
        assert seconds - 1.2 <= times[-1] <= seconds
        assert all(0.0 <= word.probability <= 1.0 for word in words)


def test_words_before_are_taken_as_a_prompt(whisper: WhisperTranscriber, spoken: list[tuple[str, Samples]]) -> None:
    """The text so far does not come back as heard."""
    text, sound = spoken[0]
    read = whisper.transcribe("u", sound, final=True, prompt="Good afternoon, you are through to the billing team.")
    assert jiwer.wer(words_of(text), words_of(read.text)) <= 0.16
    assert "billing" not in read.text


def test_a_growing_utterance_keeps_its_words(whisper: WhisperTranscriber, spoken: list[tuple[str, Samples]]) -> None:
    """The first words of a sentence that is not over yet are those of the whole one."""
    text, sound = spoken[0]
    half = whisper.transcribe("u", sound[: len(sound) * 6 // 10], final=False)
    assert words_of(half.text).split()[:3] == words_of(text).split()[:3]


def test_a_cut_in_mid_word_invents_no_ending(whisper: WhisperTranscriber, spoken: list[tuple[str, Samples]]) -> None:
    """However a sentence is cut, no word is made up at its end or lost, and most words are those of the whole."""
    wanted, found = [], []
    for _, sound in spoken[:3]:
        words = whisper.transcribe("u", sound, final=True).words
        for cut in range(SAMPLE_RATE, len(sound), SAMPLE_RATE * 7 // 10):
            begun = [words_of(word.text) for word in words if word.start < cut / SAMPLE_RATE]
            read = words_of(whisper.transcribe("u", sound[:cut], final=False).text).split()
            assert len(begun) - 2 <= len(read) <= len(begun) + 1, (begun, read)
            # The last word may be one that was cut.
            wanted.append(" ".join(begun[: len(read) - 1]))
            found.append(" ".join(read[:-1]))
    assert jiwer.wer(wanted, found) <= 0.08


def test_more_than_a_window_is_read(whisper: WhisperTranscriber, spoken: list[tuple[str, Samples]]) -> None:
    """An utterance longer than the window of 10 s is read to its end."""
    parts = [spoken[number] for number in (0, 2, 4)]
    sound = np.concatenate([samples for _, samples in parts])
    assert len(sound) > 10 * SAMPLE_RATE
    hypothesis = whisper.transcribe("u", sound, final=True)
    assert jiwer.wer(" ".join(words_of(text) for text, _ in parts), words_of(hypothesis.text)) <= 0.12
    assert "back" in hypothesis.text.split()[-4:]
    assert hypothesis.words[-1].end <= len(sound) / SAMPLE_RATE


def test_the_model_is_small() -> None:
    """It travels with every checkout."""
    assert sum(path.stat().st_size for path in Path(WHISPER_MICRO).iterdir()) < 15_000_000
