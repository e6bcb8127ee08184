"""Bursts of values, passed on at most n times a second. The last one always gets through."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal


class Throttle(QObject):
    """Passes the first value on at once, then the latest one at each interval while more come.

    Signals:
        due(object): a value whose turn has come.
    """

    due = Signal(object)

    def __init__(self, interval_ms: int = 100, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: object | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._pass_on)

    def offer(self, value: object) -> None:
        """Take a value (not None); it supersedes one that still waits."""
        self._waiting = value
        if not self._timer.isActive():
            self._timer.start()
            self._pass_on()

    def _pass_on(self) -> None:
        value, self._waiting = self._waiting, None
        if value is None:
            self._timer.stop()
        else:
            self.due.emit(value)
