"""What the customer feels and needs, and what the agent has done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay import happenings as local
from ui.overlay.folds.fold import Fold
from ui.overlay.state import Mood, Need, Nudge, OverlayState

TRAIL_KEPT = 240
"""Readings of valence kept for the trend line."""
SAID_ANEW = frozenset({"gratitude"})
"""Thanks belong to the end of a call even where there were some before; a promise made earlier holds there too."""


def _emotion_changed(state: OverlayState, event: events.EmotionChanged) -> OverlayState:
    mood = Mood(
        emotion=event.emotion,
        confidence=event.confidence,
        valence=event.valence,
        arousal=event.arousal,
        quote=event.evidence.quote,
    )
    abuse_quote = state.abuse_quote if event.emotion == "abuse" else None
    return replace(state, mood=mood, abuse_quote=abuse_quote)


def _mood_tracked(state: OverlayState, event: events.MoodTracked) -> OverlayState:
    trail = (*state.trail, (event.at, event.valence))[-TRAIL_KEPT:]
    return replace(state, trail=trail, trend=event.trend)


def _abuse_flagged(state: OverlayState, event: events.AbuseFlagged) -> OverlayState:
    return replace(state, abuse_quote=event.evidence.quote, card=None, waiting=(), nudge=None)


def _need_raised(state: OverlayState, event: events.NeedEvent) -> OverlayState:
    before = next((need for need in state.needs if need.need == event.need), None)
    need = Need(need=event.need, quote=event.evidence.quote, times=before.times + 1 if before else 1)
    others = tuple(other for other in state.needs if other.need != event.need)
    return replace(state, needs=(need, *others))


def _need_met(state: OverlayState, event: events.NeedMet) -> OverlayState:
    needs = tuple(replace(need, met_at=event.at) if need.need == event.need else need for need in state.needs)
    return replace(state, needs=needs)


def _need_snoozed(state: OverlayState, happening: local.NeedSnoozed | events.NeedSnoozed) -> OverlayState:
    ends = {need: end for need, end in state.asleep_until.items() if need != happening.need and state.seconds < end}
    if happening.seconds > 0:
        ends[happening.need] = state.seconds + happening.seconds
    return replace(state, asleep_until=ends)


# --- what the agent does ---


def _phase_changed(state: OverlayState, event: events.PhaseChanged) -> OverlayState:
    acts = state.acts - SAID_ANEW if event.phase == "closing" else state.acts
    return replace(state, phase=event.phase, held=event.phase == "hold", acts=acts)


def _act_noticed(state: OverlayState, event: events.AgentActNoticed) -> OverlayState:
    return replace(state, acts=state.acts | {event.act})


def _nudge_given(state: OverlayState, event: events.NudgeGiven) -> OverlayState:
    if state.quiet:
        return state
    return replace(state, nudge=Nudge(text=event.text, quote=event.evidence.quote, at=event.at))


FOLDS: Mapping[type, Fold[Any]] = {
    events.EmotionChanged: _emotion_changed,
    events.MoodTracked: _mood_tracked,
    events.AbuseFlagged: _abuse_flagged,
    events.NeedRaised: _need_raised,
    events.NeedReraised: _need_raised,
    events.NeedMet: _need_met,
    events.NeedSnoozed: _need_snoozed,
    events.PhaseChanged: _phase_changed,
    events.AgentActNoticed: _act_noticed,
    events.NudgeGiven: _nudge_given,
    local.NeedSnoozed: _need_snoozed,
}
