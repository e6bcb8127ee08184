"""Corrections, lessons and cases lie beside the bank, and lines are only ever added."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from phrasebank.bank import Bank
from phrasebank.errors import CaseError, TrainingError
from phrasebank.evaluation.cases import read_cases
from phrasebank.teaching import read_labels
from tests.ui.console.playground.answers import moment
from ui.console.playground.notebook import CASE_TURNS, Notebook, NotebookError, case_of

RESULT = {"kept": True, "fell": [], "before": {"emotions": 0.5}, "after": {"emotions": 0.5}}


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    """Ann's, at noon."""
    return Notebook(tmp_path / "bank.db", "Ann", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))


def test_a_correction_waits_until_it_is_taught(notebook: Notebook) -> None:
    """The later one of the same words counts, however they are spelt; a kept lesson takes them off the list."""
    assert notebook.pending() == []
    notebook.correct("Where is it?", "anxiety", ("certainty",), "Neutral")
    notebook.correct("no way", "anger", ())
    notebook.correct("where is it", "annoyance", ("speed",))
    assert [(one.text, one.emotion, one.needs) for one in notebook.pending()] == [
        ("no way", "anger", ()),
        ("where is it", "annoyance", ("speed",)),
    ]
    lines = notebook.lines()
    notebook.correct("came meanwhile", "anger", ())
    notebook.taught(lines, RESULT)
    assert [one.text for one in notebook.pending()] == ["came meanwhile"]
    assert notebook.pending()[0].at == "2026-03-02T12:00:00+00:00"


def test_a_lesson_that_is_not_kept_leaves_them_waiting(notebook: Notebook) -> None:
    """It is noted with what it cost; a reason stands with one that is kept all the same."""
    notebook.correct("no way", "anger", ())
    notebook.taught(1, {**RESULT, "kept": False, "fell": ["needs"]})
    assert len(notebook.pending()) == 1
    notebook.taught(1, {**RESULT, "fell": ["needs"]}, "we need this one")
    assert notebook.pending() == []
    rows = [json.loads(line) for line in notebook.lessons.read_text(encoding="utf-8").splitlines()]
    assert [(row["kept"], row["reason"], row["who"]) for row in rows] == [
        (False, "", "Ann"),
        (True, "we need this one", "Ann"),
    ]


def test_a_withdrawn_correction_is_gone(notebook: Notebook) -> None:
    """What was read had been right; the file still tells both."""
    notebook.correct("no way", "anger", ())
    notebook.withdraw("no way")
    assert notebook.pending() == []
    assert notebook.lines() == 2


def test_an_unknown_label_is_refused(notebook: Notebook) -> None:
    """Nothing is written."""
    with pytest.raises(TrainingError, match="names 'rage'"):
        notebook.correct("no way", "rage", ())
    assert not notebook.corrections.exists()


def test_the_command_line_teaches_the_same_file(notebook: Notebook) -> None:
    """``phrasebank teach <store>.corrections.jsonl`` reads it, as long as nothing in it was withdrawn."""
    notebook.correct("no way", "anger", ("fairness",))
    assert [(row.text, row.emotion) for row in read_labels(notebook.corrections)] == [("no way", "anger")]  # type: ignore[union-attr]


def test_a_broken_file_is_named(notebook: Notebook) -> None:
    """One sentence."""
    notebook.corrections.write_text("{\n", encoding="utf-8")
    with pytest.raises(NotebookError, match=r"bank\.db\.corrections\.jsonl: the file cannot be read"):
        notebook.pending()


def test_a_choice_that_would_have_been_right_is_a_case(notebook: Notebook, small_bank: Bank) -> None:
    """With the last turns, and the needs that the words show and the phrase answers; evaluations read the file."""
    right = next(phrase for phrase in small_bank.approved if "heard" in phrase.needs)
    turns: list[dict[str, Any]] = [
        {"speaker": "agent" if number % 2 else "customer", "text": f"turn {number}"} for number in range(7)
    ]
    said = moment("turn 6", turn=6, phase="resolution")
    notebook.add_case(case_of(turns, said, right))
    notebook.add_case(case_of(turns, {**said, "phase": "hold"}, None))
    first, second = read_cases(notebook.cases)
    assert (first.id, first.phase, first.silence, first.emotions) == ("playground-1", "resolution", False, ("anger",))
    assert first.needs == ("heard",)
    assert first.strategies == (right.strategy,)
    assert first.relevance(right) == 2
    assert [turn.text for turn in first.turns] == [f"turn {number}" for number in range(7 - CASE_TURNS, 7)]
    assert (second.id, second.phase, second.silence, second.needs) == ("playground-2", "discovery", True, ())


def test_a_case_names_its_feeling_also_where_the_reading_was_unsure(small_bank: Bank) -> None:
    """The likeliest."""
    right = small_bank.approved[0]
    said = moment("well", emotion="unsure", probabilities={"anger": 0.2, "distress": 0.3})
    assert case_of([{"speaker": "customer", "text": "well"}], said, right).emotions == ("distress",)


def test_a_broken_case_in_the_file_is_told(notebook: Notebook) -> None:
    """Nothing is added to it."""
    notebook.cases.write_text("{}\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"bank\.db\.cases\.jsonl:1"):
        notebook.add_case(case_of([{"speaker": "customer", "text": "well"}], moment("well"), None))
    assert notebook.cases.read_text(encoding="utf-8") == "{}\n"
