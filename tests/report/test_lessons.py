from __future__ import annotations

import pytest

from assist.events import AbuseFlagged, Event
from assist.report.scorecard import Scorecard, scorecard
from tests.report.calls import (
    IGNORED,
    RELIEF,
    WAITED,
    act,
    call,
    evidence,
    felt,
    graded,
    met,
    offered,
    raised,
    said,
    tracked,
)

INSULT = "You are an idiot."
POLICY = "Our policy says thirty days."
ANGRY = "Why should I wait thirty days?"


def exchange(answer: str, *events: Event, before: float = -0.4, after: float = -0.4, reply: str = IGNORED) -> Scorecard:
    """Words of the customer's, an answer, and the words after it, with the mood before and after."""
    return scorecard(
        call(
            said("customer-1", "customer", 0.0, 3.0, WAITED),
            tracked(3.0, "customer-1", before),
            said("agent-1", "agent", 4.0, 6.0, answer),
            *events,
            said("customer-2", "customer", 7.0, 9.0, reply),
            tracked(9.0, "customer-2", after),
            said("agent-2", "agent", 10.0, 11.0, "I see the order here."),
            ended_at=12.0,
        )
    )


def test_words_after_which_the_mood_fell_are_the_thing_to_try() -> None:
    """A slip is named with what came of it, before a need that stayed open."""
    need = raised(3.0, "speed", evidence("customer-1", WAITED))
    card = exchange(POLICY, need, before=-0.3, after=-0.6, reply=ANGRY)
    assert card.to_try == (
        "After “Our policy says thirty days” they said “Why should I wait thirty days?”: "
        "next time, give the reason behind the rule, and what it leaves open."
    )


def test_a_feeling_that_the_answer_passed_by_is_named() -> None:
    """The customer's words and the agent's stand side by side, with what comes first for this feeling."""
    worried = felt(3.0, "anxiety", -0.5, evidence("customer-1", WAITED))
    card = exchange("Your order number?", worried)
    assert card.to_try == (
        "When they said “I have been waiting for three weeks”, you answered “Your order number?”: "
        "next time, name the worry first, then say what happens when."
    )


@pytest.mark.parametrize("answer", ["I am sorry to hear that.", "Three weeks is too long, I understand."])
def test_an_answer_that_shows_listening_passed_nothing_by(answer: str) -> None:
    """In doubt nothing was missed."""
    assert exchange(answer, felt(3.0, "anxiety", -0.5, evidence("customer-1", WAITED))).misses == ()


def test_a_feeling_taken_up_by_an_act_was_not_missed() -> None:
    """Whatever the words: a recognised act, a need met, or graded empathy is an answer."""
    worried, words = felt(3.0, "anxiety", -0.5, evidence("customer-1", WAITED)), evidence("agent-1", "It leaves today.")
    assert exchange(words.quote, worried, act(6.2, "commitment", words)).misses == ()
    assert exchange(words.quote, worried, graded(6.2, words, reaction=1)).misses == ()


def test_a_slip_that_did_no_harm_yields_to_an_open_need() -> None:
    """The graver thing is named."""
    card = exchange(POLICY, raised(3.0, "speed", evidence("customer-1", WAITED)), after=-0.4)
    assert card.to_try == (
        "“I have been waiting for three weeks” stayed unanswered: "
        "next time, acknowledge the time it has cost them, then take the shortest path."
    )


def test_such_words_to_a_contented_customer_are_no_slip() -> None:
    """What upsets nobody is not held against the agent."""
    assert exchange(POLICY, before=0.1, after=0.3).slips == ()


def test_a_better_answer_is_named_only_where_a_card_had_one() -> None:
    """The words come from the call's own card; one that was used is not advice."""
    need = raised(3.0, "speed", evidence("customer-1", WAITED))
    card = exchange("What is the number?", need, offered(3.2, "s-1", WAITED))
    assert (card.to_try or "").endswith(" The card had words for it: “I will take care of this myself”.")


def test_an_answer_after_which_they_were_relieved_settles_the_need() -> None:
    """Nobody is told that a need stayed open when the customer said thanks for the answer."""
    need = raised(3.0, "speed", evidence("customer-1", WAITED))
    card = exchange("It leaves today.", need, felt(9.0, "gratitude", 0.8, evidence("customer-2", RELIEF)),
                    after=0.4, reply=RELIEF)  # fmt: skip
    assert card.needs[0].eased == RELIEF
    assert card.open_needs == ()
    assert card.went_well == "You said “It leaves today”, and they went from neutral to grateful: “Thank you so much”."


