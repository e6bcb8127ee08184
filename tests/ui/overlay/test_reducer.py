"""The overlay's state, folded from scripts of events."""

from dataclasses import replace

import pytest

from assist import events
from assist.wire.codec import EVENTS
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from ui.overlay import happenings as local
from ui.overlay.folds.speech import LINES_KEPT
from ui.overlay.reducer import (
    COPIED_SECONDS,
    HOLD_SECONDS,
    MET_SECONDS,
    NUDGE_SECONDS,
    SAID_SECONDS,
)
from ui.overlay.state import OverlayState, Resumed
from ui.wording import empty_card


def lag(at: float) -> events.Event:
    """An event that only says how late it is."""
    return events.LagMeasured(at=at, behind_seconds=0.2)


def said(number: int, text: str = "hello") -> events.Event:
    """A finished utterance."""
    return events.UtteranceFinished(
        utterance_id=f"u{number}", speaker="agent", text=text, start=0.0, end=1.0, confidence=0.9
    )


def gone(kind: type, suggestion_id: str = "s1", **fields: object) -> events.Event:
    """The end, or a step, of a card's life."""
    event: events.Event = kind(at=25.0, suggestion_id=suggestion_id, phrase_id=f"{suggestion_id}-own", **fields)
    return event


def test_the_middle_of_a_call() -> None:
    """Feelings, needs, the card and the words stand as the events left them."""
    state = mid_call()
    assert state.mood is not None
    assert state.card is not None
    assert (state.running, state.seconds, state.phase) == (True, 21.0, "discovery")
    assert (state.mood.emotion, state.mood.valence) == ("anger", -0.8)
    assert [need.need for need in state.needs] == ["certainty", "resource", "continuity"]
    assert [option.phrase_id for option in state.card.options] == ["s1-own", "s1-second", "s1-third"]
    assert (state.card.stage, state.card.offered_at) == ("offered", 20.0)
    assert [(line.text, line.stable, line.finished) for line in state.lines] == [
        ("where is my refund", "where is my refund", True),
        ("and now there is another charge", "and now there", False),
    ]
    assert [valence for _, valence in state.trail] == [0.0, -0.3, -0.8]


def test_a_call_told_again_gives_the_same_state() -> None:
    """After a reconnect the engine tells the call from its beginning: nothing is doubled, the link is kept."""
    assert folded(*angry_call(), state=mid_call()) == mid_call()


@pytest.mark.parametrize(
    "event",
    [
        gone(events.SuggestionDismissed),
        gone(events.SuggestionRejected, quote="no"),
        gone(events.SuggestionExpired, reason="timeout"),
        events.CallEnded(at=30.0, duration_seconds=30.0, reason="hung up"),
        local.CardPutAway("s1"),
    ],
)
def test_a_card_leaves(event: events.Event | local.Happening) -> None:
    """A card that was dismissed, rejected, expired or left over at the end of the call is not drawn any more."""
    assert folded(event, state=mid_call()).card is None


def test_a_step_of_another_card_changes_nothing() -> None:
    """Only the card with that id leaves."""
    assert folded(gone(events.SuggestionDismissed, "s0"), state=mid_call()).card == mid_call().card


def test_next_goes_round() -> None:
    """Next shows the alternates and comes back to the first phrase."""
    state, seen = mid_call(), []
    for _ in range(4):
        assert state.card is not None
        seen.append(state.card.option.phrase_id)
        state = folded(local.NextChosen(), state=state)
    assert seen == ["s1-own", "s1-second", "s1-third", "s1-own"]


def test_an_accepted_card_is_marked_then_leaves() -> None:
    """Copied stays long enough to be said or sent; the engine's echo of it does not begin the time anew."""
    state = folded(local.PhraseCopied("s1", "s1-second"), state=mid_call())
    assert state.card is not None
    assert (state.card.stage, state.card.option.phrase_id) == ("accepted", "s1-second")
    marked = state.seconds
    echo = events.SuggestionAccepted(at=marked + 1, suggestion_id="s1", phrase_id="s1-second")
    state = folded(echo, lag(marked + COPIED_SECONDS - 1), state=state)
    assert state.card is not None
    assert folded(lag(marked + COPIED_SECONDS), state=state).card is None


def test_a_spoken_card_is_marked_then_leaves() -> None:
    """Said is seen for a moment; the card has done its work."""
    spoken = gone(events.SuggestionSpoken, similarity=0.9, evidence=evidence("you will have a date"))
    state = folded(spoken, state=mid_call())
    assert state.card is not None
    assert state.card.stage == "spoken"
    assert folded(lag(25.0 + SAID_SECONDS), state=state).card is None


