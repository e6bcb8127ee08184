"""Why there was no card, and why a phrase lost: the session's own rules asked what would have been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assist.commands import Said, SearchBank
from assist.inputs import Hit
from assist.scale import AffectScale, WordsDone
from assist.settings import Settings, SuggestSettings
from assist.trial.course import typed
from assist.trial.losing import Losers, Reason, verdict
from assist.trial.playground import Moment, Playground
from phrasebank.taxonomy import load_taxonomy
from tests.scripts import hit

RULES = SuggestSettings()
UPSET = "nobody has called me back and i am furious about it"
PLACES = {emotion.id: (emotion.valence, emotion.arousal) for emotion in load_taxonomy().emotions}


class Table:
    """Language by table: readings of words, acts of the agent's, one bank for every search."""

    def __init__(
        self,
        readings: Mapping[str, tuple[str, float, dict[str, float]]],
        hits: Sequence[Hit] = (),
        answers: Mapping[str, dict[str, float]] | None = None,
    ) -> None:
        self.scale = AffectScale(circumplex=PLACES)
        self._readings = readings
        self._hits = tuple(hits)
        self._answers = answers or {}

    def customer(self, text: str, context: Sequence[Said] = ()) -> tuple[dict[str, float], dict[str, float]]:
        label, share, needs = self._readings.get(text, ("neutral", 1.0, {}))
        rest = (1.0 - share) / (len(PLACES) - 1)
        return {name: share if name == label else rest for name in PLACES}, needs

    def agent(self, text: str) -> WordsDone:
        return WordsDone(acts={}, answers=self._answers.get(text, {}), empathy={})

    def likeness(self, text: str, card: str) -> float:
        return 0.0

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        return self._hits


def moments(language: Table, *texts: str) -> list[Moment]:
    """The customer's turns; what begins with ``A:`` is the agent's."""
    turns = [("agent", text[2:]) if text.startswith("A:") else ("customer", text) for text in texts]
    return list(Playground(language, Settings()).moments(typed(turns)))  # type: ignore[arg-type]


def last_verdict(language: Table, *texts: str) -> Reason:
    """Why the last turn brought a card or none."""
    moment = moments(language, *texts)[-1]
    return verdict(moment, RULES, Losers(moment, moment.hits or (), RULES).best)


def reasons(language: Table, *texts: str) -> dict[str, Any]:
    """Place and reason of every phrase at the last turn."""
    moment = moments(language, *texts)[-1]
    told = Losers(moment, moment.hits or (), RULES).all(lambda found: f"example of {found.phrase_id}")
    return {one.candidate.hit.phrase_id: (one.place, one.lost and one.lost.why) for one in told}


@pytest.mark.parametrize(
    ("text", "reading", "reason"),
    [
        ("it is broken", ("anger", 0.9, {}), Reason("short", {"have": 3, "least": 4})),
        ("well it is how it is", ("confusion", 0.5, {}), Reason("unsure", {"have": 0.5, "least": 0.55})),
        ("when do you open on sunday", ("neutral", 0.9, {"clarity": 0.9}), Reason("work")),
        (
            "i have said all this before",
            ("neutral", 0.9, {"clarity": 0.95, "continuity": 0.7}),
            Reason("need", {"need": "continuity", "have": 0.7, "least": 0.8}),
        ),
        ("thanks a lot then", ("gratitude", 0.95, {}), Reason("thanks")),
        (UPSET, ("anger", 0.9, {}), Reason("nothing")),
    ],
)
def test_silence_has_one_reason(text: str, reading: tuple[str, float, dict[str, float]], reason: Reason) -> None:
    """The first thing that, changed alone, would have brought a card."""
    assert last_verdict(Table({text: reading}), text) == reason


def test_the_best_phrase_may_not_reach_the_floor() -> None:
    """With its chance and the least."""
    language = Table({UPSET: ("anger", 0.9, {})}, [hit("p1", fits=0.7)])
    assert last_verdict(language, UPSET) == Reason("floor", {"have": 0.7, "least": 0.8})