def test_an_answer_after_which_the_mood_fell_is_not_praised() -> None:
    """A need that counts as met by unkind words is no merit."""
    words = evidence("agent-1", POLICY)
    need = raised(3.0, "clarity", evidence("customer-1", WAITED))
    card = exchange(POLICY, need, act(6.2, "inform", words), met(6.2, "clarity", words), before=-0.3, after=-0.6)
    assert card.moments == ()
    assert card.went_well is None


def test_weak_empathy_counts_only_where_something_else_backs_it() -> None:
    """A greeting or a refusal may be graded 1 as well."""
    words = evidence("agent-1", "I can hear that.")
    assert exchange(words.quote, graded(6.2, words, reaction=1)).empathy == ()
    backed = exchange(words.quote, graded(6.2, words, reaction=1), act(6.2, "validation", words))
    assert [(one.mechanism, one.level) for one in backed.empathy] == [("emotional_reaction", 1)]
    strong = exchange(words.quote, graded(6.2, words, interpretation=2))
    assert [(one.mechanism, one.level) for one in strong.empathy] == [("interpretation", 2)]


def test_an_insult_sides_with_the_agent() -> None:
    """No need, slip or silence is held against an agent who was insulted; a boundary is praised."""
    words = evidence("customer-1", INSULT)
    flagged = AbuseFlagged(at=3.0, confidence=0.9, evidence=words)
    later = raised(9.0, "competence", evidence("customer-2", ANGRY))
    firm = "I want to help, and I ask you to speak to me with respect."
    card = exchange(firm, flagged, later, before=-0.6, after=-0.7, reply=ANGRY)
    assert card.went_well is not None
    assert card.went_well.endswith(f"you set a boundary: “{firm.removesuffix('.')}”.")
    assert card.to_try == "“You are an idiot” was not about you: take two minutes before the next call."
    assert card.needs[0].excused
    assert card.invites == ()
    assert [one.kind for one in card.follow_ups] == []


def test_a_need_shown_just_before_an_insult_goes_with_it() -> None:
    """The first hard words are often flagged only when the next ones come; what came long before is a need."""
    words, insult = evidence("customer-1", WAITED), evidence("customer-2", INSULT)

    def needs(insult_at: float) -> list[bool]:
        flagged = AbuseFlagged(at=insult_at, confidence=0.9, evidence=insult)
        return [need.excused for need in scorecard(call(raised(3.0, "respected", words), flagged)).needs]

    assert (needs(12.0), needs(60.0)) == ([True], [False])


def test_without_a_boundary_the_agent_is_told_that_they_may_set_one() -> None:
    """The advice is about the agent's right, not about their patience."""
    flagged = AbuseFlagged(at=3.0, confidence=0.9, evidence=evidence("customer-1", INSULT))
    assert exchange("Your number, please.", flagged).to_try == (
        "“You are an idiot” is not yours to bear: next time, ask once for respectful words, "
        "and if it goes on, end the call or bring in your supervisor."
    )


def test_a_promise_kept_in_the_call_is_no_follow_up() -> None:
    """Only what outlasts the call goes to the list."""
    now, later = evidence("agent-1", "I will look at it right now."), evidence("agent-2", "I will call you on Friday.")
    card = scorecard(call(act(1.0, "commitment", now), act(2.0, "follow_up", later)))
    assert [promise.at_once for promise in card.promises] == [True, False]
    assert [one.text for one in card.follow_ups] == ["I will call you on Friday. (promised at 0:02)"]


def test_a_promise_that_was_repeated_is_one_follow_up() -> None:
    """The list names it once, where it was first given."""
    first, again = evidence("agent-1", "I will call you on Friday."), evidence("agent-2", "I will call you on Friday.")
    card = scorecard(call(act(1.0, "follow_up", first), act(9.0, "follow_up", again)))
    assert [one.at for one in card.follow_ups] == [1.0]


def test_needs_of_the_call_itself_are_not_followed_up() -> None:
    """Being heard is met in the call or not at all; a date can still be given, one line for the words that ask it."""
    words = evidence("customer-1", WAITED)
    needs = [raised(3.0, need, words) for need in ("heard", "certainty", "speed")]
    card = exchange("Your number?", *needs)
    assert [one.text for one in card.follow_ups] == [
        "Still open (certainty, speed): “I have been waiting for three weeks” (0:03)"
    ]


def test_a_customer_who_spoke_at_length_without_being_interrupted_was_let_speak() -> None:
    """Where nothing else stands out, listening is a merit; with a number of this call."""
    long = "First the parcel was late, then it was empty, and then nobody answered the phone for a week."
    events = call(
        said("customer-1", "customer", 0.0, 20.0, long),
        said("agent-1", "agent", 21.0, 22.0, "Which number?"),
        ended_at=23.0,
    )
    assert scorecard(events).went_well == (
        "You let them finish: they spoke for 20 seconds and were not interrupted once."
    )
