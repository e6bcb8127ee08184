"""The screens of this desktop: when the overlay may have lost its place on them, and has to be put in sight again."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

LOOK_MS = 5000
SLEPT_SECONDS = 30.0
"""A look that comes this much too late means that the machine slept."""
SETTLE_MS = 300
"""Screens change in bursts: one monitor that is unplugged moves, resizes and renames the others."""


class Screens(QObject):
    """Tells when the overlay may have lost its place.

    Signals:
        changed(): screens came, went, moved or were resized, or the machine woke up; once for a burst of changes.

    Args:
        parent: the owner.
        clock: seconds of wall time, which go on while the machine sleeps.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._looked_at = clock()
        self._burst = QTimer(self)
        self._burst.setSingleShot(True)
        self._burst.setInterval(SETTLE_MS)
        self._burst.timeout.connect(self.changed)
        looking = QTimer(self)
        looking.setInterval(LOOK_MS)
        looking.timeout.connect(self.look)
        looking.start()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._watch)
        application.screenRemoved.connect(self._stir)
        application.primaryScreenChanged.connect(self._stir)
        application.applicationStateChanged.connect(self._stir)
        for screen in application.screens():
            self._follow(screen)

    def look(self) -> None:
        """See whether the machine slept since the last look."""
        now = self._clock()
        if abs(now - self._looked_at) > LOOK_MS / 1000 + SLEPT_SECONDS:
            self._stir()
        self._looked_at = now

    def _watch(self, screen: QScreen) -> None:
        self._follow(screen)
        self._stir()

    def _follow(self, screen: QScreen) -> None:
        for signal in (
            screen.geometryChanged,
            screen.availableGeometryChanged,
            screen.logicalDotsPerInchChanged,
        ):
            signal.connect(self._stir)

    def _stir(self, *_: object) -> None:
        self._burst.start()
