"""A recorded call runs again: quickly, and with the very cards that the plain way gives."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.commands import SearchBank
from assist.events import Event, SuggestionEvent, SuggestionOffered
from assist.inputs import Hit, SpeechScored
from assist.journal import Recorded
from assist.trial.again import Outcome, course, fires, script_of
from tests.scripts import hit
from tests.trial.calls import STARTED, Chance, Search, bank
from tests.trial.slowly import slowly

SOME_CALLS = 60
"""Far more than are needed to see everything once."""

SEEDS = st.integers(min_value=0, max_value=10_000)


def quickly(recorded: Recorded, search: Search) -> tuple[Event, ...]:
    """The events of the call run by its script."""
    return run(recorded, search, search).events


def run(recorded: Recorded, search: Search, other: Search) -> Outcome:
    """The call run by its script with one bank while another one is looked at."""
    running = course(script_of(recorded), "shown")
    try:
        command = next(running)
        while True:
            command = running.send({"shown": search(command), "other": other(command)})
    except StopIteration as over:
        outcome: Outcome = over.value
        return outcome


def cards(events: tuple[Event, ...]) -> list[Event]:
    """What happened to cards, when and in which order."""
    return [replace(event, seq=0) for event in events if isinstance(event, SuggestionOffered | SuggestionEvent)]


@given(SEEDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_quick_way_shows_the_cards_of_the_plain_way(seed: int) -> None:
    """Whatever was said, whenever answers came, whatever the agent did: with the old bank and with another one."""
    recorded = Chance(seed, bank("old")).record()
    for name in ("old", "new"):
        assert cards(quickly(recorded, bank(name))) == cards(slowly(recorded, bank(name)))


@given(SEEDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_bank_that_is_not_told_to_differ_shows_the_same(seed: int) -> None:
    """A bank that finds one more phrase, here and there: either it is told, or the call goes the same way with it."""
    recorded = Chance(seed, bank("old")).record()
    outcome = run(recorded, bank("old"), one_more)
    same = cards(outcome.events) == cards(slowly(recorded, one_more))
    assert same or outcome.differing == {"other"}


def test_one_more_phrase_makes_a_difference_to_some_calls_only() -> None:
    """The test above is worth something."""
    told = {run(Chance(seed, bank("old")).record(), bank("old"), one_more).differing for seed in range(12)}
    assert told == {frozenset(), frozenset({"other"})}


def one_more(command: SearchBank) -> tuple[Hit, ...]:
    """What the old bank finds, and here and there a phrase more, which is seldom the best."""
    found = bank("old")(command)
    if len(command.query) % 5:
        return found
    good = 0.95 if len(command.query) % 10 == 0 else 0.1
    return (*found, hit("extra", fits=0.9, good=good, strategy="inform"))


def test_the_calls_of_that_test_have_cards_of_every_fate() -> None:
    """The comparison above is worth something: cards come, expire, are taken, put away, refused and said."""
    fates = ("Offered", "Shown", "Accepted", "Dismissed", "Rejected", "Spoken", "Expired")
    missing = {"NeedSnoozed", *(f"Suggestion{fate}" for fate in fates)}
    for seed in range(SOME_CALLS):
        missing -= {type(event).__name__ for event in slowly(Chance(seed, bank("old")).record(), bank("old"))}
        if not missing:
            break
    assert missing == set()


def test_most_windows_are_left_out() -> None:
    """A script holds a fraction of the windows, and everything else but the bank's answers."""
    recorded = Chance(3, bank("old")).record()
    script = script_of(recorded)
    windows = sum(isinstance(item, SpeechScored) for item in recorded.inputs)
    assert sum(isinstance(item, SpeechScored) for item in script.condensed.items) < windows / 3


def test_a_script_knows_its_call() -> None:
    """Begin, length, and the cards of that time with their fate."""
    told = set()
    for seed in range(SOME_CALLS):
        recorded = Chance(seed, bank("old")).record()
        script = script_of(recorded)
        assert (script.started_at, script.seconds) == (STARTED, recorded.inputs[-1].at)
        assert script.then == fires(recorded.events)
        told |= {fire.fate for fire in script.then}
        if told > {"expired"}:
            break
    assert told > {"expired"}
