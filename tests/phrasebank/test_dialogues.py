"""Dialogues with the ledger's truth: read whole, refused where they contradict themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from phrasebank.corpus import AgentRow, CustomerRow
from phrasebank.dialogues import contexts, read_dialogues
from phrasebank.errors import TrainingError

CALL: dict[str, Any] = {
    "id": "one",
    "turns": [
        {"speaker": "customer", "text": "third time i call", "emotion": "annoyance", "needs": ["continuity"]},
        {"speaker": "agent", "text": "so you called on monday and on friday", "acts": [], "answers": ["continuity"]},
    ],
    "ledger": [{"need": "continuity", "raised": 0, "met": 1, "again": []}],
}


def written(folder: Path, **changes: Any) -> Path:
    """A folder with one dialogue."""
    (folder / "calls.jsonl").write_text("\n" + json.dumps({**CALL, **changes}) + "\n")
    return folder


def test_a_dialogue_is_read_with_its_ledger(tmp_path: Path) -> None:
    """Turns of both kinds in their order, and who answered what."""
    (call,) = read_dialogues(written(tmp_path))
    assert [type(turn) for turn in call.turns] == [CustomerRow, AgentRow]
    assert (call.ledger[0].need, call.ledger[0].met) == ("continuity", 1)
    assert contexts(call.turns) == [(), (call.turns[0],)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ledger": [{"need": "speed", "raised": 0, "met": None}]}, "turn 0 shows 'speed'"),
        ({"ledger": [{"need": "continuity", "raised": 7, "met": None}]}, "turn 7 shows"),
        ({"ledger": [{"need": "continuity", "raised": 0, "met": 0}]}, "turn 0 answers"),
        ({"ledger": [{"need": "continuity"}]}, "not a dialogue"),
        ({"turns": [{"speaker": "customer", "text": "hm", "emotion": "joy"}]}, "turn 0: 'emotion' names 'joy'"),
    ],
)
def test_a_dialogue_that_contradicts_itself_is_named(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    """File, line and what is wrong."""
    with pytest.raises(TrainingError, match=rf"calls\.jsonl:2.*{reason}"):
        read_dialogues(written(tmp_path, **changes))


def test_the_bundled_dialogues_are_sound() -> None:
    """At least 150, of which at least 60 judge the ledger."""
    calls = read_dialogues()
    assert len(calls) >= 150
    assert sum(call.held_out for call in calls) >= 60
