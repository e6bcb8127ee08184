"""The conversation as it runs: who speaks, how long it has been quiet, how long the agent has held the floor."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assist import events as facts
from assist.affect.holds import excused_seconds
from assist.affect.spans import Span
from assist.affect.turntaking import Overlap, Talk, came_in, dead_air_grade, interrupts, measure, monologues
from assist.events import Event, Speaker

_RECENT = 40
"""Utterances that may belong to what goes on now: several minutes of a call."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """A silence or a monologue that goes on: since when, how long, and the last words known of it or before it."""

    since: float
    seconds: float
    last: Span


class Conversation:
    """Follows the events of both channels. What counts as what is defined in `assist.affect.turntaking`."""

    def __init__(self) -> None:
        self._spans: dict[str, Span] = {}
        self._running: dict[Speaker, str] = {}
        self._quiet_since = 0.0
        self._hold_since: float | None = None
        self._waits: list[tuple[float, float]] = []
        self._interrupting: set[str] = set()
        self._final: set[str] = set()
        self._held: tuple[float, Lasting | None] | None = None  # the running monologue, as of when; None: look anew

    @property
    def spans(self) -> list[Span]:
        """The utterances with words, by start; of one that was cut off, as far as it is known."""
        return _by_start(span for span in self._spans.values() if span.text)

    def talk(self) -> Talk:
        """Who has spoken how long, so far."""
        running = [] if self._hold_since is None else [(self._hold_since, math.inf)]
        return measure(self.spans, [*self._waits, *running])

    def speaks(self, speaker: Speaker) -> bool:
        """Whether an utterance of this speaker runs."""
        return speaker in self._running

    def follow(self, event: Event, now: float) -> tuple[Span, Span] | None:
        """Take an event; return the agent's utterance and the customer's where one now interrupts the other."""
        if isinstance(
            event, facts.SpeechStarted | facts.SpeechEnded | facts.UtteranceUpdated | facts.UtteranceFinished
        ):
            self._held = None
        match event:
            case facts.SpeechStarted(utterance_id=name, speaker=speaker, start=start):
                self._spans[name] = Span(name, speaker, start, start)
                self._running[speaker] = name
            case facts.SpeechEnded(utterance_id=name, speaker=speaker, start=start, end=end):
                self._running.pop(speaker, None)
                self._spans[name] = Span(name, speaker, start, end, self._text_of(name))
                self._quiet_since = max(self._quiet_since, end)
            case facts.UtteranceUpdated() | facts.UtteranceFinished():
                self._spans[event.utterance_id] = Span(
                    event.utterance_id, event.speaker, event.start, event.end, event.text
                )
                return self._interruption(event.utterance_id, now)
            case facts.CallResumed(missed_seconds=seconds):
                self._waits.append((now - seconds, now))
                self._quiet_since = max(self._quiet_since, now)
            case facts.PhaseChanged(phase=phase):
                self._wait(now, on=phase == "hold")
            case _:
                pass
        return None

    def overlaps(self, event: Event) -> list[Overlap]:
        """The overlaps that are over and known with this event: when the second of two final utterances is there."""
        if not isinstance(event, facts.UtteranceFinished) or not event.text or self._hold_since is not None:
            return []
        self._final.add(event.utterance_id)
        said = self._spans[event.utterance_id]
        others = [self._spans[name] for name in list(self._spans)[-_RECENT:] if name in self._final]
        pairs = [(said, span) if said.start > span.start else (span, said) for span in others]
        found = [came_in(one, other) for one, other in pairs if one.speaker != other.speaker]
        return [overlap for overlap in found if overlap]

    def silence(self, now: float) -> Lasting | None:
        """Dead air: a silence of both that nobody announced; None before the customer has said a word."""
        if self._running or self._hold_since is not None:
            return None
        seconds = now - self._quiet_since
        if not dead_air_grade(seconds):
            return None
        recent = [span for span in self._recent(now) if span.text]
        if not any(span.speaker == "customer" for span in recent) or seconds <= excused_seconds(recent):
            return None
        return Lasting(self._quiet_since, seconds, max(recent, key=lambda span: span.end))

    def monologue(self, now: float) -> Lasting | None:
        """What the agent is saying in one go, pauses left out; None while they are silent or no word is known."""
        if "agent" not in self._running:
            return None
        if self._held is None:
            self._held = (now, self._running_monologue(now))
        then, lasting = self._held
        return replace(lasting, seconds=lasting.seconds + now - then) if lasting else None

    def _wait(self, now: float, *, on: bool) -> None:
        """The customer waits on hold from now on, or no longer; nobody is to fill that silence."""
        since, self._hold_since = self._hold_since, now if on else None
        if since is not None and not on:
            self._waits.append((since, now))
            self._quiet_since = max(self._quiet_since, now)

    def _running_monologue(self, now: float) -> Lasting | None:
        recent = self._recent(now)
        running = monologues(recent)[-1]
        worded = [span for span in recent if span.speaker == "agent" and span.text and span.start >= running.at]
        return Lasting(running.at, running.seconds, worded[-1]) if worded else None

    def _text_of(self, utterance_id: str) -> str:
        known = self._spans.get(utterance_id)
        return known.text if known else ""

    def _recent(self, now: float) -> list[Span]:
        """The last utterances by start, those that run as far as now."""
        names = list(self._spans)[-_RECENT:]
        runs = set(self._running.values())
        return _by_start(
            replace(self._spans[name], end=max(now, self._spans[name].start)) if name in runs else self._spans[name]
            for name in names
        )

    def _interruption(self, changed: str, now: float) -> tuple[Span, Span] | None:
        recent = self._recent(now)
        for agent in (span for span in recent if span.speaker == "agent" and span.text):
            for customer in (span for span in recent if span.speaker == "customer"):
                concerned = changed in (agent.utterance_id, customer.utterance_id)
                new = agent.utterance_id not in self._interrupting
                if concerned and new and interrupts(agent, customer):
                    self._interrupting.add(agent.utterance_id)
                    return agent, customer
        return None


def conversation_of(events: Iterable[Event]) -> Conversation:
    """The whole conversation of a call that is over."""
    conversation = Conversation()
    for event in events:
        conversation.follow(event, event.at)
    return conversation


def _by_start(spans: Iterable[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end))
