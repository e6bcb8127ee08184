"""The bank goes out to tables and files, and what people change in them comes back."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.bank import bundled_folder, load_bank
from phrasebank.cli import main
from phrasebank.transfer.cells import from_cells, to_cells
from phrasebank.transfer.entries import values_of
from tests.phrasebank.banks import phrase

YAML = """\
# refunds, kept by Ana
author: Attune
reviewed: 2026-01-01
status: approved
phrases:
  - id: late-refund-1   # the first one
    text: "A refund that never comes would bother anyone. I'll trace {amount|it} now."
    cue: 'Trace the late refund'
    emotions: [annoyance]
    needs: [resource, speed]
    strategy: validation
    act: cognitive
    tone: competent
    phases: [discovery, resolution]
    cues:
      - "where is my refund"  # heard often
      - i'm still waiting for my money
      # --- and when it went astray

  - id: lost-refund-1
    text: "=1+1 is what you were told. I'll look."
    cue: "Look for the refund"
    emotions: []
    needs: [resource]
    strategy: validation
    act: cognitive
    tone: competent
    phases: [discovery]
    cues: ["it went | astray", "-lost"]
    cooldown_seconds: 90
# the end
"""
FORMATS = ("csv", "xlsx", "yaml", "json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank of two files, with comments and quotes of many kinds."""
    (tmp_path / "bank" / "packs").mkdir(parents=True)
    (tmp_path / "bank" / "refunds.yaml").write_text(YAML, encoding="utf-8")
    other = YAML.replace("-refund-1", "-refund-2").replace("status:", "pack: retail\nstatus:")
    (tmp_path / "bank" / "packs" / "retail.yaml").write_text(other, encoding="utf-8")
    return tmp_path / "bank"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV export."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write rows as JSON."""
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def imported(path: Path, folder: Path, *options: str, code: int = 0) -> None:
    assert main(["import", str(path), "--into", str(folder), *options]) == code


