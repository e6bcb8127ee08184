"""One voice of a recording, heard as a call is: voice activity, endpointing, the recogniser's final readings."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, WINDOW_SAMPLES, Chunk, Samples
from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.commands import Transcribe
from assist.events import UtteranceFinished
from assist.inputs import SpeechScored, Transcribed
from assist.settings import SpeechSettings
from assist.speech.hearing import Hearing
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel


@dataclass(slots=True)
class Listened:
    """What was read, and what it took.

    Attributes:
        texts: of the finals, in their order.
        reading_seconds: how long each reading took; one made at a pause that was none counts as well.
        cpu_seconds: of all readings.
    """

    texts: list[str] = field(default_factory=list)
    reading_seconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0


def listen(samples: Samples, settings: SpeechSettings, transcriber: Transcriber, ear: SileroModel) -> Listened:
    """Read a voice. Only readings at pauses and ends are made, as `assist run` makes them; partials are left out.

    Raises:
        RecognizerError: the recogniser failed.
    """
    listened, hearing = Listened(), Hearing(settings)
    listener = Listener("customer", Ring(1.0), ear.stream())
    for scored in _windows(samples, listener):
        _follow(hearing.hear(scored), hearing, samples, transcriber, listened)
    _follow(hearing.finish(len(samples) / SAMPLE_RATE), hearing, samples, transcriber, listened)
    return listened


def _windows(samples: Samples, listener: Listener) -> Iterator[SpeechScored]:
    for start in range(0, len(samples), WINDOW_SAMPLES):
        piece = samples[start : start + WINDOW_SAMPLES]
        yield from listener.hear(Chunk("customer", start, np.pad(piece, (0, WINDOW_SAMPLES - len(piece)))))


def _follow(
    outputs: Iterable[object], hearing: Hearing, samples: Samples, transcriber: Transcriber, listened: Listened
) -> None:
    """Do what the line asks for, until it asks for nothing more."""
    waiting = deque(outputs)
    while waiting:
        match waiting.popleft():
            case Transcribe(final=True) as command:
                waiting.extend(hearing.read(_read(command, samples, transcriber, listened)))
            case UtteranceFinished(text=text) if text:
                listened.texts.append(text)
            case _:
                pass


def _read(command: Transcribe, samples: Samples, transcriber: Transcriber, listened: Listened) -> Transcribed:
    part = samples[round(command.start * SAMPLE_RATE) : round(command.end * SAMPLE_RATE)]
    began, cpu = time.perf_counter(), time.process_time()
    hypothesis = transcriber.transcribe(
        command.utterance_id, part, final=True, prompt=command.prompt, effort=command.effort
    )
    took = time.perf_counter() - began
    listened.cpu_seconds += time.process_time() - cpu
    listened.reading_seconds.append(took)
    return Transcribed(
        utterance_id=command.utterance_id,
        revision=command.revision,
        start=command.start,
        end=command.end,
        text=hypothesis.text,
        confidence=round(hypothesis.confidence, 4),
        took_seconds=round(took, 3),
    )
