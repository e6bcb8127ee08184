"""The faster-whisper adapter over a stand-in for the library, and where weights come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assist.errors import RecognizerError, UsageError
from assist.settings import SpeechSettings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import NOTHING_HEARD, Hypothesis, Samples
from assist.speech.weights import find_weights
from assist.speech.whisper import WhisperTranscriber

SOUND = np.full(16_000, 0.1, np.float32)


def segment(text: str, no_speech: float = 0.0, log_probability: float = -0.1, compression: float = 1.0) -> Any:
    """A segment as faster-whisper gives it."""
    return SimpleNamespace(
        text=text, no_speech_prob=no_speech, avg_logprob=log_probability, compression_ratio=compression, words=None
    )


class Library:
    """Stands in for `faster_whisper.WhisperModel`; keeps what it was asked."""

    def __init__(self, segments: list[Any] | None = None, broken: str = "") -> None:
        self.segments = segments or []
        self.broken = broken
        self.loaded: dict[str, Any] = {}
        self.asked: list[dict[str, Any]] = []

    def __call__(self, folder: str, **options: Any) -> Library:
        """Load."""
        self.loaded = {"folder": folder, **options}
        return self

    def transcribe(self, samples: Samples, **options: Any) -> tuple[Iterator[Any], None]:
        """Read."""
        if self.broken:
            raise RuntimeError(self.broken)
        self.asked.append(options)
        return iter(self.segments if np.any(samples) else []), None


def open_over(library: Library) -> WhisperTranscriber:
    """The adapter over a stand-in."""
    return WhisperTranscriber("base.en", threads=2, weights=lambda model: Path("/models") / model, model_class=library)


def test_it_is_set_up_for_live_speech() -> None:
    """No text is carried over, the language is fixed, finals search wider than running readings."""
    library = Library([segment(" Hello.")])
    whisper = open_over(library)
    whisper.transcribe("u", SOUND, final=False)
    whisper.transcribe("u", SOUND, final=True, prompt="we spoke of the bill")
    assert library.loaded["folder"] == str(Path("/models/base.en"))
    assert library.loaded["cpu_threads"] == 2
    assert library.loaded["local_files_only"] is True
    running, final = library.asked[1:]
    assert (running["beam_size"], final["beam_size"]) == (1, 5)
    assert final["initial_prompt"] == "we spoke of the bill"
    assert final["condition_on_previous_text"] is False
    assert final["vad_filter"] is False
    assert final["language"] == "en"
    assert final["temperature"] == 0.0


def test_ghost_segments_are_left_out() -> None:
    """A segment that the model itself doubts does not count."""
    library = Library([segment(" My bill."), segment(" Thank you.", 0.9, -1.5), segment(" a a a a", compression=3.0)])
    hypothesis = open_over(library).transcribe("u", SOUND, final=False)
    assert hypothesis == Hypothesis("My bill.", 0.905)


def test_less_than_a_tenth_of_a_second_is_not_read() -> None:
    """Whisper makes words up for next to nothing, so it is not asked."""
    library = Library([segment(" You")])
    assert open_over(library).transcribe("u", SOUND[:1_000], final=True) == NOTHING_HEARD


def test_a_model_that_does_not_load_is_told() -> None:
    """A failure at the first reading is a failure to load, in one sentence."""
    with pytest.raises(RecognizerError, match=r"base\.en: the Whisper model does not load \(no kernels\)"):
        open_over(Library(broken="no kernels"))


def test_a_failed_reading_is_told() -> None:
    """A model that fails during a call leaves out one utterance."""
    library = Library()
    whisper = open_over(library)
    library.broken = "out of memory"
    with pytest.raises(RecognizerError, match=r"could not read u7 \(out of memory\)"):
        whisper.transcribe("u7", SOUND, final=True)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    """The sentence names the folder and the file that is missing."""
    with pytest.raises(RecognizerError, match=r"model\.bin is missing"):
        find_weights(str(tmp_path))


def test_a_folder_with_a_model_is_taken(tmp_path: Path) -> None:
    """A converted model on disk is used as it is."""
    for name in ("model.bin", "config.json"):
        (tmp_path / name).touch()
    assert find_weights(str(tmp_path)) == tmp_path


@pytest.mark.parametrize(
    ("name", "mend"),
    [("bse.en", "did you mean 'base.en'"), ("/no/such/folder", "give the folder of a converted model")],
)
def test_an_unknown_model_is_told(name: str, mend: str) -> None:
    """A misspelt name or folder gets a suggestion."""
    with pytest.raises(RecognizerError, match=mend):
        find_weights(name)


def test_without_a_network_the_model_is_told_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Offline nothing is waited for."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(RecognizerError, match=r"'someone/no-such-whisper' is not on this machine"):
        find_weights("someone/no-such-whisper")


class Stub:
    """A recogniser that only has a name."""

    reduced_accuracy = False
    model = "stub"

    def __init__(self, name: str) -> None:
        self.name = name

    def transcribe(
        self, utterance_id: str, samples: Samples, *, final: bool, prompt: str = "", **_more: object
    ) -> Hypothesis:
        """Hear nothing."""
        return NOTHING_HEARD

    def close(self) -> None:
        """Nothing to give back."""


def test_the_recogniser_asked_for_is_used_without_a_word() -> None:
    """Where all is well there is nothing to say."""
    settings = SpeechSettings(recognizer="pocketsphinx")
    chosen, notice = open_transcriber(settings, sphinx=lambda **_: Stub("pocketsphinx"))
    assert (chosen.name, notice) == ("pocketsphinx", "")


def test_without_whisper_the_embedded_one_listens_and_says_so() -> None:
    """A call is not refused for want of a model: the reason is one sentence."""

    def missing(*_: Any, **__: Any) -> Stub:
        raise RecognizerError("The Whisper model 'base.en' is not on this machine.")

    chosen, notice = open_transcriber(SpeechSettings(), whisper=missing, sphinx=lambda **_: Stub("pocketsphinx"))
    assert chosen.name == "pocketsphinx"
    assert notice == ("Listening with pocketsphinx, less accurate: The Whisper model 'base.en' is not on this machine.")


def test_an_unknown_recogniser_is_wrong_use() -> None:
    """The sentence names both that there are."""
    with pytest.raises(UsageError, match="choose faster-whisper or pocketsphinx"):
        open_transcriber(SpeechSettings(recognizer="siri"))
