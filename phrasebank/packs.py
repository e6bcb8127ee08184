"""Packs: phrases for one sector, and what must not be said there."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from phrasebank.errors import PackError

CORE = "core"
"""The pack of phrases that fit every sector. It has no do-nots of its own: the wording rules hold for all."""


@dataclass(frozen=True, slots=True)
class DoNot:
    """Something that is not said in a sector.

    Attributes:
        id: kebab-case.
        what: the rule for people.
        patterns: any of them, matched without regard to case, breaks the rule.
        mend: what to say instead.
        why: the reason.
    """

    id: str
    what: str
    patterns: tuple[re.Pattern[str], ...]
    mend: str
    why: str

    def broken_by(self, texts: Iterable[str]) -> bool:
        """Whether one of the texts says it."""
        return any(pattern.search(text) for text in texts for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Pack:
    """A sector.

    Attributes:
        id: kebab-case; phrase files name it.
        name: for people.
        regulated: the law watches what is said there; the do-nots of all regulated sectors hold too.
        do_nots: in the order of the file, the shared ones first.
    """

    id: str
    name: str
    regulated: bool
    do_nots: tuple[DoNot, ...]

    def breaches(self, texts: Sequence[str]) -> tuple[DoNot, ...]:
        """The do-nots that the texts break."""
        return tuple(do_not for do_not in self.do_nots if do_not.broken_by(texts))


@functools.cache
def load_packs() -> Mapping[str, Pack]:
    """The bundled sectors by id, in alphabetical order; read from disk once.

    Raises:
        PackError: an installed file is damaged; the message names it.
    """
    data = resources.files("phrasebank").joinpath("data")
    shared = _do_nots(data.joinpath("regulated.yaml"))
    files = sorted(data.joinpath("packs").iterdir(), key=lambda file: file.name)
    packs = (_pack(file, shared) for file in files if file.name.endswith(".yaml"))
    return {pack.id: pack for pack in packs}


def pack_ids() -> tuple[str, ...]:
    """Every pack that a phrase may belong to, the core first."""
    return (CORE, *load_packs())


def _pack(file: Traversable, shared: tuple[DoNot, ...]) -> Pack:
    values = _read(file)
    try:
        regulated = bool(values["regulated"])
        own = _do_nots(file)
        return Pack(file.name.removesuffix(".yaml"), values["name"], regulated, (*shared, *own) if regulated else own)
    except KeyError as error:
        raise PackError(f"{file.name} lacks {error}; install the package again.") from error


def _do_nots(file: Traversable) -> tuple[DoNot, ...]:
    try:
        return tuple(
            DoNot(
                id=row["id"],
                what=row["what"],
                patterns=tuple(re.compile(pattern, re.IGNORECASE) for pattern in row["patterns"]),
                mend=row["mend"],
                why=row["why"],
            )
            for row in _read(file)["do_nots"]
        )
    except (KeyError, TypeError, re.error) as error:
        raise PackError(f"{file.name} has a damaged do-not ({error}); install the package again.") from error


def _read(file: Traversable) -> dict[str, Any]:
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise PackError(f"{file.name} is not valid YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(values, dict):
        raise PackError(f"{file.name} holds no pack; install the package again.")
    return values
