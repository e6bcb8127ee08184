"""Cards that are kept on the screen, by a pin or the pointer, and those that wait behind them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist import events
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from ui.overlay import happenings as local
from ui.overlay.folds.card import WAITING_SECONDS
from ui.overlay.reducer import COPIED_SECONDS, LATE_SECONDS, SAID_SECONDS
from ui.overlay.state import OverlayState


def lag(at: float) -> events.Event:
    """An event that only says how late it is."""
    return events.LagMeasured(at=at, behind_seconds=0.2)


def expired(at: float, suggestion_id: str = "s1") -> events.Event:
    """The engine gives a card up."""
    phrase_id = f"{suggestion_id}-own"
    return events.SuggestionExpired(at=at, suggestion_id=suggestion_id, phrase_id=phrase_id, reason="timeout")


def on_view(state: OverlayState) -> str | None:
    """Which card is on the screen."""
    return state.card.suggestion_id if state.card else None


def pinned() -> OverlayState:
    """The angry call with its card pinned, and a newer one behind it."""
    return folded(local.CardPinned(True), offered("s2", 26.0), state=mid_call())


def test_a_pinned_card_stays() -> None:
    """Neither newer cards, nor its end, nor having been copied takes it away; the newer ones are counted."""
    state = folded(local.PhraseCopied("s1", "s1-own"), expired(36.0), offered("s3", 40.0), state=pinned())
    state = folded(lag(24.0 + COPIED_SECONDS), state=state)
    assert (on_view(state), state.pinned) == ("s1", True)
    assert [card.suggestion_id for card in state.waiting] == ["s2", "s3"]


def test_the_newest_comes_when_the_pin_lets_go() -> None:
    """Only the newest card still fits what is being said; it is not pinned itself."""
    state = folded(offered("s3", 40.0), local.CardPinned(False), state=pinned())
    assert (on_view(state), state.waiting, state.pinned) == ("s3", (), False)


@pytest.mark.parametrize("away", [local.CardPutAway("s1"), local.CardPinned(False)])
def test_a_card_that_waited_past_its_end_is_still_seen(away: local.Happening) -> None:
    """One that the engine gave up meanwhile stands long enough to be read, and then leaves."""
    state = folded(expired(40.0, "s2"), away, state=pinned())
    assert on_view(state) == "s2"
    assert on_view(folded(lag(40.0 + LATE_SECONDS - 1), state=state)) == "s2"
    assert on_view(folded(lag(40.0 + LATE_SECONDS), state=state)) is None


def test_a_card_does_not_wait_for_ever() -> None:
    """What was said half a minute ago is another moment."""
    state = folded(lag(26.0 + WAITING_SECONDS), state=pinned())
    assert (on_view(state), state.waiting) == ("s1", ())


def test_saying_it_lets_go_of_it() -> None:
    """A pinned card that was said shows its mark, then makes room."""
    spoken = events.SuggestionSpoken(
        at=30.0, suggestion_id="s1", phrase_id="s1-own", similarity=0.9, evidence=evidence("you will have a date")
    )
    alone = replace(pinned(), waiting=())
    state = folded(spoken, state=alone)
    assert (on_view(state), state.pinned) == ("s1", False)
    assert on_view(folded(lag(30.0 + SAID_SECONDS), state=state)) is None


@pytest.mark.parametrize(
    "end",
    [
        local.CardPutAway("s1"),
        events.CallEnded(at=30.0, duration_seconds=30.0, reason="done"),
        events.AbuseFlagged(at=30.0, confidence=0.9, evidence=evidence("you idiot")),
        local.QuietChosen(True),
    ],
)
def test_a_pin_ends_with_its_card(end: events.Event | local.Happening) -> None:
    """Putting the card away, the end of the call, abuse and quiet all take the pin along."""
    assert not folded(end, state=replace(pinned(), waiting=())).pinned


def test_a_pin_holds_over_a_lost_connection() -> None:
    """The engine tells the call again from its beginning: the pinned card is pinned again, and only that one."""
    again = folded(*angry_call(), offered("s2", 26.0), state=folded(local.LinkChanged("lost"), state=pinned()))
    assert (on_view(again), again.pinned, [card.suggestion_id for card in again.waiting]) == ("s1", True, ["s2"])
    let_go = folded(local.CardPinned(False), state=again)
    twice = folded(*angry_call(), state=let_go)
    assert (on_view(twice), twice.pinned) == ("s1", False)


def test_nothing_can_be_pinned_without_a_card() -> None:
    """A pin needs a card."""
    assert not folded(local.CardPinned(True), state=folded(local.CardPutAway("s1"), state=mid_call())).pinned


def test_a_card_that_waits_can_be_withdrawn() -> None:
    """A step of a card that waits changes that one only."""
    gone = events.SuggestionDismissed(at=27.0, suggestion_id="s2", phrase_id="s2-own")
    state = folded(gone, state=pinned())
    assert (on_view(state), state.waiting) == ("s1", ())
