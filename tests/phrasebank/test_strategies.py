"""Strategies: which kind of answer helps where."""

import dataclasses
from typing import Any

import pytest

from phrasebank.coverage import NO_NEED, load_wanted
from phrasebank.errors import TaxonomyError
from phrasebank.strategies import Strategies, load_strategies
from phrasebank.taxonomy import load_taxonomy


def _plain() -> Strategies:
    """Every list the same, no phase that matters, so that a test sees only what it changes."""
    taxonomy = load_taxonomy()
    listed = ("inform", "ownership", "commitment", "follow_up", "alternatives", "validation")
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys(taxonomy.phase_ids, ())
    return Strategies(
        needs=dict.fromkeys(taxonomy.need_ids, listed),
        emotions=dict.fromkeys(taxonomy.emotion_ids, listed),
        alone=("abuse",),
        well={**nothing, "closing": ("follow_up", "inform")},
        badly={**nothing, "opening": ("follow_up", "apology")},
    )


def test_the_earlier_in_the_list_the_better() -> None:
    """The first fits fully, each later one less, and what is not listed least."""
    strategies = (*_plain().needs["heard"], "apology")
    fits = [_plain().fit(strategy, "anger", ("heard",), "hold") for strategy in strategies]
    assert fits == pytest.approx([1.0, 0.85, 0.7, 0.55, 0.45, 0.4, 0.3])


def test_needs_weigh_more_than_the_feeling() -> None:
    """An answer to the need stands above one to the feeling; without a need the feeling decides."""
    other = ("apology", "staying_calm", "validation")
    plain = dataclasses.replace(_plain(), emotions={**_plain().emotions, "anger": other})
    assert plain.fit("inform", "anger", ("clarity",), "hold") == pytest.approx(0.7 * 1.0 + 0.3 * 0.3)
    assert plain.fit("apology", "anger", ("clarity",), "hold") == pytest.approx(0.7 * 0.3 + 0.3 * 1.0)
    assert plain.fit("apology", "anger", (), "hold") == 1.0


def test_the_stronger_need_counts_more() -> None:
    """Needs come strongest first."""
    other = ("apology", "staying_calm", "validation")
    plain = dataclasses.replace(_plain(), needs={**_plain().needs, "respected": other})
    first = plain.fit("apology", "anger", ("respected", "clarity"), "hold")
    second = plain.fit("apology", "anger", ("clarity", "respected"), "hold")
    assert first > second > plain.fit("apology", "anger", ("clarity",), "hold")


def test_a_phase_nudges_within_bounds() -> None:
    """Up where the strategy fits well, down where it fits badly, never beyond 1."""
    plain = _plain()
    assert plain.fit("follow_up", "anger", (), "closing") == pytest.approx(0.70)
    assert plain.fit("follow_up", "anger", (), "opening") == pytest.approx(0.40)
    assert plain.fit("apology", "anger", (), "opening") == pytest.approx(0.15)
    assert plain.fit("inform", "anger", (), "closing") == 1.0


def test_a_boundary_is_not_replaced_by_help() -> None:
    """Abuse is answered by itself, whatever need is read beside it."""
    fit = load_strategies().fit
    scores = {
        strategy: fit(strategy, "abuse", ("ownership",), "discovery") for strategy in load_taxonomy().strategy_ids
    }
    assert max(scores, key=lambda strategy: scores[strategy]) == "staying_calm"


def test_feelings_that_stand_alone_are_those_without_needs() -> None:
    """The lists and the demands on a bank agree about thanks and abuse."""
    assert set(load_strategies().alone) == {emotion for emotion, need in load_wanted().cells if need == NO_NEED}


def test_every_strategy_helps_somewhere() -> None:
    """Each is listed for a need, a feeling or a phase: none is left at chance."""
    lists = load_strategies()
    listed = [*lists.needs.values(), *lists.emotions.values(), *lists.well.values()]
    assert {strategy for strategies in listed for strategy in strategies} == set(load_taxonomy().strategy_ids)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"needs": {"heard": ("inform", "hug", "apology")}}, "strategies.yaml, heard: there is no strategy 'hug'"),
        ({"needs": {"quiet": ("inform", "apology", "ownership")}}, "there is no need 'quiet'"),
        ({"emotions": {"anger": ("inform", "apology")}}, "'anger' has 2 strategies; name 3 to 6"),
        ({"emotions": {"anger": ("inform", "apology", "inform")}}, "'anger' names a strategy twice"),
        ({"well": {"opening": ("apology",)}}, "'opening' names a strategy twice"),
    ],
)
def test_a_wrong_list_is_refused(change: dict[str, dict[str, tuple[str, ...]]], message: str) -> None:
    """The message says what is wrong, where, and how to mend it."""
    changed: dict[str, Any] = {name: {**getattr(_plain(), name), **lists} for name, lists in change.items()}
    with pytest.raises(TaxonomyError, match=message):
        dataclasses.replace(_plain(), **changed)


def test_a_missing_list_is_refused() -> None:
    """No need may be forgotten."""
    with pytest.raises(TaxonomyError, match="the need 'heard' has no list; add one"):
        dataclasses.replace(_plain(), needs={tag: lists for tag, lists in _plain().needs.items() if tag != "heard"})


@pytest.mark.parametrize(
    ("moment", "unknown"),
    [
        (("hug", "anger", ("heard",), "opening"), "strategy 'hug'"),
        (("inform", "rage", ("heard",), "opening"), "emotion 'rage'"),
        (("inform", "anger", ("quiet",), "opening"), "need 'quiet'"),
        (("inform", "anger", ("heard",), "lunch"), "phase 'lunch'"),
    ],
)
def test_an_unknown_tag_is_refused(moment: tuple[str, str, tuple[str, ...], str], unknown: str) -> None:
    """A misspelt moment does not pass as an unlisted one."""
    with pytest.raises(TaxonomyError, match=f"there is no {unknown}"):
        load_strategies().fit(*moment)
