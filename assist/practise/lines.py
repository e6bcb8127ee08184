"""Lines that fit any customer, for where a scenario has none of its own; none is said twice in a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import yaml

from phrasebank.strategies import load_strategies

Band = Literal["hot", "cold", "warm"]
BANDS: tuple[Band, ...] = ("hot", "cold", "warm")

_HOT = -0.5
_WARM = 0.05
_USUAL_ANSWERS = 2
"""So many of the acts that best answer a need count as an answer where the engine did not track the need."""


def band_of(temper: float) -> Band:
    """How a customer of this temper talks."""
    if temper < _HOT:
        return "hot"
    return "warm" if temper > _WARM else "cold"


@dataclass(frozen=True, slots=True)
class Stock:
    """Lines by kind (missteps, ``met``, ``listened``, ``told``, ``missed``) and band; by need, reminders and answers.

    The answers are acts of the agent.
    """

    by_kind: Mapping[str, Mapping[str, tuple[str, ...]]]
    reminders: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]

    def lines(self, kind: str, band: Band) -> tuple[str, ...]:
        """The lines of a kind, those of the band first; another band's are better than silence."""
        bands = self.by_kind.get(kind, {})
        others = ("cold",) if band != "cold" else ()
        return tuple(line for name in (band, *others) for line in bands.get(name, ()))


def load_stock() -> Stock:
    """The bundled lines."""
    values = yaml.safe_load((files("assist.practise") / "stock.yaml").read_text(encoding="utf-8"))
    reminders = {need: tuple(lines) for need, lines in values.pop("reminders").items()}
    by_kind = {kind: {band: tuple(lines) for band, lines in bands.items()} for kind, bands in values.items()}
    needs = load_strategies().needs
    return Stock(by_kind, reminders, {need: acts[:_USUAL_ANSWERS] for need, acts in needs.items()})
