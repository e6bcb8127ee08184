"""The choice of days."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt

from ui.console.effects.period import CHOSEN, Period
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


def period(qtbot):
    made = Period(Theme(DARK, 1.0, load_font()), lambda: date(2026, 3, 10))
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_last_days_end_today(qtbot):
    """Today is one of them; at first no day is left out."""
    made = period(qtbot)
    assert made.days() == ("", "")
    with qtbot.waitSignal(made.changed):
        made.choice.setCurrentIndex(made.choice.findData(7))
    assert made.days() == ("2026-03-04", "2026-03-10")
    assert not made.first.isVisible()


def test_two_days_can_be_given(qtbot):
    """By key; the earlier one is the first, however they are given."""
    made = period(qtbot)
    made.choice.setCurrentIndex(made.choice.findData(CHOSEN))
    assert made.first.isVisible()
    assert made.days() == ("2026-02-08", "2026-03-10")
    made.first.setDate(QDate(2026, 5, 1))
    with qtbot.waitSignal(made.changed):
        qtbot.keyClick(made.first, Qt.Key.Key_Return)
    assert made.days() == ("2026-03-10", "2026-05-01")
