"""Sketch: a phrase while it is being written: what is wrong field by field, and a sound one to judge the rest by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from phrasebank.bank import LISTS
from phrasebank.errors import PhraseError
from phrasebank.phrase import Phrase

STAND_INS: Mapping[str, Any] = {
    "id": "new-phrase",
    "text": "I'll look into this for you now.",
    "cue": "Look into it now",
    "emotions": (),
    "needs": (),
    "strategy": "ownership",
    "act": "action",
    "tone": "competent",
    "phases": ("discovery", "resolution"),
    "cues": (),
}
"""For fields that are empty or wrong: together a phrase that breaks no rule on its words."""

_NAMES = {field.name: field.default for field in fields(Phrase) if field.name != "origin"}
_FIELD = re.compile(r"'(\w+)'")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field's value makes no phrase."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What can be made of the values so far.

    Attributes:
        phrase: sound; a stand-in wherever a field has a fault or no value.
        faults: one for each field that makes no phrase; none where the phrase is the values' own.
    """

    phrase: Phrase
    faults: tuple[Fault, ...]

    @property
    def faulty(self) -> frozenset[str]:
        """The fields that have a stand-in."""
        return frozenset(fault.field for fault in self.faults)


def sketched(values: Mapping[str, Any]) -> Sketch:
    """The phrase that the values make, or come nearest to.

    Args:
        values: of `Phrase`'s fields, by name; lists stand for tuples, unknown names are left out.
    """
    sound = dict(STAND_INS)
    for name in _NAMES.keys() & values.keys():
        sound[name] = tuple(values[name]) if name in LISTS else values[name]
    faults: list[Fault] = []
    while True:
        try:
            return Sketch(Phrase(**sound), tuple(faults))
        except PhraseError as error:
            field = _FIELD.search(str(error))
            if field is None or field[1] in {fault.field for fault in faults}:
                raise  # the stand-ins are sound, so this cannot come from a value
            faults.append(Fault(field[1], str(error)))
            sound[field[1]] = STAND_INS.get(field[1], _NAMES[field[1]])
