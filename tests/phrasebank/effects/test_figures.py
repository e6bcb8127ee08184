"""Shares and means know how sure they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, ttest_1samp

from phrasebank.effects.figures import LEAST, mean, share


@given(st.integers(1, 3000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_shares_have_wilsons_interval(counts):
    """The same as SciPy's, for every count."""
    part, whole = counts
    found = share(part, whole, least=1)
    theirs = binomtest(part, whole).proportion_ci(method="wilson")
    assert found is not None
    assert (found.value, found.count) == (part / whole, whole)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=60).filter(lambda values: max(values) - min(values) > 1e-6))
def test_means_have_students_interval(values):
    """The same as SciPy's, for any values."""
    found = mean(values, least=2)
    theirs = ttest_1samp(values, 0).confidence_interval(0.95)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert found.low <= found.value <= found.high


def test_few_cards_say_nothing():
    """A share or mean of fewer than `LEAST` is none at all."""
    assert share(5, LEAST - 1) is None
    assert share(5, LEAST) is not None
    assert share(0, 0, least=0) is None
    assert mean([0.1] * (LEAST - 1)) is None
    assert mean([0.1] * LEAST) is not None
