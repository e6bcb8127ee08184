"""Floors: the probability from which a reading counts, chosen on out-of-fold scores. Below it the answer is silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phrasebank.encoder import FloatArray

IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]

HIGHEST, LOWEST, STEP = 0.95, 0.35, 0.05
LEAST_ROWS = 20
"""A label with fewer rows keeps 0.5: its best floor would be chance."""


@dataclass(frozen=True, slots=True)
class _Scores:
    """What the search for floors looks at: each row's likeliest class and its probability."""

    best: IntArray
    top: FloatArray
    right: Mask
    neutral: Mask
    worth: NDArray[np.float64]

    def lowering(self, label: int, low: float, high: float) -> tuple[float, int]:
        """What moving a label's floor from ``high`` down to ``low`` would find, and its false alarms."""
        raised = (self.best == label) & (self.top >= low) & (self.top < high)
        return float(self.worth[raised & self.right].sum()), int((raised & self.neutral).sum())


def emotion_floors(chances: FloatArray, targets: IntArray, real: Mask, alarms_allowed: float) -> FloatArray:
    """For each emotion the probability from which it counts, so that neutral real utterances rarely raise one.

    Starts from floors that nothing reaches and lowers, step by step, the one that finds the most emotions for each
    false alarm, until no step is left that the allowance pays for. Class 0 is neutral; its floor is 0.

    Args:
        chances: out-of-fold probabilities, shape (rows, emotions).
        targets: class of each row.
        real: rows that a real customer said. False alarms are counted on the neutral ones among them (on all neutral
            rows where there are none), and an emotion found among them counts three times.
        alarms_allowed: share of those neutral rows that may raise an emotion.
    """
    neutral = targets == 0
    if (neutral & real).any():
        neutral &= real
    best = chances.argmax(axis=1)
    worth = np.where(real, 3.0, 1.0) / np.bincount(targets, minlength=chances.shape[1])[targets]
    scores = _Scores(best, chances.max(axis=1), best == targets, neutral, worth)
    floors = np.full(chances.shape[1], 1.01)
    floors[0] = 0.0
    left = int(alarms_allowed * neutral.sum())
    while (offer := _best_offer(scores, floors, left)) is not None:
        label, floor, alarms = offer
        floors[label] = floor
        left -= alarms
    lowered: FloatArray = np.minimum(floors, HIGHEST).astype(np.float32)
    return lowered


def _best_offer(scores: _Scores, floors: NDArray[np.float64], left: int) -> tuple[int, float, int] | None:
    """The next floor to lower: label, new floor, false alarms; None where none is worth it or can be paid."""
    offers = []
    for label in range(1, len(floors)):
        for floor in np.arange(HIGHEST, LOWEST - STEP / 2, -STEP):
            if floor < floors[label] - STEP / 2:
                found, alarms = scores.lowering(label, float(floor), float(floors[label]))
                if found and alarms <= left:
                    offers.append((found / (alarms + 0.5), label, float(floor), alarms))
    if not offers:
        return None
    _, label, floor, alarms = max(offers)
    return label, floor, alarms


def label_floors(chances: FloatArray, targets: IntArray, weights: FloatArray) -> FloatArray:
    """For each label of a many-label task the probability from which its F1 is best, 0.3..0.75, 0.5 where rare."""
    from sklearn.metrics import f1_score  # noqa: PLC0415 - a second of start-up

    floors = np.full(chances.shape[1], 0.5, dtype=np.float32)
    steps = np.arange(0.30, 0.76, 0.05)
    for label in np.flatnonzero(targets.sum(axis=0) >= LEAST_ROWS):
        scores = [f1_score(targets[:, label], chances[:, label] >= step, sample_weight=weights) for step in steps]
        floors[label] = steps[int(np.argmax(scores))]
    return floors
