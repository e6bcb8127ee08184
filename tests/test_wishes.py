"""What the agent asks of the help: no cards for a while, less of them, a customer on hold. Recorded and replayed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist import events as ev
from assist.commands import AcceptSuggestion, ChooseLevel, HoldCall, KeepQuiet, ReadActs, SnoozeNeed, StartCall
from assist.inputs import ActsRead, AgentDid, AudioEnded, CallClosed, CallOpened
from assist.session import CallSession
from assist.settings import Settings, SuggestSettings
from tests.scripts import FakeWorkers, affect, hit, of, run, turn, windows

OPENED = CallOpened(source="a test", started_at="2026-01-01T00:00:00+00:00")
OFTEN = Settings(
    suggest=SuggestSettings(cooldown_seconds=0.0, need_cooldown_seconds=0.0, cap=1000, novelty_penalty=0.0)
)
NEEDS = ("ownership", "speed", "heard")
HITS = tuple(hit(f"{need}-{number}", needs=(need,)) for need in NEEDS for number in range(30))
READINGS = {f"i am furious about the {need} of this": affect("anger", needs={need: 0.9}) for need in NEEDS}
READINGS["you are an idiot my friend"] = affect("abuse", 0.95)
BOUNDARY = hit("boundary", emotions=("abuse",), needs=())
WORDS = list(READINGS)


def workers():
    return FakeWorkers(readings=READINGS, hits=(*HITS, BOUNDARY))


def did(at: float, command) -> AgentDid:
    return AgentDid(at=at, command=command)


def furious(at: float, need: str = "ownership"):
    return turn("customer", at, f"i am furious about the {need} of this")


def cards(told):
    return of(told, ev.SuggestionOffered)


def test_a_snoozed_need_brings_no_card_until_then():
    """Other needs still do; when the time is over, it does again."""
    items = [
        OPENED,
        did(1.0, SnoozeNeed(need="ownership", seconds=60.0)),
        furious(2.0),
        furious(20.0, "speed"),
        furious(70.0),
    ]
    told = run(items, workers(), OFTEN)
    assert [card.need for card in cards(told)] == ["speed", "ownership"]
    (snoozed,) = of(told, ev.NeedSnoozed)
    assert (snoozed.need, snoozed.seconds) == ("ownership", 60.0)
    assert len(of(told, ev.NeedRaised)) == 2, "the need itself is told as ever"


def test_a_snoozed_need_can_be_woken():
    """Zero seconds."""
    items = [
        OPENED,
        did(1.0, SnoozeNeed(need="ownership", seconds=600.0)),
        did(2.0, SnoozeNeed(need="ownership", seconds=0.0)),
        furious(3.0),
    ]
    assert [card.need for card in cards(run(items, workers(), OFTEN))] == ["ownership"]


def test_a_phrase_for_a_snoozed_need_does_not_come_by_another_way():
    """Where only phrases for that need are found, there is silence."""
    items = [OPENED, did(1.0, SnoozeNeed(need="ownership", seconds=600.0)), furious(3.0, "speed")]
    only = FakeWorkers(readings=READINGS, hits=tuple(hit(f"p{n}") for n in range(5)))
    assert cards(run(items, only, OFTEN)) == []


def test_quiet_means_no_card_and_nothing_counted():
    """The open card leaves; what was said meanwhile brings none later; then cards come again as if none had been."""
    rationed = Settings(suggest=SuggestSettings(cooldown_seconds=0.0, need_cooldown_seconds=0.0, cap=2))
    items = [OPENED, furious(1.0), did(4.0, KeepQuiet(on=True)), furious(10.0), furious(20.0)]
    items += [did(30.0, KeepQuiet(on=False)), furious(40.0)]
    told = run(items, workers(), rationed)
    assert [round(card.at) for card in cards(told)] == [3, 42]
    assert [event.reason for event in of(told, ev.SuggestionExpired)] == ["quiet"]
    assert [event.on for event in of(told, ev.QuietKept)] == [True, False]


@pytest.mark.parametrize("command", [KeepQuiet(on=True), SnoozeNeed(need="ownership", seconds=60.0)])
def test_a_card_that_waits_for_the_agent_to_finish_is_dropped(command):
    """It was made before they said that they want none."""
    speaking = [*windows("agent", [(2.0, 6.0)], 9.0)]
    for gestures, count in (([], 1), ([did(4.0, command)], 0)):
        items = sorted([furious(1.0), *speaking, *gestures], key=lambda item: item.at)
        assert len(cards(run([OPENED, *items], workers(), OFTEN))) == count


def test_a_boundary_against_abuse_comes_in_quiet_too():
    """It protects the agent."""
    items = [OPENED, did(0.5, KeepQuiet(on=True)), turn("customer", 1.0, "you are an idiot my friend")]
    assert [card.phrase_id for card in cards(run(items, workers()))] == ["boundary"]


def dead_air(*commands):
    """A call in which the agent falls silent for 17 s, and what they did meanwhile."""
    lines = [*windows("customer", [(1.0, 3.0)], 20.0), *windows("agent", [], 20.0), *commands]
    told = run(
        [OPENED, *sorted(lines, key=lambda item: item.at)], FakeWorkers(words={"customer-1": "where is the refund"})
    )
    return of(told, ev.NudgeGiven)


def test_quiet_means_no_nudges():
    """Neither then nor afterwards."""
    assert dead_air()
    assert dead_air(did(4.0, KeepQuiet(on=True))) == []
    assert dead_air(did(4.0, KeepQuiet(on=True)), did(13.0, KeepQuiet(on=False)))


def test_on_hold_a_silence_is_no_dead_air():
    """Nor right after it: the agent has just taken the customer back."""
    assert dead_air(did(4.0, HoldCall(on=True))) == []
    assert dead_air(did(4.0, HoldCall(on=True)), did(19.0, HoldCall(on=False))) == []


def phases(told):
    return [event.phase for event in of(told, ev.PhaseChanged)]


def test_a_hold_is_a_phase_and_ends_where_it_began():
    """Opening, discovery, hold, discovery."""
    items = [OPENED, furious(1.0), did(10.0, HoldCall(on=True)), did(60.0, HoldCall(on=False))]
    assert phases(run(items, workers())) == ["opening", "discovery", "hold", "discovery"]


def test_what_the_agent_says_while_the_customer_is_on_hold_answers_nothing():
    """They speak to a colleague: the hold lasts, nothing is read; when the customer speaks, it is over."""
    asking = turn("agent", 20.0, "can you take ownership of this refund for me")
    items = [OPENED, furious(1.0), did(10.0, HoldCall(on=True)), asking, furious(40.0)]
    performers = workers()
    told = run(items, performers)
    assert phases(told) == ["opening", "discovery", "hold", "discovery"]
    assert not [command for command in performers.performed if isinstance(command, ReadActs)]


def test_words_that_began_before_the_hold_were_heard():
    """The agent announces the hold and presses the key while the recogniser still reads."""
    session = CallSession("call", Settings())
    session.feed(OPENED)
    session.feed(did(5.0, HoldCall(on=True)))
    late = turn("agent", 4.0, "let me put you on hold while i check", seconds=2.0)
    assert [type(command) for command in session.feed(late).commands] == [ReadActs]


def test_a_spoken_hold_and_one_by_key_are_one():
    """Announced and then pressed: one hold, and it is the key that ends it."""
    announced = turn("agent", 5.0, "i will put you on hold for a moment")
    items = [OPENED, furious(1.0), announced, did(9.0, HoldCall(on=True))]
    items += [turn("agent", 20.0, "hello is that the warehouse"), did(30.0, HoldCall(on=False))]
    assert phases(run(items, workers())) == ["opening", "discovery", "hold", "discovery"]


def test_taking_back_a_customer_who_was_not_on_hold_changes_nothing():
    """A key pressed twice."""
    items = [OPENED, furious(1.0), did(10.0, HoldCall(on=False)), did(11.0, HoldCall(on=False))]
    assert phases(run(items, workers())) == ["opening", "discovery"]


@pytest.mark.parametrize(("level", "count"), [("standard", 4), ("expert", 2), ("novice", 5)])
def test_a_level_holds_at_once(level, count):
    """As if the call had begun with it; the cards so far still count."""
    rules = SuggestSettings(cap=4, cap_window_seconds=10_000.0)
    angry = [furious(100.0 * number) for number in range(1, 8)]
    items = [OPENED, did(1.0, ChooseLevel(level=level)), *angry]
    told = run(items, workers(), Settings(suggest=rules))
    assert len(cards(told)) == count
    assert [event.level for event in of(told, ev.LevelChosen)] == [level]


WAITED = "my parcel has not come and i have waited for it"


def test_an_expert_is_not_taught_from_now_on():
    """A training nudge that a novice gets."""
    calls, readings = {}, {WAITED: affect("annoyance", valence=-0.4)}
    talk = [
        turn(speaker, 6.0 * number, words)
        for number, (speaker, words) in enumerate([("customer", WAITED), ("agent", "i see the parcel here")] * 5)
    ]
    for level in ("novice", "expert"):
        told = run([OPENED, did(0.1, ChooseLevel(level=level)), *talk], FakeWorkers(readings=readings))
        calls[level] = [nudge.kind for nudge in of(told, ev.NudgeGiven)]
    assert "open_question" in calls["novice"]
    assert "open_question" not in calls["expert"]


def test_the_softphones_name_for_a_running_call_is_told():
    """Speech had begun it before the link came."""
    told = run([OPENED, did(2.0, StartCall(reference="crm-7")), did(3.0, StartCall())], FakeWorkers())
    assert [event.reference for event in of(told, ev.CallNamed)] == ["crm-7"]


def test_the_name_of_a_call_is_told_with_its_beginning():
    """Where it is known by then."""
    told = run([replace(OPENED, reference="crm-7")], FakeWorkers())
    assert of(told, ev.CallStarted)[0].reference == "crm-7"


COMMANDS = st.one_of(
    st.builds(SnoozeNeed, need=st.sampled_from(NEEDS), seconds=st.sampled_from([0.0, 5.0, 30.0, 600.0])),
    st.builds(KeepQuiet, on=st.booleans()),
    st.builds(ChooseLevel, level=st.sampled_from(["novice", "standard", "expert"])),
    st.builds(HoldCall, on=st.booleans()),
    st.builds(AcceptSuggestion, suggestion_id=st.just("suggestion-1"), phrase_id=st.sampled_from(["p1", "speed-1"])),
)
STEPS = st.lists(
    st.tuples(
        st.floats(0.5, 20.0),
        st.one_of(COMMANDS, st.sampled_from(WORDS), st.just("i will look into that for you now")),
    ),
    max_size=25,
)


def call_of(steps):
    at, items = 0.0, [OPENED]
    for pause, what in steps:
        at += pause
        if not isinstance(what, str):
            items.append(did(at, what))
        else:
            speaker = "agent" if what.startswith("i will") else "customer"
            items.append(turn(speaker, at, what))
            at += 2.0
    return [*items, AudioEnded(at=at), CallClosed(at=at, reason="over")]


@given(steps=STEPS)
@settings(max_examples=150, deadline=None)
def test_nothing_comes_that_the_agent_did_not_want(steps):
    """No card about a need that sleeps, none but a boundary in quiet, and no nudge; the same call goes the same way."""
    items = call_of(steps)
    told = run(items, workers(), OFTEN)
    quiet, asleep, hold = False, {}, False
    for event in told:
        match event:
            case ev.QuietKept():
                quiet = event.on
            case ev.NeedSnoozed():
                asleep[event.need] = event.at + event.seconds
            case ev.PhaseChanged():
                hold = event.phase == "hold"
            case ev.SuggestionOffered() if event.emotion != "abuse":
                assert not quiet
                assert not (event.need and event.at < asleep.get(event.need, 0.0))
                assert not event.at < asleep.get(event.phrase_id.split("-")[0], 0.0)
            case ev.NudgeGiven():
                assert not quiet
                assert not hold
            case _:
                pass
    assert run(items, workers(), OFTEN) == told


def test_answers_still_close_needs_in_quiet():
    """Quiet is about what is shown, not about what is understood."""
    answered = ActsRead(utterance_id="", acts={"ownership": 0.9}, answers={"ownership": 0.9})
    performers = FakeWorkers(readings=READINGS, acts={"i will see to it myself today": answered})
    items = [OPENED, did(0.5, KeepQuiet(on=True)), furious(1.0), turn("agent", 6.0, "i will see to it myself today")]
    assert of(run(items, performers), ev.NeedMet)
