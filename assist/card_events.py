"""The life of a card as events: offered, shown, accepted, spoken, dismissed, rejected, expired."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.header import Event, Evidence


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
    """The card left without a choice. ``reason``: ``timeout``, ``replaced``, ``quiet``, ``call_ended``."""

    reason: str
