"""What is truly said in recordings of one's own: a table of file, speaker and text."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assist.bench.arguments import FORMAT
from assist.bench.words import comparable
from assist.errors import SourceError
from assist.events import SPEAKERS

References = Mapping[str, Mapping[str, str]]
"""What each voice of each file says; a voice is a speaker, or empty in files of one channel."""


def read_references(path: Path) -> References:
    """Read the references.

    Args:
        path: `.csv` or `.jsonl`, as `assist.bench.arguments.FORMAT` has it.

    Raises:
        SourceError: the file cannot be read, or a row is not a reference; names the row.
    """
    rows = {".csv": _csv_rows, ".jsonl": _json_rows}.get(path.suffix.lower())
    if rows is None:
        raise SourceError(f"{path}: references are a .csv or .jsonl file; write {FORMAT}.")
    said: dict[str, dict[str, str]] = {}
    try:
        for number, row in rows(path):
            file, speaker, text = _checked(row, f"{path}, line {number}")
            voices = said.setdefault(file, {})
            voices[speaker] = f"{voices[speaker]} {text}" if speaker in voices else text
    except FileNotFoundError as error:
        raise SourceError(f"{path}: there is no such file; check the name.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path}: the references cannot be read ({error}); give a text file in UTF-8.") from error
    if not said:
        raise SourceError(f"{path}: there is no reference in the file; write {FORMAT}.")
    return said


def _csv_rows(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, row


def _json_rows(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise SourceError(f"{path}, line {number}: this is no JSON ({error.msg}); write {FORMAT}.") from error


def _checked(row: Any, where: str) -> tuple[str, str, str]:
    fields = row if isinstance(row, dict) else {}
    file, text, speaker = fields.get("file"), fields.get("text"), fields.get("speaker") or ""
    if not isinstance(file, str) or not isinstance(text, str) or not file.strip():
        raise SourceError(f"{where}: a reference needs a file and its text; write {FORMAT}.")
    if speaker not in ("", *SPEAKERS):
        raise SourceError(f"{where}: the speaker is '{speaker}'; write customer or agent, or leave it out for mono.")
    if not comparable(text):
        raise SourceError(f"{where}: the text holds no word; write what is said, or leave the row out.")
    return file.strip(), speaker, text
