"""From a trained network to one whose probabilities mean something, with floors and scores, on rows it has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.encoder import FloatArray
from phrasebank.fitting import IntArray, calibrated, multi_label_chances, temperature
from phrasebank.floors import emotion_floors, label_floors
from phrasebank.heads import Network, softmax
from phrasebank.scores import score_emotions, score_labels
from phrasebank.taxonomy import load_taxonomy

Mask = NDArray[np.bool_]

ALARMS_ALLOWED = 0.03
"""Share of neutral real utterances that may raise an emotion: a superfluous card costs the next ones their reader."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One task's network with its floors (by label) and scores."""

    network: Network
    floors: dict[str, float]
    scores: dict[str, Any]


def calibrate_emotions(
    network: Network, logits: FloatArray, targets: IntArray, real: Mask, doubted: Mask
) -> Calibrated:
    """Calibrate the emotions: exactly one a row.

    Args:
        network: what is to be calibrated.
        logits: log odds of rows that the network, or one like it, has not seen, shape (rows, emotions).
        targets: class of each row.
        real: rows that a real customer said.
        doubted: rows whose reader hesitated: they are scored, but no false alarm is counted against a doubtful label.
    """
    clear = ~doubted
    trusted = real & clear if (real & clear).any() else ~real  # probabilities shall mean something on real calls
    factor = temperature(logits[trusted], targets[trusted])
    chances = softmax(logits * np.float32(factor))
    floors = emotion_floors(chances[clear], targets[clear], real[clear], ALARMS_ALLOWED)
    labels = load_taxonomy().emotion_ids
    scores = score_emotions(chances, targets, real, floors)
    return Calibrated(calibrated(network, factor), _named(labels, floors), scores)


def calibrate_labels(
    network: Network,
    logits: FloatArray,
    targets: IntArray,
    weights: FloatArray,
    groups: Mapping[str, Mask],
    labels: Sequence[str],
) -> Calibrated:
    """Calibrate a task with any number of labels a row.

    Args:
        network: what is to be calibrated.
        logits: log odds of rows that the network, or one like it, has not seen, shape (rows, labels).
        targets: 0 and 1, of the same shape.
        weights: shape (rows,), how much each row counts for the floors.
        groups: rows to be scored together.
        labels: names of the columns.
    """
    chances, factor, shift = multi_label_chances(logits, targets)
    floors = label_floors(chances, targets, weights)
    scores = score_labels(chances, targets, groups, floors, labels)
    return Calibrated(calibrated(network, factor, shift), _named(labels, floors), scores)


def _named(labels: Sequence[str], floors: FloatArray) -> dict[str, float]:
    return {label: round(float(floor), 3) for label, floor in zip(labels, floors, strict=True)}
