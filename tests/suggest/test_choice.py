"""What became of earlier cards orders the phrases that fit, and no more."""

from dataclasses import replace
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from assist.card_settings import SuggestSettings
from assist.inputs import TrackRecord
from assist.suggest.choice import Used, choose, drawn_rate
from tests.scripts import hit
from tests.suggest.test_ranking import moment

SETTINGS = SuggestSettings()
NEW = TrackRecord(useful=0.0, useless=0.0, expected=0.4, today=0)
LIKED = replace(NEW, useful=40.0, useless=2.0)
DISLIKED = replace(NEW, useful=1.0, useless=40.0)

records = st.builds(
    TrackRecord,
    useful=st.floats(0.0, 1000.0),
    useless=st.floats(0.0, 1000.0),
    expected=st.floats(0.0, 1.0),
    today=st.integers(0, 20),
)
hits = st.lists(
    st.builds(
        hit,
        st.sampled_from([f"p{number}" for number in range(30)]),
        fits=st.floats(0.0, 1.0),
        good=st.floats(0.0, 1.0),
        strategy=st.sampled_from(["ownership", "validation", "inform"]),
        record=st.none() | records,
    ),
    max_size=12,
    unique_by=lambda found: found.phrase_id,
)


def chosen(*found, used=None, call="call"):
    return choose(found, moment(), used or Used(), SETTINGS, call)


def test_of_two_that_fit_equally_the_liked_one_comes():
    """And the score says by how much, within its bounds."""
    best = chosen(hit("a", record=DISLIKED), hit("b", record=LIKED), hit("c", record=NEW))
    assert best[0].hit.phrase_id == "b"
    assert 0.0 < best[0].parts["prior"] <= SETTINGS.prior_weight


def test_what_was_learned_lifts_no_phrase_over_the_floor():
    """Nor does it push the only one that fits below it."""
    weak = hit("weak", fits=SETTINGS.floor - 0.01)
    assert chosen(weak) == chosen(replace(weak, record=LIKED)) == []
    edge = hit("edge", fits=SETTINGS.floor, record=DISLIKED)
    assert all(chosen(edge, call=f"call {number}") for number in range(50))


def test_nothing_learned_changes_nothing():
    """An empty or unreadable store costs the experience only: no chance enters the score."""
    assert "prior" not in chosen(hit("a"))[0].parts


def test_a_new_phrase_is_tried_now_and_then():
    """Over many calls, beside one that is known to be fairly good; a bad one hardly ever is."""
    good = hit("good", record=replace(NEW, useful=12.0, useless=16.0))
    rivals = {"new": hit("new", record=NEW), "bad": hit("bad", record=DISLIKED)}
    firsts = {
        name: fmean(chosen(good, rival, call=f"call {n}")[0].hit.phrase_id == name for n in range(400))
        for name, rival in rivals.items()
    }
    assert 0.2 < firsts["new"] < 0.6
    assert firsts["bad"] < 0.02


def test_a_phrase_seen_today_comes_later():
    """Novelty for the agent, who hears the same words all day."""
    seen = hit("a", record=replace(NEW, useful=400.0, useless=600.0, today=2))
    fresh = hit("b", record=replace(NEW, useful=400.0, useless=600.0))
    assert [candidate.hit.phrase_id for candidate in chosen(seen, fresh)] == ["b", "a"]
    assert chosen(seen)[0].parts["repetition"] == -2 * SETTINGS.today_penalty


def test_a_strategy_wears_with_each_card_that_carried_it():
    """Also where it was not the last one's."""
    used = Used(strategies=["inform", "inform", "ownership"])
    found = (hit("a", strategy="inform"), hit("b", strategy="team_support"))
    assert [candidate.hit.phrase_id for candidate in chosen(*found, used=used)] == ["b", "a"]


@given(hits, st.text(max_size=8), st.sets(st.sampled_from(["p0", "p1", "p2"])))
def test_the_same_moment_gives_the_same_choice(found, call, used):
    """Chance is a function of the call, the utterance, the phrase and its record; the floor and what was used hold."""
    memory = Used(phrases=used)
    first = choose(found, moment(), memory, SETTINGS, call)
    assert first == choose(found, moment(), memory, SETTINGS, call)
    assert sorted(first, key=str) == sorted(choose(found[::-1], moment(), memory, SETTINGS, call), key=str)
    assert used.isdisjoint(candidate.hit.phrase_id for candidate in first)
    for candidate in first:
        assert abs(candidate.parts.get("prior", 0.0)) <= SETTINGS.prior_weight
        assert 0.0 <= candidate.score <= 1.0
    plain = choose(
        [replace(each, record=each.record and replace(each.record, useful=0.0, useless=0.0)) for each in found],
        moment(),
        memory,
        SETTINGS,
        call,
    )
    assert bool(plain) == bool(first)


@given(records, st.text(max_size=8))
def test_a_drawn_rate_is_a_rate(record, seed):
    """Whatever the counts."""
    assert 0.0 <= drawn_rate(record, SETTINGS.prior_strength, seed) <= 1.0
