"""What the customer felt and needed, and what became of each need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assist import events as facts
from assist.affect.spans import Span
from assist.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """From ``at`` on the customer felt ``emotion`` (valence -1..1), as ``quote`` showed."""

    at: float
    emotion: str
    valence: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOutcome:
    """A need and what became of it; one that was raised again after it had been met is open again.

    Attributes:
        at: when it was first raised, with ``quote``.
        times: how often the customer showed it.
        met: whether the agent's words (``answer``, at ``met_at``) answered it.
        seconds_until_met: since it was raised, or raised anew.
    """

    need: str
    at: float
    quote: str
    times: int = 1
    met: bool = False
    met_at: float | None = None
    answer: str | None = None
    seconds_until_met: float | None = None


def moods_of(events: Iterable[Event]) -> tuple[Mood, ...]:
    """The changes of emotion, in order."""
    return tuple(
        Mood(at=event.at, emotion=event.emotion, valence=event.valence, quote=event.evidence.quote)
        for event in events
        if isinstance(event, facts.EmotionChanged)
    )


def valence_at_start(events: Iterable[Event], spans: Sequence[Span]) -> float | None:
    """Neutral unless the customer's very first words showed an emotion."""
    first = next((span for span in spans if span.speaker == "customer"), None)
    if first is None:
        return None
    changes = (event for event in events if isinstance(event, facts.EmotionChanged))
    return next((event.valence for event in changes if event.evidence.utterance_id == first.utterance_id), 0.0)


def needs_of(events: Iterable[Event]) -> tuple[NeedOutcome, ...]:
    """Each need once, by when it was first raised."""
    needs: dict[str, NeedOutcome] = {}
    opened: dict[str, float] = {}
    for event in events:
        match event:
            case facts.NeedRaised() | facts.NeedReraised():
                known = needs.get(event.need)
                if known is None:
                    needs[event.need] = NeedOutcome(need=event.need, at=event.at, quote=event.evidence.quote)
                else:
                    needs[event.need] = NeedOutcome(
                        need=known.need, at=known.at, quote=known.quote, times=known.times + 1
                    )
                opened.setdefault(event.need, event.at)
            case facts.NeedMet(need=name) if name in needs:
                needs[name] = replace(
                    needs[name],
                    met=True,
                    met_at=event.at,
                    answer=event.evidence.quote,
                    seconds_until_met=round(event.at - opened.pop(name, event.at), 3),
                )
    return tuple(needs.values())
