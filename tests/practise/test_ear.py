"""The agent's turns from a microphone: where they end, what is understood, and what is told when it is not."""

from __future__ import annotations

import queue
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from assist.demo.script import load_timing, sample_path
from assist.errors import SourceError
from assist.practise.ear import UNCLEAR, AgentEar, TurnEnds
from assist.settings import Settings, SpeechSettings
from assist.speech.transcriber import Hypothesis
from tests.scripts import windows


def turns(*spans: tuple[float, float], until: float) -> list[tuple[float, float]]:
    """The turns of an agent who speaks in these spans."""
    ends = TurnEnds(SpeechSettings())
    return [turn for window in windows("agent", spans, until) if (turn := ends.step(window)) is not None]


def test_a_pause_for_thought_does_not_end_a_turn() -> None:
    """Two utterances with a short silence between are one turn, from the first word to the last."""
    (turn,) = turns((1.0, 2.0), (2.9, 4.0), until=7.0)
    assert turn[0] < 1.0
    assert turn[1] > 4.0


def test_a_longer_silence_ends_it() -> None:
    """What comes after is a turn of its own."""
    assert len(turns((1.0, 2.0), (5.0, 6.0), until=9.0)) == 2


def test_a_turn_that_is_dropped_is_forgotten() -> None:
    """While the customer speaks from the loudspeaker, nothing is taken for the agent's words."""
    ends = TurnEnds(SpeechSettings())
    for window in windows("agent", [(1.0, 2.0)], 2.2):
        ends.step(window)
    ends.drop()
    assert all(ends.step(window) is None for window in windows("agent", [], 6.0, start=2.2))


class Recogniser:
    """Understands whatever it hears as the same words."""

    name, model, reduced_accuracy = "fake", "", False

    def __init__(self, confidence: float) -> None:
        self._confidence = confidence

    def transcribe(self, utterance_id: str, samples: Any, *, final: bool, prompt: str = "") -> Hypothesis:
        """The words."""
        assert final
        assert len(samples) > 8_000
        return Hypothesis("I am blocking it now", self._confidence)

    def close(self) -> None:
        """Nothing to give back."""


class Stream:
    """An input that plays a turn of the sample call as fast as it is taken, then silence."""

    def __init__(self, *, callback: Callable[..., None], blocksize: int, channels: int, **_: Any) -> None:
        self._callback, self._size, self._channels = callback, blocksize, channels

    def start(self) -> None:
        """Play."""
        call, rate = soundfile.read(sample_path(), dtype="float32")
        place = next(
            time for time in load_timing() if abs(call[int(time.start * rate) : int(time.end * rate), 1]).max() > 0.05
        )
        sound = np.concatenate(
            [call[int(place.start * rate) : int(place.end * rate), 1], np.zeros(3 * rate, np.float32)]
        )
        for start in range(0, len(sound) - self._size, self._size):
            block = np.repeat(sound[start : start + self._size, None], self._channels, axis=1)
            self._callback(block, self._size, None, None)

    def stop(self, **_: Any) -> None:
        """Nothing plays."""

    def close(self, **_: Any) -> None:
        """Nothing to close."""


def sound_system() -> Any:
    """One microphone."""
    device = {
        "name": "Headset",
        "index": 0,
        "hostapi": 0,
        "max_input_channels": 1,
        "max_output_channels": 0,
        "default_samplerate": 16_000.0,
    }
    return types.SimpleNamespace(
        query_devices=lambda *_args, **_kind: [device],
        query_hostapis=lambda *_args: ({"name": "Test", "default_input_device": 0},),
        default=types.SimpleNamespace(device=(0, -1)),
        InputStream=Stream,
        PortAudioError=OSError,
    )


@pytest.mark.models
@pytest.mark.parametrize(("confidence", "understood"), [(0.9, True), (0.3, False)])
def test_a_spoken_turn_becomes_words_or_a_sentence(confidence: float, understood: bool) -> None:
    """Real voice activity on a real voice: sure words are the answer, doubtful ones are asked for again."""
    heard: queue.Queue[tuple[str, str]] = queue.Queue()
    ear = AgentEar(
        Settings(),
        lambda words: heard.put(("heard", words)),
        lambda sentence: heard.put(("told", sentence)),
        transcriber=Recogniser(confidence),
        sounddevice=sound_system(),
    )
    ear.start()
    try:
        got = heard.get(timeout=20)
    finally:
        ear.stop()
    assert got == (("heard", "I am blocking it now") if understood else ("told", UNCLEAR))


def test_without_a_microphone_it_says_so(tmp_path: Path) -> None:
    """One sentence; the keyboard goes on working."""
    system = sound_system()
    system.query_devices = lambda *_args, **_kind: []
    ear = AgentEar(Settings(), print, print, transcriber=Recogniser(1.0), sounddevice=system)
    with pytest.raises(SourceError):
        ear.start()
    ear.stop()
