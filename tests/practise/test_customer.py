"""The customer as a pure machine: what eases them, what does not, and what they never do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.practise.customer import Customer
from assist.practise.lines import load_stock
from assist.practise.loading import bundled_scenarios
from assist.practise.scenario import MISSTEPS, Beat, Condition, Scenario
from assist.practise.state import AgentReading
from phrasebank.taxonomy import load_taxonomy
from tests.practise.plays import scenario, stock, want

SCENARIOS = bundled_scenarios()
ACTS = load_taxonomy().strategy_ids
LISTENS = frozenset({"validation"})


def said(text: str = "words", *acts: str, met: str = "", missteps: str = "") -> AgentReading:
    """A turn by hand."""
    return AgentReading(
        text=text,
        acts=frozenset(acts),
        met=frozenset(met.split()),
        missteps=frozenset(missteps.split()),
    )


turns = st.builds(
    AgentReading,
    text=st.sampled_from(["", "words", "what happened?", "your name?", "account number?"]),
    acts=st.frozensets(st.sampled_from(ACTS), max_size=4),
    met=st.frozensets(st.sampled_from(["heard", "certainty", "safety", "respected", "resource"]), max_size=2),
    tracked=st.frozensets(st.sampled_from(["heard", "certainty"]), max_size=2),
    missteps=st.frozensets(st.sampled_from(sorted(MISSTEPS)), max_size=2),
    empathy=st.booleans(),
)


@given(st.lists(turns, max_size=40))
def test_whatever_is_said_the_customer_stays_a_customer(heard: list[AgentReading]) -> None:
    """Temper and trust keep their ranges, no line comes twice, every turn gets words, and the call ends some time."""
    customer = Customer(scenario(), stock())
    words = ["opening"]
    for turn in heard:
        reply = customer.hear(turn)
        assert -1.0 <= customer.state.temper <= 1.0
        assert 0.0 <= customer.state.trust <= 1.0
        assert reply.text
        words += reply.text.split()
        if reply.ending:
            break
    assert len(words) == len(set(words))
    assert customer.state.turns <= scenario().longest


@given(st.sampled_from(SCENARIOS), st.lists(turns, min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_bundled_customer_answers_anything(one: Scenario, heard: list[AgentReading]) -> None:
    """No reply is empty or the same as an earlier one, in whatever state the bundled customers are brought."""
    customer, replies = Customer(one, load_stock()), [one.opening]
    for turn in heard:
        reply = customer.hear(turn)
        replies.append(reply.text)
        if reply.ending:
            break
    assert all(replies)
    assert len(replies) == len(set(replies))


@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_answering_what_is_asked_reaches_the_good_ending(one: Scenario) -> None:
    """An agent who listens, answers the need that was voiced last and asks when only hidden ones are left does well."""
    customer = Customer(one, load_stock())
    for _ in range(2 * len(one.wants) + 1):
        state = customer.state
        turn = said("What else is on your mind?", "open_question")
        if state.open:
            turn = said(one.want(state.open[0]).answer, met=state.open[0])
        reply = customer.hear(turn if state.listened else replace(turn, acts=turn.acts | LISTENS))
        if reply.ending:
            break
    assert reply.ending is not None
    assert reply.ending.good


def test_a_met_need_calms_and_the_next_one_comes_up() -> None:
    """The customer takes the answer in and goes on to what they still need."""
    customer = Customer(scenario(), stock())
    reply = customer.hear(said("so", "active_listening", met="heard"))
    assert reply.text == "heard-met certainty-voiced-1"
    assert reply.met == ("heard",)
    assert reply.moved > 0
    assert customer.state.trust > scenario().trust


def test_a_missed_need_is_brought_up_again_and_costs_temper() -> None:
    """Words that do nothing for it bring the same need back, sharper each time."""
    customer = Customer(scenario(), stock())
    first, second = customer.hear(said()), customer.hear(said())
    assert first.text == "heard-voiced-1"
    assert second.text == "heard-voiced-2"
    assert first.missed == ("heard",)
    assert second.temper < first.temper < scenario().temper


def test_a_solution_before_listening_is_resisted() -> None:
    """Who has not been heard does not take the answer, even a right one; who has been does."""
    early = Customer(scenario(), stock()).hear(said("so", "commitment", met="certainty"))
    assert early.met == ()
    assert early.missteps == ("premature",)
    late = Customer(scenario(), stock()).hear(said("so", "commitment", "validation", met="certainty"))
    assert late.met == ("certainty",)


def test_an_answer_to_what_was_asked_is_never_too_early() -> None:
    """Only a solution that goes past what the customer has brought up is resisted."""
    reply = Customer(scenario(), stock()).hear(said("so", "commitment", met="heard"))
    assert reply.met == ("heard",)
    assert reply.missteps == ()


def test_a_calm_customer_takes_the_solution_at_once() -> None:
    """Where nothing hurts, nothing has to be soothed first."""
    calm = scenario(listens_first=False)
    assert Customer(calm, stock()).hear(said("so", "commitment", met="certainty")).met == ("certainty",)


def test_blame_undoes_the_answer_beside_it() -> None:
    """An answer that comes with blame is not heard as one."""
    reply = Customer(scenario(), stock()).hear(said("so", "active_listening", met="heard", missteps="blame"))
    assert reply.met == ()
    assert reply.text == "beat-blame"
    assert reply.moved < -0.2


def test_a_hidden_need_takes_a_question() -> None:
    """It is hinted at when nothing else is left; a question brings it out, anything else lets it pass."""
    customer = Customer(scenario(), stock())
    customer.hear(said("a", "validation", met="heard"))
    hint = customer.hear(said("b", met="certainty"))
    assert hint.text == "certainty-met hint"
    passed = Customer(scenario(), stock(), customer.state).hear(said("fine"))
    assert passed.ending is not None
    assert passed.ending.name == "partly"
    asked = customer.hear(said("How are you?", "genuine_concern"))
    assert asked.text == "safety-voiced-1"
    assert customer.hear(said("c", met="safety")).ending == scenario().endings[0]


def test_an_open_question_opens_facts_that_fit_it() -> None:
    """The fact that shares words with the question comes first; then the others."""
    told = scenario(facts=("The lamp was blue.", "It was delivered on Tuesday by a tall man."))
    customer = Customer(told, stock())
    question = said("Who delivered it on Tuesday?", "open_question")
    assert customer.hear(question).text == told.facts[1]
    assert customer.hear(said("What else?", "open_question")).text == told.facts[0]


def test_a_question_for_the_name_is_answered_with_it() -> None:
    """The everyday questions of a call have everyday answers, once."""
    customer = Customer(scenario(), stock())
    assert customer.hear(said("May I have your name?")).text == "Ada."
    assert customer.hear(said("And your account number?")).text.startswith("details")


def test_nobody_hangs_up_before_the_third_turn() -> None:
    """One dreadful sentence can still be mended; three cannot."""
    customer = Customer(scenario(), stock())
    awful = said("so", missteps="blame dismissal brush_off")
    assert customer.hear(awful).ending is None
    assert customer.hear(awful).ending is None
    last = customer.hear(awful)
    assert last.ending is not None
    assert last.ending.name == "gone"


def test_patience_ends() -> None:
    """Turns in a row that answer nothing end the call; listening uses patience up more slowly."""
    customer, turns_heard = Customer(scenario(patience=2, endings=scenario().endings[::2]), stock()), 0
    while not customer.state.ending:
        customer.hear(said("mm"))
        turns_heard += 1
    listener, turns_listened = Customer(scenario(patience=2, endings=scenario().endings[::2]), stock()), 0
    while not listener.state.ending:
        listener.hear(said("mm", "validation"))
        turns_listened += 1
    assert turns_heard == 3
    assert turns_listened > turns_heard


def test_words_that_the_writer_names_answer_early_or_alone() -> None:
    """``by_words`` counts by itself, also for a need that was not brought up yet; ``words`` must be there as well."""
    early = scenario(wants=(want("heard"), want("certainty", by_words=("noon",))))
    assert Customer(early, stock()).hear(said("By noon, I see.", "validation")).met == ("certainty",)
    strict = scenario(wants=(want("heard", words=("parcel",)), want("certainty")))
    assert Customer(strict, stock()).hear(said("I see.", met="heard")).met == ()
    plain = scenario(wants=(want("heard", by_words=("you said",)), want("certainty")))
    assert Customer(plain, stock()).hear(said("You said that.")).met == ("heard",)


def test_a_beat_can_end_the_call() -> None:
    """A scenario may name the ending that follows a line."""
    ends = Beat(when=Condition(says=("hang up",)), say=("do-that",), ends="partly")
    reply = Customer(scenario(beats=(ends,)), stock()).hear(said("I will hang up now"))
    assert reply.text == "do-that partly-end"


def test_after_the_ending_nothing_is_heard() -> None:
    """A call that has ended takes no further words."""
    customer = Customer(scenario(), stock())
    assert customer.leave().ending == scenario().endings[-1]
    with pytest.raises(ValueError, match="has ended"):
        customer.hear(said())
