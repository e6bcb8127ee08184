"""What is measured of emotions, of many-label tasks and of three-way signs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from phrasebank.evaluation.intervals import IntArray, Measure, class_f1, label_f1, mean_of, micro_f1
from phrasebank.scores import LEAST_ROWS
from phrasebank.taxonomy import load_taxonomy

SIGNS = ("neutral", "negative", "positive")
MACRO = "macro F1"
THREE_WAY = "three-way macro F1"
AT_FLOORS = "at the floors"
ALARMS = "false alarms per 100 neutral"
MICRO = "micro F1"


def emotion_numbers(labels: Iterable[str]) -> IntArray:
    """Classes of emotions by name; ``unsure`` is neutral, since nothing is shown."""
    place = {name: number for number, name in enumerate(load_taxonomy().emotion_ids)}
    return np.array([place.get(label, 0) for label in labels], dtype=np.int64)


def signs(emotions: IntArray) -> IntArray:
    """Of emotion classes, by their valence: a place in `SIGNS`."""
    valences = np.array([emotion.valence for emotion in load_taxonomy().emotions])
    each: IntArray = np.where(valences == 0, 0, np.where(valences < 0, 1, 2)).astype(np.int64)
    return each[emotions]


def frequent(targets: IntArray, classes: int) -> IntArray:
    """The classes with enough rows for a macro average."""
    return np.flatnonzero(np.bincount(targets, minlength=classes) >= LEAST_ROWS)


def emotion_measure(targets: IntArray, best: IntArray, sure: IntArray | None = None) -> Measure:
    """F1 of the likeliest emotion, class by class and three-way; with ``sure`` also of what the floors let pass.

    Args:
        targets: true class of each row; 0 is neutral.
        best: likeliest class of each row.
        sure: the class that is shown: neutral where the likeliest stays below its floor.
    """
    labels = load_taxonomy().emotion_ids
    counted, three = frequent(targets, len(labels)), frequent(signs(targets), 3)

    def scores(rows: IntArray, found: IntArray, suffix: str) -> dict[str, float]:
        true, said = targets[rows], found[rows]
        return {
            MACRO + suffix: mean_of(class_f1(true, said, len(labels)), counted),
            THREE_WAY + suffix: mean_of(class_f1(signs(true), signs(said), 3), three),
            ALARMS + suffix: alarms(said[true == 0]),
        }

    def measure(rows: IntArray) -> dict[str, float]:
        each = class_f1(targets[rows], best[rows], len(labels))
        figures = {label: float(score) for label, score in zip(labels, each, strict=True)}
        figures |= scores(rows, best, "")
        return figures if sure is None else figures | scores(rows, sure, f" {AT_FLOORS}")

    return measure


def alarms(found: IntArray) -> float:
    """How many of 100 rows raise an emotion; NaN where there is no row."""
    return 100.0 * float((found > 0).mean()) if len(found) else float("nan")


def class_measure(targets: IntArray, found: IntArray, classes: Sequence[str]) -> Measure:
    """F1 of each class and their mean over the frequent ones, one class a row."""
    counted = frequent(targets, len(classes))

    def measure(rows: IntArray) -> dict[str, float]:
        each = class_f1(targets[rows], found[rows], len(classes))
        return {**{n: float(f) for n, f in zip(classes, each, strict=True)}, MACRO: mean_of(each, counted)}

    return measure


def label_measure(targets: IntArray, found: IntArray, labels: Sequence[str]) -> Measure:
    """F1 of each label, over all of them and their mean over the frequent ones, any number a row."""
    counted = np.flatnonzero(targets.sum(axis=0) >= LEAST_ROWS)

    def measure(rows: IntArray) -> dict[str, float]:
        each = label_f1(targets[rows], found[rows])
        figures = {label: float(score) for label, score in zip(labels, each, strict=True)}
        return {**figures, MICRO: micro_f1(targets[rows], found[rows]), MACRO: mean_of(each, counted)}

    return measure


def counts_of(names: Iterable[str], macros: Sequence[str] = ()) -> dict[str, int | str]:
    """How often each name occurs, and for each macro average how many classes are frequent enough for it."""
    counts = Counter(names)
    classes = sum(count >= LEAST_ROWS for count in counts.values())
    return {**counts, **dict.fromkeys(macros, f"{classes} classes")}
