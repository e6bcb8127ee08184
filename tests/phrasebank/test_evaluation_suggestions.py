"""The evaluation of the choice of words: figures by hand, baselines on a small bank, recorded calls, the command."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phrasebank.cli import main
from phrasebank.errors import CaseError
from phrasebank.evaluation import words
from phrasebank.evaluation.cases import Case, CaseTurn, bundled_cases, read_cases
from phrasebank.evaluation.listing import case_rows, listed_cases
from phrasebank.evaluation.past import changed_moments, describe_past, listed_moments
from phrasebank.evaluation.rankers import RANDOM, rankers
from phrasebank.evaluation.ranking import FIGURES, ranking_figures
from phrasebank.evaluation.report import Figure, Section, Table
from phrasebank.evaluation.sessions import Choice, Fire, PastCall, session_entry
from phrasebank.evaluation.suggestions import OURS, TOLD, Trial, describe_trial
from phrasebank.evaluation.words import run_suggestions
from phrasebank.taxonomy import load_taxonomy
from tests.phrasebank.banks import YAML, WordEncoder, bank, phrase

REFUND = phrase()
TRACE = phrase(id="trace-1", strategy="inform", cues=("can you trace the parcel",), text="I'll trace it now.")
CALM = phrase(id="calm-1", needs=("safety",), emotions=("anxiety",), cues=("is it dangerous",), text="You are safe.")
BANK = bank(REFUND, TRACE, CALM)


def case(**changes: object) -> Case:
    """A customer waits for a refund."""
    turns = (CaseTurn("customer", "where is my refund"),)
    plain = Case(
        "case-1",
        "core",
        "discovery",
        turns,
        silence=False,
        needs=("speed", "heard", "safety"),
        strategies=("validation",),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def choice(phrase_id: str = "", ranked: Sequence[str] = (), *, worth: bool = True) -> Choice:
    """A card, or silence."""
    told = (REFUND.id, TRACE.id)
    return Choice(phrase_id, "words", worth, 0.7, "annoyance 0.90", "discovery", tuple(ranked), told)


CASES = [case(), case(id="case-2"), case(id="case-3"), case(id="case-4", silence=True), case(id="case-5", silence=True)]
CHOICES = [
    choice(REFUND.id, (REFUND.id, TRACE.id, CALM.id)),
    choice(TRACE.id, (TRACE.id, REFUND.id)),
    choice("", (CALM.id,)),
    choice("", (), worth=False),
    choice(CALM.id, (CALM.id,)),
]


def table(section: Section, title: str) -> Table:
    """The section's table whose title begins so."""
    return next(each for each in section.tables if each.title.startswith(title))


def numbers(found: Table, row: str) -> list[object]:
    """The cells of a row, figures as their values."""
    return [cell.value if isinstance(cell, Figure) else cell for cell in dict(found.rows)[row]]


def test_a_phrase_is_relevant_by_its_cell_and_more_so_by_its_strategy() -> None:
    """The first two needs are the cell; the third is beside the point; without needs the feelings are."""
    assert case().relevance(REFUND) == 2
    assert case().relevance(TRACE) == 1
    assert case().relevance(CALM) == 0
    feeling = case(needs=(), emotions=("anxiety",))
    assert [feeling.relevance(each) for each in BANK.phrases] == [0, 0, 2]


def test_the_bundled_cases_are_sound() -> None:
    """At least 250, at least 60 of them silent, in every phase and for every need."""
    cases = read_cases()
    assert len(cases) >= 250
    assert sum(each.silence for each in cases) >= 60
    assert len({each.id for each in cases}) == len(cases)
    assert {need for each in cases for need in each.needs} == set(load_taxonomy().need_ids)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"needs": ["sped"]}, "'needs' names 'sped'"),
        ({"turns": [{"speaker": "agent", "text": "hello"}]}, "last turn is not the customer's"),
        ({"needs": [], "emotions": []}, "neither a need nor an emotion"),
        ({"turns": None}, "the case is broken"),
    ],
)
def test_a_broken_case_is_named_with_its_line(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    """File, line and what is wrong."""
    row = json.loads(bundled_cases().read_text(encoding="utf-8").splitlines()[0])
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps(row | change) + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=rf"cases\.jsonl:2: .*{complaint}"):
        read_cases(path)


def test_ranking_figures_by_hand() -> None:
    """The order 0, 1, 2 of relevances; nothing relevant gives no number; an order may be empty."""
    ideal = 2 + 1 / np.log2(3)
    found = dict(zip(FIGURES, ranking_figures([0, 1, 2], [0, 1, 2]), strict=True))
    assert found["recall@1"] == 0
    assert found["recall@3"] == found["recall@3, strategy too"] == 1
    assert found["MRR"] == 0.5
    assert found["nDCG@10"] == pytest.approx((1 / np.log2(3) + 2 / 2) / ideal)
    assert ranking_figures([], [1, 2]) == (0.0,) * 6
    assert np.isnan(ranking_figures([0], [0])).all()
    assert ranking_figures([2, 1], [1, 0, 2])[-1] == pytest.approx(1.0)


def test_baselines_order_the_bank_by_words() -> None:
    """The nearest text, the nearest cue, the words of both; random stays within the right cell."""
    found = rankers(WordEncoder().encode)
    asks = [case(turns=(CaseTurn("customer", said),)) for said in ("can you trace the parcel", "i'll trace it now.")]
    best = {name: found[name](asks, BANK.phrases).argmax(axis=1).tolist() for name in found}
    assert best["MiniLM, text"][1] == best["MiniLM, cues"][0] == 1
    assert best["BM25"] == [1, 1]
    order = np.argsort(-found[RANDOM](asks, BANK.phrases)[0])
    assert order[-1] == 2


