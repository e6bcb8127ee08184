"""What holds for every recogniser, and pocketsphinx by itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from assist.errors import RecognizerError
from assist.speech.sphinx import SphinxTranscriber, confidence_from
from assist.speech.transcriber import NOTHING_HEARD, Hypothesis, Samples, Transcriber
from assist.speech.whisper import WhisperTranscriber

SAMPLE_CALL = Path(__file__).resolve().parents[2] / "assist" / "demo" / "sample_call.flac"
GREETING = "good morning and thank you for calling my name is robert how can i help you today"


class WhisperStandIn:
    """Answers as faster-whisper does: one segment, with words where they are asked for."""

    def __init__(self, folder: str, **options: Any) -> None:
        self.folder = folder
        self.options = options
        self.asked: list[dict[str, Any]] = []

    def transcribe(self, samples: Samples, **options: Any) -> tuple[Iterator[Any], None]:
        """One segment for sound, none for silence."""
        self.asked.append(options)
        if not np.any(samples):
            return iter(()), None
        words = [
            SimpleNamespace(word=" Good", start=0.1, end=0.4, probability=0.9),
            SimpleNamespace(word=" morning.", start=0.4, end=0.9, probability=0.7),
        ]
        segment = SimpleNamespace(
            text=" Good morning.",
            no_speech_prob=0.1,
            avg_logprob=-0.2,
            compression_ratio=1.0,
            words=words if options.get("word_timestamps") else None,
        )
        return iter([segment]), None


def open_whisper(model_class: Callable[..., Any] = WhisperStandIn) -> WhisperTranscriber:
    """The real adapter over a stand-in for the library."""
    return WhisperTranscriber("base.en", weights=Path, model_class=model_class)


@pytest.fixture(scope="module")
def sphinx() -> Iterator[SphinxTranscriber]:
    """The embedded recogniser, loaded once."""
    transcriber = SphinxTranscriber()
    yield transcriber
    transcriber.close()


@pytest.fixture(
    params=["faster-whisper (stand-in)", pytest.param("pocketsphinx", marks=pytest.mark.models)],
)
def transcriber(request: pytest.FixtureRequest) -> Transcriber:
    """Each recogniser in turn."""
    if request.param == "pocketsphinx":
        found: Transcriber = request.getfixturevalue("sphinx")
        return found
    return open_whisper()


@pytest.fixture(scope="module")
def greeting() -> Samples:
    """The agent's "Good morning, and thank you for calling. My name is Robert. How can I help you today?"."""
    samples, _ = soundfile.read(SAMPLE_CALL, start=9_600, stop=108_000, dtype="float32", always_2d=True)
    return np.ascontiguousarray(samples[:, 1])


def test_silence_has_no_words(transcriber: Transcriber) -> None:
    """Nothing said, nothing read, however often it is asked."""
    silence = np.zeros(24_000, np.float32)
    assert transcriber.transcribe("silence", silence[:16_000], final=False) == NOTHING_HEARD
    assert transcriber.transcribe("silence", silence, final=True) == NOTHING_HEARD
    assert transcriber.transcribe("nothing", silence[:0], final=True) == NOTHING_HEARD


def test_speech_has_words_and_a_confidence(transcriber: Transcriber, greeting: Samples) -> None:
    """A final reading says what was said, with times in order and probabilities."""
    hypothesis = transcriber.transcribe("speech", greeting, final=True)
    assert hypothesis.text.lower().startswith("good morning")
    assert 0.5 < hypothesis.confidence <= 1.0
    assert " ".join(word.text for word in hypothesis.words) == hypothesis.text
    starts = [word.start for word in hypothesis.words]
    assert starts == sorted(starts)
    assert all(word.start < word.end <= len(greeting) / 16_000 + 0.1 for word in hypothesis.words)


def test_an_utterance_may_grow_after_a_final_reading(transcriber: Transcriber, greeting: Samples) -> None:
    """A reading at a pause is not the last one if speech goes on."""
    at_pause = transcriber.transcribe("growing", greeting[:24_000], final=True)
    whole = transcriber.transcribe("growing", greeting, final=True)
    again = transcriber.transcribe("growing", greeting, final=True)
    assert at_pause.text
    assert len(whole.text) >= len(at_pause.text)
    assert again == whole


def test_two_utterances_may_be_open_at_once(transcriber: Transcriber, greeting: Samples) -> None:
    """Overlapping speakers do not disturb each other."""
    alone = transcriber.transcribe("alone", greeting, final=True)
    transcriber.transcribe("customer", greeting[:32_000], final=False)
    transcriber.transcribe("agent", greeting[16_000:60_000], final=False)
    assert transcriber.transcribe("customer", greeting, final=True) == alone


