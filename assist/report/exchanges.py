"""The exchanges of a call: what they said, what the agent answered, and how they were after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assist import events as facts
from assist.affect.spans import Span
from assist.affect.turntaking import is_backchannel
from assist.events import Event

EMPATHIC_ACTS = (
    "validation",
    "perspective_taking",
    "active_listening",
    "genuine_concern",
    "empathy_language",
    "apology",
    "staying_calm",
)
"""Acts that show a customer that they were heard, the most telling first."""
LIFT = 0.2
"""A rise of the tracked mood worth naming, on the scale of -1..1: from annoyed half the way to neutral. Judgement."""
FALL = 0.1
"""After words from which the mood fell this far nothing is praised. Judgement."""


@dataclass(slots=True)
class Signs:
    """What an utterance of the agent's did."""

    needs: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    cue: str = ""

    @property
    def weight(self) -> float:
        """How much of it helps a customer; judgement."""
        strong = sum(level > 1 for level in self.levels.values())
        empathic = any(act in EMPATHIC_ACTS for act in self.acts)
        return 0.3 * len(self.needs) + 0.25 * strong + 0.15 * empathic + 0.2 * bool(self.cue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The customer's words, the agent's answer, the customer's next words; each may be of several utterances.

    Attributes:
        before, after: the tracked mood (-1..1) after the customer's words; None where it was not read.
        until: when the words after that reply began: what is noticed by then belongs to the reply.
    """

    asked: tuple[Span, ...]
    answer: tuple[Span, ...]
    reply: tuple[Span, ...] = ()
    before: float | None = None
    after: float | None = None
    until: float = float("inf")

    @property
    def change(self) -> float:
        """How far the mood rose over the answer; 0 where it is not known."""
        if self.before is None or self.after is None:
            return 0.0
        return self.after - self.before


def exchanges_of(spans: Sequence[Span], events: Iterable[Event]) -> list[Exchange]:
    """The exchanges by time. A sign of listening is no answer, and cuts nobody's turn."""
    valences = {event.utterance_id: event.valence for event in events if isinstance(event, facts.MoodTracked)}
    turns = [
        tuple(turn)
        for _, turn in groupby(
            (span for span in spans if span.speaker == "customer" or not is_backchannel(span)),
            key=lambda span: span.speaker,
        )
    ]
    found = []
    for place, turn in enumerate(turns):
        if turn[0].speaker == "agent":
            asked = turns[place - 1] if place else ()
            reply = turns[place + 1] if place + 1 < len(turns) else ()
            after_that = turns[place + 2][0].start if place + 2 < len(turns) else float("inf")
            found.append(
                Exchange(
                    asked=asked,
                    answer=turn,
                    reply=reply,
                    before=_valence(asked, valences),
                    after=_valence(reply, valences),
                    until=after_that,
                )
            )
    return found


def signs_of(events: Iterable[Event]) -> dict[str, Signs]:
    """What the agent's utterances did, by their ids."""
    signs: dict[str, Signs] = {}
    cues: dict[str, str] = {}
    for event in events:
        match event:
            case facts.SuggestionOffered():
                cues[event.suggestion_id] = event.cue
            case facts.NeedMet():
                _sign(signs, event).needs.append(event.need)
            case facts.AgentActNoticed():
                _sign(signs, event).acts.append(event.act)
            case facts.EmpathyGraded():
                _sign(signs, event).levels.update(event.levels)
            case facts.SuggestionSpoken():
                _sign(signs, event).cue = cues.get(event.suggestion_id, "")
            case _:
                pass
    return signs


def _sign(
    signs: dict[str, Signs],
    event: facts.NeedMet | facts.AgentActNoticed | facts.EmpathyGraded | facts.SuggestionSpoken,
) -> Signs:
    return signs.setdefault(event.evidence.utterance_id, Signs())


def _valence(turn: Sequence[Span], valences: Mapping[str, float]) -> float | None:
    return next((valences[span.utterance_id] for span in reversed(turn) if span.utterance_id in valences), None)
