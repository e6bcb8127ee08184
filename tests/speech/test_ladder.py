"""The ladder: less is asked of a recogniser that cannot keep up, and more again when it can."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.speech.ladder import (
    DOWN_SECONDS,
    FAR_SECONDS,
    LONGEST_UP_SECONDS,
    NEAR_SECONDS,
    STEPS,
    UP_SECONDS,
    Ladder,
)

EFFORTS = [step.effort for step in STEPS]
samples = st.lists(st.tuples(st.floats(0.0, 90.0), st.floats(0.2, 5.0)), max_size=300)


def climb(ladder: Ladder, behind: float, seconds: int) -> list[str]:
    """A sample a second; where the ladder stood at each."""
    return [ladder.sample(behind, 1.0).effort for _ in range(seconds)]


def test_it_begins_at_the_top_and_stays_there_while_hearing_keeps_up() -> None:
    """A healthy machine is asked for all that helps."""
    assert set(climb(Ladder(smaller_model=True), 1.2, 600)) == {"full"}


@pytest.mark.parametrize("smaller", [True, False])
def test_a_lag_that_grows_goes_down_step_by_step_to_finals_only(smaller: bool) -> None:
    """At three times what the machine can do the last one is reached within half a minute.

    Without a smaller model its step is left out.
    """
    ladder = Ladder(smaller_model=smaller)
    told = [ladder.sample(2.0 * second, 1.0).effort for second in range(1, 30)]
    expected = [effort for effort in EFFORTS if smaller or effort != "smaller_model"]
    assert list(dict.fromkeys(told)) == expected


def test_a_lag_that_goes_by_itself_changes_nothing_more() -> None:
    """One long stall, such as another program's start, costs one step and not four."""
    ladder = Ladder(smaller_model=True)
    told = [ladder.sample(behind, 1.0).effort for behind in (12.0, 8.0, 5.0, 3.0, 1.5, 0.3)]
    assert told[-1] == "fewer_partials"


def test_it_climbs_when_hearing_has_kept_up_for_a_while() -> None:
    """And no sooner."""
    ladder = Ladder(smaller_model=False)
    climb(ladder, 20.0, 60)
    told = climb(ladder, 0.2, round(5 * UP_SECONDS))
    assert list(dict.fromkeys(told)) == ["finals_only", "one_beam", "fewer_partials", "full"]
    assert told.count("finals_only") == pytest.approx(UP_SECONDS, abs=1.0)


def test_a_climb_that_was_too_much_is_tried_again_later_and_later() -> None:
    """A machine that can do one step and not the next does not go to and fro all day."""
    ladder = Ladder(smaller_model=False)
    told = [
        ladder.sample(4.0 if ladder.step.effort in ("full", "fewer_partials") else 0.2, 1.0).effort for _ in range(1800)
    ]
    changes = sum(one != other for one, other in itertools.pairwise(told))
    assert changes <= 2 * (math.log2(LONGEST_UP_SECONDS / UP_SECONDS) + 1800 / LONGEST_UP_SECONDS) + 2


@given(samples, st.booleans())
def test_two_changes_are_never_close_and_never_more_than_one_step(
    heard: list[tuple[float, float]], smaller: bool
) -> None:
    """Whatever the lag does: at least `DOWN_SECONDS` between two changes, `UP_SECONDS` of calm before each climb."""
    ladder = Ladder(smaller_model=smaller)
    now, changed, calm = 0.0, -math.inf, 0.0
    steps = [step.effort for step in STEPS if smaller or step.effort != "smaller_model"]
    for behind, elapsed in heard:
        before = ladder.step.effort
        after = ladder.sample(behind, elapsed).effort
        now += elapsed
        calm = calm + elapsed if behind < NEAR_SECONDS else 0.0
        if before == after:
            continue
        moved = steps.index(after) - steps.index(before)
        assert abs(moved) == 1
        assert now - changed >= DOWN_SECONDS - 1e-6
        if moved > 0:
            assert behind >= FAR_SECONDS
        else:
            assert calm >= UP_SECONDS - 1e-6
        changed = now


@given(samples)
def test_from_wherever_it_is_overload_ends_at_the_bottom_and_idleness_at_the_top(
    heard: list[tuple[float, float]],
) -> None:
    """Within four steps' time down; up within the longest patience a step."""
    ladder = Ladder(smaller_model=True)
    for behind, elapsed in heard:
        ladder.sample(behind, elapsed)
    lag = 10.0
    for _ in range(round(len(STEPS) * (DOWN_SECONDS + 1.0))):
        lag += 1.0
        ladder.sample(lag, 1.0)
    assert ladder.step == STEPS[-1]
    climb(ladder, 0.0, round(len(STEPS) * LONGEST_UP_SECONDS))
    assert ladder.step == STEPS[0]
