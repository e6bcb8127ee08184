"""Words that a phrase did not fit wait for an editor."""

from pathlib import Path

import pytest

from phrasebank.review import Objection, ReviewError, ReviewFile, by_phrase

FIRST = Objection("p1", "i only want the form", "call-1", "2026-03-02")
SECOND = Objection("p2", "that's fine thanks", "call-1", "2026-03-02")


def test_objections_are_added_and_listed(tmp_path: Path) -> None:
    """In the order in which they came; the phrase with the most comes first in a review."""
    file = ReviewFile(tmp_path / "new" / "review.jsonl")
    assert file.objections() == []
    for objection in (FIRST, SECOND, SECOND):
        file.append(objection)
    assert file.objections() == [FIRST, SECOND, SECOND]
    assert list(by_phrase(file.objections())) == ["p2", "p1"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    """With its number."""
    path = tmp_path / "review.jsonl"
    ReviewFile(path).append(FIRST)
    path.write_text(path.read_text(encoding="utf-8") + '\n{"phrase_id": "p1"\n', encoding="utf-8")
    with pytest.raises(ReviewError, match=r"review\.jsonl, line 3"):
        ReviewFile(path).objections()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """One sentence."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReviewError, match="cannot be written"):
        ReviewFile(tmp_path / "file" / "review.jsonl").append(FIRST)


def test_what_is_settled_waits_no_more(tmp_path: Path) -> None:
    """For anybody; the objection itself stays, and what settles it holds none of the customer's words."""
    path = tmp_path / "review.jsonl"
    file = ReviewFile(path)
    for objection in (FIRST, SECOND, SECOND):
        file.append(objection)
    assert file.unsettled() == [FIRST, SECOND]
    file.settle(FIRST)
    assert ReviewFile(path).unsettled() == [SECOND]
    assert ReviewFile(path).objections() == [FIRST, SECOND, SECOND]
    assert "form" not in (tmp_path / "review.jsonl.settled").read_text(encoding="utf-8")


def test_an_engine_may_add_while_an_editor_settles(tmp_path: Path) -> None:
    """Neither writes into the other's file, so nothing is lost."""
    editor, engine = ReviewFile(tmp_path / "review.jsonl"), ReviewFile(tmp_path / "review.jsonl")
    engine.append(FIRST)
    seen = editor.unsettled()
    engine.append(SECOND)
    editor.settle(seen[0])
    assert editor.unsettled() == [SECOND]
