"""What a promise is, and a vague one."""

import pytest

from assist.promises import is_vague, promising_words


@pytest.mark.parametrize(
    ("words", "vague"),
    [
        ("I'll call you back by Friday", False),
        ("my colleague calls you in two to three days", False),
        ("our billing team will send it within 24 hours", False),
        ("I'm doing it now", False),
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
