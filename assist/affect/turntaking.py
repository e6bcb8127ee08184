"""Turn-taking, defined once for the live call and for its report: overlap, interruptions, monologues, dead air.

Arithmetic over utterances. Only speech with words counts as talk: music on hold and line noise pass for voice, but
carry no words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.affect.holds import Hold, excused_seconds, holds
from assist.affect.spans import Span

PADDING_SECONDS = 0.5
"""A heard utterance carries 0.3 s before its first sound and 0.2 s after its last one (`SpeechSettings`): two that
share no more than this did not sound at the same time."""

OVERLAP_SECONDS = 0.3
"""Shorter overlaps are ordinary turn-taking (gaps between turns scatter around 0.2 s: Heldner & Edlund 2010). An
interruption begins this far into the other's speech, too: two who begin at once do not interrupt each other."""

DEAD_AIR_SECONDS = (7.0, 10.0, 15.0)
"""A longer silence of both is dead air of grade 1, 2, 3."""

PAUSE_SECONDS = 1.0
"""A longer pause offers the floor to the other one: it ends a monologue."""

GOES_ON_SECONDS = 0.5
"""Who speaks on this long after the other one stopped has taken the floor."""

_HEAD_SECONDS, _TAIL_SECONDS = 0.3, 0.2
"""How `PADDING_SECONDS` lies around the sound."""

_UNHEARD_SECONDS = 1.0
"""Speech whose words are not known yet is taken for a backchannel up to this long; most last 0.3 to 0.9 s."""

_BACKCHANNEL = re.compile(
    r"(?:(?:oh|ah|aha|uh|huh|um|mm+|hm+|mhm|yes|yeah|yep|right|okay|ok|sure|of course|exactly|all right|alright|"
    r"got it|i see|i understand|go on)\W*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of the call, ``at`` seconds from its start, with the words that began it or came before it."""

    at: float
    seconds: float
    quote: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """``one`` came in, with more than a sign of listening, while ``other`` was saying more than that."""

    one: Span
    other: Span

    @property
    def start(self) -> float:
        """From when both voices sounded."""
        return self.one.start + _HEAD_SECONDS

    @property
    def end(self) -> float:
        """Until when they did."""
        return min(self.one.end, self.other.end) - _TAIL_SECONDS

    @property
    def barge_in(self) -> bool:
        """Whether the other fell silent and who came in went on."""
        return self.one.end - self.other.end >= GOES_ON_SECONDS


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
        longest_monologue: of the agent, its pauses left out.
        dead_air: silences of both between words, each after its quote; those that were announced are none.
        holds: how long each lasted, and whether it was explained.
    """

    customer_seconds: float = 0.0
    agent_seconds: float = 0.0
    talk_listen_ratio: float | None = None
    overlap_seconds: float = 0.0
    interruptions: tuple[Interruption, ...] = ()
    longest_monologue: Stretch | None = None
    dead_air: tuple[Stretch, ...] = ()
    holds: tuple[Hold, ...] = ()


def measure(spans: Sequence[Span], waits: Sequence[tuple[float, float]] = ()) -> Talk:
    """Add up the utterances of a call: with their words, by start; ``waits``: from when to when it was on hold."""
    agent = [span for span in spans if span.speaker == "agent"]
    customer = [span for span in spans if span.speaker == "customer"]
    spoken, heard = (sum(span.seconds for span in side) for side in (agent, customer))
    return Talk(
        customer_seconds=round(heard, 3),
        agent_seconds=round(spoken, 3),
        talk_listen_ratio=round(spoken / heard, 2) if heard else None,
        overlap_seconds=round(sum(overlap(a, c) for a in agent for c in customer), 3),
        interruptions=tuple(
            Interruption(at=a.start, quote=c.text, words=a.text) for a in agent for c in customer if interrupts(a, c)
        ),
        longest_monologue=max(monologues(spans), key=lambda stretch: stretch.seconds, default=None),
        dead_air=tuple(dead_air(spans, waits)),
        holds=tuple(holds(spans)),
    )


def is_backchannel(span: Span) -> bool:
    """Whether this is only a sign of listening: no turn, and no interruption."""
    if not span.text:
        return span.seconds <= _UNHEARD_SECONDS
    return _BACKCHANNEL.fullmatch(span.text) is not None


def overlap(one: Span, other: Span) -> float:
    """Seconds in which both voices sounded."""
    return max(0.0, min(one.end, other.end) - max(one.start, other.start) - PADDING_SECONDS)


def came_in(one: Span, other: Span) -> Overlap | None:
    """The overlap in which ``one`` came into the other's running speech, or None where they did not."""
    into = one.start - other.start > OVERLAP_SECONDS and overlap(one, other) >= OVERLAP_SECONDS
    return Overlap(one, other) if into and not is_backchannel(one) and not is_backchannel(other) else None


def interrupts(agent: Span, customer: Span) -> bool:
    """Whether the agent came into the customer's running speech with more than a sign of listening."""
    return came_in(agent, customer) is not None


def monologues(spans: Sequence[Span]) -> list[Stretch]:
    """What the agent said in one go: neither a short pause nor the customer's backchannel ends it."""
    found: list[list[Span]] = [[]]
    for span in spans:
        if span.speaker == "agent":
            if found[-1] and span.start - found[-1][-1].end > PAUSE_SECONDS:
                found.append([])
            found[-1].append(span)
        elif found[-1] and not is_backchannel(span):
            found.append([])
    return [
        Stretch(at=part[0].start, seconds=round(sum(span.seconds for span in part), 3), quote=part[0].text)
        for part in found
        if part
    ]


def dead_air_grade(seconds: float) -> int:
    """How dead a silence of this length is: 0 (an ordinary pause) to 3."""
    return sum(seconds > limit for limit in DEAD_AIR_SECONDS)


def dead_air(spans: Sequence[Span], waits: Sequence[tuple[float, float]] = ()) -> list[Stretch]:
    """The silences of both that nobody had announced, without the time on hold."""
    found = []
    last: Span | None = None
    for place, span in enumerate(spans):
        seconds = _silent(last.end, span.start, waits) if last else 0.0
        if last and dead_air_grade(seconds) and seconds > excused_seconds(spans[:place]):
            found.append(Stretch(at=last.end, seconds=round(seconds, 3), quote=last.text))
        last = span if last is None or span.end > last.end else last
    return found


def _silent(start: float, end: float, waits: Sequence[tuple[float, float]]) -> float:
    held = sum(max(0.0, min(end, until) - max(start, since)) for since, until in waits)
    return end - start - held
