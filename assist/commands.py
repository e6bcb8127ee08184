"""What is asked for: the core asks the workers, the agent asks the core. Imperative; a command may be refused."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.events import Phase, Speaker

# --- the core asks a worker; the answer is an input that names the request ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribe:
    """Read ``start``..``end`` seconds of a speaker's audio. A higher ``revision`` supersedes a lower one."""

    utterance_id: str
    speaker: Speaker
    revision: int
    start: float
    end: float
    final: bool


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
        open_card: the phrases on the agent's screen by their id, the card's own first: how close did they come to
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
class StartCall:
    """Begin a call now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCall:
    """End the call now."""


AgentCommand = ShowSuggestion | AcceptSuggestion | DismissSuggestion | RejectSuggestion | StartCall | EndCall
