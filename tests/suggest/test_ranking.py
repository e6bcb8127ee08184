"""Which phrase fits best."""

from assist.suggest.ranking import Opportunity, alternates, rank
from tests.scripts import hit


def moment(**changes):
    plain = {
        "utterance_id": "customer-1",
        "quote": "nobody owns this",
        "emotion": "anger",
        "confidence": 0.9,
        "valence": -0.5,
        "shown": {"ownership": 0.9},
        "still_open": (),
        "phase": "discovery",
        "at": 1.0,
    }
    return Opportunity(**{**plain, **changes})


def test_the_phrase_that_a_coach_would_grade_highest_wins():
    """Fitting, and better still good; the parts say what was weighed."""
    found = [hit("fitting", fits=0.9, good=0.2), hit("best", fits=0.85, good=0.6), hit("doubtful", fits=0.5, good=0.4)]
    ranked = rank(found, moment(), used=(), worn=(), penalty=0.1)
    assert [candidate.hit.phrase_id for candidate in ranked] == ["best", "fitting", "doubtful"]
    assert ranked[0].parts.keys() == {"fits", "good", "similarity", "need", "emotion", "phase", "strategy"}


def test_a_used_phrase_is_out():
    """Never twice in a call."""
    assert rank([hit("p1")], moment(), used={"p1"}, worn=(), penalty=0.1) == []


def test_a_phrase_closer_to_its_counter_example_is_out():
    """Do-not-trigger examples hold."""
    assert rank([hit("p1", similarity=0.6, avoid_similarity=0.8)], moment(), used=(), worn=(), penalty=0.1) == []


def test_abuse_gets_boundaries_and_nothing_else_does():
    """No empathy card for abuse, no boundary script for anger."""
    boundary = hit("boundary", emotions=("abuse",), needs=())
    both = [boundary, hit("empathy")]
    assert [c.hit.phrase_id for c in rank(both, moment(emotion="abuse"), (), (), 0.1)] == ["boundary"]
    assert [c.hit.phrase_id for c in rank(both, moment(), (), (), 0.1)] == ["empathy"]


def test_a_worn_strategy_loses():
    """The same move twice in a row costs, and the parts say so."""
    ranked = rank([hit("p1"), hit("p2", strategy="validation")], moment(), (), {"ownership"}, 0.2)
    assert [candidate.hit.phrase_id for candidate in ranked] == ["p2", "p1"]
    assert ranked[1].parts["repetition"] == -0.2


def test_alternates_do_something_else():
    """Two more choices, each of another strategy than those before it."""
    ranked = rank(
        [
            hit("a"),
            hit("b"),
            hit("c", strategy="validation"),
            hit("d", strategy="validation"),
            hit("e", strategy="apology"),
        ],
        moment(),
        (),
        (),
        0.0,
    )
    assert [candidate.hit.phrase_id for candidate in alternates(ranked)] == ["c", "e"]


def test_what_the_words_show_weighs_more_than_what_is_still_open():
    """And the first more than the second."""
    needs = moment(shown={"ownership": 0.9, "speed": 0.6}, still_open=("clarity", "speed", "control")).needs
    assert needs["ownership"] == 0.9
    assert needs["ownership"] > needs["speed"] > needs["clarity"]
