"""What happened in a call: frozen facts in the past tense, the language between all parts.

A stage makes an event without a header; the session stamps ``call_id``, ``seq`` and ``at`` on it. The JSON tag of an
event is its class name in snake_case (`assist.wire.codec`). Between two calls the engine tells what concerns the desk
with an empty ``call_id``.
"""

# ruff: noqa: PLC0414 - the parts of this language that have files of their own are imported from here, too

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assist.card_events import Alternate as Alternate
from assist.card_events import Because as Because
from assist.card_events import SuggestionAccepted as SuggestionAccepted
from assist.card_events import SuggestionDismissed as SuggestionDismissed
from assist.card_events import SuggestionEvent as SuggestionEvent
from assist.card_events import SuggestionExpired as SuggestionExpired
from assist.card_events import SuggestionOffered as SuggestionOffered
from assist.card_events import SuggestionRejected as SuggestionRejected
from assist.card_events import SuggestionShown as SuggestionShown
from assist.card_events import SuggestionSpoken as SuggestionSpoken
from assist.card_settings import Level
from assist.header import SPEAKERS as SPEAKERS
from assist.header import Event as Event
from assist.header import Evidence as Evidence
from assist.header import Speaker as Speaker
from assist.line_events import EchoSuppressed as EchoSuppressed
from assist.line_events import Effort as Effort
from assist.line_events import LagMeasured as LagMeasured
from assist.line_events import MicrophoneMuted as MicrophoneMuted
from assist.line_events import RecognizerChanged as RecognizerChanged
from assist.line_events import SourceLost as SourceLost
from assist.line_events import SourceRestored as SourceRestored
from assist.line_events import SpeechOverlapped as SpeechOverlapped

HeardIn = Literal["words", "voice", "both"]

Trend = Literal["rising", "falling", "steady"]
"""Where the customer's valence has been going: rising is feeling better."""

Phase = Literal["opening", "discovery", "resolution", "closing", "hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted(Event):
    """A call began.

    Attributes:
        source: what is heard, for people.
        started_at: wall time, ISO 8601.
        reference: the softphone's or CRM's name for the call; empty where there is none.
        agent: whose call it is, as the telephone platform calls them; empty where it does not say, and on a desktop.
    """

    source: str
    started_at: str
    reference: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNamed(Event):
    """The softphone or CRM told its name for a call that was running already."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAssigned(Event):
    """It became known, or changed, while the call ran, whose it is: it is ``agent``'s from now on."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResumed(Event):
    """The engine had stopped in mid-call and goes on with it; nothing of ``missed_seconds`` was heard."""

    missed_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Event):
    """The call is over and everything said in it has been understood."""

    duration_seconds: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAwaited(Event):
    """The engine is ready and no call runs. Belongs to no call.

    ``begins_on`` says what begins one: ``speech`` on the customer's line (a command does, too) or a ``command`` alone.

    Attributes:
        agent: at whose desk none runs, while others' calls do; empty where none runs at all.
    """

    begins_on: Literal["speech", "command"]
    agent: str = ""


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
class NeedSnoozed(Event):
    """The agent wants no card for this need for so many ``seconds``; zero wakes it again."""

    need: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietKept(Event):
    """The agent wants no cards and no nudges while this is ``on``."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChosen(Event):
    """The agent wants this much help from now on."""

    level: Level


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
class JournalStopped(Event):
    """The call goes on, but is not written down any more; ``reason`` is a sentence with the mend."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankReleased(Event):
    """The phrase bank in use.

    Attributes:
        version: of its contents.
        phrases: how many are approved.
        experiments: the running ones by their names, each with the variant (``a`` or ``b``) of this call.
    """

    version: str
    phrases: int
    experiments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReady(Event):
    """The report of the call was written to ``path``."""

    path: str
