"""One call is on show, however many run."""

import json

from assist.commands import AcceptSuggestion, ChooseLevel, EndCall, StartCall
from assist.events import (
    CallAwaited,
    CallEnded,
    CallStarted,
    LagMeasured,
    ReportReady,
    UtteranceFinished,
    UtteranceUpdated,
)
from ui.link_calls import CallOnShow


def started(call):
    return CallStarted(call_id=call, seq=1, source="test", started_at="2026-01-01T00:00:00")


def said(call, seq):
    return UtteranceFinished(
        call_id=call, seq=seq, utterance_id="u", speaker="agent", text="yes", start=0, end=1, confidence=1
    )


def partly(call):
    return UtteranceUpdated(
        call_id=call, seq=3, utterance_id="u", speaker="agent", text="y", stable="", start=0, end=1, confidence=1
    )


def ended(call):
    return CallEnded(call_id=call, seq=9, duration_seconds=4.0, reason="audio ended")


def seen(on_show, *events):
    return [event for happened in events for event in on_show.take(happened)]


def test_the_newest_call_is_on_show_and_the_one_before_comes_back():
    """Told from its beginning, with what was said in it meanwhile; partial words are worth nothing any more."""
    on_show = CallOnShow()
    assert seen(on_show, started("a"), said("a", 2), started("b"), said("b", 2), said("a", 3), partly("a")) == [
        started("a"),
        said("a", 2),
        started("b"),
        said("b", 2),
    ]
    assert seen(on_show, ended("b")) == [ended("b"), started("a"), said("a", 2), said("a", 3)]
    report = ReportReady(call_id="b", seq=10, path="p")
    assert seen(on_show, report, partly("a"), ended("a")) == [partly("a"), ended("a")]


def test_what_was_not_heard_is_told_again_with_the_lag_of_now():
    """That a call lags passes; that sound of it got lost does not."""

    def lag(seq, behind, **fields):
        return LagMeasured(call_id="a", seq=seq, behind_seconds=behind, **fields)

    on_show = CallOnShow()
    lost, now = lag(3, 4.0, unread_seconds=3.0), lag(5, 0.5, unread_seconds=3.0)
    seen(on_show, started("a"), lag(2, 4.0), lost, started("b"), lag(4, 2.0, unread_seconds=3.0), now)
    assert seen(on_show, ended("b")) == [ended("b"), started("a"), lost, now]


def test_a_call_that_ends_behind_the_one_on_show_does_not_come_back():
    """Nor does one whose engine died, or of which an engine that waits for calls knows nothing."""
    on_show = CallOnShow()
    assert seen(on_show, started("a"), started("b"), ended("a"), ended("b")) == [started("a"), started("b"), ended("b")]
    seen(on_show, started("c"))
    on_show.forget()
    assert seen(on_show, started("d"), ended("d")) == [started("d"), ended("d")]
    seen(on_show, started("e"), CallAwaited(begins_on="speech"))
    assert seen(on_show, started("f"), ended("f")) == [started("f"), ended("f")]


def test_the_report_of_the_call_on_show_is_seen():
    """It comes when the call is over."""
    report = ReportReady(call_id="a", seq=10, path="p")
    assert seen(CallOnShow(), started("a"), ended("a"), report) == [started("a"), ended("a"), report]


def test_a_gesture_names_the_call_that_the_agent_sees():
    """Two calls number their cards alike. A wish is for all calls, and a call that is to begin has no name yet."""
    on_show = CallOnShow()
    card = AcceptSuggestion(suggestion_id="suggestion-1", phrase_id="p1")
    assert "call_id" not in json.loads(on_show.addressed(card))
    seen(on_show, started("a"), started("b"))
    assert json.loads(on_show.addressed(card)) == {
        "type": "accept_suggestion", "suggestion_id": "suggestion-1", "phrase_id": "p1", "call_id": "b",
    }  # fmt: skip
    assert json.loads(on_show.addressed(EndCall()))["call_id"] == "b"
    assert "call_id" not in json.loads(on_show.addressed(ChooseLevel(level="expert")))
    assert "call_id" not in json.loads(on_show.addressed(StartCall(reference="crm-7")))
    seen(on_show, ended("b"))
    assert json.loads(on_show.addressed(card))["call_id"] == "a"


def test_that_another_agent_is_free_ends_no_call():
    """An overlay without a name hears of all desks: one agent's call is over while another one's goes on."""
    on_show = CallOnShow()
    seen(on_show, started("a"), started("b"))
    assert seen(on_show, ended("a"), CallAwaited(begins_on="speech", agent="ann"), said("b", 2)) == [said("b", 2)]
    assert json.loads(on_show.addressed(EndCall()))["call_id"] == "b"
    free = CallAwaited(begins_on="speech", agent="ben")
    assert seen(on_show, ended("b"), free) == [ended("b"), free]
