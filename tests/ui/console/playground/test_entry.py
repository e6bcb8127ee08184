"""Words that are typed become turns."""

from __future__ import annotations

from typing import Any

import pytest

from ui.console.playground.entry import turns_in, words_of

C, A = "customer", "agent"


@pytest.mark.parametrize(
    ("words", "turns"),
    [
        ("", []),
        ("  \n ", []),
        ("where is it", [(C, "where is it")]),
        ("where is it\nit was due on monday", [(C, "where is it it was due on monday")]),
        ("C: where is it\nA: let me look\nC: thanks", [(C, "where is it"), (A, "let me look"), (C, "thanks")]),
        ("Customer: no\n  and no\nagent : yes", [(C, "no and no"), (A, "yes")]),
        ("A:\nC: still there?", [(C, "still there?")]),
        ("he said: no way", [(C, "he said: no way")]),
        ("first this\nC: then that", [(C, "first this"), (C, "then that")]),
    ],
)
def test_lines_become_turns(words: str, turns: list[tuple[str, str]]) -> None:
    """A line that names its speaker begins one; others go on with it."""
    assert [(turn["speaker"], turn["text"]) for turn in turns_in(words)] == turns


@pytest.mark.parametrize(
    "turns",
    [
        [{"speaker": C, "text": "where is it"}],
        [{"speaker": A, "text": "hello"}],
        [{"speaker": C, "text": "where is it"}, {"speaker": A, "text": "let me look"}],
    ],
)
def test_turns_are_written_as_they_are_typed(turns: list[dict[str, Any]]) -> None:
    """And read back alike."""
    assert turns_in(words_of(turns)) == turns
