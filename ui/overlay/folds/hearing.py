"""How well the call is heard: by which recogniser, how far behind, and what of it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay import happenings as local
from ui.overlay.folds.fold import Fold
from ui.overlay.state import Gap, OverlayState, Recognizer

LEAST_GAP_SECONDS = 1.0
"""A device that was away for less has cost a word at most."""

MARK_SECONDS = 10.0
"""A device that drops sound may do so every second: more marks than one in so long say no more."""


def _recognizer_changed(state: OverlayState, event: events.RecognizerChanged) -> OverlayState:
    recognizer = Recognizer(
        name=event.recognizer, model=event.model, reduced_accuracy=event.reduced_accuracy, reason=event.reason
    )
    return replace(state, recognizer=recognizer)


def _lag_measured(state: OverlayState, event: events.LagMeasured) -> OverlayState:
    """What got lost since the last measure is marked where hearing is now."""
    missing = event.unread_seconds - state.unread_seconds
    gaps = state.gaps
    if missing > 0.0 or event.overruns > state.overruns:
        end = max(0.0, event.at - event.behind_seconds)
        gap = Gap(start=max(0.0, end - max(0.0, missing)), end=end, cause="late")
        gaps = gaps if missing <= 0.0 and _is_marked(gaps, end) else (*gaps, gap)
    return replace(
        state,
        behind_seconds=event.behind_seconds,
        effort=event.effort,
        overruns=event.overruns,
        unread_seconds=event.unread_seconds,
        gaps=gaps,
    )


def _is_marked(gaps: tuple[Gap, ...], now: float) -> bool:
    """Whether the transcript says already, hereabouts, that sound got lost."""
    last = next((gap.end for gap in reversed(gaps) if gap.cause == "late"), None)
    return last is not None and now < last + MARK_SECONDS


def _source_lost(state: OverlayState, event: events.SourceLost) -> OverlayState:
    """What is lost at the desk is so after the call, too; the call's own loss ends with it."""
    at_desk = state.lost_at_desk if event.call_id else {**state.lost_at_desk, event.speaker: event.reason}
    lost = {**state.lost_sources, event.speaker: event.reason}
    known = event.speaker in state.lost_sources or not state.running
    gap = Gap(start=state.seconds, end=None, cause="device", speaker=event.speaker)
    return replace(state, lost_sources=lost, lost_at_desk=at_desk, gaps=state.gaps if known else (*state.gaps, gap))


def _source_restored(state: OverlayState, event: events.SourceRestored) -> OverlayState:
    return replace(
        state,
        lost_sources=_without(state.lost_sources, event.speaker),
        lost_at_desk=_without(state.lost_at_desk, event.speaker),
        gaps=_ended(state.gaps, state.seconds, {event.speaker}),
    )


def _without(lost: Mapping[events.Speaker, str], speaker: events.Speaker) -> Mapping[events.Speaker, str]:
    return {name: reason for name, reason in lost.items() if name != speaker}


def _ended(gaps: tuple[Gap, ...], now: float, speakers: set[events.Speaker]) -> tuple[Gap, ...]:
    """The gaps of these speakers end now; one that was too short to matter leaves."""
    ended = (replace(gap, end=now) if gap.end is None and gap.speaker in speakers else gap for gap in gaps)
    return tuple(
        gap for gap in ended if gap.cause != "device" or gap.end is None or gap.end - gap.start >= LEAST_GAP_SECONDS
    )


def ended_with_the_call(state: OverlayState) -> OverlayState:
    """Nothing is late or missed any more; what was not heard stays known."""
    return replace(
        state,
        behind_seconds=0.0,
        effort="full",
        lost_sources=state.lost_at_desk,
        gaps=_ended(state.gaps, state.seconds, set(events.SPEAKERS)),
        muted=None,
        echo_hint_at=None,
    )


# --- the agent's microphone ---


def _microphone_muted(state: OverlayState, event: events.MicrophoneMuted) -> OverlayState:
    return replace(state, muted=event.reason if event.muted else None)


def _notice_read(state: OverlayState, _happening: local.NoticeRead) -> OverlayState:
    return replace(state, muted=None)


def _hint_read(state: OverlayState, _happening: local.HintRead) -> OverlayState:
    return replace(state, echo_hint_at=None, echo_hint_seen=True)


FOLDS: Mapping[type, Fold[Any]] = {
    events.RecognizerChanged: _recognizer_changed,
    events.LagMeasured: _lag_measured,
    events.SourceLost: _source_lost,
    events.SourceRestored: _source_restored,
    events.MicrophoneMuted: _microphone_muted,
    local.NoticeRead: _notice_read,
    local.HintRead: _hint_read,
}
