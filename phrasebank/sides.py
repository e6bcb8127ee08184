"""What the encoder learns from: rows with a target for each head, and which of them are held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.corpus import EPITOME_LEVELS, MECHANISMS, AgentRow, CustomerRow, indicators
from phrasebank.encoder import Encoder, FloatArray
from phrasebank.posts import EKMAN, Post
from phrasebank.split import TWIN
from phrasebank.taxonomy import load_taxonomy

Mask = NDArray[np.bool_]

REAL_WEIGHT, DOUBTED_WEIGHT = 3.0, 1.5
"""A real utterance counts as much as three written ones, since it is what the product will hear; half of that where
its reader hesitated."""


@dataclass(frozen=True, slots=True)
class Task:
    """One head's targets: class numbers of shape (rows,), or 0 and 1 of shape (rows, labels).

    Attributes:
        name: of the head.
        labels: of its columns.
        targets: for every row of the side.
        shipped: whether the product reads it; other heads only teach the encoder.
    """

    name: str
    labels: tuple[str, ...]
    targets: Any
    shipped: bool = True

    @property
    def single(self) -> bool:
        """Whether every row has exactly one of the labels."""
        return bool(self.targets.ndim == 1)


@dataclass(frozen=True, slots=True)
class Side:
    """Rows of one kind with their tasks.

    Attributes:
        texts: of the rows.
        tasks: what is to be learned from them.
        real: rows that a real person said.
        weights: how much each row counts in training.
        held: rows that no weight sees.
        learned: rows to learn from: neither held out nor twins of such.
        originals: sentence embeddings by the original model, of shape (rows, dimensions); empty where the rows
            need not keep them.
    """

    texts: tuple[str, ...]
    tasks: tuple[Task, ...]
    real: Mask
    weights: FloatArray
    held: Mask
    learned: Mask
    originals: FloatArray

    @property
    def doubted(self) -> Mask:
        """Rows whose reader hesitated."""
        found: Mask = self.weights == DOUBTED_WEIGHT
        return found


def customer_side(rows: Sequence[CustomerRow], original: Encoder) -> Side:
    """Emotions and needs."""
    taxonomy = load_taxonomy()
    emotions = np.array([taxonomy.emotion_ids.index(row.emotion) for row in rows], dtype=np.int64)
    needs = indicators([row.needs for row in rows], taxonomy.need_ids)
    tasks = (Task("emotions", taxonomy.emotion_ids, emotions), Task("needs", taxonomy.need_ids, needs))
    return _side(rows, tasks, original)


def agent_side(rows: Sequence[AgentRow], original: Encoder) -> Side:
    """Acts, answers and empathy. A row whose empathy nobody graded counts as showing none."""
    taxonomy = load_taxonomy()
    reached = [
        [int(level >= least) for level in row.epitome or (0,) * len(MECHANISMS) for least in (1, 2)] for row in rows
    ]
    tasks = (
        Task("acts", taxonomy.strategy_ids, indicators([row.acts for row in rows], taxonomy.strategy_ids)),
        Task("answers", taxonomy.need_ids, indicators([row.answers for row in rows], taxonomy.need_ids)),
        Task("epitome", EPITOME_LEVELS, np.array(reached, dtype=np.int64)),
    )
    return _side(rows, tasks, original)


def post_side(posts: Sequence[Post]) -> Side:
    """Ekman's feelings in comments; their own test and dev splits are never seen."""
    rows = [post for post in posts if post.split == "train"]
    tasks = (Task("ekman", tuple(EKMAN), indicators([row.groups for row in rows], tuple(EKMAN)), shipped=False),)
    none, every = np.zeros(len(rows), dtype=bool), np.ones(len(rows), dtype=bool)
    return Side(
        texts=tuple(row.text for row in rows),
        tasks=tasks,
        real=none,
        weights=np.ones(len(rows), dtype=np.float32),
        held=none,
        learned=every,
        originals=np.empty((0, 0), dtype=np.float32),
    )


def _side(rows: Sequence[CustomerRow] | Sequence[AgentRow], tasks: tuple[Task, ...], original: Encoder) -> Side:
    originals = original.encode([row.text for row in rows])
    held = np.array([row.held_out for row in rows], dtype=bool)
    twins = (originals @ originals[held].T).max(axis=1, initial=-1.0) > TWIN
    return Side(
        texts=tuple(row.text for row in rows),
        tasks=tasks,
        real=np.array([isinstance(row, CustomerRow) and row.real for row in rows], dtype=bool),
        weights=np.array([_weight(row) for row in rows], dtype=np.float32),
        held=held,
        learned=~(held | twins),
        originals=originals,
    )


def _weight(row: CustomerRow | AgentRow) -> float:
    if isinstance(row, AgentRow) or not row.real:
        return 1.0
    return REAL_WEIGHT if row.sure else DOUBTED_WEIGHT
