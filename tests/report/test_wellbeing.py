from __future__ import annotations

from dataclasses import replace

import pytest

from assist.report.wellbeing import Met, note

CALM = Met(began=0.0, ended=300.0)
ANGRY = replace(CALM, anger_seconds=60.0)
SAD = replace(CALM, distress_seconds=240.0)
INSULTED = replace(CALM, insults=("You are an idiot.",))


def apart(*calls: Met) -> list[Met]:
    """The calls one after another, with a break of a quarter of an hour between two."""
    return [replace(call, began=n * 1200.0, ended=n * 1200.0 + 300.0) for n, call in enumerate(calls)]


def test_a_day_without_calls_has_no_note() -> None:
    """There is nothing to say."""
    assert note([]) == ()


def test_many_angry_callers_are_counted_and_answered_with_a_pause() -> None:
    """The agent reads how many it were, of how many, and what to do."""
    day = apart(ANGRY, CALM, ANGRY, CALM, ANGRY, CALM, ANGRY, CALM, CALM)
    assert note(day) == ("Four of nine callers were angry; after the next one take two minutes.",)


@pytest.mark.parametrize("day", [apart(ANGRY, CALM), apart(ANGRY, ANGRY, *[CALM] * 7)])
def test_few_angry_callers_are_not_dwelt_on(day: list[Met]) -> None:
    """One angry caller, or two of nine, is an ordinary day."""
    assert not [sentence for sentence in note(day) if "callers were angry" in sentence]


def test_an_insult_is_quoted_and_put_in_its_place() -> None:
    """It is said first, and it sides with the agent."""
    assert note(apart(INSULTED, CALM))[0] == (
        "One insult reached you today (“You are an idiot”): it was not about you, and you may tell your supervisor."
    )


def test_much_distress_is_to_be_talked_over() -> None:
    """From ten minutes on; less is not named."""
    assert note(apart(SAD, SAD, SAD, CALM)) == (
        "You listened to 12 minutes of distress; talk it over with a colleague you trust.",
    )
    assert note(apart(SAD, CALM)) == ()


def test_heavy_calls_in_a_row_ask_for_a_pause_now() -> None:
    """Only those at the end of the day count: earlier ones are over."""
    assert note(apart(CALM, CALM, CALM, CALM, SAD, INSULTED))[1] == (
        "The last two calls were heavy in a row: stand up and take two minutes before the next."
    )
    assert not [sentence for sentence in note(apart(SAD, SAD, CALM)) if "in a row" in sentence]


def test_hours_without_a_break_are_named() -> None:
    """A gap of ten minutes is a break; shorter ones are not."""
    pressed = [replace(CALM, began=n * 600.0, ended=n * 600.0 + 500.0) for n in range(16)]
    assert "You have taken calls for 2.6 hours" in note(pressed)[0]
    assert not [sentence for sentence in note(apart(*[CALM] * 12)) if "break" in sentence]


def test_a_calm_day_and_callers_who_left_better_are_said() -> None:
    """The note is not only about what was hard."""
    assert note(apart(CALM, replace(CALM, left_better=True))) == (
        "A calm day so far: of 2 callers nobody was angry or in distress.",
        "One caller left in a better mood than they came in: that was you.",
    )
