"""What the agent chooses and what becomes of the recording: quiet, hold, snoozed needs, the journal."""

from __future__ import annotations

import pytest

from assist import events
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from ui.overlay import happenings as local
from ui.overlay.state import OverlayState


def act(name: str, at: float = 22.0) -> events.Event:
    """The agent did something that customers value."""
    return events.AgentActNoticed(at=at, act=name, confidence=0.9, evidence=evidence("thank you"))


@pytest.mark.parametrize("chosen", [local.QuietChosen(True), events.QuietKept(at=22.0, on=True)])
def test_quiet_takes_cards_and_nudges_away(chosen: events.Event | local.Happening) -> None:
    """While it is quiet no card and no nudge is drawn, even one that was under way; feelings and needs go on."""
    nudge = events.NudgeGiven(at=24.0, kind="pace", text="A little slower.", evidence=evidence())
    state = folded(chosen, offered("s2", 23.0), nudge, state=mid_call())
    assert (state.quiet, state.card, state.nudge) == (True, None, None)
    assert state.needs == mid_call().needs
    later = folded(local.QuietChosen(False), offered("s3", 30.0), state=state)
    assert later.card is not None
    assert later.card.suggestion_id == "s3"


def test_abuse_breaks_the_quiet() -> None:
    """The boundary is shown whatever was chosen."""
    insult = events.AbuseFlagged(at=22.0, confidence=0.9, evidence=evidence("you idiot"))
    assert folded(local.QuietChosen(True), insult, state=mid_call()).abuse_quote == "you idiot"


def test_quiet_lasts_from_call_to_call() -> None:
    """It is a choice of the agent, not of one call."""
    assert folded(local.QuietChosen(True), *angry_call(), state=OverlayState()).quiet


def test_hold_is_known_from_either_side() -> None:
    """The agent's own hold and the one that the engine hears are the same; taking the customer back ends both."""
    assert folded(local.HoldChosen(True), state=mid_call()).held
    heard = folded(events.PhaseChanged(at=22.0, phase="hold"), state=mid_call())
    assert heard.held
    assert not folded(events.PhaseChanged(at=30.0, phase="resolution"), state=heard).held
    assert not folded(local.HoldChosen(False), state=heard).held
    assert not folded(local.HoldChosen(True)).held


def test_a_snoozed_need_wakes_by_itself() -> None:
    """It sleeps for its time, or until it is woken; that it is open stays to be seen."""
    state = folded(local.NeedSnoozed("resource", 600.0), state=mid_call())
    assert state.snoozed == {"resource"}
    assert [need.need for need in state.needs] == [need.need for need in mid_call().needs]
    assert folded(local.NeedSnoozed("resource", 0.0), state=state).snoozed == frozenset()
    assert folded(events.LagMeasured(at=622.0, behind_seconds=0.1), state=state).snoozed == frozenset()


def test_a_snooze_belongs_to_its_call() -> None:
    """The same call told again keeps it, as told by the engine or chosen here; a new call begins with none."""
    told = events.NeedSnoozed(at=22.0, need="speed", seconds=600.0)
    state = folded(local.NeedSnoozed("resource", 600.0), told, state=mid_call())
    assert folded(*angry_call(), state=state).snoozed == {"resource", "speed"}
    new = events.CallStarted(call_id="call-2", source="sample.wav", started_at="2026-01-01T11:00:00Z")
    assert folded(new, state=state).snoozed == frozenset()


def test_acts_are_gathered() -> None:
    """What the agent has done counts for the whole call, but thanks count anew when it comes to its end."""
    state = folded(act("warm_greeting"), act("gratitude"), act("commitment"), state=mid_call())
    assert state.acts == {"warm_greeting", "gratitude", "commitment"}
    closing = folded(events.PhaseChanged(at=30.0, phase="closing"), state=state)
    assert closing.acts == {"warm_greeting", "commitment"}
    assert "gratitude" in folded(act("gratitude", 31.0), state=closing).acts


def test_a_call_that_is_not_written_down_any_more() -> None:
    """The reason stands until the next call begins."""
    state = folded(events.JournalStopped(at=22.0, reason="The disk is full."), state=mid_call())
    assert state.unrecorded == "The disk is full."
    assert folded(*angry_call(), state=state).unrecorded == ""


def test_an_engine_without_a_call_ends_what_is_shown() -> None:
    """An engine that came back and knows no call leaves no card of the lost one behind."""
    state = folded(events.CallAwaited(begins_on="speech"), state=mid_call())
    assert (state.running, state.card, state.begins_on) == (False, None, "speech")
