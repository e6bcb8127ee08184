"""Who spoke when, and how long: arithmetic over the utterances of a call.

Only speech with words counts as talk: music on hold and line noise pass for voice, but carry no words.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assist import events as facts
from assist.events import Event, Speaker

DEAD_AIR_SECONDS = 7.0
"""A longer silence of both is dead air."""
OVERLAP_SECONDS = 0.3
"""Shorter overlaps are ordinary turn-taking (gaps between turns scatter around 0.2 s: Heldner & Edlund 2010)."""

_BACKCHANNEL = re.compile(
    r"(?:(?:oh|uh|mm|mhm|hmm|yes|yeah|right|okay|ok|sure|of course|i see|go on)\W*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the call, ``at`` seconds from its start, with the words that began it or came before it."""

    at: float
    seconds: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """The agent began ``words`` (more than a backchannel) over the customer's ``quote``."""

    at: float
    quote: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Who spoke how long.

    Attributes:
        talk_listen_ratio: the agent's seconds per second of the customer's; None without a customer's word.
        overlap_seconds: both spoke.
        longest_monologue: the agent's longest turn, its pauses left out.
        dead_air: silences of both between words, each after its quote; announced holds are none.
    """

    customer_seconds: float = 0.0
    agent_seconds: float = 0.0
    talk_listen_ratio: float | None = None
    overlap_seconds: float = 0.0
    interruptions: tuple[Interruption, ...] = ()
    longest_monologue: Stretch | None = None
    dead_air: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """An utterance with its words, ``start``..``end`` seconds into the call."""

    utterance_id: str
    speaker: Speaker
    start: float
    end: float
    text: str = ""


def spans_of(events: Iterable[Event]) -> list[Span]:
    """The utterances with words, by start; of one that was cut off, as far as it is known."""
    spans: dict[str, Span] = {}
    for event in events:
        match event:
            case facts.SpeechEnded(utterance_id=name, speaker=speaker, start=start, end=end):
                spans[name] = Span(name, speaker, start, end, spans[name].text if name in spans else "")
            case facts.UtteranceUpdated() | facts.UtteranceFinished():
                name = event.utterance_id
                spans[name] = Span(name, event.speaker, event.start, event.end, event.text)
    return sorted((span for span in spans.values() if span.text), key=lambda span: (span.start, span.end))


def first_of(spans: Iterable[Span], speaker: Speaker) -> Span | None:
    """The first utterance of a speaker."""
    return next((span for span in spans if span.speaker == speaker), None)


def measure_talk(spans: Sequence[Span], events: Sequence[Event]) -> Talk:
    """Add up the utterances; the phases of the call tell which silences were holds."""
    agent = [span for span in spans if span.speaker == "agent"]
    customer = [span for span in spans if span.speaker == "customer"]
    spoken, heard = (sum(span.end - span.start for span in side) for side in (agent, customer))
    both = (max(0.0, min(a.end, c.end) - max(a.start, c.start)) for a in agent for c in customer)
    return Talk(
        customer_seconds=round(heard, 3),
        agent_seconds=round(spoken, 3),
        talk_listen_ratio=round(spoken / heard, 2) if heard else None,
        overlap_seconds=round(sum(both), 3),
        interruptions=tuple(
            Interruption(at=a.start, quote=c.text, words=a.text)
            for a in agent
            for c in customer
            if c.start < a.start
            and min(a.end, c.end) - a.start >= OVERLAP_SECONDS
            and not _BACKCHANNEL.fullmatch(a.text)
        ),
        longest_monologue=_longest_monologue(spans),
        dead_air=tuple(_dead_air(spans, events)),
    )


def _longest_monologue(spans: Sequence[Span]) -> Stretch | None:
    turns = [
        list(turn) for speaker, turn in itertools.groupby(spans, key=lambda span: span.speaker) if speaker == "agent"
    ]
    stretches = [
        Stretch(at=turn[0].start, seconds=round(sum(span.end - span.start for span in turn), 3), quote=turn[0].text)
        for turn in turns
    ]
    return max(stretches, key=lambda stretch: stretch.seconds, default=None)


def _dead_air(spans: Sequence[Span], events: Sequence[Event]) -> Iterable[Stretch]:
    phases = [event for event in events if isinstance(event, facts.PhaseChanged)]
    last: Span | None = None
    for span in spans:
        if last and span.start - last.end > DEAD_AIR_SECONDS:
            # A hold is noticed a moment after the words that announce it, so the phase counts at the silence's end.
            phase = next((event.phase for event in reversed(phases) if event.at < span.start), "opening")
            if phase != "hold":
                yield Stretch(at=last.end, seconds=round(span.start - last.end, 3), quote=last.text)
        last = span if last is None or span.end > last.end else last
