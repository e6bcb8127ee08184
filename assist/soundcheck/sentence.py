"""A test sentence: heard until it is over, then read by the recogniser that the calls will have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assist.audio.chunks import SAMPLE_RATE, Chunk, Samples
from assist.audio.listener import Listener, VoiceActivity
from assist.audio.ring import Ring
from assist.audio.wavfile import read_call
from assist.demo.script import load_script, load_timing, sample_path
from assist.errors import RecognizerError, SourceError
from assist.events import Speaker
from assist.settings import SpeechSettings
from assist.soundcheck.ear import Meter
from assist.soundcheck.news import News, SentenceRead, StageReached
from assist.speech.choose import open_transcriber
from assist.speech.endpointing import Endpointer, SpeechEnded
from assist.speech.transcriber import Transcriber
from assist.speech.weights import local_weights
from assist.speech.whisper import WhisperTranscriber

PATIENCE_SECONDS = 12.0
"""So long the agent may take to begin."""

_PAUSE_SECONDS = 0.9
"""A longer pause than in calls ends the sentence: who reads aloud stops to look."""

_LONGEST_SECONDS = 15.0

Open = Callable[[SpeechSettings], tuple[Transcriber, str]]


class SentenceEar:
    """Finds the one utterance in what is heard. Pure."""

    def __init__(self, role: Speaker, voice_activity: VoiceActivity, settings: SpeechSettings) -> None:
        self._role = role
        self._ring = Ring(PATIENCE_SECONDS + _LONGEST_SECONDS)
        self._listener = Listener(role, self._ring, voice_activity)
        self._endpointer = Endpointer(
            replace(settings, endpoint_silence_seconds=_PAUSE_SECONDS, maximum_utterance_seconds=_LONGEST_SECONDS)
        )
        self._speaking = False

    def hear(self, chunk: Chunk) -> Samples | None:
        """The whole utterance, once it is over.

        Raises:
            SourceError: nobody has spoken for too long.
        """
        for scored in self._listener.hear(chunk):
            for boundary in self._endpointer.step(scored.start, scored.end, scored.probability):
                self._speaking = True
                if isinstance(boundary, SpeechEnded):
                    return self._ring.cut(boundary.start, boundary.end)
        if not self._speaking and chunk.end_seconds > PATIENCE_SECONDS:
            raise SourceError(_nobody(self._role))
        return None


def read_sentence(
    chunks: Iterator[Chunk],
    ear: SentenceEar,
    settings: SpeechSettings,
    open_recognizer: Open,
    on_heard: Callable[[], None] = lambda: None,
) -> Iterator[News]:
    """Levels, stages, and at last what was read.

    Args:
        chunks: the device's sound.
        ear: finds the sentence in it.
        settings: of the recogniser.
        open_recognizer: takes seconds, which pass while the agent speaks.
        on_heard: called once the device hears.

    Raises:
        SourceError: the device is lost, or nobody speaks.
        RecognizerError: there is no recogniser at all, or it fails.
    """
    meter = Meter()
    with ThreadPoolExecutor(1, "recogniser") as worker:
        opening: Future[tuple[Transcriber, str]] = worker.submit(open_recognizer, settings)
        utterance: Samples | None = None
        for number, chunk in enumerate(chunks):
            if number == 0:
                on_heard()
                yield StageReached("speak")
            yield from meter.hear(chunk)
            utterance = ear.hear(chunk)
            if utterance is not None:
                break
        if utterance is None:
            raise SourceError("The sound ended before the sentence did; start the test again.")
        yield StageReached("reading")
        transcriber, notice = opening.result()
    hypothesis = transcriber.transcribe("test", utterance, final=True)
    transcriber.close()
    yield SentenceRead(hypothesis.text, hypothesis.confidence, transcriber.name, notice)


def open_local(settings: SpeechSettings) -> tuple[Transcriber, str]:
    """The recogniser of the settings as far as it is on this machine; nothing is fetched for a test.

    Raises:
        RecognizerError: there is none at all.
    """
    return open_transcriber(settings, whisper=partial(WhisperTranscriber, weights=_installed))


def _installed(model: str) -> Path:
    folder = local_weights(model)
    if folder is None:
        raise RecognizerError(f"the speech model '{model}' is not on this machine yet; 'assist setup' fetches it.")
    return folder


def customer_sentence() -> Samples:
    """The customer's first sentence of the sample call: `assist.soundcheck.news.SENTENCES`."""
    spoken = zip(load_script().turns, load_timing(), strict=True)
    time = next(time for turn, time in spoken if turn.speaker == "customer")
    return read_call(sample_path()).customer[round(time.start * SAMPLE_RATE) : round(time.end * SAMPLE_RATE)]


def play(sounddevice: Any, samples: Samples) -> None:
    """Play on the default output, where softphones play.

    Raises:
        SourceError: nothing can be played here.
    """
    try:
        sounddevice.play(samples, SAMPLE_RATE)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise SourceError(
            f"The test sentence cannot be played ({error}); play a mailbox in your softphone instead."
        ) from error


def _nobody(role: Speaker) -> str:
    if role == "agent":
        return "No voice was heard; unmute the microphone, speak closer to it, or choose another device."
    return "No voice was heard on the customer's line; choose the device that carries what your softphone plays."
