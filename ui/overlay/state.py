"""What the overlay draws, as one frozen value (`ui.overlay.reducer` folds it from the call's events)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assist import events
from assist.card_settings import Level

LinkState = Literal["connecting", "open", "lost", "refused"]
BeginsOn = Literal["speech", "command"]
Stage = Literal["offered", "shown", "accepted", "spoken"]
Cause = Literal["late", "restart", "device"]


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
        leaves_at: when it leaves (seconds), unless the pointer or a pin keeps it; None while the engine holds it open.
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
    leaves_at: float | None = None
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
class Resumed:
    """The engine had stopped and went on with the call at ``at`` seconds; ``missed_seconds`` were not heard."""

    missed_seconds: float
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of the call in which something was not heard, from ``start`` to ``end`` seconds.

    Attributes:
        end: None while it lasts; ``start`` where sound got lost and nobody knows how much.
        cause: hearing came too late for it, the engine had stopped, or a device was away.
        speaker: whose sound is missing; None where it may be either's.
    """

    start: float
    end: float | None
    cause: Cause
    speaker: events.Speaker | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """An utterance began while the other one spoke, in ``over``. ``barge_in``: the other fell silent."""

    over: str
    barge_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance of the transcript.

    Attributes:
        stable: the prefix of ``text`` that will not change any more.
        start: when it began, seconds since the call did.
        overlap: what it ran over, if anything.
    """

    utterance_id: str
    speaker: events.Speaker
    text: str
    stable: str
    finished: bool
    start: float = 0.0
    overlap: Overlap | None = None


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
    given_up: str = ""
    """Why nobody starts the engine any more, in a sentence with the mend; empty while somebody does."""
    call_id: str = ""
    reference: str = ""
    """The softphone's or CRM's name for the call; empty where there is none."""
    agent: str = ""
    """Whose call it is, where a telephone platform says so."""
    running: bool = False
    ended: bool = False
    begins_on: BeginsOn | None = None
    """What begins the next call, as far as the engine told."""
    new_phrases: str = ""
    """The release (``r7``) that came since the last call; empty where none did."""
    seconds: float = 0.0
    phase: events.Phase | None = None
    held: bool = False
    """The customer is on hold."""
    resumed: Resumed | None = None
    """For a while after the engine came back in mid-call."""
    level: Level | None = None
    """How much help is in use, as far as it was told."""
    quiet: bool = False
    """Do not disturb: neither cards nor nudges, whatever call it is."""
    mood: Mood | None = None
    trail: tuple[tuple[float, float], ...] = ()
    """Smoothed valence over the call: (seconds, -1..1), oldest first."""
    trend: events.Trend = "steady"
    needs: tuple[Need, ...] = ()
    asleep_until: Mapping[str, float] = field(default_factory=dict)
    """Needs that the agent snoozed, each with its end."""
    acts: frozenset[str] = frozenset()
    """What the agent has done (acts of the taxonomy); thanks count anew when the call comes to its end."""
    card: Card | None = None
    waiting: tuple[Card, ...] = ()
    """Newer cards, oldest first, kept back while the pointer rests on the present one or a pin holds it."""
    pinned: bool = False
    """The card stays until it was said, put away or let go."""
    pinned_before: str = ""
    """The pinned card's id while a call is told again: there it is pinned, too."""
    nudge: Nudge | None = None
    hovered_at: float | None = None
    lines: tuple[Line, ...] = ()
    overlaps: Mapping[str, Overlap] = field(default_factory=dict)
    """By the utterance that came in while the other one spoke; its line may come later."""
    recognizer: Recognizer | None = None
    behind_seconds: float = 0.0
    effort: events.Effort = "full"
    """What is asked of the recogniser, so that it keeps up."""
    overruns: int = 0
    unread_seconds: float = 0.0
    lost_sources: Mapping[events.Speaker, str] = field(default_factory=dict)
    """Whose audio does not come, each with the reason: a sentence with the mend, or nothing."""
    lost_at_desk: Mapping[events.Speaker, str] = field(default_factory=dict)
    """Those of them that no call told of: they stay lost when it ends."""
    gaps: tuple[Gap, ...] = ()
    """What was not heard of the call, in the order in which it was noticed."""
    muted: str | None = None
    """Why the agent's microphone seems to be muted, in a sentence or empty; None where it does not."""
    echoes: int = 0
    """How often the microphone heard the customer."""
    echo_hint_at: float | None = None
    """Since when the hint about them stands where a card would be."""
    echo_hint_seen: bool = False
    """The call has had that hint: it was there long enough to be read, or the agent put it away."""
    unrecorded: str = ""
    """Why the call is not being written down any more; empty while it is."""
    abuse_quote: str | None = None

    @property
    def unheard_seconds(self) -> float:
        """How much of the call was not heard, up to now; what both missed at the same time counts once."""
        total = reached = 0.0
        for gap in sorted(self.gaps, key=lambda gap: gap.start):
            end = self.seconds if gap.end is None else gap.end
            total += max(0.0, end - max(reached, gap.start))
            reached = max(reached, end)
        return total

    @property
    def snoozed(self) -> frozenset[str]:
        """The needs that get no card now."""
        return frozenset(need for need, end in self.asleep_until.items() if self.seconds < end)