def test_a_trial_counts_cards_silence_and_order() -> None:
    """Two right cards of three moments, one wrong silence, one card too many."""
    section = describe_trial(Trial(CASES, CHOICES, BANK), WordEncoder().encode)
    cards = table(section, "a card or silence")
    assert numbers(cards, "silence, recall") == [2, 0.5]
    assert numbers(cards, "silence, precision") == [2, 0.5]
    assert numbers(cards, "speaking, recall") == [3, pytest.approx(2 / 3)]
    assert numbers(cards, "right card, of cards shown") == [3, pytest.approx(2 / 3)]
    assert numbers(cards, "right card and strategy, of cards shown") == [3, pytest.approx(1 / 3)]
    silent = table(section, "why it was silent")
    assert numbers(silent, "the moment was not worth a card") == [1, 0, 0]
    assert numbers(silent, "nothing reached the floor") == [0, 1, 0]
    order = table(section, "order of the phrases")
    row = dict(zip(order.columns, numbers(order, "recall@1"), strict=True))
    assert row[OURS] == pytest.approx(2 / 3)
    assert row[TOLD] == row[RANDOM] == 1.0
    assert numbers(table(section, "most urgent"), "speed") == [3, 2, 0, 1]


def test_cases_are_listed_for_a_reader() -> None:
    """Each with its words, the card and what to think of it."""
    trial = Trial(CASES, CHOICES, BANK)
    listed = listed_cases(trial)
    for line in (
        "case-1  core, discovery: right\n",
        "case-2  core, discovery: right cell, other strategy\n",
        "case-3  core, discovery: SHOULD SPEAK\n",
        "case-4  core, discovery: rightly silent\n",
        "case-5  core, discovery: SHOULD BE SILENT\n",
    ):
        assert line in listed
    assert "  customer where is my refund\n" in listed
    assert [row["phrase_id"] for row in case_rows(trial)] == [REFUND.id, TRACE.id, "", "", CALM.id]


def fire(quote: str, phrase_id: str, at: float = 5.0, fate: str = "") -> Fire:
    """A card."""
    return Fire(at, f"utterance {quote}", quote, phrase_id, f"text of {phrase_id}", fate)


THEN = (fire("one", "a", fate="spoken"), fire("two", "b", fate="rejected"), fire("three", "c", fate="expired"))


def test_recorded_calls_are_measured_against_what_agents_did() -> None:
    """Cards a call, the first one's time, and precision where the same card's fate is known."""
    calls = [
        PastCall("x", 300.0, THEN, (fire("one", "a", 9.0), fire("two", "b", 20.0), fire("three", "c", 40.0))),
        PastCall("y", 300.0, (), ()),
    ]
    section = describe_past({"new": calls})
    cards = table(section, "cards")
    assert numbers(cards, "cards a call") == [1.5]
    assert numbers(cards, "cards per 10 minutes") == [3.0]
    assert numbers(cards, "share of calls without a card") == [0.5]
    assert numbers(cards, "first card after, seconds (median)") == [9.0]
    assert numbers(cards, "precision") == [0.5]
    assert numbers(cards, "shown again after 'not this', a call") == [0.5]
    assert numbers(table(section, "call"), "x") == ["5.0", 3, "9.0 s"]


def test_only_changed_moments_stand_side_by_side() -> None:
    """Another phrase, a card more, a card less; what stays the same is left out."""
    one = [PastCall("x", 60.0, THEN, (fire("one", "a", 1.0), fire("two", "b", 2.0), fire("four", "d", 4.0)))]
    two = [PastCall("x", 60.0, THEN, (fire("one", "a", 1.0), fire("two", "z", 2.0), fire("three", "c", 3.0)))]
    moments = changed_moments(one, two)
    shown = [(each.quote, each.one and each.one.phrase_id, each.other and each.other.phrase_id) for each in moments]
    assert shown == [("two", "b", "z"), ("three", None, "c"), ("four", "d", None)]
    text = listed_moments(moments, ("old", "new"))
    assert text.startswith("3 changed moments\n")
    assert "in the call  text of b (b, rejected)" in text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank of one phrase."""
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "phrases.yaml").write_text(YAML, encoding="utf-8")
    return tmp_path / "bank"


def asked(**options: object) -> argparse.Namespace:
    """What the command was given."""
    plain = {"cases": None, "folder": None, "show": False, "replay": None, "against": None, "json": False}
    return argparse.Namespace(**(plain | options))


def test_the_command_asks_the_session_and_prints(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Recorded calls with one bank and with another, whatever program runs them."""
    later = {None: "a", folder: "b"}

    def replay(_: Path, with_bank: Path | None) -> list[PastCall]:
        return [PastCall("x", 60.0, THEN, (fire("one", later[with_bank]),))]

    monkeypatch.setattr(words, "session_entry", {"replay": replay}.__getitem__)
    assert run_suggestions(asked(replay=folder, against=folder)) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("## Recorded calls\n")
    assert "1 changed moments" in printed
    assert run_suggestions(asked(replay=folder, against=folder, json=True)) == 0
    assert json.loads(capsys.readouterr().out)["changed"][0]["quote"] == "one"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--against", "x"], "--replay DIR"),
        (["--replay", "nowhere"], "there is no such folder"),
        (["--cases", "nowhere"], "the cases cannot be read"),
        (["--affect"], "not allowed with argument"),
    ],
)
def test_wrong_use_is_one_sentence(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What, where, how to mend."""
    assert main(["evaluate", "--suggestions", *arguments]) == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


def test_the_program_that_runs_calls_is_found() -> None:
    """By its entry points."""
    assert callable(session_entry("cases"))
    assert callable(session_entry("replay"))
