"""What is asked for: the core asks the workers, the agent asks the core. Imperative; a command may be refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.card_settings import Level
from assist.events import Phase, Speaker
from assist.line_events import Effort

# --- the core asks a worker; the answer is an input that names the request ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribe:
    """Read ``start``..``end`` seconds of a speaker's audio. A higher ``revision`` supersedes a lower one.

    Attributes:
        prompt: what the speaker said just before, for recognisers that can use it.
        effort: how much the reading may cost.
        lead_seconds, tail_seconds: so much sound before and after it is heard as well, and its words are left out:
            where speech was cut, a word on the seam is whole in one of the two readings.
    """

    utterance_id: str
    speaker: Speaker
    revision: int
    start: float
    end: float
    final: bool
    prompt: str = ""
    effort: Effort = "full"
    lead_seconds: float = 0.0
    tail_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A turn that has been said."""

    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAffect:
    """Read emotion and needs from a customer's utterance.

    Attributes:
        context: the turns before it, oldest first.
        early: the utterance still runs; what is final goes first.
    """

    utterance_id: str
    text: str
    context: tuple[Said, ...] = ()
    early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadActs:
    """Read acts, and the needs they answer, from an agent's utterance.

    Attributes:
        open_card: the phrases of the last cards by their id, the newest card's own first: how close did they come to
            saying one of them?
        before: what they said just before, in case one phrase fell into two utterances.
    """

    utterance_id: str
    text: str
    open_card: dict[str, str] = field(default_factory=dict)
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchBank:
    """Find phrases for what the customer said, felt and needs.

    Attributes:
        needs: each with its weight, 0..1.
        early: the utterance still runs; what is final goes first.
    """

    request_id: str
    query: str
    emotion: str
    needs: dict[str, float]
    phase: Phase
    limit: int = 40
    early: bool = False


WorkerCommand = Transcribe | ReadAffect | ReadActs | SearchBank

# --- the agent asks the core, through the overlay ---


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSuggestion:
    """The overlay has painted this phrase of this suggestion."""

    suggestion_id: str
    phrase_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptSuggestion:
    """The agent takes this phrase (the card's own, or one of its alternates)."""

    suggestion_id: str
    phrase_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissSuggestion:
    """The agent puts the card away."""

    suggestion_id: str
    phrase_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectSuggestion:
    """The agent says "not this": wrong phrase for these words."""

    suggestion_id: str
    phrase_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeNeed:
    """No card for this need for so many seconds; zero wakes it again."""

    need: str
    seconds: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepQuiet:
    """Do not disturb: no cards and no nudges while it is on; the boundary against abuse still comes."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseLevel:
    """Help as much as this agent wants it from now on."""

    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCall:
    """The customer was put on hold, or taken back."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCall:
    """Begin a call now. ``reference`` is the softphone's or CRM's name for it; empty where there is none."""

    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCall:
    """End the call now."""


CardCommand = ShowSuggestion | AcceptSuggestion | DismissSuggestion | RejectSuggestion
CallCommand = StartCall | EndCall | HoldCall
HelpCommand = SnoozeNeed | KeepQuiet | ChooseLevel

AgentCommand = CardCommand | CallCommand | HelpCommand
