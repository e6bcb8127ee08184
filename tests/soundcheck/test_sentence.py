"""Levels and test sentences from sound that a test makes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.demo.script import load_script
from assist.errors import RecognizerError, SourceError
from assist.settings import SpeechSettings
from assist.soundcheck.ear import Meter
from assist.soundcheck.news import SENTENCES, LevelHeard, Refused, SentenceRead, StageReached, decode, encode
from assist.soundcheck.sentence import SentenceEar, customer_sentence, open_local, read_sentence
from assist.speech.transcriber import Hypothesis

QUIET = np.zeros(SAMPLE_RATE, np.float32)
TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)).astype(np.float32)


class LoudIsSpeech:
    """Voice activity at the edge: whatever is loud."""

    def scores(self, windows: Samples) -> list[float]:
        """1 for sound."""
        return [float(np.max(np.abs(window)) > 0.1) for window in windows]


class Recorded:
    """A recogniser at the edge: keeps what it was given."""

    name = "recorded"
    model = "none"
    reduced_accuracy = False

    def __init__(self) -> None:
        self.heard: list[Samples] = []
        self.closed = False

    def transcribe(
        self, _utterance_id: str, samples: Samples, *, final: bool, prompt: str = "", **_more: object
    ) -> Hypothesis:
        """Always the same words."""
        assert (final, prompt) == (True, "")
        self.heard.append(samples)
        return Hypothesis("good morning", 0.9)

    def close(self) -> None:
        """Note it."""
        self.closed = True


def chunks(*seconds: Samples) -> Iterator[Chunk]:
    """One sound after the other, in pieces as a device gives them."""
    samples = np.concatenate(seconds)
    for start in range(0, len(samples), 500):
        yield Chunk("agent", start, samples[start : start + 500])


def ear() -> SentenceEar:
    """An ear for the agent."""
    return SentenceEar("agent", LoudIsSpeech(), SpeechSettings())


def test_ten_levels_a_second() -> None:
    """Root mean square and peak, dB full scale; silence has a floor; what is left over waits for more."""
    meter = Meter()
    levels = [level for chunk in chunks(QUIET, TONE) for level in meter.hear(chunk)]
    assert len(levels) == 20
    assert levels[3] == LevelHeard(-120.0, -120.0)
    assert (levels[15].level_db, levels[15].peak_db) == (pytest.approx(-9.0, abs=0.1), pytest.approx(-6.0, abs=0.1))


def test_a_sentence_is_heard_to_its_end_and_read_once() -> None:
    """Speak, reading, words, in this order; a breath does not end it; the recogniser gets the sentence alone."""
    recorded = Recorded()
    begun: list[bool] = []
    breath = QUIET[: SAMPLE_RATE // 2]
    said = chunks(QUIET, TONE, breath, TONE, QUIET, QUIET, QUIET)
    news = list(
        read_sentence(said, ear(), SpeechSettings(), lambda _: (recorded, "notice"), lambda: begun.append(True))
    )
    told = [one for one in news if not isinstance(one, LevelHeard)]
    assert told == [
        StageReached("speak"),
        StageReached("reading"),
        SentenceRead("good morning", 0.9, "recorded", "notice"),
    ]
    assert len(news) - len(told) > 30
    assert len(recorded.heard[0]) / SAMPLE_RATE == pytest.approx(3.0, abs=0.2)
    assert (begun, recorded.closed) == ([True], True)


def test_who_says_nothing_is_told() -> None:
    """After twelve seconds, with the mend."""
    with pytest.raises(SourceError, match="No voice was heard; unmute the microphone"):
        list(read_sentence(chunks(*[QUIET] * 14), ear(), SpeechSettings(), lambda _: (Recorded(), "")))


def test_sound_that_ends_is_told() -> None:
    """A device that goes away in the sentence."""
    with pytest.raises(SourceError, match="start the test again"):
        list(read_sentence(chunks(TONE), ear(), SpeechSettings(), lambda _: (Recorded(), "")))


def test_a_recogniser_that_cannot_be_had_is_told() -> None:
    """Once the sentence was said."""

    def refuse(_settings: SpeechSettings) -> tuple[Recorded, str]:
        raise RecognizerError("none")

    with pytest.raises(RecognizerError, match="none"):
        list(read_sentence(chunks(TONE, QUIET, QUIET), ear(), SpeechSettings(), refuse))


def test_the_customers_sentence_is_the_sample_calls() -> None:
    """What is played is what the window says is played."""
    spoken = next(turn for turn in load_script().turns if turn.speaker == "customer")
    assert spoken.text == SENTENCES["customer"]
    assert len(customer_sentence()) / SAMPLE_RATE == pytest.approx(4.2, abs=0.1)


@pytest.mark.models
def test_nothing_is_fetched_for_a_test(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """A model that is not here yet is stood in for by the embedded recogniser, and that is said."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("assist.speech.weights._cached", lambda _repository: None)
    transcriber, notice = open_local(SpeechSettings())
    assert transcriber.name == "pocketsphinx"
    assert "'base.en' is not on this machine yet; 'assist setup' fetches it." in notice
    transcriber.close()


def test_news_are_lines() -> None:
    """One JSON object a line, told apart by its type, and read back as it was."""
    for news in (LevelHeard(-20.5, -3.0), Refused("bad_source", "No “device”.\nNone.")):
        line = encode(news)
        assert line.count(b"\n") == 1
        assert decode(line) == news
