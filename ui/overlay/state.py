"""What the overlay draws, as one frozen value (`ui.overlay.reducer` folds it from the call's events)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assist import events

LinkState = Literal["connecting", "open", "lost", "refused"]
Stage = Literal["offered", "shown", "accepted", "spoken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One phrase of a card: its own, or an alternate."""

    phrase_id: str
    text: str
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The suggestion on the screen.

    Attributes:
        options: the phrase and its alternates, best first; ``index`` is the one on view.
        quote: the customer's words that caused it.
        why: what they show and what the phrase does about it, in a sentence; empty where the engine gives none.
        offered_at: seconds since the call began.
        seen: phrase ids that the engine knows to have been on the screen.
        expired: its time is over, and only the pointer resting on it keeps it.
        marked_at: when it was accepted, or said (seconds).
    """

    suggestion_id: str
    options: tuple[Option, ...]
    index: int = 0
    quote: str
    why: str = ""
    emotion: str
    need: str
    strategy: str
    stage: Stage = "offered"
    offered_at: float
    seen: frozenset[str] = frozenset()
    expired: bool = False
    marked_at: float | None = None

    @property
    def option(self) -> Option:
        """The phrase on view."""
        return self.options[self.index]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How the customer feels: valence and arousal in -1..1, with the words that show it."""

    emotion: str
    confidence: float
    valence: float
    arousal: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need of the customer. ``met_at`` (seconds) is None while open; ``times`` counts how often it was shown."""

    need: str
    quote: str
    times: int = 1
    met_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A small reminder about the call, given at ``at`` seconds, with the words that gave rise to it."""

    text: str
    quote: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance of the transcript; ``stable`` is the prefix of ``text`` that will not change any more."""

    utterance_id: str
    speaker: events.Speaker
    text: str
    stable: str
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognizer:
    """The recogniser in use; ``reason`` is a sentence where it is not the one that was asked for."""

    name: str
    model: str
    reduced_accuracy: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayState:
    """Everything on the overlay. Times in seconds since the call began."""

    link: LinkState = "connecting"
    running: bool = False
    ended: bool = False
    seconds: float = 0.0
    phase: events.Phase | None = None
    mood: Mood | None = None
    trail: tuple[tuple[float, float], ...] = ()
    """Smoothed valence over the call: (seconds, -1..1), oldest first."""
    trend: events.Trend = "steady"
    needs: tuple[Need, ...] = ()
    card: Card | None = None
    waiting: Card | None = None
    """A newer card, kept back while the agent's pointer rests on the present one."""
    nudge: Nudge | None = None
    hovered_at: float | None = None
    lines: tuple[Line, ...] = ()
    behind_seconds: float = 0.0
    recognizer: Recognizer | None = None
    lost_sources: tuple[events.Speaker, ...] = ()
    abuse_quote: str | None = None
