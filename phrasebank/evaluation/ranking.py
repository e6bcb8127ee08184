"""How good an order of phrases is: recall@1, recall@3, MRR and nDCG@10."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from phrasebank.evaluation.intervals import IntArray, Measure

FIGURES = ("recall@1", "recall@3", "recall@1, strategy too", "recall@3, strategy too", "MRR", "nDCG@10")
"""``strategy too``: only phrases of relevance 2 count."""
_DEPTH = 10


def ranking_figures(gains: Sequence[int], all_gains: Sequence[int]) -> tuple[float, ...]:
    """`FIGURES` of one order; NaN where no phrase would do.

    Args:
        gains: relevance of each phrase in the order found, best first; phrases may be missing at the end.
        all_gains: relevance of every phrase there is.
    """
    from sklearn.metrics import dcg_score  # noqa: PLC0415 - a second of start-up

    if not any(all_gains):
        return (float("nan"),) * len(FIGURES)
    found, best = _cut(gains), _cut(sorted(all_gains, reverse=True))
    places = np.arange(_DEPTH, 0, -1, dtype=float)[None]
    ideal = dcg_score(best[None], places)
    first = next((place for place, gain in enumerate(gains, 1) if gain), None)
    return (
        float(found[:1].any()),
        float(found[:3].any()),
        float((found[:1] == 2).any()),
        float((found[:3] == 2).any()),
        1.0 / first if first else 0.0,
        float(dcg_score(found[None], places) / ideal),
    )


def mean_measure(rows: NDArray[np.float64]) -> Measure:
    """The mean of each of `FIGURES` over cases.

    Args:
        rows: shape (cases, figures).
    """

    def measure(chosen: IntArray) -> dict[str, float]:
        return dict(zip(FIGURES, map(float, np.nanmean(rows[chosen], axis=0)), strict=True))

    return measure


def _cut(gains: Sequence[int]) -> NDArray[np.float64]:
    row = np.zeros(_DEPTH)
    row[: min(_DEPTH, len(gains))] = gains[:_DEPTH]
    return row
