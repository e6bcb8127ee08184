"""Formats: what a file is, is told by its name."""

from __future__ import annotations

import difflib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from phrasebank.bank import DEFAULTS, check_names
from phrasebank.errors import TransferError, UsageError
from phrasebank.phrase import Phrase
from phrasebank.rows import Row, read_rows
from phrasebank.transfer.cells import from_cells, to_cells
from phrasebank.transfer.entries import Entry, values_of
from phrasebank.transfer.tables import read_csv, read_xlsx, write_csv, write_xlsx


class Format(NamedTuple):
    """How one kind of file is written and read.

    Attributes:
        write: the content of a file with these phrases.
        read: the entries of a file, given its path and content.
        echo: the values of a phrase as they come back from such a file; tables lose blanks at the ends of a text.
    """

    write: Callable[[Sequence[Phrase]], bytes]
    read: Callable[[Path, bytes], Iterable[Entry]]
    echo: Callable[[Phrase], Mapping[str, Any]]


def format_of(path: Path) -> Format:
    """The format that the name's ending tells.

    Raises:
        UsageError: there is no such format.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        near = difflib.get_close_matches(ending, FORMATS, n=1)
        mend = f"did you mean '{near[0]}'?" if near else f"name a file that ends in {', '.join(FORMATS)}."
        raise UsageError(f"{path}: '{ending}' is no format of the bank; {mend}")
    return FORMATS[ending]


def write_file(path: Path, phrases: Sequence[Phrase]) -> None:
    """Write an export; a file of that name is replaced whole.

    Raises:
        UsageError: the name's ending tells no format.
        TransferError: the file cannot be written.
    """
    content = format_of(path).write(phrases)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise TransferError(f"{path}: the file cannot be written ({error.strerror}); name another place.") from error


def read_file(path: Path) -> list[Entry]:
    """What a file says about phrases.

    Raises:
        UsageError: the name's ending tells no format.
        TransferError, BankError: the file as a whole cannot be read.
    """
    read = format_of(path).read
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TransferError(f"{path}: the file cannot be read ({error.strerror}); check the path.") from error
    return list(read(path, content))


def _write_yaml(phrases: Sequence[Phrase]) -> bytes:
    """A file that is also a file of the bank where all its phrases are of one pack."""
    rows = [_stated(phrase) for phrase in phrases]
    packs = {phrase.pack for phrase in phrases}
    top: dict[str, Any] = {"pack": packs.pop()} if len(packs) == 1 else {}
    for row in rows if top else ():
        del row["pack"]
    text: str = yaml.safe_dump({**top, "phrases": rows}, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()


def _write_json(phrases: Sequence[Phrase]) -> bytes:
    rows = [_stated(phrase) for phrase in phrases]
    return (json.dumps({"phrases": rows}, ensure_ascii=False, indent=2) + "\n").encode()


def _stated(phrase: Phrase) -> dict[str, Any]:
    return {name: value for name, value in values_of(phrase).items() if value is not None}


def _read_yaml(path: Path, _: bytes) -> Iterator[Entry]:
    """An export, or a file of the bank, whose top holds for all its phrases."""
    content = read_rows(path)
    check_names(path, content, (*DEFAULTS, "pack", "phrases"), "the top of the file")
    for row in _listed(path, content.get("phrases")):
        line = row.line if isinstance(row, Row) else content.lines["phrases"]
        top = {name: value for name, value in content.items() if name != "phrases" and value is not None}
        yield _entry(f"{path}:{line}", row, top)


def _read_json(path: Path, content: bytes) -> Iterator[Entry]:
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise TransferError(f"{path}:{error.lineno}: this is not valid JSON ({error.msg}); mend it there.") from error
    except UnicodeDecodeError as error:
        raise TransferError(f"{path}: the file is not UTF-8 text; save it as UTF-8.") from error
    except RecursionError as error:
        raise TransferError(f"{path}: the file is nested too deeply; write a list of phrases.") from error
    rows = data.get("phrases") if isinstance(data, dict) else data
    for number, row in enumerate(_listed(path, rows), start=1):
        yield _entry(f"{path}, phrase {number}", row, {})


def _listed(path: Path, rows: Any) -> list[Any]:
    if not isinstance(rows, list):
        raise TransferError(f"{path}: the file holds no list 'phrases'; write the phrases as an export does.")
    return rows


def _entry(where: str, row: Any, top: Mapping[str, Any]) -> Entry:
    """An entry that is no mapping has no fields, which the check will name."""
    return Entry(where, {**top, **row} if isinstance(row, dict) else {})


def _table_echo(phrase: Phrase) -> Mapping[str, Any]:
    return from_cells(to_cells(phrase))


_YAML = Format(_write_yaml, _read_yaml, values_of)
FORMATS: Mapping[str, Format] = {
    ".csv": Format(write_csv, read_csv, _table_echo),
    ".xlsx": Format(write_xlsx, read_xlsx, _table_echo),
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format(_write_json, _read_json, values_of),
}
