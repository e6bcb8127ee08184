"""References: what people write down of their recordings."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.bench.references import read_references
from assist.errors import SourceError


def written(folder: Path, name: str, text: str) -> Path:
    """A file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_and_lines_of_json_say_the_same(tmp_path: Path) -> None:
    """CSV and JSONL are read alike, also with a byte order mark, a comma in the text and empty lines."""
    table = written(tmp_path, "a.csv", '\ufefffile,speaker,text\na.wav,customer,"Well, hello."\na.wav,agent,Hi.\n')
    lines = written(
        tmp_path,
        "a.jsonl",
        '{"file": "a.wav", "speaker": "customer", "text": "Well, hello."}\n\n'
        '{"file": "a.wav", "speaker": "agent", "text": "Hi."}\n',
    )
    said = {"a.wav": {"customer": "Well, hello.", "agent": "Hi."}}
    assert read_references(table) == read_references(lines) == said


def test_rows_of_one_voice_follow_each_other(tmp_path: Path) -> None:
    """A transcript by utterances is a reference as well."""
    path = written(tmp_path, "a.csv", "file,text\na.wav,One.\nb.wav,Else.\na.wav,Two.\n")
    assert read_references(path) == {"a.wav": {"": "One. Two."}, "b.wav": {"": "Else."}}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.csv", "name,words\na.wav,hello\n", "a.csv, line 2: a reference needs a file and its text; write CSV"),
        ("a.csv", "file,text\na.wav\n", "a.csv, line 2: a reference needs a file and its text"),
        ("a.csv", "file,text\n", "there is no reference in the file; write CSV"),
        ("a.csv", "", "there is no reference in the file"),
        ("a.csv", "file,text\na.wav,...\n", "a.csv, line 2: the text holds no word; write what is said"),
        ("a.csv", "file,speaker,text\na.wav,bob,Hi\n", "the speaker is 'bob'; write customer or agent"),
        ("a.jsonl", '{"file": "a.wav", "text": "Hi."}\n{"file"\n', "a.jsonl, line 2: this is no JSON"),
        ("a.jsonl", "[1]\n", "a.jsonl, line 1: a reference needs a file and its text"),
        ("a.jsonl", '{"file": "a.wav", "text": 3}\n', "a.jsonl, line 1: a reference needs a file and its text"),
        ("a.txt", "hello", "references are a .csv or .jsonl file"),
    ],
)
def test_a_bad_row_is_one_sentence(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    """Whatever is wrong with a row, its file and line are named with what to write instead."""
    with pytest.raises(SourceError) as told:
        read_references(written(tmp_path, name, text))
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_no_text_or_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A table saved in another encoding, and a wrong name."""
    path = tmp_path / "a.csv"
    path.write_bytes("file,text\na.wav,Grüße\n".encode("latin-1"))
    with pytest.raises(SourceError, match="give a text file in UTF-8"):
        read_references(path)
    with pytest.raises(SourceError, match="there is no such file"):
        read_references(tmp_path / "b.csv")
