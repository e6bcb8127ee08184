"""Coverage: for which moments of a call a bank has words, and for which it has too few."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from phrasebank.bank import Bank
from phrasebank.errors import TaxonomyError
from phrasebank.packs import CORE
from phrasebank.phrase import Phrase
from phrasebank.taxonomy import load_taxonomy

NO_NEED = "-"
"""Stands for a feeling on its own, without an open need."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a bank has to cover; the reasons stand in ``data/coverage.yaml``.

    Attributes:
        variants: the least number of phrases in a cell.
        cells: pairs (emotion, need); the need is `NO_NEED` where the feeling stands alone.
        every_cell_in: phases in which each cell has at least one phrase.
        phases: pairs (phase, emotion) with at least ``variants`` phrases.
    """

    variants: int
    cells: tuple[tuple[str, str], ...]
    every_cell_in: tuple[str, ...]
    phases: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        taxonomy = load_taxonomy()
        known = {*taxonomy.emotion_ids, *taxonomy.need_ids, *taxonomy.phase_ids, NO_NEED}
        tags = {tag for pair in (*self.cells, *self.phases) for tag in pair} | set(self.every_cell_in)
        if unknown := sorted(tags - known):
            raise TaxonomyError(f"coverage.yaml: '{unknown[0]}' is not in the taxonomy; correct the tag.")


@dataclass(frozen=True, slots=True)
class Hole:
    """A moment with too few words.

    Attributes:
        rule: which demand is not met, kebab-case.
        found: how many phrases there are.
        wanted: how many there should be.
        tags: the moment's tags by their kind: ``emotion``, ``need`` (`NO_NEED` too), ``phase``, ``strategy``, ...
    """

    rule: str
    found: int
    wanted: int
    tags: Mapping[str, str]

    @property
    def moment(self) -> str:
        """Where, such as ``anger x fairness`` or ``strategy apology``."""
        if self.rule == "rare-tag":
            return " ".join(f"{kind} {tag}" for kind, tag in self.tags.items())
        return " x ".join(self.tags.values())

    def __str__(self) -> str:
        return f"{self.moment} has {self.found} of {self.wanted} phrases"


class Coverage:
    """The approved phrases of a bank, counted by moment. Immutable.

    Args:
        bank: its phrases for any place are counted.
        packs: the sectors that count. The core alone by default, for every team has it; a bank without any is counted
            as it is.
    """

    def __init__(self, bank: Bank, packs: Collection[str] = (CORE,)) -> None:
        anywhere = [phrase for phrase in bank.approved if phrase.locale == "any"]
        chosen = [phrase for phrase in anywhere if phrase.pack in packs]
        fallback = bank.approved if tuple(packs) == (CORE,) else ()
        self._phrases: Sequence[Phrase] = chosen or fallback
        self._moments = Counter(moment for phrase in self._phrases for moment in _moments(phrase))

    def count(self, emotion: str, need: str = "", phase: str = "") -> int:
        """Phrases for an emotion, a need (`NO_NEED`: for none; empty: whatever the need) and a phase (empty: any)."""
        return self._moments[emotion, need, phase]

    def holes(self, wanted: Wanted) -> Iterator[Hole]:
        """Every demand that is not met: cells, cells in a phase, phases, strategies, tags."""
        for emotion, need in wanted.cells:
            cell = {"emotion": emotion, "need": need}
            yield from _hole("few-variants", cell, self.count(emotion, need), wanted.variants)
        for emotion, need in wanted.cells:
            for phase in wanted.every_cell_in:
                cell = {"emotion": emotion, "need": need, "phase": phase}
                yield from _hole("empty-in-phase", cell, self.count(emotion, need, phase), 1)
        for phase, emotion in wanted.phases:
            row = {"emotion": emotion, "phase": phase}
            yield from _hole("thin-phase", row, self.count(emotion, phase=phase), wanted.variants)
        used = Counter(tag for phrase in self._phrases for tag in _tags(phrase))
        for kind, tags in _tag_sets().items():
            least = wanted.variants if kind == "strategy" else 1
            for tag in tags:
                yield from _hole("rare-tag", {kind: tag}, used[kind, tag], least)

    def table(self, wanted: Wanted) -> str:
        """Emotions down, needs across; an asterisk marks a sensible cell with too few phrases."""
        needs = (*load_taxonomy().need_ids, NO_NEED)
        lines = ["".join([f"{'':15}", *(f"{need[:9]:>10} " for need in needs)])]
        for emotion in load_taxonomy().emotion_ids:
            cells = [self._cell(emotion, need, wanted) for need in needs]
            lines.append("".join([f"{emotion:15}", *cells]))
        return "".join(f"{line.rstrip()}\n" for line in lines)

    def _cell(self, emotion: str, need: str, wanted: Wanted) -> str:
        found = self.count(emotion, need)
        sensible = (emotion, need) in wanted.cells
        shown = str(found) if found or sensible else "."
        return f"{shown:>10}{'*' if sensible and found < wanted.variants else ' '}"


@functools.cache
def load_wanted() -> Wanted:
    """The bundled demands; read from disk once.

    Raises:
        TaxonomyError: the installed file is damaged or names a tag that is not in the taxonomy.
    """
    text = resources.files("phrasebank").joinpath("data/coverage.yaml").read_text(encoding="utf-8")
    try:
        return _wanted(yaml.safe_load(text))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise TaxonomyError(f"coverage.yaml is damaged ({error}); install the package again.") from error


def _wanted(values: dict[str, Any]) -> Wanted:
    return Wanted(
        variants=values["variants"],
        cells=tuple((emotion, need) for emotion, needs in values["cells"].items() for need in needs or [NO_NEED]),
        every_cell_in=tuple(values["every_cell_in"]),
        phases=tuple((phase, emotion) for phase, emotions in values["phases"].items() for emotion in emotions),
    )


def _hole(rule: str, tags: Mapping[str, str], found: int, wanted: int) -> Iterator[Hole]:
    if found < wanted:
        yield Hole(rule, found, wanted, tags)


def _tag_sets() -> dict[str, tuple[str, ...]]:
    taxonomy = load_taxonomy()
    return {
        "emotion": taxonomy.emotion_ids,
        "need": taxonomy.need_ids,
        "strategy": taxonomy.strategy_ids,
        "act": taxonomy.act_ids,
        "tone": taxonomy.tone_ids,
        "phase": taxonomy.phase_ids,
    }


def _tags(phrase: Phrase) -> Iterator[tuple[str, str]]:
    yield "strategy", phrase.strategy
    yield "act", phrase.act
    yield "tone", phrase.tone
    yield from (("emotion", emotion) for emotion in phrase.emotions)
    yield from (("need", need) for need in phrase.needs)
    yield from (("phase", phase) for phase in phrase.phases)


def _moments(phrase: Phrase) -> Iterator[tuple[str, str, str]]:
    for emotion in phrase.emotions:
        for need in ("", *(phrase.needs or (NO_NEED,))):
            for phase in ("", *phrase.phases):
                yield emotion, need, phase
