"""The facts of a call, gathered from its events: what the lessons and the invitations are drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.affect.turntaking import Talk
from assist.report.agent import ActOutcome, CardOutcome, Promise
from assist.report.customer import Load, Mood, MoodPoint, NeedOutcome
from assist.report.empathy import Empathy
from assist.report.insults import Insult
from assist.report.misses import Miss
from assist.report.moments import Moment
from assist.report.slips import Slip

STAGES = ("offered", "shown", "accepted", "spoken", "dismissed", "rejected", "expired")

VERSION = 2
"""Of the report's content; a report of an older one is computed anew from the journal where that is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenNudge:
    """A small reminder that was given, with the words that gave rise to it."""

    at: float
    kind: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """A call in numbers and quotes. Times are seconds since the call began.

    Attributes:
        version: of the report's content.
        complete: False where the record breaks off before the call ended.
        reduced_accuracy: whether a recogniser that hears less well was in use.
        mood: the tracked mood of the customer, a point for each of their utterances.
        valence_start: after the customer's first words; None without a customer's word.
        valence_end: after their last words.
        moments: the agent's best ones, by time.
        slips: words of the agent's that sting.
        misses: feelings that an answer passed by.
        insults: abusive words of the customer's; no lesson asks for an answer to them.
        load: the heavy feelings that the agent met in this call.
        last_chance: when the agent began to speak last.
        stages: how many suggestions reached each stage; one that expired may still have been spoken.
    """

    version: int = 0
    call_id: str = ""
    source: str = ""
    started_at: str = ""
    duration_seconds: float = 0.0
    complete: bool = False
    reduced_accuracy: bool = False
    talk: Talk = field(default_factory=Talk)
    moods: tuple[Mood, ...] = ()
    mood: tuple[MoodPoint, ...] = ()
    valence_start: float | None = None
    valence_end: float | None = None
    needs: tuple[NeedOutcome, ...] = ()
    acts: tuple[ActOutcome, ...] = ()
    empathy: tuple[Empathy, ...] = ()
    moments: tuple[Moment, ...] = ()
    slips: tuple[Slip, ...] = ()
    misses: tuple[Miss, ...] = ()
    insults: tuple[Insult, ...] = ()
    load: tuple[Load, ...] = ()
    nudges: tuple[GivenNudge, ...] = ()
    cards: tuple[CardOutcome, ...] = ()
    stages: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    promises: tuple[Promise, ...] = ()
    last_chance: float = 0.0

    @property
    def feelings(self) -> tuple[Mood, ...]:
        """The changes of emotion, and the insults that changed no label."""
        known = {mood.quote for mood in self.moods if mood.emotion == "abuse"}
        more = [
            Mood(at=insult.at, emotion="abuse", valence=-1.0, quote=insult.quote)
            for insult in self.insults
            if insult.quote not in known
        ]
        return tuple(sorted((*self.moods, *more), key=lambda mood: mood.at))

    @property
    def needs_met(self) -> tuple[NeedOutcome, ...]:
        """Needs that were answered, or eased by the answer."""
        return tuple(need for need in self.needs_due if need.met or need.eased is not None)

    @property
    def needs_due(self) -> tuple[NeedOutcome, ...]:
        """Needs that were the agent's to answer."""
        return tuple(need for need in self.needs if not need.excused)

    @property
    def open_needs(self) -> tuple[NeedOutcome, ...]:
        """Needs that the agent had a chance to answer and did not."""
        return tuple(need for need in self.needs if self.is_open(need))

    def is_open(self, need: NeedOutcome) -> bool:
        """Whether the agent had a chance to answer this need and did not."""
        settled = need.met or need.excused or need.eased is not None
        return not settled and need.at <= self.last_chance