def test_a_card_under_the_pointer_stays() -> None:
    """A card that expires while the agent points at it stays until the pointer leaves."""
    state = folded(local.PointerMoved(True), gone(events.SuggestionExpired, reason="timeout"), state=mid_call())
    assert state.card is not None
    assert folded(local.PointerMoved(False), state=state).card is None


def test_a_new_card_waits_for_the_pointer() -> None:
    """A newer card does not slip under the agent's pointer; it comes when the pointer leaves."""
    replaced = gone(events.SuggestionExpired, reason="replaced")
    state = folded(local.PointerMoved(True), replaced, offered("s2", 26.0), state=mid_call())
    assert state.card is not None
    assert state.card.suggestion_id == "s1"
    after = folded(local.PointerMoved(False), state=state)
    assert after.card is not None
    assert (after.card.suggestion_id, after.waiting) == ("s2", ())


def test_a_parked_pointer_holds_nothing_for_long() -> None:
    """A mouse left lying on the card does not hide later cards."""
    state = folded(local.PointerMoved(True), offered("s2", 26.0), state=mid_call())
    late = folded(lag(21.0 + HOLD_SECONDS), state=state)
    assert late.card is not None
    assert late.card.suggestion_id == "s2"


def test_a_met_need_ticks_then_leaves() -> None:
    """A need that was met is ticked for a few seconds; one that comes back is open, and counted."""
    met = events.NeedMet(at=22.0, need="certainty", confidence=0.8, evidence=evidence())
    state = folded(met, state=mid_call())
    assert state.needs[0].met_at == 22.0
    assert len(folded(lag(22.0 + MET_SECONDS), state=state).needs) == 2
    again = events.NeedReraised(at=23.0, need="certainty", confidence=0.8, evidence=evidence())
    need = folded(again, state=state).needs[0]
    assert (need.need, need.times, need.met_at) == ("certainty", 2, None)


def test_a_final_takes_the_place_of_its_partial() -> None:
    """An utterance is one line, whatever came between; one that turns out empty leaves."""
    final = events.UtteranceFinished(
        utterance_id="c2", speaker="customer", text="another charge", start=20.0, end=22.0, confidence=0.9
    )
    lines = folded(said(9), final, state=mid_call()).lines
    assert [line.text for line in lines] == ["where is my refund", "another charge", "hello"]
    assert len(folded(replace(final, text=" "), state=mid_call()).lines) == 1


def test_the_transcript_is_bounded() -> None:
    """A call of hours keeps its last lines."""
    state = folded(*(said(number) for number in range(LINES_KEPT + 50)))
    assert len(state.lines) == LINES_KEPT
    assert state.lines[-1].utterance_id == f"u{LINES_KEPT + 49}"


def test_abuse_shows_the_boundary_and_no_card() -> None:
    """Insults take the card away; the notice goes when it was read or when the customer's feeling changes."""
    flagged = events.AbuseFlagged(at=22.0, confidence=0.9, evidence=evidence("you idiot"))
    state = folded(flagged, state=mid_call())
    assert (state.card, state.abuse_quote) == (None, "you idiot")
    assert folded(local.BoundaryRead(), state=state).abuse_quote is None
    calmer = events.EmotionChanged(
        at=30.0, emotion="annoyance", confidence=0.9, valence=-0.2, arousal=0.1, evidence=evidence()
    )
    assert folded(calmer, state=state).abuse_quote is None


def test_a_nudge_stands_for_a_while() -> None:
    """A reminder leaves by itself, or at once when the customer gets abusive or the call ends."""
    nudge = events.NudgeGiven(at=25.0, kind="pace", text="A little slower.", evidence=evidence("so what you do"))
    state = folded(nudge, state=mid_call())
    assert state.nudge is not None
    assert (state.nudge.text, state.nudge.quote) == ("A little slower.", "so what you do")
    assert state.card == mid_call().card
    assert folded(lag(25.0 + NUDGE_SECONDS - 1), state=state).nudge == state.nudge
    assert folded(lag(25.0 + NUDGE_SECONDS), state=state).nudge is None
    insult = events.AbuseFlagged(at=26.0, confidence=0.9, evidence=evidence("you idiot"))
    over = events.CallEnded(at=26.0, duration_seconds=26.0, reason="done")
    assert folded(insult, state=state).nudge is folded(over, state=state).nudge is None


