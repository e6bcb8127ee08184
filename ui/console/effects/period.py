"""Which days are looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from ui.console.charts.fields import caption, choice
from ui.theme import Theme

ALL, CHOSEN = 0, -1
"""Beside numbers of days: all of them, and those from one day to another."""


class Period(QWidget):
    """A choice of the last days, or of two dates. ``changed`` tells that it is another one.

    Args:
        theme: how it looks.
        today: tells the day.
    """

    changed = Signal()

    def __init__(self, theme: Theme, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today
        entries = (
            (ALL, self.tr("All days")),
            (7, self.tr("Last 7 days")),
            (30, self.tr("Last 30 days")),
            (90, self.tr("Last 90 days")),
            (CHOSEN, self.tr("From … to …")),
        )
        self.choice = choice(theme, self.tr("Days"), entries)
        self.first = self._date(theme, self.tr("First day"))
        self.last = self._date(theme, self.tr("Last day"))
        self.first.setDate(self.first.date().addDays(-30))
        self._dash = caption(theme, self.tr("to"), self.last)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        for part in (caption(theme, self.tr("Days"), self.choice), self.choice, self.first, self._dash, self.last):
            line.addWidget(part)
        line.addStretch(1)
        self.choice.currentIndexChanged.connect(self._chosen)
        for edit in (self.first, self.last):
            edit.editingFinished.connect(self.changed)
        self._show_dates()

    def days(self) -> tuple[str, str]:
        """First and last day, ISO 8601; empty for no bound."""
        chosen = self.choice.currentData()
        if chosen == ALL:
            return "", ""
        if chosen == CHOSEN:
            first, last = sorted((self.first.date(), self.last.date()))
            return str(first.toString("yyyy-MM-dd")), str(last.toString("yyyy-MM-dd"))
        today = self._today()
        return (today - timedelta(days=chosen - 1)).isoformat(), today.isoformat()

    def _date(self, theme: Theme, name: str) -> QDateEdit:
        today = self._today()
        edit = QDateEdit(QDate(today.year, today.month, today.day))
        edit.setFont(theme.font(13))
        edit.setAccessibleName(name)
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setKeyboardTracking(False)
        return edit

    def _chosen(self) -> None:
        self._show_dates()
        self.changed.emit()

    def _show_dates(self) -> None:
        for part in (self.first, self._dash, self.last):
            part.setVisible(self.choice.currentData() == CHOSEN)
