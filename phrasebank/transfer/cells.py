"""A phrase as the cells of a table row, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from phrasebank.bank import LISTS
from phrasebank.phrase import Phrase
from phrasebank.transfer.entries import values_of

_NEVER_EMPTY = ("scope", "status", "pack", "register", "locale", "version", "once_per_call")
"""An empty cell of these says nothing; of the others it says that there is nothing."""
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_BETWEEN = re.compile(r"(?<!\\)\||\n")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def to_cells(phrase: Phrase) -> dict[str, str]:
    """The text of each cell; the items of a list stand in one, separated by ``|``."""
    return {name: _UNPRINTABLE.sub("", _cell(value)) for name, value in values_of(phrase).items()}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(" ".join(item.split()).replace("|", r"\|") for item in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def from_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The values that cells hold; what cannot be read stays a text, for the check that names it."""
    values = {name: _value(name, _text(cell)) for name, cell in cells.items()}
    return {name: value for name, value in values.items() if value != "" or name not in _NEVER_EMPTY}


def _text(cell: Any) -> str:
    """What a spreadsheet shows: it makes numbers, dates and truths of texts that look like them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n").strip()


def _value(name: str, text: str) -> Any:
    if name in LISTS:
        return [item.strip().replace(r"\|", "|") for item in _BETWEEN.split(text) if item.strip()]
    if name == "once_per_call":
        return _TRUTHS.get(text.lower(), text)
    if name == "cooldown_seconds" and not text:
        return None
    if name in {"cooldown_seconds", "version"}:
        try:
            return float(text) if name == "cooldown_seconds" else int(text)
        except ValueError:
            return text
    return text
