"""A smaller model that steps in, and what this machine's processors allow."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assist.errors import RecognizerError, UsageError
from assist.line_events import Effort
from assist.settings import SpeechSettings
from assist.speech.choose import affordable, open_transcriber
from assist.speech.spare import SpareTranscriber
from assist.speech.transcriber import Hypothesis, Samples
from tests.models import WHISPER_MICRO

SOUND: Samples = np.zeros(16_000, np.float32)


class Named:
    """A recogniser that says its model's name."""

    name, reduced_accuracy = "faster-whisper", False

    def __init__(self, model: str, **_options: object) -> None:
        self.model = model
        self.closed = False

    def transcribe(
        self, utterance_id: str, samples: Samples, *, final: bool, prompt: str = "", effort: Effort = "full"
    ) -> Hypothesis:
        """Read nothing but who reads."""
        assert not self.closed
        return Hypothesis(self.model, 0.9)

    def close(self) -> None:
        """No more."""
        self.closed = True


class Loading:
    """Loads a small model when the test lets it."""

    def __init__(self) -> None:
        self.may, self.done = threading.Event(), threading.Event()
        self.loaded: list[Named] = []

    def __call__(self) -> Named:
        """Load."""
        assert self.may.wait(10)
        self.loaded.append(Named("tiny"))
        return self.loaded[-1]


def read(transcriber: SpareTranscriber, effort: Effort) -> Hypothesis:
    """One reading."""
    return transcriber.transcribe("u", SOUND, final=True, effort=effort)


def joined(name: str = "smaller model") -> None:
    """Wait for the loading thread."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(10)


def test_the_chosen_model_reads_until_the_smaller_one_is_there() -> None:
    """Nothing waits for the loading, and the hypothesis says which one read."""
    loading = Loading()
    spare = SpareTranscriber(Named("large"), loading)
    assert read(spare, "full") == read(spare, "smaller_model") == Hypothesis("large", 0.9)
    loading.may.set()
    joined()
    assert read(spare, "smaller_model") == Hypothesis("tiny", 0.9, model="tiny")
    assert read(spare, "finals_only").model == "tiny"
    assert read(spare, "one_beam") == Hypothesis("large", 0.9)
    assert len(loading.loaded) == 1


def test_it_is_forgotten_when_it_was_not_needed_for_a_while_and_loaded_again() -> None:
    """Its memory is given back."""
    now, loading = 0.0, Loading()
    loading.may.set()
    spare = SpareTranscriber(Named("large"), loading, clock=lambda: now)
    read(spare, "smaller_model")
    joined()
    now = 200.0
    read(spare, "full")
    assert not loading.loaded[0].closed
    now = 301.0
    read(spare, "full")
    assert loading.loaded[0].closed
    read(spare, "smaller_model")
    joined()
    assert read(spare, "smaller_model").model == "tiny"
    spare.close()
    assert loading.loaded[1].closed


def test_one_that_does_not_load_is_told_and_the_chosen_one_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    """In one sentence, once."""

    def fails() -> Named:
        raise RecognizerError("tiny: the Whisper model does not load.")

    spare = SpareTranscriber(Named("large"), fails)
    read(spare, "smaller_model")
    joined()
    assert read(spare, "smaller_model") == Hypothesis("large", 0.9)
    assert [record.message for record in caplog.records] == [
        "The smaller model cannot step in: tiny: the Whisper model does not load."
    ]


def test_the_settings_name_it(tmp_path: Path) -> None:
    """A folder or a fetched model; one that is not there is told at once and not fetched in a call."""
    for name in ("model.bin", "config.json"):
        (tmp_path / name).touch()
    both = SpeechSettings(model="base.en", smaller_model=str(tmp_path))
    chosen, notice = open_transcriber(both, whisper=Named, cores=4)
    assert (type(chosen), chosen.model, notice) == (SpareTranscriber, "base.en", "")
    chosen, notice = open_transcriber(SpeechSettings(smaller_model="no/such-model"), whisper=Named, cores=4)
    assert type(chosen) is Named
    assert notice == (
        "The smaller model 'no/such-model' is not on this machine yet; fetch it with "
        "'assist models fetch no/such-model'."
    )
    chosen, notice = open_transcriber(SpeechSettings(smaller_model="tinny.en"), whisper=Named, cores=4)
    assert "did you mean 'tiny.en'" in notice


@pytest.mark.parametrize(("asked", "cores", "given"), [(1, 1, 1), (1, 2, 1), (2, 2, 1), (8, 4, 3), (3, 4, 3)])
def test_the_recogniser_leaves_a_processor_to_the_sound(asked: int, cores: int, given: int) -> None:
    """More threads than that are not used, and it is said."""
    threads, sentence = affordable(asked, cores)
    assert threads == given
    assert bool(sentence) == (given < asked)

    def whisper(model: str, **options: Any) -> Named:
        assert options["threads"] == given
        return Named(model)

    assert open_transcriber(SpeechSettings(threads=asked), whisper=whisper, cores=cores)[1] == sentence


def test_no_thread_at_all_is_wrong_use() -> None:
    """The sentence names the setting."""
    with pytest.raises(UsageError, match=r"speech\.threads=0"):
        open_transcriber(SpeechSettings(threads=0), whisper=Named)


@pytest.mark.models
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_real_model_steps_in() -> None:
    """The small test model in reserve for itself: loaded beside the readings, closed at the end."""
    settings = SpeechSettings(model=str(WHISPER_MICRO), smaller_model=str(WHISPER_MICRO))
    transcriber, notice = open_transcriber(settings, cores=2)
    assert notice == ""
    assert isinstance(transcriber, SpareTranscriber)
    assert read(transcriber, "smaller_model").model == ""
    joined()
    assert read(transcriber, "smaller_model").model == str(WHISPER_MICRO)
    transcriber.close()
