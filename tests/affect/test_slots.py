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
    memory.hear(said)
    assert memory.filled[slot] == value


def test_later_mentions_replace_earlier_ones():
    """The topic moves on."""
    memory = SlotMemory()
    memory.hear("where is my refund")
    memory.hear("and what is this fee")
    assert memory.filled["issue"] == "the fee"


def test_nothing_named_fills_nothing():
    """No slot is guessed."""
    memory = SlotMemory()
    memory.hear("hello can you hear me")
    assert dict(memory.filled) == {}
