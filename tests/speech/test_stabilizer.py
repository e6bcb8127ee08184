"""The stable prefix."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assist.speech.stabilizer import Partial, Stabilizer


def test_what_two_hypotheses_agree_on_is_stable() -> None:
    """Words are stable once two successive hypotheses begin with them."""
    stabilizer = Stabilizer()
    assert stabilizer.update("I am still") == Partial("I am still", "")
    assert stabilizer.update("I am still wait") == Partial("I am still wait", "I am still")
    assert stabilizer.update("I am still waiting for") == Partial("I am still waiting for", "I am still")


def test_case_and_punctuation_do_not_matter() -> None:
    """A comma or a capital that comes later is no disagreement."""
    stabilizer = Stabilizer()
    stabilizer.update("well I")
    assert stabilizer.update("Well, I never").stable == "Well, I"


def test_the_mark_after_the_last_word_is_not_stable() -> None:
    """Where the sound ends a recogniser ends its sentence; the speaker may not."""
    stabilizer = Stabilizer()
    stabilizer.update("Give me the order")
    assert stabilizer.update("Give me the order?") == Partial("Give me the order?", "Give me the order")
    assert stabilizer.update("Give me the order number.").text == "Give me the order number."
    assert stabilizer.update("Give me the order number. Then").stable == "Give me the order number."


def test_stable_words_stay_when_contradicted() -> None:
    """A later hypothesis that reads stable words otherwise goes on after them."""
    stabilizer = Stabilizer()
    stabilizer.update("my order number is")
    stabilizer.update("my order number is nine")
    assert stabilizer.update("my older number is nine two") == Partial(
        "my order number is nine two", "my order number is nine"
    )


def test_a_word_more_in_front_is_not_said_twice() -> None:
    """A hypothesis that inserts a word early is aligned with the stable words."""
    stabilizer = Stabilizer()
    stabilizer.update("want my money back")
    stabilizer.update("want my money back now")
    assert stabilizer.update("I want my money back now please").text == "want my money back now please"


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "A,", "d."]), max_size=8).map(" ".join), max_size=10))
def test_the_stable_prefix_never_shrinks(hypotheses: list[str]) -> None:
    """Whatever the recogniser says, stable words stay, and what is shown begins with them."""
    stabilizer = Stabilizer()
    stable = ""
    for hypothesis in hypotheses:
        partial = stabilizer.update(hypothesis)
        assert partial.stable.startswith(stable)
        assert partial.text.startswith(partial.stable)
        stable = partial.stable
