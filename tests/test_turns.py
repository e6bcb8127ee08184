"""Calls as text: each bad line is named."""

import pytest

from assist.errors import SourceError
from assist.turns import read_rows, read_turns

GOOD = '{"speaker": "customer", "start": 1.0, "end": 2.0, "text": "hello"}'


def test_turns_come_in_time_order(tmp_path):
    """Whatever the order of the lines; empty lines are nothing."""
    path = tmp_path / "t.jsonl"
    path.write_text(GOOD + "\n\n" + GOOD.replace("1.0", "0.5").replace("customer", "agent") + "\n")
    assert [(turn.speaker, turn.at) for turn in read_turns(path)] == [("agent", 2.0), ("customer", 2.0)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (GOOD + "\nnot json\n", "line 2: this is not JSON"),
        ("[1, 2]\n", "line 1: Expected `object`"),
        (GOOD.replace("customer", "robot"), "line 1: Invalid enum value 'robot'"),
        ('{"speaker": "agent", "text": "no times"}', "line 1: Object missing required field `start`"),
        (GOOD.replace("2.0", "0.5"), "turn 1: it ends"),
        ("\n", "there is no turn"),
    ],
)
def test_a_bad_line_is_named(tmp_path, content, sentence):
    """File, line and mend in one sentence."""
    path = tmp_path / "t.jsonl"
    path.write_text(content)
    with pytest.raises(SourceError, match=r"t\.jsonl") as caught:
        read_turns(path)
    assert sentence in str(caught.value)


def test_a_missing_and_a_binary_file_are_told(tmp_path):
    """No traceback for either."""
    with pytest.raises(SourceError, match="cannot be read"):
        read_turns(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="not UTF-8"):
        read_turns(tmp_path / "b.jsonl")


def test_rows_may_carry_their_context(tmp_path):
    """Earlier turns, oldest first."""
    path = tmp_path / "r.jsonl"
    path.write_text('{"speaker": "customer", "text": "no", "context": ["shall i cancel it"]}\n')
    assert read_rows(path)[0].context == ("shall i cancel it",)
