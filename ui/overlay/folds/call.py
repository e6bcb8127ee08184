"""The call itself: that it runs, how it is written down, and what the agent chose for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay import happenings as local
from ui.overlay.folds.fold import Fold
from ui.overlay.folds.hearing import ended_with_the_call
from ui.overlay.state import Gap, OverlayState, Resumed


def _call_started(state: OverlayState, event: events.CallStarted) -> OverlayState:
    """A new call, or the same one told again after a reconnect: then what the agent chose in it still holds."""
    again = event.call_id == state.call_id
    return OverlayState(
        link=state.link,
        call_id=event.call_id,
        reference=event.reference,
        agent=event.agent,
        level=state.level,
        recognizer=state.recognizer,
        running=True,
        begins_on=state.begins_on,
        quiet=state.quiet,
        seconds=event.at,
        asleep_until=state.asleep_until if again else {},
        pinned_before=_pinned(state) if again else "",
        hovered_at=None if state.hovered_at is None else event.at,
        **(_lag_of(state) if again else {}),
    )


def _lag_of(state: OverlayState) -> dict[str, Any]:
    """What is not told again; the hint, too, came once."""
    return {
        "behind_seconds": state.behind_seconds,
        "effort": state.effort,
        "overruns": state.overruns,
        "unread_seconds": state.unread_seconds,
        "gaps": tuple(gap for gap in state.gaps if gap.cause == "late"),
        "echo_hint_seen": state.echo_hint_seen,
    }


def _call_named(state: OverlayState, event: events.CallNamed) -> OverlayState:
    return replace(state, reference=event.reference)


def _call_assigned(state: OverlayState, event: events.CallAssigned) -> OverlayState:
    return replace(state, agent=event.agent)


def _call_resumed(state: OverlayState, event: events.CallResumed) -> OverlayState:
    resumed = Resumed(missed_seconds=event.missed_seconds, at=event.at)
    gap = Gap(start=max(0.0, event.at - event.missed_seconds), end=event.at, cause="restart")
    return replace(state, resumed=resumed, gaps=(*state.gaps, gap))


def _pinned(state: OverlayState) -> str:
    return state.card.suggestion_id if state.card and state.pinned else state.pinned_before


def _call_ended(state: OverlayState, event: events.CallEnded) -> OverlayState:
    ended = replace(
        state,
        running=False,
        ended=True,
        held=False,
        resumed=None,
        seconds=event.duration_seconds,
        card=None,
        waiting=(),
        nudge=None,
        abuse_quote=None,
    )
    return ended_with_the_call(ended)


def _journal_stopped(state: OverlayState, event: events.JournalStopped) -> OverlayState:
    return replace(state, unrecorded=event.reason)


def _call_awaited(state: OverlayState, event: events.CallAwaited) -> OverlayState:
    """No call runs: what is still shown as running was lost with its engine."""
    idle = replace(state, begins_on=event.begins_on, running=False, held=False, card=None, waiting=(), nudge=None)
    return ended_with_the_call(idle)


def _bank_released(state: OverlayState, event: events.BankReleased) -> OverlayState:
    """News between calls; at the beginning of a call it is what the call works with."""
    return state if state.running else replace(state, new_phrases=event.version)


# --- at the desk ---


def _link_changed(state: OverlayState, happening: local.LinkChanged) -> OverlayState:
    """An engine that has just been connected tells anew what is lost at the desk."""
    known = state if happening.link != "open" else replace(state, lost_at_desk={})
    if not known.running:
        known = replace(known, lost_sources=known.lost_at_desk)
    return replace(known, link=happening.link)


def _engine_given_up(state: OverlayState, happening: local.EngineGivenUp) -> OverlayState:
    return replace(state, link="refused", given_up=happening.sentence)


def _second_passed(state: OverlayState, happening: local.SecondsPassed) -> OverlayState:
    runs = state.running and state.link == "open"
    return replace(state, seconds=state.seconds + happening.seconds) if runs else state


def _hold_chosen(state: OverlayState, happening: local.HoldChosen) -> OverlayState:
    return replace(state, held=happening.on and state.running)


def _quiet_chosen(state: OverlayState, happening: local.QuietChosen | events.QuietKept) -> OverlayState:
    if not happening.on:
        return replace(state, quiet=False)
    return replace(state, quiet=True, card=None, waiting=(), nudge=None)


def _level_chosen(state: OverlayState, happening: local.LevelChosen | events.LevelChosen) -> OverlayState:
    return replace(state, level=happening.level)


FOLDS: Mapping[type, Fold[Any]] = {
    events.CallStarted: _call_started,
    events.CallNamed: _call_named,
    events.CallAssigned: _call_assigned,
    events.CallResumed: _call_resumed,
    events.LevelChosen: _level_chosen,
    events.CallEnded: _call_ended,
    events.JournalStopped: _journal_stopped,
    events.QuietKept: _quiet_chosen,
    events.CallAwaited: _call_awaited,
    events.BankReleased: _bank_released,
    local.LinkChanged: _link_changed,
    local.EngineGivenUp: _engine_given_up,
    local.LevelChosen: _level_chosen,
    local.SecondsPassed: _second_passed,
    local.HoldChosen: _hold_chosen,
    local.QuietChosen: _quiet_chosen,
}
