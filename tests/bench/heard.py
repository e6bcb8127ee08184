"""Two lines of sound heard as a call is: real ears, session and recogniser, as fast as they go."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assist.audio.chunks import SAMPLE_RATE, WINDOW_SAMPLES, Chunk
from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.engine import Call, play
from assist.events import SPEAKERS, Event, Speaker, UtteranceFinished
from assist.inputs import AudioEnded, CallClosed, Input
from assist.session import CallSession
from assist.settings import Settings
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.workers import Workers
from tests.live import PlainLanguage

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of a call.

    Attributes:
        events: all that was told.
        seconds: how long the call was.
        cpu_seconds: how much processor time it took.
    """

    events: tuple[Event, ...]
    seconds: float
    cpu_seconds: float

    def finals(self, speaker: Speaker) -> list[UtteranceFinished]:
        """A speaker's utterances with words."""
        found = (event for event in self.events if isinstance(event, UtteranceFinished))
        return [event for event in found if event.speaker == speaker and event.text]


def listen(
    lines: Mapping[Speaker, Sound], transcriber: Transcriber, voice: SileroModel, settings: Settings | None = None
) -> Heard:
    """Hear these lines from beginning to end."""
    settings = settings or Settings()
    rings = {speaker: Ring(settings.audio.ring_seconds) for speaker in SPEAKERS}
    ears = {speaker: Listener(speaker, rings[speaker], voice.stream()) for speaker in SPEAKERS}
    workers = Workers(PlainLanguage(), settings, transcriber, rings)  # type: ignore[arg-type]
    events: list[Event] = []
    began = time.process_time()
    play(Call(CallSession("bench", settings), events.append), _inputs(lines, ears), workers)
    seconds = max(len(sound) for sound in lines.values()) / SAMPLE_RATE
    return Heard(tuple(events), seconds, time.process_time() - began)


def _inputs(lines: Mapping[Speaker, Sound], ears: Mapping[Speaker, Listener]) -> Iterator[Input]:
    length = max(len(sound) for sound in lines.values())
    for start in range(0, length, WINDOW_SAMPLES):
        for speaker, sound in lines.items():
            yield from ears[speaker].hear(Chunk(speaker, start, sound[start : start + WINDOW_SAMPLES]))
    yield AudioEnded(at=length / SAMPLE_RATE)
    yield CallClosed(at=length / SAMPLE_RATE, reason="audio ended")
