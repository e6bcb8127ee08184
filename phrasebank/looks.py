"""When an experiment may end: looks planned beforehand, so that looking often finds no difference that is not there.

A group-sequential test with O'Brien and Fleming's bounds (1979): strict at the first look, nearly as a single test at
the last, and together wrong no more often than planned. Every look is taken at its own number of calls and on those
calls alone, so that it does not matter when, or how often, a person asks.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

POWER = 0.9
"""How often a difference as large as the one looked for is to be found."""
_INFLATION = 1.03
"""Looks cost this share of calls more than a single test: up to five (Jennison & Turnbull 2000, table 2.4)."""
_WIDEST_VARIANCE = 0.25
"""Of a yes or no: at a rate of one half."""
_SEED = 1


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a difference (b minus a) lies, at a level of confidence."""

    low: float
    high: float
    level: float

    @property
    def sign(self) -> int:
        """1 or -1 where the difference surely is not 0, else 0."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How long an experiment runs.

    Attributes:
        calls: until its last look, both variants together.
        looks: how many, evenly spaced.
        error: how often a difference may be claimed where there is none.
        least_calls: of each variant; a look with fewer is passed over.
    """

    calls: int
    looks: int = 4
    error: float = 0.05
    least_calls: int = 30

    @property
    def places(self) -> tuple[int, ...]:
        """After how many calls each look is taken."""
        return tuple(math.ceil(self.calls * look / self.looks) for look in range(1, self.looks + 1))

    @property
    def levels(self) -> tuple[float, ...]:
        """The confidence of each look's interval."""
        from scipy.stats import norm  # noqa: PLC0415 - a second of start-up

        return tuple(1 - 2 * float(norm.sf(bound)) for bound in bounds(self.looks, self.error))


@functools.cache
def bounds(looks: int, error: float) -> tuple[float, ...]:
    """The two-sided critical values of O'Brien and Fleming, for normal scores of evenly spaced looks."""
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import brentq  # noqa: PLC0415
    from scipy.stats import multivariate_normal  # noqa: PLC0415

    shares = np.arange(1, looks + 1) / looks
    covariance = np.sqrt(np.minimum.outer(shares, shares) / np.maximum.outer(shares, shares))

    def excess(constant: float) -> float:
        edge = constant / np.sqrt(shares)
        scores = multivariate_normal(np.zeros(looks), covariance, seed=_SEED)
        return 1.0 - float(scores.cdf(edge, lower_limit=-edge)) - error

    constant = brentq(excess, 1.0, 5.0, xtol=1e-4)
    return tuple(float(bound) for bound in constant / np.sqrt(shares))


def calls_for(difference: float, error: float = 0.05) -> int:
    """How many calls find a difference of rates with `POWER`, both variants together, whatever the rates are.

    Args:
        difference: of the rates, 0..1.
        error: two-sided.
    """
    normal = NormalDist()
    distance = normal.inv_cdf(1 - error / 2) + normal.inv_cdf(POWER)
    return math.ceil(_INFLATION * 2 * _WIDEST_VARIANCE * 2 * (distance / difference) ** 2)


def rate_difference(a: Sequence[bool], b: Sequence[bool], level: float) -> Interval:
    """Newcombe's interval for the difference of two rates: of Wilson's intervals (1998, method 10)."""
    from scipy.stats import binomtest  # noqa: PLC0415 - a second of start-up

    (p_a, low_a, high_a), (p_b, low_b, high_b) = (
        (sum(part) / len(part), *binomtest(sum(part), len(part)).proportion_ci(level, method="wilson"))
        for part in (a, b)
    )
    middle = p_b - p_a
    below, above = math.hypot(p_b - low_b, high_a - p_a), math.hypot(high_b - p_b, p_a - low_a)
    return Interval(float(middle - below), float(middle + above), level)


def mean_difference(a: Sequence[float], b: Sequence[float], level: float) -> Interval | None:
    """Welch's interval for the difference of two means; None where there are too few values or they do not vary."""
    from scipy.stats import ttest_ind  # noqa: PLC0415 - a second of start-up

    if min(len(a), len(b)) < 2 or len({*a}) < 2 or len({*b}) < 2:
        return None
    interval = ttest_ind(b, a, equal_var=False).confidence_interval(level)
    return Interval(float(interval.low), float(interval.high), level)


@dataclass(frozen=True, slots=True)
class CallResult:
    """What one call says of its variant: the first card of the experiment in it.

    Attributes:
        of_b: whether the call had variant b.
        spoken: whether the agent said the card.
        valence_change: how the customer's mood moved after it, -2..2; None where that is not known.
    """

    of_b: bool
    spoken: bool
    valence_change: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an experiment stands.

    Attributes:
        calls, spoken: of a and of b, of all calls so far.
        look: the last look that was taken, counted from 1; 0 for none yet.
        difference: of the rates at which the cards are said, b minus a, at that look.
        valence: of the customer's change of mood, b minus a, at that look; it ends nothing, but takes a win away.
        winner: ``a``, ``b`` or empty.
        over: whether the experiment has ended.
        harmful: whether the one that is said more often surely leaves customers worse.
    """

    plan: Plan
    calls: tuple[int, int] = (0, 0)
    spoken: tuple[int, int] = (0, 0)
    look: int = 0
    difference: Interval | None = None
    valence: Interval | None = None
    winner: str = ""
    over: bool = False
    harmful: bool = False


def judge(plan: Plan, results: Sequence[CallResult]) -> Verdict:
    """Take every look that is due, in order; the first that finds a difference ends it.

    Args:
        plan: fixed before the first call.
        results: of the calls in the order in which they were made.
    """
    parts = [[result for result in results if result.of_b is of_b] for of_b in (False, True)]
    so_far = Verdict(
        plan,
        calls=(len(parts[0]), len(parts[1])),
        spoken=(sum(each.spoken for each in parts[0]), sum(each.spoken for each in parts[1])),
    )
    for number, (place, level) in enumerate(zip(plan.places, plan.levels, strict=True), 1):
        if place > len(results):
            break
        so_far = _look(so_far, number, results[:place], level)
        if so_far.over:
            break
    return so_far


def _look(before: Verdict, number: int, results: Sequence[CallResult], level: float) -> Verdict:
    a, b = ([result for result in results if result.of_b is of_b] for of_b in (False, True))
    last = number == before.plan.looks
    if min(len(a), len(b)) < before.plan.least_calls:
        return replace(before, look=number, over=last)
    difference = rate_difference([each.spoken for each in a], [each.spoken for each in b], level)
    valence = mean_difference(_changes(a), _changes(b), 1 - before.plan.error)
    winner = {1: "b", -1: "a", 0: ""}[difference.sign]
    harmful = bool(winner) and valence is not None and valence.sign == -difference.sign
    return replace(
        before,
        look=number,
        difference=difference,
        valence=valence,
        winner="" if harmful else winner,
        over=last or bool(winner),
        harmful=harmful,
    )


def _changes(results: Sequence[CallResult]) -> list[float]:
    return [result.valence_change for result in results if result.valence_change is not None]
