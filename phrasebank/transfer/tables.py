"""Tables: CSV and XLSX as spreadsheets write and read them."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from phrasebank.errors import TransferError
from phrasebank.phrase import Phrase
from phrasebank.transfer.cells import from_cells, to_cells
from phrasebank.transfer.entries import FIELDS, Entry

SHEET = "phrases"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet runs when it opens a CSV file; an apostrophe in front makes it text (OWASP, CSV injection)."""


def write_csv(phrases: Iterable[Phrase]) -> bytes:
    """A table with one phrase a row, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(FIELDS)
    for phrase in phrases:
        cells = to_cells(phrase)
        table.writerow(f"'{cells[name]}" if _FORMULA.match(cells[name]) else cells[name] for name in FIELDS)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(phrases: Iterable[Phrase]) -> bytes:
    """A workbook with one sheet, one phrase a row, every cell a text."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    sheet.freeze_panes = "B2"
    sheet.append(FIELDS)
    for number, phrase in enumerate(phrases, start=2):
        for column, text in enumerate(to_cells(phrase).values(), start=1):
            cell = sheet.cell(number, column, text)
            if text:
                cell.data_type = "s"  # also of '=1+1', which would be a formula
            cell.quotePrefix = text.startswith("=")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_csv(path: Path, content: bytes) -> Iterator[Entry]:
    """The rows of a CSV file; comma, semicolon or tab between cells, UTF-8 or Excel's UTF-16.

    Raises:
        TransferError: it is in another encoding, or its first row does not name the fields.
    """
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TransferError(f"{path}: the file is not UTF-8 text; save it as 'CSV UTF-8'.") from error
    first = text.lstrip().split("\n", 1)[0]
    if told := re.fullmatch(r"sep=(.)\s*", first):
        text = text.lstrip()[len(first) + 1 :]
    between = told[1] if told else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        rows = [(reader.line_num, [_plain(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise TransferError(f"{path}:{reader.line_num}: the row cannot be read ({error}); check the quotes.") from error
    offset = 1 if told else 0
    yield from _entries([(f"{path}:{line + offset}", row) for line, row in rows], str(path))


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_xlsx(path: Path, content: bytes) -> Iterator[Entry]:
    """The rows of every sheet that has a column ``id``. A formula is read as its text and never worked out.

    Raises:
        TransferError: it is no workbook, or no sheet has such a column.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of looks that openpyxl does not keep; we only read cells
            book = openpyxl.load_workbook(io.BytesIO(content))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, ParseError, OSError) as error:
        raise TransferError(f"{path}: this is no workbook that can be read; save it as .xlsx.") from error
    found = False
    for sheet in book.worksheets:
        rows = [(f"{path}, sheet {sheet.title}, row {number}", row) for number, row in enumerate(sheet.values, start=1)]
        if any("id" in _names(row) for _, row in rows[:1]):
            found = True
            yield from _entries(rows, f"{path}, sheet {sheet.title}")
    if not found:
        raise TransferError(f"{path}: no sheet has a column 'id' in its first row; name the columns as an export does.")


def _entries(rows: Sequence[tuple[str, Sequence[Any]]], table: str) -> Iterator[Entry]:
    filled = [(where, row) for where, row in rows if any(str(cell).strip() for cell in row if cell is not None)]
    names = _names(filled[0][1]) if filled else []
    if "id" not in names:
        raise TransferError(f"{table}: the first row names no column 'id'; name the columns as an export does.")
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise TransferError(f"{table}: two columns are named '{twice}'; remove one.")
    for where, row in filled[1:]:
        cells = dict(zip(names, row, strict=False))
        extra = [cell for cell in row[len(names) :] if cell not in (None, "")]
        cells.pop("", None)
        yield Entry(where, from_cells(cells) if not extra else {**from_cells(cells), "": extra[0]})


def _names(row: Sequence[Any]) -> list[str]:
    return [str(cell or "").strip().lower() for cell in row]
