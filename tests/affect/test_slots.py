"""Concrete nouns from the customer's words."""

import pytest

from assist.affect.slots import SlotMemory


@pytest.mark.parametrize(
    ("said", "slot", "value"),
    [
        ("there is a charge of forty nine dollars on my card", "amount", "forty nine dollars"),
        ("you took $49.99 from me", "amount", "$49.99"),
        ("i have waited three weeks for this", "duration", "three weeks"),
        ("it was promised for last monday", "date", "last Monday"),
        ("my coffee machine never came", "product", "coffee machine"),
        ("i still have no refund", "issue", "the refund"),
        ("what is this fee", "issue", "the fee"),
        ("the order number is A12345", "order", "A12345"),
    ],
)
def test_a_named_thing_fills_its_slot(said, slot, value):
    """As spoken, in words or digits."""
    memory = SlotMemory()
    memory.hear(said, 1.0)
    assert memory.filled(2.0)[slot] == value


def test_later_mentions_replace_earlier_ones():
    """The topic moves on."""
    memory = SlotMemory()
    memory.hear("where is my refund", 1.0)
    memory.hear("and what is this fee", 5.0)
    assert memory.filled(6.0)["issue"] == "the fee"


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
