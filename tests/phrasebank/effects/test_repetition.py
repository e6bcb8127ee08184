"""The same words again: how often an agent sees them on a day, and whether they still use them."""

from phrasebank.effects.repetition import MOST_TIMES, OFTEN, Repeated, repetition
from tests.phrasebank.effects.cards import card


def times(count, result="spoken", **changes):
    """The same phrase so often on a day."""
    return [card(call_id=f"call-{number}", result=result, **changes) for number in range(count)]


def test_each_showing_of_a_day_is_counted_by_its_number():
    """Another day, another phrase and another agent begin anew."""
    first = [*times(2), *times(1, day="2026-03-03"), *times(1, phrase_id="b")]
    found = repetition([first, times(2, result="dismissed")]).showings
    assert [(one.nth, one.seen, one.used, one.ended) for one in found] == [(1, 4, 3, 2), (2, 2, 1, 2)]


def test_the_last_step_takes_in_all_later_ones():
    """Nobody needs to tell the seventh from the eighth time."""
    last = repetition([times(MOST_TIMES + 3)]).showings[-1]
    assert (last.nth, last.seen, last.ended) == (MOST_TIMES, 4, 1)


def test_cards_that_nobody_saw_tire_nobody():
    """They are not counted."""
    assert repetition([times(4, result="expired", shown=False)]).showings == ()


def test_phrases_that_come_back_are_named_the_worst_first():
    """By the days on which they came often, over all agents."""
    once, twice = times(OFTEN + 1, phrase_id="once"), times(OFTEN, phrase_id="twice")
    agents = [[*once, *twice, *times(OFTEN - 1, phrase_id="seldom")], times(OFTEN, phrase_id="twice")]
    assert repetition(agents).repeated == (Repeated("twice", OFTEN, 2), Repeated("once", OFTEN + 1, 1))


def test_enough_showings_give_a_share():
    """Few do not."""
    assert repetition([times(3)]).showings[0].share is None
    found = repetition([times(1, day=f"2026-03-{day:02d}") for day in range(1, 31)]).showings[0].share
    assert found is not None
    assert found.value == 1.0
