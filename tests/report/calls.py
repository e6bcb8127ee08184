"""Scripted calls: event lists as a session tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assist.events import (
    AgentActNoticed,
    Alternate,
    Because,
    CallEnded,
    CallStarted,
    EmotionChanged,
    EmpathyGraded,
    Event,
    Evidence,
    MoodTracked,
    NeedMet,
    NeedRaised,
    NeedReraised,
    Speaker,
    SpeechEnded,
    SpeechStarted,
    SuggestionAccepted,
    SuggestionExpired,
    SuggestionOffered,
    SuggestionShown,
    SuggestionSpoken,
    UtteranceFinished,
)

WAITED = "I have been waiting for three weeks."
IGNORED = "You are not listening to me!"
TOOK_IT = "That is too long. I will send the refund today."
RELIEF = "Thank you so much."


def said(name: str, speaker: Speaker, start: float, end: float, text: str) -> list[Event]:
    """The events of one utterance."""
    return [
        SpeechStarted(at=start, speaker=speaker, utterance_id=name, start=start),
        SpeechEnded(at=end, speaker=speaker, utterance_id=name, start=start, end=end),
        UtteranceFinished(at=end, utterance_id=name, speaker=speaker, text=text, start=start, end=end, confidence=1.0),
    ]


def evidence(name: str, quote: str) -> Evidence:
    """Words of an utterance."""
    return Evidence(utterance_id=name, quote=quote)


def felt(at: float, emotion: str, valence: float, words: Evidence) -> EmotionChanged:
    """A change of emotion."""
    return EmotionChanged(at=at, emotion=emotion, confidence=0.9, valence=valence, arousal=0.0, evidence=words)


def tracked(at: float, name: str, valence: float) -> MoodTracked:
    """The mood after an utterance."""
    return MoodTracked(at=at, utterance_id=name, valence=valence, arousal=0.0, trend="steady")


def graded(
    at: float, words: Evidence, reaction: int = 0, interpretation: int = 0, exploration: int = 0
) -> EmpathyGraded:
    """Empathy in the agent's words."""
    levels = {"emotional_reaction": reaction, "interpretation": interpretation, "exploration": exploration}
    return EmpathyGraded(at=at, levels=levels, evidence=words)


def raised(at: float, need: str, words: Evidence) -> NeedRaised:
    """A need that was shown."""
    return NeedRaised(at=at, need=need, confidence=0.9, evidence=words)


def reraised(at: float, need: str, words: Evidence) -> NeedReraised:
    """A need that was shown again."""
    return NeedReraised(at=at, need=need, confidence=0.9, evidence=words)


def met(at: float, need: str, words: Evidence) -> NeedMet:
    """A need that was answered."""
    return NeedMet(at=at, need=need, confidence=0.9, evidence=words)


def act(at: float, name: str, words: Evidence, confidence: float = 0.9) -> AgentActNoticed:
    """An act of the agent's."""
    return AgentActNoticed(at=at, act=name, confidence=confidence, evidence=words)


def offered(at: float, name: str, because: str) -> SuggestionOffered:
    """A card with one alternate."""
    return SuggestionOffered(
        at=at,
        suggestion_id=name,
        phrase_id=f"{name}-phrase",
        text="I will take care of this myself.",
        cue="Take it on yourself",
        emotion="annoyance",
        need="speed",
        strategy="ownership",
        score=0.8,
        because=Because(quote=because),
        alternates=(Alternate(phrase_id=f"{name}-other", text="Let me do that now."),),
    )


def call(*parts: Event | Iterable[Event], ended_at: float | None = None) -> list[Event]:
    """A whole call, its events numbered; it breaks off without ``ended_at``."""
    events: list[Event] = [CallStarted(source="calls/one.wav", started_at="2026-03-02T09:30:00+00:00")]
    for part in parts:
        events += [part] if isinstance(part, Event) else list(part)
    if ended_at is not None:
        events.append(CallEnded(at=ended_at, duration_seconds=ended_at, reason="the recording is over"))
    return [replace(event, call_id="call-1", seq=number) for number, event in enumerate(events, start=1)]


def refund_call() -> list[Event]:
    """An annoyed customer, ignored once, then answered; one card said, one left to expire."""
    waited, ignored = evidence("customer-1", WAITED), evidence("customer-2", IGNORED)
    took_it, relief = evidence("agent-2", TOOK_IT), evidence("customer-3", RELIEF)
    return call(
        said("customer-1", "customer", 1.0, 4.0, WAITED),
        felt(4.2, "annoyance", -0.4, waited),
        tracked(4.2, "customer-1", -0.4),
        raised(4.2, "speed", waited),
        offered(4.3, "s-1", WAITED),
        SuggestionShown(at=4.4, suggestion_id="s-1", phrase_id="s-1-phrase"),
        said("agent-1", "agent", 5.0, 7.0, "What is the order number?"),
        said("customer-2", "customer", 8.0, 10.0, IGNORED),
        felt(10.2, "anger", -0.8, ignored),
        tracked(10.2, "customer-2", -0.7),
        raised(10.2, "heard", ignored),
        reraised(10.2, "speed", ignored),
        SuggestionAccepted(at=10.5, suggestion_id="s-1", phrase_id="s-1-other"),
        said("agent-2", "agent", 11.0, 15.0, TOOK_IT),
        act(15.2, "ownership", took_it, 0.7),
        act(15.2, "commitment", took_it),
        graded(15.2, took_it, interpretation=2),
        met(15.2, "speed", took_it),
        SuggestionSpoken(at=15.2, suggestion_id="s-1", phrase_id="s-1-other", similarity=0.8, evidence=took_it),
        said("customer-3", "customer", 16.0, 18.0, RELIEF),
        felt(18.2, "gratitude", 0.8, relief),
        tracked(18.2, "customer-3", 0.4),
        offered(18.4, "s-2", RELIEF),
        said("agent-3", "agent", 19.0, 21.0, "I will own that."),
        act(21.2, "ownership", evidence("agent-3", "I will own that."), 0.95),
        SuggestionExpired(at=22.0, suggestion_id="s-2", phrase_id="s-2-phrase", reason="call_ended"),
        ended_at=22.0,
    )
