"""Scripts for tests: calls as timed speech, readings by hand, small settings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from assist import inputs
from assist.commands import ReadActs, ReadAffect, SearchBank, Transcribe, WorkerCommand
from assist.events import Event, Speaker
from assist.inputs import ActsRead, AffectRead, BankSearched, Hit, SpeechScored, Transcribed, UtteranceHeard
from assist.session import CallSession
from assist.settings import Settings

E = TypeVar("E", bound=Event)

WINDOW = 0.032


def affect(
    emotion: str, confidence: float = 0.9, valence: float = -0.6, needs: Mapping[str, float] | None = None
) -> AffectRead:
    """A reading by hand."""
    return AffectRead(
        utterance_id="", emotion=emotion, confidence=confidence, valence=valence, arousal=0.2, needs=dict(needs or {})
    )


def hit(phrase_id: str = "p1", **changes: object) -> Hit:
    """A phrase that the bank found."""
    plain = Hit(
        phrase_id=phrase_id,
        text="I'll look into {issue|this} myself.",
        cue="Take it on",
        strategy="ownership",
        emotions=("anger", "annoyance"),
        needs=("ownership",),
        similarity=0.6,
        avoid_similarity=0.0,
        emotion_fit=1.0,
        need_fit=1.0,
        place_fit=1.0,
        strategy_fit=1.0,
        fits=0.9,
        good=0.6,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def windows(
    speaker: Speaker, spans: Iterable[tuple[float, float]], until: float, start: float = 0.0
) -> list[SpeechScored]:
    """Voice activity of a line on which there is speech in these spans."""
    spans = list(spans)
    scored = []
    for number in range(round(start / WINDOW), int(until / WINDOW)):
        begin, end = number * WINDOW, (number + 1) * WINDOW
        speech = any(first <= begin < last for first, last in spans)
        scored.append(
            SpeechScored(
                at=end,
                speaker=speaker,
                start=begin,
                end=end,
                probability=0.95 if speech else 0.02,
                level_db=-20.0 if speech else -70.0,
            )
        )
    return scored


class FakeWorkers:
    """Answers by table: words of utterances, readings of words, one bank for every search."""

    def __init__(
        self,
        words: Mapping[str, str] | None = None,
        readings: Mapping[str, AffectRead] | None = None,
        acts: Mapping[str, ActsRead] | None = None,
        hits: tuple[Hit, ...] = (),
        confidence: float = 0.9,
    ) -> None:
        self._words = words or {}
        self._readings = readings or {}
        self._acts = acts or {}
        self._hits = hits
        self._confidence = confidence
        self.performed: list[WorkerCommand] = []

    def perform(self, command: WorkerCommand) -> inputs.Input:
        """Answer a command."""
        self.performed.append(command)
        match command:
            case Transcribe():
                text = self._words.get(command.utterance_id, "")
                return Transcribed(
                    utterance_id=command.utterance_id,
                    revision=command.revision,
                    start=command.start,
                    end=command.end,
                    text=text,
                    confidence=self._confidence if text else 0.0,
                )
            case ReadAffect():
                return replace(
                    self._readings.get(command.text, affect("neutral", valence=0.0)), utterance_id=command.utterance_id
                )
            case ReadActs():
                plain = ActsRead(utterance_id="", acts={}, answers={})
                return replace(self._acts.get(command.text, plain), utterance_id=command.utterance_id)
            case SearchBank():
                return BankSearched(request_id=command.request_id, hits=self._hits)


def run(items: Iterable[inputs.Input], workers: FakeWorkers, settings: Settings | None = None) -> list[Event]:
    """Play items through a session; the events that came of them."""
    session = CallSession("call", settings or Settings())
    events: list[Event] = []
    for item in items:
        waiting = [item]
        while waiting:
            reaction = session.feed(waiting.pop(0))
            events += reaction.events
            waiting += [replace(workers.perform(command), at=item.at) for command in reaction.commands]
    return events


def turn(speaker: Speaker, start: float, text: str, seconds: float = 2.0) -> UtteranceHeard:
    """A turn that came as text."""
    return UtteranceHeard(at=start + seconds, speaker=speaker, start=start, end=start + seconds, text=text)


def of(events: Iterable[Event], kind: type[E]) -> list[E]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]