@pytest.mark.parametrize("ending", FORMATS)
def test_an_export_brought_back_changes_nothing(
    ending: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a byte of the bank; brought into an empty folder it makes the same bank."""
    before, file = contents(folder), tmp_path / f"out.{ending}"
    assert main(["export", str(file), "--folder", str(folder)]) == 0
    imported(file, folder, "--apply")
    assert "0 added, 0 changed, 0 retired, 4 unchanged, 0 skipped; nothing to write" in capsys.readouterr().out
    assert contents(folder) == before
    imported(file, tmp_path / "new", "--apply")
    assert load_bank(tmp_path / "new").version == load_bank(folder).version
    assert set(contents(tmp_path / "new")) == {"imported/core.yaml", "imported/retail.yaml"}


@pytest.mark.parametrize("ending", FORMATS)
def test_the_bundled_bank_comes_back_the_same(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every phrase of it reads as unchanged."""
    assert main(["export", str(tmp_path / f"all.{ending}")]) == 0
    imported(tmp_path / f"all.{ending}", bundled_folder())
    assert f"0 added, 0 changed, 0 retired, {len(load_bank())} unchanged" in capsys.readouterr().out


def test_only_the_named_packs_are_exported(folder: Path, tmp_path: Path) -> None:
    """A YAML export of one pack is itself a file of a bank."""
    (tmp_path / "out").mkdir()
    words = ["export", str(tmp_path / "out" / "retail.yaml"), "--folder", str(folder)]
    assert main([*words, "--pack", "retail"]) == 0
    assert [(item.id, item.pack) for item in load_bank(tmp_path / "out").phrases] == [
        ("late-refund-2", "retail"),
        ("lost-refund-2", "retail"),
    ]
    assert main([*words, "--pack", "retial"]) == 2


def test_a_preview_shows_each_field_and_writes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Added, changed field by field, retired and unchanged; the same as JSON for a program."""
    rows = [
        {"id": "late-refund-1", "needs": ["resource"]},
        {"id": "late-refund-2", "status": "retired"},
        {"id": "lost-refund-1"},
        {**values_of(phrase(id="new-refund-1", text="A new one. I'll trace it.")), "pack": "banking"},
    ]
    before, file = contents(folder), write_rows(tmp_path / "in.json", rows)
    imported(file, folder)
    told = capsys.readouterr().out
    assert '~ late-refund-1 (core, changed)\n    needs: ["resource", "speed"] -> ["resource"]\n' in told
    assert '- late-refund-2 (retail, retired)\n    status: "approved" -> "retired"\n' in told
    assert '+ new-refund-1 (banking, added)\n    text: "A new one. I\'ll trace it."\n' in told
    assert "1 added, 1 changed, 1 retired, 1 unchanged, 0 skipped; nothing is written without --apply" in told
    imported(file, folder, "--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["fields"] == {"needs": {"old": ["resource", "speed"], "new": ["resource"]}}
    assert lines[-1]["applied"] is False
    assert contents(folder) == before


def test_only_what_changes_is_rewritten(folder: Path, tmp_path: Path) -> None:
    """Comments, quotes and order stay, and files that no row concerns are the same files."""
    rows = [{"id": "late-refund-1", "needs": ["speed"], "cues": ["where is my refund", "no money yet"]}]
    imported(write_rows(tmp_path / "in.json", rows), folder, "--apply")
    expected = (
        YAML.replace("needs: [resource, speed]", "needs: [speed]")
        .replace("- i'm still waiting for my money", '- "no money yet"')
        .replace("    cues:\n", '    version: 2\n    status: draft\n    reviewed: ""\n    cues:\n', 1)
    )
    written = (folder / "refunds.yaml").read_text(encoding="utf-8")
    assert sorted(written.splitlines()) == sorted(expected.splitlines())
    assert written.index("# --- and when") < written.index("id: lost-refund-1")
    other = YAML.replace("-refund-1", "-refund-2").replace("status:", "pack: retail\nstatus:")
    assert (folder / "packs" / "retail.yaml").read_text(encoding="utf-8") == other


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"text": "New words. I'll look."}, ("draft", "", 2)),
        ({"cue": "Other words in bold"}, ("draft", "", 2)),
        ({"cues": ["other words"], "status": "draft"}, ("draft", "", 2)),
        ({"text": "New words. I'll look.", "status": "approved"}, ("approved", "2026-01-01", 2)),
        (
            {"text": "New words. I'll look.", "status": "approved", "reviewed": "2026-02-02"},
            ("approved", "2026-02-02", 2),
        ),
        ({"text": "New words. I'll look.", "version": 7}, ("draft", "", 7)),
        ({"text": "New words. I'll look.", "status": "retired"}, ("retired", "", 2)),
        ({"tone": "warm"}, ("approved", "2026-01-01", 1)),
    ],
)
def test_new_words_are_a_new_version_to_be_reviewed(
    row: dict[str, Any], expected: tuple[str, str, int], folder: Path, tmp_path: Path
) -> None:
    """Unless the row says approved, changed words are a draft again; other fields do not touch the review."""
    imported(write_rows(tmp_path / "in.json", [{"id": "late-refund-1", **row}]), folder, "--apply")
    after = load_bank(folder)["late-refund-1"]
    assert (after.status, after.reviewed, after.version) == expected


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            {"id": "late-refund-1", "emotions": ["angry"]},
            "'emotions' names 'angry', which is unknown; did you mean 'anger'?",
        ),
        ({"id": "late-refund-1", "emotion": ["anger"]}, "there is no field 'emotion'; did you mean 'emotions'?"),
        ({"id": "late-refund-1", "text": "{nmae} waits"}, "in 'text'"),
        ({"id": "late-refund-1", "cues": "one"}, "'cues' is not a list of texts"),
        ({"id": "late-refund-1", "version": 0}, "the bank has version 1 by now; export it again"),
        ({"id": "late-refund-1", "version": "two"}, "'version' is 'two'; write a whole number"),
        ({"id": "late-refund-1", "pack": "banking"}, "a phrase stays in 'core'"),
        ({"id": "late-refund-1", "reviewed": "1/2/2026"}, "'reviewed' is '1/2/2026'; write the day as 2026-01-31"),
        ({"id": "late-refund-1", "cooldown_seconds": float("nan")}, "'cooldown_seconds' is 'nan'"),
        ({"id": "new-1", "text": "Words."}, "the new phrase 'new-1' lacks 'cue'"),
        ({"id": "lost-refund-1"}, "the id 'lost-refund-1' stands at"),
        ({"text": "Words."}, "'id' is empty"),
    ],
)
def test_a_broken_row_is_named_and_the_others_go_in(
    row: dict[str, Any], sentence: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, the row and its field named, and the sound row written."""
    file = write_rows(tmp_path / "in.json", [{"id": "lost-refund-1", "tone": "warm"}, row])
    imported(file, folder, "--apply", code=2)
    told = capsys.readouterr().out
    assert f"! {file}, phrase 2: " in told
    assert sentence in told
    assert [item.tone for item in load_bank(folder).phrases] == ["competent", "competent", "competent", "warm"]


def as_comma(text: str) -> bytes:
    return text.encode()


def as_semicolons(text: str) -> bytes:
    return ("\ufeff" + text.replace(",", ";")).encode()


def as_told_tabs(text: str) -> bytes:
    return ("sep=\t\r\n" + text.replace(",", "\t")).encode()


def as_unicode_text(text: str) -> bytes:
    return text.replace(",", "\t").encode("utf-16")


@pytest.mark.parametrize("saved", [as_comma, as_semicolons, as_told_tabs, as_unicode_text])
def test_csv_is_read_as_excel_saves_it(saved: Callable[[str], bytes], folder: Path, tmp_path: Path) -> None:
    """Marks of encoding, semicolons, tabs, capitals, lists over several lines of a cell, empty rows and cells."""
    text = 'ID,Tone,Needs,Version,once_per_call\r\nlate-refund-1, warm ,"speed\nclarity",1,FALSE\r\n,,,,\r\n'
    (tmp_path / "in.csv").write_bytes(saved(text))
    imported(tmp_path / "in.csv", folder, "--apply")
    after = load_bank(folder)["late-refund-1"]
    assert (after.tone, after.needs, after.version, after.once_per_call) == ("warm", ("speed", "clarity"), 1, False)


def test_a_spreadsheet_runs_nothing_of_an_export(folder: Path, tmp_path: Path) -> None:
    """What looks like a formula is text in both kinds of table."""
    for ending in ("csv", "xlsx"):
        assert main(["export", str(tmp_path / f"out.{ending}"), "--folder", str(folder)]) == 0
    rows = rows_of(tmp_path / "out.csv")
    assert rows[-1]["text"].startswith("'=1+1")
    assert all(cell[:1] not in tuple("=+-@\t\r") for row in rows for cell in row.values() if cell)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


def test_a_workbook_may_have_several_sheets(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with a column 'id' is read; sheet and row are named; numbers, dates and truths are what they look like."""
    book = openpyxl.Workbook()
    notes, first, second = book.active, book.create_sheet("ours"), book.create_sheet("theirs")
    assert notes is not None
    notes.append(["only", "notes"])
    first.append(["id", "version", "once_per_call", "cooldown_seconds", "text", "status"])
    first.append(["late-refund-1", 3.0, True, 45, "=1+1 is what they said.", None])
    second.append(["id", "tone"])
    second.append(["late-refund-2", "cold"])
    book.save(tmp_path / "in.xlsx")
    imported(tmp_path / "in.xlsx", folder, "--apply", code=2)
    after = load_bank(folder)["late-refund-1"]
    assert (after.version, after.once_per_call, after.cooldown_seconds) == (3, True, 45.0)
    assert after.text == "=1+1 is what they said."
    assert "in.xlsx, sheet theirs, row 2: phrase 'late-refund-2': 'tone' names 'cold'" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("in.txt", b"id", "'.txt' is no format of the bank"),
        ("in.xslx", b"id", "did you mean '.xlsx'?"),
        ("in.xlsx", b"no workbook", "this is no workbook that can be read"),
        ("in.csv", b"name,text\r\n", "names no column 'id'"),
        ("in.csv", b"id,text,text\r\n", "two columns are named 'text'"),
        ("in.csv", b"", "names no column 'id'"),
        ("in.csv", b"id,text\r\na,\xe9\r\n", "save it as 'CSV UTF-8'"),
        ("in.csv", b'id,text\r\na,"open\r\n', "the row cannot be read"),
        ("in.json", b"{", "in.json:1: this is not valid JSON"),
        ("in.json", b"{}", "the file holds no list 'phrases'"),
        ("in.yaml", b"phrases: 3", "the file holds no list 'phrases'"),
        ("in.yaml", b"phrase: []", "unknown field 'phrase'"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    name: str, content: bytes, sentence: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, one line on standard error, the bank as it was."""
    before = contents(folder)
    (tmp_path / name).write_bytes(content)
    imported(tmp_path / name, folder, "--apply", code=2)
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert contents(folder) == before


@given(st.text(min_size=1).filter(str.strip), st.lists(st.text(), max_size=3))
def test_cells_never_change_a_phrase_by_themselves(words: str, said: list[str]) -> None:
    """What cells lose (blanks at the ends, line ends in an item) they lose each time alike."""
    item = replace(phrase(), author=words, cues=tuple(said))
    cells = to_cells(item)
    assert from_cells(cells) == from_cells({name: str(text) for name, text in cells.items()})
    tidy = replace(item, author=words.strip(), cues=tuple(" ".join(part.split()) for part in said if part.strip()))
    if words.isprintable() and all(part.isprintable() and not part.endswith("\\") for part in said):
        assert from_cells(to_cells(tidy)) == values_of(tidy)
