"""What the agent's words did, what was promised, and what became of the cards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assist import events as facts
from assist.events import Event
from assist.promises import PROMISING_ACTS, is_vague, promising_words, says_what_will_be
from assist.report.words import sentences

_AT_ONCE = re.compile(
    r"\b(?:right now|straight ?away|right away|put(?:ting)? you on hold|(?:be|come) (?:right )?back|end the call"
    r"|while (?:you (?:wait|are here)|we (?:speak|talk))|before (?:we hang up|you go)"
    r"|(?:just )?(?:have|take) a (?:quick )?look|let me)\b",
    re.IGNORECASE,
)
"""Such a promise is kept, or not, while the customer is still there."""
_LATER = re.compile(
    r"\b(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next|by|within|later|hours?|days?|weeks?"
    r"|call(?:ing)? you|text(?:ing)? you|e-?mail(?:ing)? you|write to you|get back)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOutcome:
    """An act of the agent's: how often it was noticed, and its surest words, said at ``at``."""

    act: str
    times: int
    at: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOutcome:
    """A suggestion, the customer's words that caused it, and the stages it reached, in order.

    ``text`` is the alternate's where the agent took one; ``spoken`` are the agent's words, where they said it.
    """

    suggestion_id: str
    at: float
    cue: str
    text: str
    because: str
    stages: tuple[str, ...] = ("offered",)
    spoken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the agent promised to do, at ``at`` seconds.

    Attributes:
        vague: it was left open who does it, or by when.
        at_once: it was about the call itself ("I will look at it right now"): nothing to follow up.
    """

    at: float
    quote: str
    vague: bool = False
    at_once: bool = False


def acts_of(events: Iterable[Event]) -> tuple[ActOutcome, ...]:
    """Each act once, the most frequent first."""
    noticed: dict[str, list[facts.AgentActNoticed]] = {}
    for event in events:
        if isinstance(event, facts.AgentActNoticed):
            noticed.setdefault(event.act, []).append(event)
    acts = []
    for act, found in noticed.items():
        best = max(found, key=lambda event: event.confidence)
        acts.append(ActOutcome(act=act, times=len(found), at=best.at, quote=best.evidence.quote))
    return tuple(sorted(acts, key=lambda outcome: -outcome.times))


def cards_of(events: Iterable[Event]) -> tuple[CardOutcome, ...]:
    """The suggestions, in order."""
    cards: dict[str, CardOutcome] = {}
    texts: dict[str, dict[str, str]] = {}
    for event in events:
        match event:
            case facts.SuggestionOffered(suggestion_id=name):
                texts[name] = {other.phrase_id: other.text for other in event.alternates}
                cards[name] = CardOutcome(
                    suggestion_id=name, at=event.at, cue=event.cue, text=event.text, because=event.because.quote
                )
            case facts.SuggestionEvent(suggestion_id=name) if name in cards:
                stage = type(event).__name__.removeprefix("Suggestion").lower()
                cards[name] = _advanced(cards[name], stage, event, texts[name])
    return tuple(cards.values())


def _advanced(card: CardOutcome, stage: str, event: facts.SuggestionEvent, texts: dict[str, str]) -> CardOutcome:
    stages = card.stages if stage in card.stages else (*card.stages, stage)
    if isinstance(event, facts.SuggestionSpoken):
        return replace(card, stages=stages, spoken=event.evidence.quote)
    taken = isinstance(event, facts.SuggestionAccepted)
    return replace(card, stages=stages, text=texts.get(event.phrase_id, card.text) if taken else card.text)


def promises_of(events: Iterable[Event]) -> tuple[Promise, ...]:
    """What the agent promised, an utterance once: its sentences that say what will be, or else all of it."""
    said: dict[str, Promise] = {}
    for event in events:
        if isinstance(event, facts.AgentActNoticed) and event.act in PROMISING_ACTS:
            words = event.evidence.quote
            promised = promising_words(words)
            at_once = _is_for_now(promised)
            vague = not at_once and says_what_will_be(words) and is_vague(words)
            promise = Promise(at=event.at, quote=promised, vague=vague, at_once=at_once)
            said.setdefault(event.evidence.utterance_id, promise)
    return tuple(said.values())


def _is_for_now(promised: str) -> bool:
    return all(_AT_ONCE.search(part) and not _LATER.search(part) for part in sentences(promised))
