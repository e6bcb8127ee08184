"""What words alone show to be wrong, and what they must not be taken for."""

from __future__ import annotations

import pytest

from assist.practise.missteps import alike, missteps_in, says

WRONG = [
    ("You should have read the letter.", "blame"),
    ("Maybe you pressed the wrong button.", "blame"),
    ("That is your own fault.", "blame"),
    ("Please calm down.", "dismissal"),
    ("Our policy does not allow it.", "dismissal"),
    ("As I already said, it takes a week.", "dismissal"),
    ("There is nothing I can do.", "dismissal"),
    ("I guarantee that it will arrive.", "overpromise"),
    ("This will never happen again.", "overpromise"),
    ("I understand how you feel.", "script"),
    ("I'm so sorry for the inconvenience.", "script"),
    ("Your case is with tier 2, per our SLA.", "jargon"),
    ("The MRC is on page two.", "jargon"),
    ("Have a nice day!", "brush_off"),
    ("", "silence"),
    ("   ", "silence"),
    ("zxcv qwrt bnmp", "nonsense"),
    ("12 34", "nonsense"),
]


@pytest.mark.parametrize(("text", "misstep"), WRONG)
def test_a_misstep_is_noticed(text: str, misstep: str) -> None:
    """Each kind is known by the words that are typical of it."""
    assert misstep in missteps_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "You must have been frightened when the card was refused.",
        "I understand that two payments went out and that the rent is due.",
        "Whatever happens, I will call you at noon.",
        "It will take at least two days, and I will ring you on Friday.",
        "I am sorry that nobody came on Tuesday.",
        "Your PIN is safe, and so is the ATM.",
        "I see [CARD] here; is that the one?",
        "Certainly.",
        "Yes, of course.",
    ],
)
def test_good_words_are_not_faulted(text: str) -> None:
    """What only looks like a misstep is none."""
    assert not missteps_in(text)


def test_saying_the_same_again_is_noticed() -> None:
    """Case and marks do not hide a repetition."""
    assert missteps_in("One moment, please!", ["one moment please"]) == {"repetition"}


def test_a_scenario_adds_its_own_jargon() -> None:
    """Words of the trade that this customer does not know are jargon for them."""
    assert missteps_in("That is the excess on your policy.", jargon=["excess"]) == {"jargon"}
    assert not missteps_in("That is the excess on your policy.")


def test_words_are_found_at_their_beginning() -> None:
    """An ending does not hide a word; the middle of another one does not show it."""
    assert says("It was refunded today.", ["refund"])
    assert not says("a prefund", ["refund"])


def test_likeness_counts_telling_words() -> None:
    """Small words say nothing about what a question is about."""
    assert alike("What happened on Tuesday evening?", "It was Tuesday, in the evening.") == 2
    assert alike("What is this?", "What is that?") == 0
