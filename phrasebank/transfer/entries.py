"""Entry: one phrase as a file gives it, wherever it stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from phrasebank.phrase import Phrase

FIELDS = tuple(field.name for field in fields(Phrase) if field.name != "origin")
"""What is exported of a phrase, in this order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says about a phrase, not checked yet.

    Attributes:
        where: file and line, or file, sheet and row.
        values: of the fields that the file gives, by their names.
    """

    where: str
    values: Mapping[str, Any]


def values_of(phrase: Phrase) -> dict[str, Any]:
    """All fields of a phrase as plain values: texts, numbers, lists of texts."""
    values = {name: getattr(phrase, name) for name in FIELDS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
