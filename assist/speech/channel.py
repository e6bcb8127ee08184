"""One speaker's line: voice activity in, utterances and requests for words out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.commands import Transcribe
from assist.events import Speaker, SpeechEnded, SpeechStarted, UtteranceFinished, UtteranceUpdated
from assist.inputs import SpeechScored, Transcribed
from assist.settings import SpeechSettings
from assist.speech import endpointing
from assist.speech.guards import reject_text
from assist.speech.stabilizer import Stabilizer

Output = SpeechStarted | SpeechEnded | UtteranceUpdated | UtteranceFinished | Transcribe

_FLOOR_DB = -120.0


@dataclass(slots=True)
class _Utterance:
    """An utterance until its final words are there.

    ``closing`` is the revision whose reading will be final, if no speech follows it; ``in_flight`` the latest request
    without an answer; ``reading`` the answer to ``closing`` where it came before the end was sure.
    """

    utterance_id: str
    start: float
    asked_at: float
    revision: int = 0
    in_flight: int | None = None
    closing: int | None = None
    reading: Transcribed | None = None
    ended_at: float | None = None
    level_db: float = _FLOOR_DB
    shown: bool = False
    stabilizer: Stabilizer = field(default_factory=Stabilizer)


class Channel:
    """The utterances of one speaker. At most one partial is in flight; a final never waits for one.

    When speech pauses, the utterance is read as if it were over. If it is, these words are final and there at once;
    if speech goes on, they were a partial.
    """

    def __init__(self, speaker: Speaker, settings: SpeechSettings) -> None:
        self._speaker = speaker
        self._settings = settings
        self._endpointer = endpointing.Endpointer(settings)
        self._running: _Utterance | None = None
        self._awaiting: dict[str, _Utterance] = {}
        self._count = 0

    @property
    def speaking(self) -> bool:
        """Whether an utterance is running."""
        return self._running is not None

    @property
    def awaiting(self) -> bool:
        """Whether final words are still to come."""
        return bool(self._awaiting)

    def hear(self, scored: SpeechScored) -> list[Output]:
        """Take one window."""
        outputs: list[Output] = []
        for boundary in self._endpointer.step(scored.start, scored.end, scored.probability):
            outputs += self._cross(boundary, scored.end)
        if self._running:
            self._running.level_db = max(self._running.level_db, scored.level_db)
            outputs += self._ask_partial(self._running, scored.end)
        return outputs

    def finish(self, at: float) -> list[Output]:
        """No more audio will come: end the running utterance, so that its last words are not lost."""
        return [output for boundary in self._endpointer.finish(at) for output in self._cross(boundary, at)]

    def read(self, reading: Transcribed) -> list[Output]:
        """Take a reading; late and superseded ones are dropped."""
        utterance = self._find(reading.utterance_id)
        if utterance is None:
            return []
        if utterance.in_flight == reading.revision:
            utterance.in_flight = None
        if reading.revision == utterance.closing:
            utterance.reading = reading
            return self._settle(utterance) if utterance.ended_at is not None else self._update(utterance, reading)
        if utterance.ended_at is not None or reading.revision < utterance.revision:
            return []
        return self._update(utterance, reading)

    def fail(self, utterance_id: str) -> list[Output]:
        """The recogniser could not read this utterance; nothing more is awaited of it."""
        utterance = self._find(utterance_id)
        if utterance is None:
            return []
        utterance.in_flight = None
        if utterance.ended_at is None:
            return []
        del self._awaiting[utterance_id]
        return self._empty(utterance)

    def _find(self, utterance_id: str) -> _Utterance | None:
        if self._running and self._running.utterance_id == utterance_id:
            return self._running
        return self._awaiting.get(utterance_id)

    def _cross(self, boundary: endpointing.Boundary, now: float) -> list[Output]:
        match boundary:
            case endpointing.SpeechBegan(start):
                self._count += 1
                self._running = _Utterance(f"{self._speaker}-{self._count}", start, asked_at=start)
                started = SpeechStarted(speaker=self._speaker, utterance_id=self._running.utterance_id, start=start)
                return [started]
            case endpointing.SpeechPaused(end):
                return [self._ask(self._running, end, now, final=True)] if self._running else []
            case endpointing.SpeechResumed():
                if self._running:
                    self._running.closing = self._running.reading = None
                return []
            case endpointing.SpeechEnded(start, end):
                return self._end(start, end, now)

    def _end(self, start: float, end: float, now: float) -> list[Output]:
        utterance, self._running = self._running, None
        if utterance is None:
            return []
        utterance.ended_at = end
        self._awaiting[utterance.utterance_id] = utterance
        outputs: list[Output] = [
            SpeechEnded(speaker=self._speaker, utterance_id=utterance.utterance_id, start=start, end=end)
        ]
        if utterance.closing is None:
            outputs.append(self._ask(utterance, end, now, final=True))
        return outputs + (self._settle(utterance) if utterance.reading else [])

    def _ask_partial(self, utterance: _Utterance, now: float) -> list[Output]:
        due = now - utterance.asked_at >= self._settings.partial_interval_seconds
        if not due or utterance.in_flight is not None or utterance.closing is not None:
            return []
        return [self._ask(utterance, now, now, final=False)]

    def _ask(self, utterance: _Utterance, end: float, now: float, *, final: bool) -> Transcribe:
        utterance.revision += 1
        utterance.asked_at = now
        utterance.in_flight = utterance.revision
        if final:
            utterance.closing = utterance.revision
        return Transcribe(
            utterance_id=utterance.utterance_id,
            speaker=self._speaker,
            revision=utterance.revision,
            start=utterance.start,
            end=end,
            final=final,
        )

    def _update(self, utterance: _Utterance, reading: Transcribed) -> list[Output]:
        partial = utterance.stabilizer.update(reading.text)
        if not partial.text:
            return []
        utterance.shown = True
        return [
            UtteranceUpdated(
                utterance_id=utterance.utterance_id,
                speaker=self._speaker,
                text=partial.text,
                stable=partial.stable,
                start=utterance.start,
                end=max(reading.end, utterance.start),
                confidence=reading.confidence,
            )
        ]

    def _settle(self, utterance: _Utterance) -> list[Output]:
        del self._awaiting[utterance.utterance_id]
        reading, end = utterance.reading, utterance.ended_at
        assert reading is not None
        assert end is not None
        seconds = end - utterance.start
        why_not = reject_text(reading.text, seconds, utterance.level_db, self._settings.minimum_level_db)
        if why_not or reading.confidence < self._settings.minimum_confidence:
            return self._empty(utterance)
        return [self._finished(utterance, reading.text, reading.confidence)]

    def _empty(self, utterance: _Utterance) -> list[Output]:
        """Words that were shown and do not stand are taken back by an empty final."""
        return [self._finished(utterance, "", 0.0)] if utterance.shown else []

    def _finished(self, utterance: _Utterance, text: str, confidence: float) -> UtteranceFinished:
        return UtteranceFinished(
            utterance_id=utterance.utterance_id,
            speaker=self._speaker,
            text=text,
            start=utterance.start,
            end=utterance.ended_at if utterance.ended_at is not None else utterance.start,
            confidence=confidence,
        )
