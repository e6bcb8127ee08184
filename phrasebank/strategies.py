"""Which strategy helps where: how well a phrase's act answers a need and a feeling in a part of the call."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import yaml

from phrasebank.errors import TaxonomyError
from phrasebank.taxonomy import load_taxonomy

_FILE = "strategies.yaml"

_LISTED = (1.0, 0.85, 0.7, 0.55, 0.45, 0.4)
"""Fit by place in a list; the last place stays above what no list names."""

_UNLISTED = 0.3
_NUDGE = 0.15

_NEEDS_WEIGHT = 0.7
"""Of the needs beside the feeling, by judgement: what helps with a need also soothes, seldom the reverse."""

_AFTER_FIRST = 0.6
"""What the second need counts beside the first, the third beside the second ..."""


@dataclass(frozen=True, slots=True)
class Strategies:
    """Which strategies help where; the reasons stand in ``data/strategies.yaml``. Checks itself on construction.

    Attributes:
        needs: need -> the strategies that answer it, best first.
        emotions: emotion -> the strategies that fit it, best first.
        alone: emotions that are answered by themselves, whatever the needs.
        well: phase -> strategies that fit better there than elsewhere.
        badly: phase -> strategies that fit worse there than elsewhere.
    """

    needs: Mapping[str, tuple[str, ...]]
    emotions: Mapping[str, tuple[str, ...]]
    alone: tuple[str, ...]
    well: Mapping[str, tuple[str, ...]]
    badly: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        taxonomy = load_taxonomy()
        _check_complete("need", taxonomy.need_ids, self.needs)
        _check_complete("emotion", taxonomy.emotion_ids, self.emotions)
        _check_complete("phase", taxonomy.phase_ids, self.well, self.badly)
        _known(f"{_FILE}, alone", "emotion", self.alone, taxonomy.emotion_ids)
        for tag, listed in (*self.needs.items(), *self.emotions.items()):
            _check_strategies(tag, listed)
            if not 3 <= len(listed) <= len(_LISTED):
                raise TaxonomyError(f"{_FILE}: '{tag}' has {len(listed)} strategies; name 3 to {len(_LISTED)}.")
        for phase in self.well:
            _check_strategies(phase, (*self.well[phase], *self.badly[phase]))

    def fit(self, strategy: str, emotion: str, needs: Sequence[str], phase: str) -> float:
        """How well a phrase of this strategy helps a customer with this emotion, 0..1; ``needs`` strongest first.

        Raises:
            TaxonomyError: a tag is not in the taxonomy.
        """
        _known("Fit", "strategy", (strategy,), load_taxonomy().strategy_ids)
        _known("Fit", "emotion", (emotion,), self.emotions)
        _known("Fit", "need", needs, self.needs)
        _known("Fit", "phase", (phase,), self.well)
        fit = _place(strategy, self.emotions[emotion])
        if needs and emotion not in self.alone:
            weights = [_AFTER_FIRST**place for place in range(len(needs))]
            answer = sum(w * _place(strategy, self.needs[need]) for w, need in zip(weights, needs, strict=True))
            fit = _NEEDS_WEIGHT * answer / sum(weights) + (1 - _NEEDS_WEIGHT) * fit
        nudge = _NUDGE * ((strategy in self.well[phase]) - (strategy in self.badly[phase]))
        return min(1.0, max(0.0, fit + nudge))


@functools.cache
def load_strategies() -> Strategies:
    """The bundled lists; read from disk once.

    Raises:
        TaxonomyError: the installed file is damaged or names a tag that is not in the taxonomy.
    """
    text = resources.files("phrasebank").joinpath("data", _FILE).read_text(encoding="utf-8")
    try:
        values = yaml.safe_load(text)
        well, badly = ({phase: fits[how] for phase, fits in values["phases"].items()} for how in ("well", "badly"))
        needs, emotions = _lists(values["needs"]), _lists(values["emotions"])
        return Strategies(needs, emotions, tuple(values["alone"]), _lists(well), _lists(badly))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise TaxonomyError(f"{_FILE} is damaged ({error}); install the package again.") from error


def _lists(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {tag: tuple(listed) for tag, listed in values.items()}


def _place(strategy: str, listed: Sequence[str]) -> float:
    return _LISTED[listed.index(strategy)] if strategy in listed else _UNLISTED


def _known(where: str, kind: str, tags: Iterable[str], known: Collection[str]) -> None:
    if unknown := [tag for tag in tags if tag not in known]:
        raise TaxonomyError(f"{where}: there is no {kind} '{unknown[0]}'; the known ones are {', '.join(known)}.")


def _check_complete(kind: str, ids: Collection[str], *all_lists: Mapping[str, tuple[str, ...]]) -> None:
    for lists in all_lists:
        _known(_FILE, kind, lists, ids)
        if missing := [tag for tag in ids if tag not in lists]:
            raise TaxonomyError(f"{_FILE}: the {kind} '{missing[0]}' has no list; add one.")


def _check_strategies(tag: str, listed: Sequence[str]) -> None:
    _known(f"{_FILE}, {tag}", "strategy", listed, load_taxonomy().strategy_ids)
    if len(set(listed)) < len(listed):
        raise TaxonomyError(f"{_FILE}: '{tag}' names a strategy twice; keep one.")
