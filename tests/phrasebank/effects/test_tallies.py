"""What became of cards is counted by phrase, cell and strategy."""

import pytest

from phrasebank.effects.tallies import DEEDS, seen, tallies
from phrasebank.effects.wordings import UNKNOWN, Wordings
from tests.phrasebank.banks import bank, phrase
from tests.phrasebank.effects.cards import card, cards


def test_only_cards_that_were_seen_count():
    """On the screen, or answered: an overlay that does not tell what it paints was still answered."""
    assert seen(card(result="expired"))
    assert seen(card(result="rejected", shown=False))
    assert not seen(card(result="expired", shown=False))
    tally = tallies([card(), card(result="expired", shown=False), card(result="open", shown=False)], lambda _: 0)[0]
    assert (tally.offered, tally.seen, tally.spoken, tally.expired) == (3, 1, 1, 0)


def test_each_result_is_counted():
    """Shares are of the cards that were seen; used is said or taken."""
    results = {"spoken": 20, "accepted": 10, "dismissed": 6, "rejected": 3, "expired": 1}
    tally = tallies([one for name, count in results.items() for one in cards(count, name)], lambda _: 0)[0]
    assert {name: getattr(tally, name) for name in results} == results
    assert (tally.seen, tally.calls, tally.used) == (40, 40, 30)
    shares = {deed: tally.share(deed) for deed in DEEDS}
    assert {deed: found.value for deed, found in shares.items() if found} == {
        "spoken": 0.5,
        "used": 0.75,
        "accepted": 0.25,
        "dismissed": 0.15,
        "rejected": 0.075,
        "expired": 0.025,
    }


def test_the_most_often_seen_comes_first():
    """Whatever the order of the outcomes."""
    outcomes = [*cards(2, "spoken", phrase_id="a"), *cards(5, "expired", phrase_id="b"), *cards(3, "spoken")]
    assert list(tallies(outcomes, lambda outcome: outcome.phrase_id)) == ["b", "late-refund-1", "a"]


def test_the_mood_is_told_apart_for_used_and_left_cards():
    """So that a reader sees what comes anyway."""
    used = cards(20, "spoken", valence=-0.5, valence_after=0.0)
    left = cards(20, "dismissed", valence=-0.5, valence_after=-0.4)
    unknown = cards(20, "rejected", valence=None, valence_after=0.9)
    tally = tallies([*used, *left, *unknown], lambda _: 0)[0]
    assert tally.mood_used is not None
    assert tally.mood_left is not None
    assert (tally.mood_used.value, tally.mood_used.count) == pytest.approx((0.5, 20))
    assert (tally.mood_left.value, tally.mood_left.count) == pytest.approx((0.1, 20))


def test_a_call_counts_once_for_the_mood():
    """Ten cards of one call are one customer, so they cannot make few calls enough."""
    one_call = [card(suggestion_id=f"s{number}", valence=0.0, valence_after=0.1) for number in range(30)]
    tally = tallies(one_call, lambda _: 0)[0]
    assert (tally.seen, tally.calls, tally.mood_used) == (30, 1, None)


def test_a_card_knows_which_words_it_had():
    """By the release, or the version of the bank, that the outcome names; else nobody knows."""
    old, new = bank(phrase()), bank(phrase(version=2, text="I'm sorry that it is late. I'll trace {amount|it} now."))
    wordings = Wordings({"r1": old, old.version: old, "r2": new})
    found = [wordings.of(card(bank=name)) for name in ("r1", old.version, "r2", "r9")]
    assert found == [1, 1, 2, UNKNOWN]
    assert wordings.of(card(phrase_id="gone")) == UNKNOWN
