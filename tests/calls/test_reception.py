"""Who may begin, name, hold and end a call."""

import asyncio

import pytest

from assist.calls.reception import Reception
from assist.commands import ChooseLevel, DismissSuggestion, EndCall, HoldCall, KeepQuiet, SnoozeNeed, StartCall
from assist.errors import EngineError


class Call:
    """A call that keeps what it is told."""

    def __init__(self):
        self.gestures, self.ended = [], []

    @property
    def is_ending(self):
        return bool(self.ended)

    def gesture(self, command):
        self.gestures.append(command)

    def end(self, reason):
        self.ended.append(reason)


def with_call(reference=""):
    reception, call = Reception(), Call()
    reception.start(reference)
    assert asyncio.run(reception.next_call()) == reference
    reception.begin(call, reference)
    return reception, call


def test_a_call_begins_with_its_reference():
    """And only once."""
    reception, _ = with_call("crm-7")
    assert not reception.due


@pytest.mark.parametrize("command", [EndCall(), HoldCall(on=True)])
def test_without_a_call_there_is_nothing_to_end_or_hold(command):
    """The softphone is told."""
    with pytest.raises(EngineError, match="No call is running"):
        Reception().take(command)


def test_speech_begins_one_call_not_two():
    """The customer speaks at the very moment in which the agent begins the call: no second one waits for its end."""
    reception, _ = with_call()
    reception.hear_speech()
    assert not reception.due
    reception.over()
    reception.hear_speech()
    assert reception.due


def test_who_speaks_while_the_last_words_of_a_call_are_understood_begins_the_next_one():
    """On a slow machine that takes seconds; the one who waits at the line tells of speech but once."""
    reception, call = with_call()
    call.end("ended by the agent")
    reception.hear_speech()
    reception.over()
    assert reception.due


@pytest.mark.parametrize(("reference", "named"), [("", ""), ("crm-8", "")])
def test_the_next_call_may_be_begun_while_the_last_words_of_this_one_are_understood(reference, named):
    """It is neither refused nor mistaken for the name of the one that ends."""
    reception, call = with_call(named)
    call.end("ended by the agent")
    reception.take(StartCall(reference=reference))
    assert reception.due
    assert call.gestures == []
    reception.over()
    assert asyncio.run(reception.next_call()) == reference


def test_that_the_ending_call_began_is_no_news():
    """A softphone that tells it twice."""
    reception, call = with_call("crm-7")
    call.end("ended by the agent")
    reception.take(StartCall(reference="crm-7"))
    assert not reception.due


def test_a_second_call_is_refused():
    """Unless the softphone says which."""
    reception, call = with_call()
    with pytest.raises(EngineError, match="running already"):
        reception.take(StartCall())
    assert call.ended == []


def test_the_first_reference_names_the_call_that_runs():
    """Speech had begun it; the same link again changes nothing."""
    reception, call = with_call()
    reception.take(StartCall(reference="crm-7"))
    reception.take(StartCall(reference="crm-7"))
    assert call.gestures == [StartCall(reference="crm-7")]
    assert not reception.due


def test_another_reference_ends_the_call_and_begins_the_next():
    """Nobody hung up in the software."""
    reception, call = with_call("crm-7")
    reception.take(StartCall(reference="crm-8"))
    assert call.ended == ["another call began"]
    reception.over()
    assert reception.due
    assert asyncio.run(reception.next_call()) == "crm-8"


def test_a_reference_that_comes_while_the_call_is_prepared_is_not_lost():
    """Speech begins the call, and the link follows at once."""
    reception, call = Reception(), Call()
    reception.start()
    asyncio.run(reception.next_call())
    reception.take(StartCall(reference="crm-7"))
    reception.begin(call, "")
    assert call.gestures == [StartCall(reference="crm-7")]
    assert not reception.due


def test_level_and_quiet_hold_for_the_calls_to_come():
    """What was said about a need was about one call; quiet that was turned off needs no word."""
    reception, call = with_call()
    for command in (ChooseLevel(level="expert"), KeepQuiet(on=True), SnoozeNeed(need="speed")):
        reception.take(command)
    assert len(call.gestures) == 3
    reception.over()
    assert [item.command for item in reception.wishes()] == [ChooseLevel(level="expert"), KeepQuiet(on=True)]
    reception.take(KeepQuiet(on=False))
    assert [item.command for item in reception.wishes()] == [ChooseLevel(level="expert")]


def test_a_gesture_about_a_call_that_is_over_comes_too_late():
    """It is dropped, not refused."""
    Reception().take(DismissSuggestion(suggestion_id="s", phrase_id="p"))
