"""Every reason that the session can have is told in a whole sentence."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ui.console.playground.wording import lost_of, part_hint, part_name, verdict_of

ROOT = Path(__file__).resolve().parents[4]
VALUES = {
    "have": 0.6,
    "least": 0.8,
    "near": 0.5,
    "best": 0.7,
    "taken": 0.15,
    "need": "heard",
    "topic": "anger",
    "cards": 6,
    "seconds": 600.0,
    "strategy": "validation",
    "example": "my parcel",
    "status": "draft",
    "pack": "banking",
    "locale": "en-GB",
    "phrase_id": "p1",
}


def reasons(*files: str) -> set[str]:
    """The names of reasons in the code."""
    found = set()
    for file in files:
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason"
            if named and isinstance(node, ast.Call):
                found |= {leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant)}
    return {name for name in found if isinstance(name, str)}


VERDICTS = {"shown", "short", "unsure", "need", "thanks", "work", "cooldown", "topic", "cap", "floor", "nothing"}


@pytest.mark.parametrize("why", sorted(VERDICTS))
def test_each_verdict_is_a_sentence(why: str) -> None:
    """With its numbers filled in."""
    sentence = verdict_of({"why": why, **VALUES}, "I'll look")
    assert re.fullmatch(r"[A-Z][^{}]+[.”]", sentence)


@pytest.mark.parametrize(
    "why", sorted(reasons("assist/trial/losing.py", "assist/console/asked.py") - (VERDICTS - {"floor"}) - {"core"})
)
def test_each_way_to_lose_is_a_sentence(why: str) -> None:
    """With its numbers filled in."""
    assert re.fullmatch(r"[A-Z][^{}]+\.", lost_of({"why": why, **VALUES}))


def test_parts_have_names_and_meanings() -> None:
    """All that a score is made of."""
    for part in ("fits", "good", "similarity", "need", "emotion", "phase", "strategy", "repetition", "prior"):
        assert part_name(part) != part
        assert part_hint(part).endswith(".")
