"""The chips of the customer's needs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assist import events
from tests.ui.calls import evidence, folded, mid_call
from ui.overlay import happenings as local
from ui.overlay.needs import SNOOZE_SECONDS, NeedsRow
from ui.theme import DARK, Theme, load_font


@pytest.fixture
def row(desk: QWidget) -> NeedsRow:
    """A row as wide as the overlay's."""
    needs = NeedsRow(Theme(DARK, family=load_font()), desk)
    needs.resize(384, needs.height())
    return needs


def test_a_click_snoozes_and_wakes(row: NeedsRow, qtbot: QtBot) -> None:
    """An open need goes to sleep for ten minutes; a click on the sleeping one wakes it."""
    row.draw(mid_call())
    with qtbot.waitSignal(row.snooze_wanted) as asked:
        QTest.mouseClick(row.chips[1], Qt.MouseButton.LeftButton)
    assert asked.args == ["resource", SNOOZE_SECONDS]
    row.draw(folded(local.NeedSnoozed(*asked.args), state=mid_call()))
    asleep = row.chips[-1]
    assert (asleep.need, asleep.state) == ("resource", "snoozed")
    with qtbot.waitSignal(row.snooze_wanted) as woken:
        QTest.mouseClick(asleep, Qt.MouseButton.LeftButton)
    assert woken.args == ["resource", 0.0]


def test_a_met_need_cannot_be_snoozed(row: NeedsRow, qtbot: QtBot) -> None:
    """A chip with its tick only waits to leave."""
    row.draw(folded(events.NeedMet(at=22.0, need="certainty", confidence=0.9, evidence=evidence()), state=mid_call()))
    assert row.chips[0].state == "met"
    with qtbot.assertNotEmitted(row.snooze_wanted, wait=20):
        QTest.mouseClick(row.chips[0], Qt.MouseButton.LeftButton)


def test_a_snoozed_need_stands_behind_the_open_ones(row: NeedsRow) -> None:
    """What still wants an answer is seen first."""
    row.draw(folded(local.NeedSnoozed("certainty", 600.0), state=mid_call()))
    assert [chip.need for chip in row.chips] == ["resource", "continuity", "certainty"]


def test_chips_change_only_with_the_needs(row: NeedsRow) -> None:
    """Other news of the call does not make the chips anew under the agent's pointer."""
    row.draw(mid_call())
    chips = list(row.chips)
    row.draw(folded(events.LagMeasured(at=30.0, behind_seconds=0.1), state=mid_call()))
    assert row.chips == chips
