"""Concrete nouns from the customer's words."""

import json
from pathlib import Path

import pytest

from assist.affect.slots import SlotMemory, find_slots

ANNOTATED = [json.loads(line) for line in Path(__file__).with_name("slots.jsonl").read_text("utf-8").splitlines()]
"""Utterances of the corpus, read one by one: ``slots`` is due ("a|b": either), ``may`` is right but not due."""


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("there is a charge of forty nine dollars on my card", "amount", "$49"),
        ("you took $49.99 from me", "amount", "$49.99"),
        ("a hundred and forty nine pounds ninety nine", "amount", "£149.99"),
        ("it cost me four and a half grand", "amount", "4.5 grand"),
        ("you take forty two pounds off my mum", "amount", "£42"),
        ("i have waited three weeks for this", "duration", "three weeks"),
        ("it's been three weeks and two days", "duration", "three weeks and two days"),
        ("two hours on hold and then you ask me that", "duration", "two hours"),
        ("it was promised for last monday", "date", "last Monday"),
        ("it broke on the fourteenth of march", "date", "the 14th of March"),
        ("my coffee machine never came", "product", "coffee machine"),
        ("the new router keeps dropping", "product", "router"),
        ("i still have no refund", "issue", "the refund"),
        ("what is this late fee", "issue", "the fee"),
        ("the order number is A12345", "order", "A12345"),
        ("order double seven four nine dash b", "order", "7749-B"),
        ("my name's Priya calling about a bill", "name", "Priya"),
        ("it's priya calling", "name", "Priya"),
        ("Hello, this is Priya Shah from the shop", "name", "Priya"),
        ("my name is mrs shah", "name", "Mrs Shah"),
        ("My name's O'Brien", "name", "O'Brien"),
        ("i need to get to lisbon", "place", "Lisbon"),
        ("My shop is in Leeds", "place", "Leeds"),
    ],
)
def test_a_named_thing_fills_its_slot(said, slot, value):
    """As it reads well in a phrase, whether it was recognised as words or as digits."""
    assert find_slots(said)[slot] == value


@pytest.mark.parametrize(
    ("said", "slot"),
    [
        ("your colleague's name is Marcus", "name"),
        ("my name's spelled wrong on it", "name"),
        ("this is ridiculous", "name"),
        ("i'm just calling to check", "name"),
        ("the account is in my name is that alright", "name"),
        ("it's a ten minute ride", "duration"),
        ("i've been with you for thirty years", "duration"),
        ("it takes two to three days", "duration"),
        ("he's seventy nine years old", "duration"),
        ("that was two weeks ago", "duration"),
        ("it has to be here by friday", "date"),
        ("every sunday they drive past", "date"),
        ("may i have a word", "date"),
        ("a bag that's two pounds over", "amount"),
        ("i lost a couple of hundred pounds", "amount"),
        ("i fell asleep on the sofa", "product"),
        ("she sat with me in the car park", "product"),
        ("can i order twelve of those", "order"),
        ("the order was for six", "order"),
    ],
)
def test_what_only_sounds_like_it_fills_nothing(said, slot):
    """Another person's name, an age, a deadline, a weight, a place to sit: a wrong word is worse than none."""
    assert slot not in find_slots(said)


@pytest.mark.parametrize(
    "said", ["my name is [NAME]", "[CARD]", "my order number is [NUMBER]", "i paid [NUMBER] pounds"]
)
def test_a_redacted_token_never_fills_a_slot(said):
    """What was taken out does not come back onto the card."""
    assert set(find_slots(said)) <= {"product"}


def test_slots_of_the_corpus_are_right_and_most_are_found():
    """Nine fills of ten are right, seven of ten named things are found."""
    filled = right = due = 0
    for row in ANNOTATED:
        expected, allowed = row["slots"], row.get("may", {})
        due += len(expected)
        for slot, value in find_slots(row["text"]).items():
            if not value or value in allowed.get(slot, "").split("|"):
                continue
            filled += 1
            right += value in expected.get(slot, "").split("|")
    assert len(ANNOTATED) >= 120
    assert right / filled >= 0.9
    assert right / due >= 0.7


def test_later_mentions_replace_earlier_ones():
    """The topic moves on."""
    memory = SlotMemory()
    memory.hear("where is my refund", 1.0)
    memory.hear("and what is this late fee", 5.0)
    assert memory.filled(6.0) == {"issue": "the fee"}


def test_an_amount_of_a_former_topic_does_not_fill():
    """A new issue takes no sum, day or wait of the one before."""
    memory = SlotMemory()
    memory.hear("the refund was forty pounds and i have waited two weeks for it", 1.0)
    memory.hear("and now my appointment has moved", 10.0)
    assert memory.filled(11.0) == {"issue": "the appointment"}


def test_two_different_values_leave_a_slot_empty():
    """Nothing says which of two sums the agent should name; what was known before is no longer sure either."""
    memory = SlotMemory()
    memory.hear("you took forty pounds", 1.0)
    memory.hear("it was forty pounds and then sixty pounds", 3.0)
    assert memory.filled(4.0) == {}


def test_nothing_named_fills_nothing():
    """No slot is guessed."""
    memory = SlotMemory()
    memory.hear("hello can you hear me", 1.0)
    assert memory.filled(1.0) == {}


def test_an_amount_belongs_to_its_topic_and_a_product_to_the_call():
    """Long after, another amount may be meant; the product is still the same."""
    memory = SlotMemory()
    memory.hear("my coffee machine cost ninety dollars", 1.0)
    assert memory.filled(100.0) == {"product": "coffee machine"}
