"""What happened in a call: frozen facts in the past tense, the language between all parts.

A stage makes an event without a header; the session stamps ``call_id``, ``seq`` and ``at`` on it. The JSON tag of an
event is its class name in snake_case (`assist.wire.codec`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Speaker = Literal["customer", "agent"]
"""The channel a voice came from: the agent is always the human at this desk."""

SPEAKERS: tuple[Speaker, Speaker] = ("customer", "agent")

HeardIn = Literal["words", "voice", "both"]

Trend = Literal["rising", "falling", "steady"]
"""Where the customer's valence has been going: rising is feeling better."""

Phase = Literal["opening", "discovery", "resolution", "closing", "hold"]

_LOWEST = {"confidence": 0.0, "valence": -1.0, "arousal": -1.0}
"""Fields of any event that lie between this and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that show a cue: the utterance they are part of, and the ``quote`` as recognised."""

    utterance_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The header of every event.

    Attributes:
        call_id: which call.
        seq: 1, 2, 3 ... within the call; 0 until the session has stamped it.
        at: seconds since the call began.
    """

    call_id: str = ""
    seq: int = 0
    at: float = 0.0

    def __post_init__(self) -> None:
        for name, lowest in _LOWEST.items():
            value = getattr(self, name, lowest)
            if not lowest <= value <= 1.0:
                raise ValueError(f"{name} must lie in {lowest:g}..1, not {value}")
        start, end = getattr(self, "start", None), getattr(self, "end", None)
        if start is not None and end is not None and end < start:
            raise ValueError(f"a span cannot end ({end}) before it starts ({start})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted(Event):
    """A call began. ``source`` names what is heard; ``started_at`` is wall time, ISO 8601."""

    source: str
    started_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Event):
    """The call is over and everything said in it has been understood."""

    duration_seconds: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted(Event):
    """A speaker began an utterance at ``start`` seconds (pre-roll included)."""

    speaker: Speaker
    utterance_id: str
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEnded(Event):
    """A speaker fell silent; the utterance lies in ``start``..``end`` seconds."""

    speaker: Speaker
    utterance_id: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceUpdated(Event):
    """A partial transcript. ``stable`` is the prefix of ``text`` that will not change any more."""

    utterance_id: str
    speaker: Speaker
    text: str
    stable: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceFinished(Event):
    """The final transcript of an utterance; ``confidence`` (0..1) is the recogniser's."""

    utterance_id: str
    speaker: Speaker
    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EmotionChanged(Event):
    """The customer's emotion changed. Valence and arousal lie in -1..1."""

    emotion: str
    confidence: float
    valence: float
    arousal: float
    evidence: Evidence
    heard_in: HeardIn = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodTracked(Event):
    """The customer's mood after an utterance: smoothed valence and arousal (-1..1) and the trend of valence.

    Told after every reading, where `EmotionChanged` is told only when the label changes.
    """

    utterance_id: str
    valence: float
    arousal: float
    trend: Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedEvent(Event):
    """What the three events of a need share; ``evidence`` quotes the words that show it."""

    need: str
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRaised(NeedEvent):
    """The customer showed a need that is not met yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMet(NeedEvent):
    """The agent's own words (the evidence) answered an open need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedReraised(NeedEvent):
    """The customer showed an open need again, or one that had been met before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentActNoticed(Event):
    """The agent's words did something that customers value (a strategy of the taxonomy)."""

    act: str
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EmpathyGraded(Event):
    """The agent's words showed empathy: ``levels`` 0, 1 or 2 of EPITOME's mechanisms, at least one above 0."""

    levels: dict[str, int]
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """The call moved on to another phase."""

    phase: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why a suggestion was offered.

    Attributes:
        quote, utterance_id: the customer's words that caused it, and the utterance that they are part of.
        parts: the named parts of the score, each 0..1; what was taken off is below 0.
        why: the same in one short sentence, for people.
    """

    quote: str
    parts: dict[str, float] = field(default_factory=dict)
    why: str = ""
    utterance_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """Another phrase that would fit, behind the card. ``cue`` is its 3-6 words."""

    phrase_id: str
    text: str
    cue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionOffered(Event):
    """One card: ``cue`` (3-6 words) and ``text`` (slots filled), with its reason and at most two alternates."""

    suggestion_id: str
    phrase_id: str
    text: str
    cue: str
    emotion: str
    need: str
    strategy: str
    score: float
    because: Because
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionEvent(Event):
    """What the life of a suggestion shares."""

    suggestion_id: str
    phrase_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionShown(SuggestionEvent):
    """The card, or one of its alternates, was on the agent's screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionAccepted(SuggestionEvent):
    """The agent took the phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionSpoken(SuggestionEvent):
    """The agent said it; ``similarity`` (0..1) of their words in ``evidence`` to the phrase."""

    similarity: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionDismissed(SuggestionEvent):
    """The agent put the card away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRejected(SuggestionEvent):
    """The agent said "not this": the phrase did not fit these words."""

    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionExpired(SuggestionEvent):
    """The card left without a choice. ``reason``: ``timeout``, ``replaced``, ``call_ended``."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeGiven(Event):
    """A small reminder about how the call goes, with the words that gave rise to it."""

    kind: str
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AbuseFlagged(Event):
    """The customer insulted or threatened the agent: boundary script, no empathy card."""

    confidence: float
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LagMeasured(Event):
    """How far understanding is behind the call, in seconds of audio not yet transcribed."""

    behind_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLost(Event):
    """A speaker's audio stopped coming."""

    speaker: Speaker
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRestored(Event):
    """A speaker's audio is back."""

    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerChanged(Event):
    """The recogniser in use. ``reason`` is a sentence where it is not the one asked for, else empty."""

    recognizer: str
    model: str
    reduced_accuracy: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReleased(Event):
    """The phrase bank in use: its version and the number of approved phrases."""

    version: str
    phrases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReady(Event):
    """The report of the call was written to ``path``."""

    path: str
