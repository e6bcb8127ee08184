"""An experiment that is being planned: what it compares, where, and for how long. No Qt but for the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phrasebank.experiments import Experiment, Variant
from phrasebank.looks import Plan, calls_for
from phrasebank.phrase import Phrase

DIFFERENCES = (0.05, 0.1, 0.15, 0.2, 0.3)
"""Of the rates at which two wordings are said; half as large takes four times as many calls."""
USUAL_DIFFERENCE = 0.15


@dataclass(frozen=True, slots=True)
class ExperimentDraft:
    """What stands in the form.

    Attributes:
        a, b: the phrases; ``a`` is what there was before.
        emotion, need: the cell whose cards count; empty for any.
        difference: of the rates that is looked for.
        name: in kebab-case; empty for the proposed one.
    """

    a: Phrase
    b: Phrase
    emotion: str = ""
    need: str = ""
    difference: float = USUAL_DIFFERENCE
    name: str = ""

    @property
    def calls(self) -> int:
        """How many calls with one of the two cards it takes."""
        return calls_for(self.difference)

    def proposed_name(self, day: str, taken: Sequence[str] = ()) -> str:
        """A name from the cell and the day that nobody has yet."""
        words = [part for part in (self.emotion, self.need) if part] or [self.a.id]
        stem = re.sub(r"[^a-z0-9]+", "-", "-".join((*words, day)).lower()).strip("-")
        names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def days(self, rows: Sequence[Mapping[str, Any]], span: int) -> int | None:
        """How long it takes at the pace so far; None where that is not known.

        Args:
            rows: of phrases, with the calls in which each was seen.
            span: the days that those took.
        """
        calls = sum(row["calls"] for row in rows if row["phrase"] in (self.a.id, self.b.id))
        return round(self.calls * span / calls) if calls and span > 0 else None

    def experiment(self, day: str, taken: Sequence[str] = ()) -> Experiment:
        """Ready to be started.

        Raises:
            ExperimentError: it cannot be; the sentence says why.
        """
        return Experiment(
            self.name or self.proposed_name(day, taken),
            Variant((self.a.id,)),
            Variant((self.b.id,)),
            Plan(self.calls),
            self.emotion,
            self.need,
            started=day,
        )


def shared(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The tags that two phrases have in common, in the order of the first."""
    return tuple(tag for tag in one if tag in other)
