"""Moments of calls at whose end a card might come, with what would help there: ``data/cases.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from phrasebank.errors import CaseError
from phrasebank.packs import pack_ids
from phrasebank.phrase import Phrase
from phrasebank.taxonomy import load_taxonomy

ANSWERED_NEEDS = 2
"""A card answers what is most urgent: a phrase for the third need on the list is beside the point."""


@dataclass(frozen=True, slots=True)
class CaseTurn:
    """What one side says in a case."""

    speaker: Literal["customer", "agent"]
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """An excerpt of a call; the question is what the agent should see when its last turn ends.

    Attributes:
        id: for people.
        pack: the sector, ``core`` for none.
        phase: where the call stands.
        turns: the last one is the customer's.
        silence: whether a good coach would show nothing.
        emotions, needs: what a card must answer, most urgent first.
        strategies: acts that would help here.
        why: the reason, for people.

    Raises:
        CaseError: the case contradicts itself or names an unknown tag.
    """

    id: str
    pack: str
    phase: str
    turns: tuple[CaseTurn, ...]
    silence: bool
    emotions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        taxonomy = load_taxonomy()
        _known("pack", (self.pack,), pack_ids())
        _known("phase", (self.phase,), taxonomy.phase_ids)
        _known("emotions", self.emotions, taxonomy.emotion_ids)
        _known("needs", self.needs, taxonomy.need_ids)
        _known("strategies", self.strategies, taxonomy.strategy_ids)
        if not self.turns or self.turns[-1].speaker != "customer":
            raise CaseError("its last turn is not the customer's")
        if not self.silence and not (self.needs or self.emotions):
            raise CaseError("it asks for words but names neither a need nor an emotion")

    @property
    def query(self) -> str:
        """The words that a card would answer."""
        return self.turns[-1].text

    def relevance(self, phrase: Phrase) -> int:
        """How well a phrase would do: 2 in the right cell by a strategy that helps, 1 by another one, 0 elsewhere.

        The right cell is that of one of the first needs, or of an emotion where the case names no need.
        """
        cell = set(self.needs[:ANSWERED_NEEDS])
        fits = not cell.isdisjoint(phrase.needs) if cell else not set(self.emotions).isdisjoint(phrase.emotions)
        return fits + (fits and phrase.strategy in self.strategies)


def bundled_cases() -> Path:
    """The cases that come with the package; they were written apart from the bank's cues."""
    return Path(str(resources.files("phrasebank"))) / "data" / "cases.jsonl"


def read_cases(path: Path | None = None) -> list[Case]:
    """Every case of a file, the bundled ones by default.

    Raises:
        CaseError: the file cannot be read or a case is broken; the message names file and line.
    """
    path = path or bundled_cases()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: the cases cannot be read ({error}); check the path.") from error
    cases = [_case(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not cases:
        raise CaseError(f"{path}: the file holds no cases; write one JSON object a line.")
    return cases


def _case(line: str, where: str) -> Case:
    try:
        row: dict[str, Any] = json.loads(line)
        turns = tuple(CaseTurn(turn["speaker"], turn["text"]) for turn in row["turns"])
        tags = {name: tuple(row.get(name, ())) for name in ("emotions", "needs", "strategies")}
        silence = bool(row["silence"])
        return Case(row["id"], row["pack"], row["phase"], turns, silence, **tags, why=row.get("why", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CaseError(
            f"{where}: the case is broken ({error!r}); it needs id, pack, phase, turns, silence."
        ) from error
    except CaseError as error:
        raise CaseError(f"{where}: {error}; mend the case.") from error


def _known(name: str, tags: Iterable[str], known: tuple[str, ...]) -> None:
    for tag in tags:
        if tag not in known:
            raise CaseError(f"'{name}' names '{tag}', which is unknown")
