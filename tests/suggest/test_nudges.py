"""Nudges are rationed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.events import Evidence
from assist.settings import NudgeSettings
from assist.suggest.nudges import NUDGES, Cue, NudgeRation, Situation

WORDS = Evidence(utterance_id="agent-1", quote="so what you need to do is")
KINDS = list(NUDGES)


def cue(kind, at):
    return Cue(kind, WORDS, at)


def given_at(ration, kind, at, situation=None):
    ration.notice(cue(kind, at))
    return ration.step(at, situation or Situation())


@pytest.mark.parametrize("kind", KINDS)
def test_a_nudge_is_short(kind):
    """At most twelve words: a glance."""
    assert 3 <= len(NUDGES[kind].text.split()) <= 12


def test_a_nudge_says_what_and_why():
    """Kind, text and the words that gave rise to it."""
    nudge = given_at(NudgeRation(NudgeSettings()), "pace", 10.0)
    assert (nudge.kind, nudge.text, nudge.evidence) == ("pace", NUDGES["pace"].text, WORDS)


def test_the_most_urgent_comes_and_the_others_go():
    """Two at a time are one too many; after the cooldown the moment of the other has passed."""
    ration = NudgeRation(NudgeSettings(stale_seconds=100.0))
    ration.notice(cue("thank", 1.0))
    assert given_at(ration, "interrupting", 1.0).kind == "interrupting"
    assert ration.step(60.0, Situation()) is None


def test_not_while_a_card_is_open_nor_right_after_it():
    """One thing at a time."""
    ration = NudgeRation(NudgeSettings())
    assert given_at(ration, "pace", 10.0, Situation(card_open=True, card_seen_at=2.0)) is None
    assert given_at(ration, "pace", 12.0, Situation(card_seen_at=5.0)) is None
    assert given_at(ration, "pace", 13.0, Situation(card_seen_at=5.0))


def test_not_while_the_customer_insults():
    """Abuse is not the moment for advice."""
    assert given_at(NudgeRation(NudgeSettings()), "breath", 10.0, Situation(abuse_at=5.0)) is None


def test_a_stale_cue_is_dropped():
    """What lasts is given at once or not at all; the rest waits a few seconds for the agent to stop."""
    ration = NudgeRation(NudgeSettings())
    ration.notice(cue("breath", 1.0))
    ration.notice(cue("dead_air", 1.0))
    assert ration.step(2.0, Situation(agent_speaking=True)) is None
    assert ration.step(3.0, Situation()).kind == "breath"
    ration = NudgeRation(NudgeSettings())
    ration.notice(cue("breath", 1.0))
    assert ration.step(20.0, Situation()) is None


@pytest.mark.parametrize(("level", "times"), [("novice", 2), ("standard", 1), ("expert", 0)])
def test_training_is_for_those_who_learn(level, times):
    """A novice is reminded again, most agents once a call, an expert never."""
    ration = NudgeRation(NudgeSettings(), level)
    assert sum(given_at(ration, "feedback_request", at) is not None for at in (100.0, 400.0)) == times


@pytest.mark.parametrize(("level", "told"), [("novice", True), ("standard", False), ("expert", False)])
def test_only_a_novice_is_told_to_ask_something_open(level, told):
    """Words alone do not show well when it is due."""
    assert (given_at(NudgeRation(NudgeSettings(), level), "open_question", 100.0) is not None) == told


def test_an_expert_gets_half_of_the_rest():
    """Two in ten minutes instead of four."""
    ration = NudgeRation(NudgeSettings(), "expert")
    kinds = ("pace", "breath", "interrupting", "alternatives")
    assert sum(given_at(ration, kind, 60.0 * place) is not None for place, kind in enumerate(kinds)) == 2


def test_none_at_all_where_they_are_switched_off():
    """A setting."""
    assert given_at(NudgeRation(NudgeSettings(enabled=False)), "pace", 1.0) is None


STEPS = st.lists(
    st.tuples(
        st.floats(0.0, 30.0),
        st.lists(st.sampled_from(KINDS), max_size=3),
        st.sampled_from(["", "so what you need to do is"]),
        st.builds(
            Situation,
            agent_speaking=st.booleans(),
            card_open=st.booleans(),
            card_seen_at=st.none() | st.floats(0.0, 600.0),
            abuse_at=st.none() | st.floats(0.0, 600.0),
        ),
    ),
    max_size=80,
)


@given(steps=STEPS, level=st.sampled_from(["novice", "standard", "expert"]), cap=st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_the_ration_is_never_exceeded(steps, level, cap):
    """Whatever happens: cooldown and cap hold; none beside a card, at abuse, into speech, or without words."""
    rules = NudgeSettings(cap=cap)
    ration = NudgeRation(rules, level)
    now, told = 0.0, []
    for seconds, kinds, quote, situation in steps:
        now += seconds
        for kind in kinds:
            ration.notice(Cue(kind, Evidence(utterance_id="u", quote=quote), now))
        nudge = ration.step(now, situation)
        if nudge is None:
            continue
        told.append((now, nudge.kind))
        assert nudge.evidence.quote
        assert not situation.card_open
        assert situation.card_seen_at is None or now - situation.card_seen_at >= rules.after_card_seconds
        assert situation.abuse_at is None or now - situation.abuse_at >= rules.abuse_quiet_seconds
        assert not situation.agent_speaking or nudge.kind in {"interrupting", "monologue", "pace"}
        assert not (level == "expert" and NUDGES[nudge.kind].training)
    times = [at for at, _ in told]
    assert all(after - before >= rules.cooldown_seconds for before, after in pairwise(times))
    limit = cap // 2 if level == "expert" else cap
    assert all(sum(at <= other <= at + rules.cap_window_seconds for other in times) <= limit for at in times)
    assert all(
        after - before >= rules.kind_cooldown_seconds
        for kind in KINDS
        for before, after in pairwise([at for at, name in told if name == kind])
    )
