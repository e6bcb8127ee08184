"""Bursts of values, passed on at most n times a second. The last one always gets through."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

INTERVAL_MS = 80
"""Less than a tenth of a second: what comes ten times a second never waits."""


class Throttle(QObject):
    """Passes the first value on at once, then the latest one at each interval while more come.

    Signals:
        due(object): a value whose turn has come.
    """

    due = Signal(object)

    def __init__(self, interval_ms: int = INTERVAL_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: object | None = None
        self._interval = QTimer(self)
        self._interval.setTimerType(Qt.TimerType.PreciseTimer)
        self._interval.setInterval(interval_ms)
        self._interval.timeout.connect(self._go_on)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._pass_on)

    def offer(self, value: object, *, promptly: bool = False) -> None:
        """Take a value (not None); it supersedes one that still waits.

        Args:
            value: to be passed on.
            promptly: do not wait for the interval, at most for the end of this turn of the event loop.
        """
        self._waiting = value
        waits = self._turn.isActive() or self._interval.isActive()
        if promptly:
            self._turn.start()
        elif not self._interval.isActive():
            self._interval.start()
        if not waits:
            self._pass_on()

    def _go_on(self) -> None:
        if self._waiting is None:
            self._interval.stop()
        self._pass_on()

    def _pass_on(self) -> None:
        value, self._waiting = self._waiting, None
        if value is not None:
            self.due.emit(value)
