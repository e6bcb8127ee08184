"""What the customer felt and needed, what became of each need, and how much of it weighed on the agent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assist import events as facts
from assist.affect.spans import Span
from assist.events import Event
from assist.report.exchanges import LIFT, Exchange
from assist.report.insults import Insult

HEAVY = ("anger", "distress", "abuse")
"""Feelings of a customer that cost the agent something (Grandey, Dickter & Sin 2004 for anger and insults; distress by
judgement)."""

ABUSE_LEAD_SECONDS = 20.0
"""An insult is often flagged only when the second one comes: what was said so long before goes with it. Judgement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """From ``at`` on the customer felt ``emotion`` (valence -1..1), as ``quote`` showed."""

    at: float
    emotion: str
    valence: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodPoint:
    """The tracked mood (-1..1) after an utterance of the customer's."""

    at: float
    valence: float
    arousal: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How long the customer showed a heavy feeling, and how often it came up."""

    emotion: str
    seconds: float
    moments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedOutcome:
    """A need and what became of it; one that was raised again after it had been met is open again.

    Attributes:
        at: when it was first raised, with ``quote``.
        times: how often the customer showed it.
        met: whether the agent's words (``answer``, at ``met_at``) answered it.
        seconds_until_met: since it was raised, or raised anew.
        excused: it was shown with or after an insult: not the agent's to answer.
        eased: the customer's words that show relief right after the agent's answer, where the answer itself was not
            recognised as one.
        offered: the words of a card that was on offer for it and was not used.
    """

    need: str
    at: float
    quote: str
    times: int = 1
    met: bool = False
    met_at: float | None = None
    answer: str | None = None
    seconds_until_met: float | None = None
    excused: bool = False
    eased: str | None = None
    offered: str | None = None


def moods_of(events: Iterable[Event]) -> tuple[Mood, ...]:
    """The changes of emotion, in order."""
    return tuple(
        Mood(at=event.at, emotion=event.emotion, valence=event.valence, quote=event.evidence.quote)
        for event in events
        if isinstance(event, facts.EmotionChanged)
    )


def feeling_at(moods: Sequence[Mood], at: float) -> str:
    """The emotion that was last noticed by then."""
    return next((mood.emotion for mood in reversed(moods) if mood.at <= at), "neutral")


def mood_line(events: Iterable[Event]) -> tuple[MoodPoint, ...]:
    """The tracked mood; of a call from before it was tracked, the changes of emotion."""
    points: dict[type[Event], list[MoodPoint]] = {facts.MoodTracked: [], facts.EmotionChanged: []}
    for event in events:
        if isinstance(event, facts.MoodTracked | facts.EmotionChanged):
            point = MoodPoint(at=event.at, valence=event.valence, arousal=event.arousal)
            points[type(event)].append(point)
    return tuple(points[facts.MoodTracked] or points[facts.EmotionChanged])


def load_of(moods: Sequence[Mood], insults: Sequence[Insult], duration_seconds: float) -> tuple[Load, ...]:
    """The heavy feelings that came up. A feeling lasts until the next one is noticed."""
    ends = [*(mood.at for mood in moods[1:]), duration_seconds]
    loads = []
    for emotion in HEAVY:
        spells = [max(0.0, end - mood.at) for mood, end in zip(moods, ends, strict=False) if mood.emotion == emotion]
        moments = max(len(spells), len(insults)) if emotion == "abuse" else len(spells)
        if moments:
            loads.append(Load(emotion=emotion, seconds=round(sum(spells), 3), moments=moments))
    return tuple(loads)


def valence_at_start(events: Iterable[Event], spans: Sequence[Span]) -> float | None:
    """Neutral unless the customer's very first words showed an emotion."""
    first = next((span for span in spans if span.speaker == "customer"), None)
    if first is None:
        return None
    changes = (event for event in events if isinstance(event, facts.EmotionChanged))
    return next((event.valence for event in changes if event.evidence.utterance_id == first.utterance_id), 0.0)


def needs_of(events: Sequence[Event], insults: Sequence[Insult] = ()) -> tuple[NeedOutcome, ...]:
    """Each need once, by when it was first raised."""
    needs: dict[str, NeedOutcome] = {}
    opened: dict[str, float] = {}
    abused_at = min((insult.at for insult in insults), default=float("inf"))
    used = {e.suggestion_id for e in events if isinstance(e, facts.SuggestionAccepted | facts.SuggestionSpoken)}
    for event in events:
        match event:
            case facts.NeedRaised() | facts.NeedReraised():
                needs[event.need] = _raised(
                    needs.get(event.need), event, excused=event.at >= abused_at - ABUSE_LEAD_SECONDS
                )
                opened.setdefault(event.need, event.at)
            case facts.NeedMet(need=name) if name in needs:
                needs[name] = replace(
                    needs[name],
                    met=True,
                    met_at=event.at,
                    answer=event.evidence.quote,
                    seconds_until_met=round(event.at - opened.pop(name, event.at), 3),
                    offered=None,
                )
            case facts.SuggestionOffered(need=name) if name in needs and not needs[name].met:
                offered = None if event.suggestion_id in used else event.text
                needs[name] = replace(needs[name], offered=offered)
            case _:
                pass
    return tuple(needs.values())


def eased_needs(
    needs: Sequence[NeedOutcome], events: Sequence[Event], exchanges: Sequence[Exchange]
) -> tuple[NeedOutcome, ...]:
    """The needs, those marked whose last showing was answered by words after which the customer was relieved."""
    shown = {
        event.need: event.evidence.utterance_id
        for event in events
        if isinstance(event, facts.NeedRaised | facts.NeedReraised)
    }
    relief = {
        span.utterance_id: exchange.reply[-1].text
        for exchange in exchanges
        if exchange.change >= LIFT and (exchange.after or 0.0) > 0.0
        for span in exchange.asked
    }
    return tuple(need if need.met else replace(need, eased=relief.get(shown.get(need.need, ""))) for need in needs)


def _raised(known: NeedOutcome | None, event: facts.NeedEvent, *, excused: bool) -> NeedOutcome:
    if known is None:
        return NeedOutcome(need=event.need, at=event.at, quote=event.evidence.quote, excused=excused)
    return NeedOutcome(
        need=known.need,
        at=known.at,
        quote=known.quote,
        times=known.times + 1,
        excused=known.excused,
        offered=known.offered,
    )