@pytest.mark.models
class TestSphinx:
    """The embedded recogniser."""

    def test_it_reads_a_synthetic_voice(self, sphinx: SphinxTranscriber, greeting: Samples) -> None:
        """Words are lower-case and plain: no sentence marks, fillers or pronunciation numbers."""
        hypothesis = sphinx.transcribe("reading", greeting, final=True)
        assert sum(word in hypothesis.text.split() for word in GREETING.split()) >= 15
        assert re.fullmatch(r"[a-z']+( [a-z']+)*", hypothesis.text)
        assert hypothesis.confidence > 0.7

    def test_a_running_reading_shows_words_early(self, sphinx: SphinxTranscriber, greeting: Samples) -> None:
        """Words show while the speaker speaks, and asking changes nothing about the final reading."""
        final = sphinx.transcribe("unasked", greeting, final=True)
        running = [
            sphinx.transcribe("asked", greeting[:size], final=False).text
            for size in range(8_000, len(greeting), 14_400)
        ]
        assert running[0] == ""
        assert "good morning" in running[2]
        assert sphinx.transcribe("asked", greeting, final=True) == final

    def test_the_same_name_in_another_call_is_another_utterance(
        self, sphinx: SphinxTranscriber, greeting: Samples
    ) -> None:
        """Calls that share the recogniser may use the same names."""
        sphinx.transcribe("c1", greeting, final=True)
        other = greeting[48_000:]
        assert sphinx.transcribe("c1", other, final=True) == sphinx.transcribe("fresh", other, final=True)

    def test_abandoned_utterances_do_not_use_it_up(self, sphinx: SphinxTranscriber, greeting: Samples) -> None:
        """More open utterances than decoders: the oldest is read from its beginning if it is asked for again."""
        expected = sphinx.transcribe("whole", greeting, final=True)
        for name in ("one", "two", "three"):
            sphinx.transcribe(name, greeting[:24_000], final=False)
        assert sphinx.transcribe("one", greeting, final=True) == expected

    def test_noise_gives_no_sure_words(self, sphinx: SphinxTranscriber) -> None:
        """Line noise is read as nothing or with little confidence."""
        noise = np.random.default_rng(7).normal(0.0, 0.02, 48_000).astype(np.float32)
        assert sphinx.transcribe("noise", noise, final=True).confidence < 0.55

    def test_real_telephone_voices_are_not_trusted(self, sphinx: SphinxTranscriber, shared_data: Path) -> None:
        """It cannot read 8 kHz conversational voices, and its confidence says so."""
        soxr = pytest.importorskip("soxr")
        call, rate = soundfile.read(shared_data / "calls" / "auto_repairs_40.wav", dtype="float32", always_2d=True)
        confidences = []
        for number, (start, end) in enumerate([(13.9, 18.7), (37.2, 42.9), (127.0, 134.4), (134.6, 139.6)]):
            samples = soxr.resample(call[int(start * rate) : int(end * rate), 0], rate, 16_000).astype(np.float32)
            confidences.append(sphinx.transcribe(f"call-{number}", samples, final=True).confidence)
        assert sorted(confidences)[2] < 0.55

    @pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")
    @pytest.mark.parametrize("name", ["slt", "rms"])
    def test_confidence_of_clear_speech_is_high(self, sphinx: SphinxTranscriber, tmp_path: Path, name: str) -> None:
        """New sentences by synthetic voices are read well, and its confidence says so."""
        path = tmp_path / "said.wav"
        words = "i would like to know why the bill is higher than last month"
        subprocess.run(["flite", "-voice", name, "-t", words, "-o", str(path)], check=True, capture_output=True)
        samples, _ = soundfile.read(path, dtype="float32")
        hypothesis = sphinx.transcribe(name, samples, final=True)
        assert hypothesis.confidence > 0.6
        assert len(set(words.split()) & set(hypothesis.text.split())) >= 9

    def test_other_languages_are_refused(self) -> None:
        """Its model is English; a sentence says what to use instead."""
        with pytest.raises(RecognizerError, match=r"speech\.language=de: pocketsphinx reads English only"):
            SphinxTranscriber(language="de")


def test_confidence_rises_with_the_posteriors() -> None:
    """Sure words make a sure utterance; doubtful ones do not."""
    assert confidence_from([0.95] * 8) > 0.9
    assert confidence_from([0.3] * 8) < 0.3
    assert confidence_from([0.0]) >= 0.0


def test_a_hypothesis_checks_its_confidence() -> None:
    """A confidence outside 0..1 is our mistake."""
    with pytest.raises(ValueError, match="confidence must lie in"):
        Hypothesis("words", 1.2)
