"""One speaker's line: voice activity in, utterances and requests for words out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.commands import Transcribe
from assist.events import Speaker, SpeechEnded, SpeechStarted, UtteranceFinished, UtteranceUpdated
from assist.inputs import SpeechScored, Transcribed
from assist.settings import SpeechSettings
from assist.speech import endpointing
from assist.speech.guards import Sound, WordGates
from assist.speech.pace import Pace
from assist.speech.seams import OVERLAP_SECONDS, without_doubled
from assist.speech.stabilizer import Stabilizer

Output = SpeechStarted | SpeechEnded | UtteranceUpdated | UtteranceFinished | Transcribe

_FLOOR_DB = -120.0

_JOINED_GAP_SECONDS = 3.0
"""Utterances that wait are read as one where no longer silence than this parts them: Whisper stops reading in longer
ones."""


@dataclass(slots=True)
class _Utterance:
    """An utterance until its final words are there.

    Where speech was cut, `lead_seconds` before it and `tail_seconds` after it belong to its neighbours.

    ``onset`` is where its speech began; ``asked_at`` when it was last to be read, and ``asked_end`` up to where.
    ``closing`` is the revision whose reading will be final, if no speech follows it; ``in_flight`` the latest request
    without an answer; ``reading`` the answer to ``closing`` where it came before the end was sure.
    """

    utterance_id: str
    start: float
    onset: float
    asked_at: float | None = None
    asked_end: float = 0.0
    revision: int = 0
    in_flight: int | None = None
    lead_seconds: float = 0.0
    tail_seconds: float = 0.0
    closing: int | None = None
    reading: Transcribed | None = None
    ended_at: float | None = None
    level_db: float = _FLOOR_DB
    voice: float = 0.0
    shown: bool = False
    stabilizer: Stabilizer = field(default_factory=Stabilizer)


class Channel:
    """The utterances of one speaker. At most one partial is in flight; a final never waits for one.

    When speech pauses, the utterance is read as if it were over. If it is, these words are final and there at once;
    if speech goes on, they were a partial. While the recogniser cannot keep up, utterances that wait are joined and
    read as one: the first of them then ends where the last did.

    Attributes:
        unread_seconds: so much of what was said was no longer kept when the recogniser came to it.
    """

    def __init__(self, speaker: Speaker, settings: SpeechSettings, pace: Pace | None = None) -> None:
        self.unread_seconds = 0.0
        self._speaker = speaker
        self._settings = settings
        self._pace = pace or Pace(settings)
        self._endpointer = endpointing.Endpointer(settings)
        self._gates = WordGates(settings.minimum_level_db, settings.minimum_confidence)
        self._running: _Utterance | None = None
        self._awaiting: dict[str, _Utterance] = {}
        self._held: list[_Utterance] = []
        self._heard_until = 0.0
        self._cut_at = -1.0
        self._last_text = ""
        self._count = 0

    @property
    def speaking(self) -> bool:
        """Whether an utterance is running."""
        return self._running is not None

    @property
    def awaiting(self) -> bool:
        """Whether final words are still to come."""
        return bool(self._awaiting)

    def unread_since(self) -> float | None:
        """Since when sound waits for the recogniser, seconds of the call; None where none does."""
        ends = [utterance.ended_at for utterance in self._awaiting.values() if utterance.ended_at is not None]
        if self._running and self._running.in_flight is not None:
            ends.append(self._running.asked_end)
        return min(ends, default=None)

    def hear(self, scored: SpeechScored) -> list[Output]:
        """Take one window."""
        self._heard_until = scored.end
        outputs: list[Output] = []
        for boundary in self._endpointer.step(scored.start, scored.end, scored.probability, scored.level_db):
            outputs += self._cross(boundary, scored.end)
        if self._running:
            self._running.level_db = max(self._running.level_db, scored.level_db)
            self._running.voice = max(self._running.voice, scored.probability)
            outputs += self._ask_partial(self._running, scored.end)
        return outputs

    def finish(self, at: float) -> list[Output]:
        """No more audio will come: end the running utterance, so that its last words are not lost."""
        at = min(at, self._heard_until)  # the other line may have been heard further
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
            if utterance.ended_at is None:
                return self._update(utterance, reading)
            return [*self._settle(utterance), *self._read_held()]
        if utterance.ended_at is not None or reading.revision < utterance.revision:
            return []
        return self._update(utterance, reading)

    def fail(self, utterance_id: str, revision: int) -> list[Output]:
        """The recogniser failed in this reading; where it was the final one, nothing more is awaited."""
        utterance = self._find(utterance_id)
        if utterance is None:
            return []
        if utterance.in_flight == revision:
            utterance.in_flight = None
        if utterance.closing != revision:
            return []
        if utterance.ended_at is None:
            utterance.closing = utterance.reading = None  # no answer to it will come: the end asks again
            return []
        del self._awaiting[utterance_id]
        self._held = [held for held in self._held if held is not utterance]
        return [*self._empty(utterance), *self._read_held()]

    def _find(self, utterance_id: str) -> _Utterance | None:
        if self._running and self._running.utterance_id == utterance_id:
            return self._running
        return self._awaiting.get(utterance_id)

    def _cross(self, boundary: endpointing.Boundary, now: float) -> list[Output]:
        match boundary:
            case endpointing.SpeechBegan(start):
                self._count += 1
                onset = min(now, start + self._settings.pre_roll_seconds)
                lead = min(OVERLAP_SECONDS, start) if start == self._cut_at else 0.0
                self._running = _Utterance(f"{self._speaker}-{self._count}", start, onset, lead_seconds=lead)
                started = SpeechStarted(speaker=self._speaker, utterance_id=self._running.utterance_id, start=start)
                return [started]
            case endpointing.SpeechPaused(end):
                speculates = self._running and self._pace.step.speculates
                return [self._ask(self._running, end, now, final=True)] if self._running and speculates else []
            case endpointing.SpeechResumed():
                if self._running:
                    self._running.closing = self._running.reading = None
                return []
            case endpointing.SpeechEnded(start, end, cut):
                if self._running and cut:
                    self._cut_at = end
                    self._running.tail_seconds = min(OVERLAP_SECONDS, now - end)
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
        if utterance.closing is not None:
            return outputs + (self._settle(utterance) if utterance.reading else [])
        if self._pace.step.joins and len(self._awaiting) > 1:
            self._held.append(utterance)
            return outputs
        return [*outputs, self._ask(utterance, end, now, final=True)]

    def _read_held(self) -> list[Output]:
        """Have what was held back read, as one, when nothing else of this speaker waits for the recogniser."""
        if not self._held or len(self._held) < len(self._awaiting):
            return []
        first, end = self._held.pop(0), 0.0
        outputs: list[Output] = []
        end = first.ended_at or first.start
        while self._held and self._joins(first, end, self._held[0]):
            later = self._held.pop(0)
            end = later.ended_at or end
            first.level_db = max(first.level_db, later.level_db)
            first.voice = max(first.voice, later.voice)
            del self._awaiting[later.utterance_id]
            outputs += self._empty(later)
        first.ended_at = end
        return [*outputs, self._ask(first, end, end, final=True)]

    def _joins(self, first: _Utterance, end: float, later: _Utterance) -> bool:
        near = later.start - end <= _JOINED_GAP_SECONDS
        return near and (later.ended_at or later.start) - first.start <= self._settings.maximum_utterance_seconds

    def _ask_partial(self, utterance: _Utterance, now: float) -> list[Output]:
        if utterance.in_flight is not None or utterance.closing is not None or self._endpointer.pausing:
            return []
        since_asked = None if utterance.asked_at is None else now - utterance.asked_at
        if not self._pace.due(now - utterance.onset, since_asked):
            return []
        return [self._ask(utterance, now, now, final=False)]

    def _ask(self, utterance: _Utterance, end: float, now: float, *, final: bool) -> Transcribe:
        utterance.revision += 1
        utterance.asked_at, utterance.asked_end = now, end
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
            lead_seconds=utterance.lead_seconds if final else 0.0,
            tail_seconds=utterance.tail_seconds if final else 0.0,
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
        self.unread_seconds += reading.unread_seconds
        seconds = end - utterance.start
        text = without_doubled(reading.text, self._last_text) if utterance.lead_seconds else reading.text
        self._last_text = text
        sound = Sound(seconds, utterance.level_db, utterance.voice)
        if self._gates.refuse(text, sound, reading.confidence):
            return self._empty(utterance)
        return [self._finished(utterance, text, reading.confidence)]

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
