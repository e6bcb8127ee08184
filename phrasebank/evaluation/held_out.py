"""Rows that no weight has seen, and three readers of many-label tasks on them side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from phrasebank.corpus import AgentRow, CustomerRow, indicators
from phrasebank.evaluation.baselines import Baseline, make_baselines
from phrasebank.evaluation.intervals import IntArray, bootstrapped
from phrasebank.evaluation.material import Material, MissingDataError
from phrasebank.evaluation.measures import MACRO, MICRO, counts_of, label_measure
from phrasebank.evaluation.report import Table, compared

OURS = "ours"

Row = TypeVar("Row", CustomerRow, AgentRow)


@dataclass(frozen=True)
class HeldOut(Generic[Row]):
    """Rows to be read and rows to learn from.

    Attributes:
        rows: held out, and unlike every training row.
        training: the others.
        twins: how many held-out rows nearly equal a training row and were left out.
    """

    rows: list[Row]
    training: list[Row]
    twins: int

    @property
    def texts(self) -> list[str]:
        """Of the rows to be read."""
        return [row.text for row in self.rows]

    @property
    def training_texts(self) -> list[str]:
        """Of the rows to learn from."""
        return [row.text for row in self.training]

    @property
    def note(self) -> str:
        """How many rows there are."""
        return (
            f"{len(self.rows)} held-out rows, {len(self.training)} training rows; "
            f"{self.twins} more held-out rows are near twins of training rows and left out."
        )


def split_rows(rows: Sequence[Row], material: Material) -> HeldOut[Row]:
    """Separate what is held out.

    Raises:
        MissingDataError: nothing is.
    """
    held = [row for row in rows if row.held_out]
    training = [row for row in rows if not row.held_out]
    twins = material.twins([row.text for row in held], [row.text for row in training])
    kept = [row for row, twin in zip(held, twins, strict=True) if not twin]
    if not kept or not training:
        raise MissingDataError("there are no held-out rows beside training rows; add rows with --extra DIR.")
    return HeldOut(kept, training, int(twins.sum()))


def baselines_of(held: HeldOut[Row], material: Material) -> tuple[Baseline, Baseline]:
    """Both baselines, learning from the training rows."""
    return make_baselines(material.original.embed, held.training_texts)


@dataclass(frozen=True)
class LabelTask(Generic[Row]):
    """A task with any number of labels a row.

    Attributes:
        name: for people.
        labels: in the order of the columns.
        of: the labels of a row.
        found: ours at the floors, 0 and 1, shape (held-out rows, labels).
    """

    name: str
    labels: tuple[str, ...]
    of: Callable[[Row], tuple[str, ...]]
    found: IntArray

    def columns(self, held: HeldOut[Row], baselines: Sequence[Baseline]) -> Mapping[str, IntArray]:
        """What each reader finds."""
        taught = indicators([self.of(row) for row in held.training], self.labels)
        texts = held.training_texts
        return {OURS: self.found} | {each.name: each.labels(texts, taught, held.texts) for each in baselines}

    def table(self, held: HeldOut[Row], columns: Mapping[str, IntArray], rows: IntArray, group: str) -> Table:
        """The readers' F1 on some of the held-out rows."""
        true = indicators([self.of(held.rows[row]) for row in rows], self.labels)
        figures = {
            name: bootstrapped(label_measure(true, found[rows], self.labels), len(rows))
            for name, found in columns.items()
        }
        counts = counts_of((label for row in rows for label in self.of(held.rows[row])), (MACRO,))
        order = [label for label in self.labels if label in counts] + [MICRO, MACRO]
        return compared(f"{self.name}, {group} ({len(rows)} rows): F1", figures, counts, order)


def at_floors(chances: Sequence[Mapping[str, float]], floors: Mapping[str, float]) -> IntArray:
    """Which labels reach their floor: shape (rows, labels), 0 or 1."""
    found: IntArray = np.array(
        [[int(row[label] >= floor) for label, floor in floors.items()] for row in chances], dtype=np.int64
    )
    return found
