"""What a promise is, and a vague one."""

import pytest

from assist.promises import is_vague, promising_words, says_what_will_be


@pytest.mark.parametrize(
    ("words", "vague"),
    [
        ("I'll call you back by Friday", False),
        ("my colleague calls you in two to three days", False),
        ("our billing team will send it within 24 hours", False),
        ("I'm doing it now", False),
        ("I will have it with you by the sixteenth", False),
        ("I'll call you by the 3rd of May", False),
        ("I'll have an answer for you by four", False),
        ("we'll be there before ten tomorrow", False),
        ("I won't close this until the money is back", False),
        ("I'll ring you at four o'clock", False),
        ("I'll have it checked by four engineers", True),
        ("I'll have it looked at by one of my colleagues", True),
        ("it is on the second page, I'll check", True),
        ("I'll look into it", True),
        ("it will be sent tomorrow", True),
        ("someone will be in touch soon", True),
    ],
)
def test_a_promise_names_who_and_when(words, vague):
    """Either one missing makes it vague."""
    assert is_vague(words) is vague


def test_the_promising_words_are_those_that_say_what_will_be():
    """All of it where no sentence does."""
    assert promising_words("That is too long. I will send it today.") == "I will send it today."
    assert promising_words("A colleague calls you.") == "A colleague calls you."
    assert (
        promising_words("That is bad. I won't close this until you have it.") == "I won't close this until you have it."
    )
    assert promising_words("I won't lie to you. I'll check.") == "I'll check."


def test_what_will_be_is_told_from_what_is():
    """An act of promising that was read into other words promises nothing."""
    assert says_what_will_be("it'll be sent")
    assert says_what_will_be("I won't forget")
    assert not says_what_will_be("is there anything else today")