def test_a_card_is_a_card() -> None:
    """No reason is looked for."""
    language = Table({UPSET: ("anger", 0.9, {})}, [hit("p1")])
    assert last_verdict(language, UPSET) == Reason("shown", {"phrase_id": "p1"})


def test_the_limit_that_lasts_longest_is_told() -> None:
    """Soon after a card the cooldown; later the same topic; about another topic there is room again."""
    readings = {UPSET: ("anger", 0.9, {"heard": 0.9}), "that is so very unfair": ("anger", 0.9, {"fairness": 0.9})}
    language = Table(readings, [hit("p1"), hit("p2"), hit("p3")])
    pause = "A:" + "let me see " * 20
    other = last_verdict(language, UPSET, "that is so very unfair")
    assert (other.why, other.values["least"]) == ("cooldown", 20.0)
    same = last_verdict(language, UPSET, pause, UPSET)
    assert (same.why, same.values["topic"], same.values["least"]) == ("topic", "heard", 90.0)
    assert last_verdict(language, UPSET, pause, "that is so very unfair").why == "shown"


def test_more_cards_than_the_cap_are_too_many() -> None:
    """Whatever they are about."""
    needs = ["heard", "validated", "respected", "fairness", "control", "clarity", "speed"]
    readings = {f"this is outrageous in the {need} way": ("anger", 0.9, {need: 0.9}) for need in needs}
    language = Table(readings, [hit(f"p{number}", strategy=f"s{number}") for number in range(9)])
    pause = "A:" + "let me see " * 20
    turns = [turn for text in readings for turn in (text, pause)]
    told = last_verdict(language, *turns[:-1])
    assert told == Reason("cap", {"cards": 6, "seconds": 600.0})


def test_each_loser_is_told_why() -> None:
    """The floor, a do-not-trigger example, less gladness; two that do something else are alternates."""
    hits = [
        hit("best", good=0.9),
        hit("same", good=0.5),
        hit("other", strategy="validation", good=0.4),
        hit("far", strategy="apology", fits=0.5),
        hit("avoided", avoid_similarity=0.9),
    ]
    assert reasons(Table({UPSET: ("anger", 0.9, {})}, hits), UPSET) == {
        "best": ("shown", None),
        "same": ("lost", "behind"),
        "other": ("alternate", "behind"),
        "far": ("alternate", "floor"),
        "avoided": ("lost", "avoid"),
    }


def test_what_was_shown_and_what_does_the_same_are_told() -> None:
    """At the second card of a call."""
    readings = {UPSET: ("anger", 0.9, {"heard": 0.9}), "that is so very unfair": ("anger", 0.9, {"fairness": 0.9})}
    hits = [hit("first", good=0.9), hit("again", good=0.8), hit("new", strategy="validation", good=0.7)]
    pause = "A:" + "let me see " * 20
    assert reasons(Table(readings, hits), UPSET, pause, "that is so very unfair") == {
        "new": ("shown", None),
        "again": ("alternate", "strategy"),
        "first": ("lost", "used"),
    }


def test_where_the_moment_asks_for_none_the_best_is_told() -> None:
    """It loses to silence, the others to it."""
    language = Table({"it is broken": ("anger", 0.9, {})}, [hit("p1", good=0.9), hit("p2")])
    moment = moments(language, "it is broken")[-1]
    told = list(Losers(moment, language.search(None), RULES).all(lambda _hit: ""))  # type: ignore[arg-type]
    assert [(one.place, one.lost and one.lost.why) for one in told] == [("lost", "moment"), ("lost", "behind")]


def test_the_ledger_is_followed() -> None:
    """A need stays open until the agent's words answer it."""
    readings = {UPSET: ("anger", 0.9, {"heard": 0.9, "ownership": 0.8})}
    language = Table(readings, answers={"i will do it myself": {"ownership": 0.9}})
    found = moments(language, UPSET, "A:i will do it myself", "okay", UPSET)
    assert [[entry.need for entry in moment.ledger] for moment in found] == [
        ["heard", "ownership"],
        ["heard"],
        ["heard", "ownership"],
    ]
    assert [entry.times for entry in found[-1].ledger] == [2, 2]
    assert found[-1].opportunity.again == {"heard", "ownership"}
