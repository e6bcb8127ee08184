"""Folds what happened into the overlay's state, and lets go of what has had its time. Pure: no Qt, no clock, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assist import events
from ui.overlay import happenings as local
from ui.overlay.folds import call, card, customer, hearing, speech
from ui.overlay.folds.fold import Fold
from ui.overlay.state import Card, OverlayState

MET_SECONDS = 5.0
"""A met need shows its tick for this long, then leaves."""
HOLD_SECONDS = 20.0
"""A pointer that rests on the card keeps it for at most this long: a parked mouse must not hide later cards."""
COPIED_SECONDS = 25.0
"""A phrase that was copied stays for as long as it takes to say or send it."""
SAID_SECONDS = 4.0
"""A phrase that was said has done its work; its mark is seen, then it leaves."""
LATE_SECONDS = 12.0
"""A card that waited so long that the engine gave it up is shown for this long."""
RESUMED_SECONDS = 20.0
"""That the engine restarted in mid-call is told this long: the agent may have to ask for something again."""
NUDGE_SECONDS = 12.0
"""A nudge stands this long: time for two glances."""
ECHOES_HINTED = 3
"""The customer's voice in the microphone is worth a word from here on; once may be a headset that was put down."""
HINT_SECONDS = 20.0
"""A hint stands this long at most."""
HINT_READ_SECONDS = 5.0
"""So long it takes to read; one that a card drives away before comes again."""

_FOLDS: Mapping[type, Fold[Any]] = {
    **call.FOLDS,
    **hearing.FOLDS,
    **speech.FOLDS,
    **customer.FOLDS,
    **card.FOLDS,
}


def reduce(state: OverlayState, happening: events.Event | local.Happening) -> OverlayState:
    """The state after an event of the call or something that happened at the desk. Unknown events change nothing."""
    if isinstance(happening, events.Event) and not isinstance(happening, events.CallStarted):
        state = replace(state, seconds=max(state.seconds, happening.at))
    fold = _FOLDS.get(type(happening))
    return _settle(fold(state, happening) if fold else state)


def _settle(state: OverlayState) -> OverlayState:
    """Let go of what has had its time: needs ticked off, a nudge that was read, a card that nothing keeps."""
    now = state.seconds
    needs = tuple(need for need in state.needs if need.met_at is None or now < need.met_at + MET_SECONDS)
    if needs != state.needs:
        state = replace(state, needs=needs)
    if state.nudge and now >= state.nudge.at + NUDGE_SECONDS:
        state = replace(state, nudge=None)
    if state.resumed and now >= state.resumed.at + RESUMED_SECONDS:
        state = replace(state, resumed=None)
    return _settle_hint(_settle_card(state, now), now)


def _settle_hint(state: OverlayState, now: float) -> OverlayState:
    """The hint about the echo comes once a call, at a moment that no card needs."""
    free = state.running and not (state.card or state.quiet or state.abuse_quote is not None)
    since = state.echo_hint_at
    if since is not None and (not free or now >= since + HINT_SECONDS):
        return replace(state, echo_hint_at=None, echo_hint_seen=now >= since + HINT_READ_SECONDS)
    due = free and since is None and not state.echo_hint_seen and state.echoes >= ECHOES_HINTED
    return replace(state, echo_hint_at=now) if due else state


def _settle_card(state: OverlayState, now: float) -> OverlayState:
    """The card leaves when its time is over and nothing keeps it; then the newest of those that waited comes."""
    if state.waiting:
        fresh = tuple(waited for waited in state.waiting if now < waited.offered_at + card.WAITING_SECONDS)
        state = state if fresh == state.waiting else replace(state, waiting=fresh)
    present = state.card
    if present and not state.pinned and _has_served(present, now):
        present = None
    pointed = state.hovered_at is not None and now < state.hovered_at + HOLD_SECONDS
    if present and (state.pinned or pointed):
        return state
    if state.waiting:
        newest = state.waiting[-1]
        return replace(state, card=replace(newest, leaves_at=now + LATE_SECONDS), waiting=(), pinned=False)
    if present and present.leaves_at is not None and now >= present.leaves_at:
        present = None
    return state if present is state.card and (present or not state.pinned) else _without_card(state)


def _without_card(state: OverlayState) -> OverlayState:
    return replace(state, card=None, pinned=False)


def _has_served(present: Card, now: float) -> bool:
    if present.marked_at is None:
        return False
    return now >= present.marked_at + (SAID_SECONDS if present.stage == "spoken" else COPIED_SECONDS)
