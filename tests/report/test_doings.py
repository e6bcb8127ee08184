"""What customers did, by their own words."""

from __future__ import annotations

import pytest

from assist.affect.spans import Span
from assist.report.doings import doings_in, doings_of
from assist.report.insults import Insult


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("This is the third time I am ringing about the same thing.", "called_again"),
        ("I've called three times about this.", "called_again"),
        ("I've told you already, it is not plugged in.", "called_again"),
        ("I have sat here an hour trying to ring.", "made_effort"),
        ("I've been on hold for about forty minutes.", "made_effort"),
        ("You know what, cancel it.", "wanted_to_leave"),
        ("I'll go to somebody who turns up, switching to another provider.", "wanted_to_leave"),
        ("You will hear from my lawyer.", "wanted_to_complain"),
        ("I am making a formal complaint.", "wanted_to_complain"),
        ("Put me through to your supervisor.", "asked_for_a_person"),
        ("And who pays for the floor?", "asked_for_money"),
        ("So when is somebody coming?", "asked_when"),
        ("Why do I pay for something that nobody told me?", "asked_why"),
        ("What am I meant to do about that?", "asked_what_to_do"),
        ("That works.", "agreed"),
        ("I am so sorry to trouble you.", "apologised"),
        ("Thank you for being straight with me.", "thanked"),
    ],
)
def test_a_sentence_shows_what_was_done(words: str, act: str) -> None:
    """Each act has its own words."""
    assert act in doings_in(words)


@pytest.mark.parametrize(
    "words",
    [
        "I'm sorry, but who designed this?",
        "They called me by the wrong name twice.",
        "Can we put it on hold rather than cancel it.",
        "Have you done a power of attorney one before?",
        "Tell me how that's fair.",
        "So now it is my fault?",
        "The blue one was delivered on Monday.",
    ],
)
def test_words_that_sound_alike_show_nothing(words: str) -> None:
    """A map is drawn from evidence only."""
    assert doings_in(words) == ()


def test_each_act_is_told_once_with_its_first_words() -> None:
    """By time; the agent's words show nothing, and an insult counts as one."""
    spans = [
        Span("c1", "customer", 0.0, 2.0, "Hello. When does the bill come?"),
        Span("a1", "agent", 3.0, 5.0, "Thank you. When did you order it?"),
        Span("c2", "customer", 6.0, 8.0, "Thanks. And when do they stop?"),
    ]
    found = doings_of(spans, [Insult(at=7.0, quote="You idiot.")])
    assert [(done.act, done.at, done.quote) for done in found] == [
        ("asked_when", 0.0, "When does the bill come?"),
        ("thanked", 6.0, "Thanks."),
        ("insulted", 7.0, "You idiot."),
    ]