def test_the_trend_follows_the_mood_not_the_label() -> None:
    """Each reading is a point on the line; a change of label alone is none."""
    better = events.MoodTracked(at=25.0, utterance_id="c3", valence=-0.3, arousal=0.1, trend="rising")
    state = folded(better, state=mid_call())
    assert (state.trail[-1], state.trend) == ((25.0, -0.3), "rising")
    changed = events.EmotionChanged(
        at=30.0, emotion="neutral", confidence=0.9, valence=0.0, arousal=0.1, evidence=evidence()
    )
    assert folded(changed, state=state).trail == state.trail


def test_sources_are_lost_and_restored() -> None:
    """Each side's audio is reported on its own."""
    lost = folded(events.SourceLost(speaker="customer", reason="unplugged"), state=mid_call())
    assert lost.lost_sources == {"customer": "unplugged"}
    assert folded(events.SourceRestored(speaker="customer"), state=lost).lost_sources == {}


def test_the_clock_runs_only_during_a_call_with_an_engine() -> None:
    """Between events the call's clock goes on; without an engine, and after the call, it stands."""
    state = folded(local.SecondsPassed(1.0), state=mid_call())
    assert state.seconds == 22.0
    assert folded(local.LinkChanged("lost"), local.SecondsPassed(1.0), state=state).seconds == 22.0
    ended = folded(events.CallEnded(at=40.0, duration_seconds=40.0, reason="done"), state=state)
    assert folded(local.SecondsPassed(1.0), state=ended).seconds == 40.0


def test_a_hold_is_followed_whoever_began_it() -> None:
    """The softphone may hold the call, or another overlay."""
    held = folded(events.PhaseChanged(at=22.0, phase="hold"), state=mid_call())
    assert held.held
    assert not folded(events.PhaseChanged(at=30.0, phase="discovery"), state=held).held


def test_a_restart_in_mid_call_is_told_for_a_while() -> None:
    """Also where the overlay comes later and is told the call again."""
    resumed = folded(events.CallResumed(at=34.0, missed_seconds=12.4), state=mid_call())
    assert resumed.resumed == Resumed(missed_seconds=12.4, at=34.0)
    assert folded(events.LagMeasured(at=53.9, behind_seconds=0.0), state=resumed).resumed
    assert folded(events.LagMeasured(at=54.0, behind_seconds=0.0), state=resumed).resumed is None


def test_a_call_has_the_softphones_name() -> None:
    """From its beginning, or told later; the next call has its own."""
    named = folded(events.CallStarted(call_id="a", source="live", started_at="", reference="crm-7"))
    assert named.reference == "crm-7"
    assert folded(events.CallNamed(call_id="a", at=3.0, reference="crm-8"), state=named).reference == "crm-8"
    assert folded(events.CallStarted(call_id="b", source="live", started_at=""), state=named).reference == ""


def test_the_level_in_use_outlasts_the_call() -> None:
    """Whoever chose it; the engine keeps it for the next call."""
    chosen = folded(events.LevelChosen(at=5.0, level="expert"), state=mid_call())
    assert folded(events.CallStarted(call_id="b", source="live", started_at=""), state=chosen).level == "expert"
    assert folded(local.LevelChosen("novice"), state=chosen).level == "novice"


def test_every_event_can_be_folded() -> None:
    """An event that the overlay does not draw changes nothing but the clock."""
    assert "report_ready" in EVENTS
    report = events.ReportReady(at=50.0, path="report.html")
    assert folded(report) == OverlayState(seconds=50.0)


def test_new_phrases_are_told_between_calls_alone() -> None:
    """A release that comes while no call runs is told until the next call, which begins with it."""
    waiting = folded(events.CallAwaited(begins_on="speech"))
    told = folded(events.BankReleased(version="r7", phrases=700), state=waiting)
    assert empty_card(told) == f"New phrases: release 7. {empty_card(waiting)}"
    begun = folded(events.CallStarted(call_id="b", source="live", started_at=""), state=told)
    assert folded(events.BankReleased(version="r7", phrases=700), state=begun).new_phrases == ""


def test_phrases_without_a_number_are_no_news() -> None:
    """A bank from a folder is known by a hash, which says nothing to an agent."""
    waiting = folded(events.CallAwaited(begins_on="command"))
    told = folded(events.BankReleased(version="be5ee6a2cee4", phrases=700), state=waiting)
    assert empty_card(told) == empty_card(waiting)
