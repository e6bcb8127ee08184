"""The list of calls: what is listed and what is ticked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from tests.ui.console.map.calls import CALLS, LATE, REFUND, THANKS
from ui.console.map.calls import TICK, TICKED, CallsModel, Narrowing


def filled() -> CallsModel:
    model = CallsModel()
    model.show(CALLS)
    return model


def test_the_model_is_sound(qtmodeltester: ModelTester) -> None:
    """As Qt wants its item models."""
    qtmodeltester.check(filled())
    qtmodeltester.check(CallsModel())


def test_all_calls_are_ticked_to_begin_with_the_newest_on_top() -> None:
    """The map is of all of them, the oldest first."""
    model = filled()
    assert model.call(0) == THANKS
    assert model.chosen() == (REFUND, LATE, THANKS)
    assert model.index(0, TICK).data() == TICKED
    assert model.index(0, TICK).data(Qt.ItemDataRole.AccessibleTextRole) == "on the map"


def test_a_tick_is_toggled_and_kept_while_its_call_is_not_listed() -> None:
    """Of several rows, all are ticked unless all had one."""
    model = filled()
    model.toggle([0])
    assert model.chosen() == (REFUND, LATE)
    model.narrow(Narrowing(pack="retail"))
    assert model.chosen() == (REFUND,)
    model.narrow(Narrowing())
    assert model.chosen() == (REFUND, LATE)
    model.toggle([0, 1])
    assert model.chosen() == (REFUND, LATE, THANKS)


def test_the_list_is_narrowed_by_day_feeling_need_and_sector() -> None:
    """Days are both included."""
    model = filled()
    for narrowing, calls in (
        (Narrowing(first="2026-03-05"), (LATE, THANKS)),
        (Narrowing(last="2026-03-05"), (REFUND, LATE)),
        (Narrowing(emotion="anxiety"), (LATE,)),
        (Narrowing(need="speed"), (REFUND,)),
        (Narrowing(pack="retail", emotion="gratitude"), (THANKS,)),
        (Narrowing(need="heard"), ()),
    ):
        model.narrow(narrowing)
        assert model.chosen() == calls


def test_ticking_all_or_none_means_the_listed_ones() -> None:
    """The others keep theirs."""
    model = filled()
    model.narrow(Narrowing(pack="retail"))
    model.tick_all(on=False)
    model.narrow(Narrowing())
    assert model.chosen() == (LATE,)
    model.tick_all(on=True)
    assert len(model.chosen()) == 3


def test_one_call_can_be_left_alone() -> None:
    """For the map of a single call."""
    model = filled()
    model.only(1)
    assert model.chosen() == (LATE,)
