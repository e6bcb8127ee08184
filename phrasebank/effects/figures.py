"""Shares and means, each with the interval in which the true one lies, or nothing where there is too little to tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

LEAST = 20
"""Fewer cards or calls are too few to tell: a share of one half would lie anywhere from 30 to 70 %. Judgement."""
LEVEL = 0.95
_SCORE = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and where the true one lies, at `LEVEL`.

    Attributes:
        value: what was seen.
        low, high: the interval.
        count: cards or calls behind it.
    """

    value: float
    low: float
    high: float
    count: int


def share(part: int, whole: int, least: int = LEAST) -> Estimate | None:
    """How often something happened, with Wilson's interval; None where the whole is below ``least``.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference". It keeps its level for small
    numbers and for shares near 0 and 1, where the common interval does not (Brown, Cai & DasGupta 2001, "Interval
    estimation for a binomial proportion"). Written out because SciPy's takes an exact test along, a thousand times
    slower, and a bank has thousands of phrases.
    """
    if whole < max(least, 1):
        return None
    found, weight = part / whole, _SCORE**2 / whole
    middle = (found + weight / 2) / (1 + weight)
    reach = _SCORE / (1 + weight) * math.sqrt(found * (1 - found) / whole + weight / whole / 4)
    # At 0 and at all of them the bound is exact, and rounding must not move it.
    low = 0.0 if part == 0 else max(0.0, middle - reach)
    high = 1.0 if part == whole else min(1.0, middle + reach)
    return Estimate(found, low, high, whole)


def mean(values: Sequence[float], least: int = LEAST) -> Estimate | None:
    """A mean with Student's interval; None where there are fewer values than ``least``.

    Args:
        values: independent of each other: one a call.
        least: at least 2.
    """
    if len(values) < max(least, 2):
        return None
    from scipy.special import stdtrit  # noqa: PLC0415 - a moment of start-up that a reader of shares does not need

    count, middle = len(values), fmean(values)
    variance = math.fsum((value - middle) ** 2 for value in values) / (count - 1)
    reach = float(stdtrit(count - 1, (1 + LEVEL) / 2)) * math.sqrt(variance / count)
    return Estimate(middle, middle - reach, middle + reach, count)
