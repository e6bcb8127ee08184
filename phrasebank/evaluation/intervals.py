"""Figures with bootstrap intervals: rows are drawn again and again, and the figure is taken of each draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.evaluation.report import Figure

IntArray = NDArray[np.int64]
Measure = Callable[[IntArray], Mapping[str, float]]
"""From row numbers (a row may occur twice) to figures by name; NaN where the rows do not say."""

RESAMPLES = 500
LEAST_UNITS = 10
"""Fewer rows give no interval: resampling would only repeat the few."""


def bootstrapped(measure: Measure, rows: int) -> dict[str, Figure]:
    """A measure's figures on all rows, with percentile intervals (95 %) over draws with replacement.

    Args:
        measure: takes row numbers.
        rows: how many rows there are; what belongs together (the turns of a call) is one row.

    Returns:
        The figures that are numbers, in the order of the measure.
    """
    from sklearn.utils import resample  # noqa: PLC0415 - a second of start-up

    everything = np.arange(rows)
    whole = measure(everything)
    draws: dict[str, list[float]] = {name: [] for name in whole}
    for seed in range(RESAMPLES if rows >= LEAST_UNITS else 0):
        for name, value in measure(resample(everything, random_state=seed)).items():
            draws[name].append(value)
    return {name: _figure(value, draws[name]) for name, value in whole.items() if not np.isnan(value)}


def _figure(value: float, draws: list[float]) -> Figure:
    known = [draw for draw in draws if not np.isnan(draw)]
    if not known:
        return Figure(float(value))
    low, high = np.percentile(known, (2.5, 97.5))
    return Figure(float(value), float(low), float(high))


def class_f1(targets: IntArray, found: IntArray, classes: int) -> NDArray[np.float64]:
    """F1 of each class, one class a row: shape (classes,), NaN for a class that is neither true nor found."""
    pairs: Any = np.bincount(targets * classes + found, minlength=classes * classes).reshape(classes, classes)
    return _f1(np.diag(pairs), pairs.sum(axis=0), pairs.sum(axis=1))


def label_f1(targets: IntArray, found: IntArray) -> NDArray[np.float64]:
    """F1 of each label where a row has any number: shape (labels,) for 0 and 1 of shape (rows, labels)."""
    return _f1((targets & found).sum(axis=0), found.sum(axis=0), targets.sum(axis=0))


def micro_f1(targets: IntArray, found: IntArray) -> float:
    """F1 over all labels of all rows at once, for 0 and 1 of shape (rows, labels)."""
    return float(_f1((targets & found).sum(), found.sum(), targets.sum()))


def mean_of(scores: NDArray[np.float64], places: IntArray) -> float:
    """The mean of some of the scores that are numbers; NaN where there is none."""
    chosen = scores[places]
    known = chosen[~np.isnan(chosen)]
    return float(known.mean()) if len(known) else float("nan")


def _f1(right: Any, found: Any, true: Any) -> NDArray[np.float64]:
    either = np.asarray(found + true, dtype=np.float64)
    out = np.full(either.shape, np.nan)
    np.divide(2.0 * right, either, out=out, where=either > 0)
    return out
