"""The overlay program as it is, watched on its GUI thread; arguments are those of ``python -m ui``.

Says ``visible`` and when, once its window has been painted on the screen. Told ``beat``, it begins to watch whether the
GUI thread keeps time; told ``report``, it says what it saw so far, as JSON: ``painted`` (the newest message on the
screen, and when), ``late`` (for each beat how late it came, and what of that the thread itself worked, milliseconds),
``warnings`` (Qt's). Moments are nanoseconds of the machine's monotonic clock, which other processes share.
"""

from __future__ import annotations

import json
import re
import sys
import time

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QEvent,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from ui.__main__ import main as run_overlay
from ui.overlay.state import OverlayState
from ui.overlay.window import OverlayWindow

BEAT_MS = 10
PACE_SECONDS = 0.1
"""Between two messages of the bench."""


def newest(state: OverlayState) -> int:
    """The number of the newest of the bench's messages that this state knows: each quotes its own, as "17th"."""
    quotes = [line.text for line in state.lines[-1:]] + [need.quote for need in state.needs]
    quotes += [thing.quote for thing in (state.card, state.mood) if thing]
    numbers = [int(number) for quote in quotes for number in re.findall(r"(\d+)th", quote)]
    return max([*numbers, *(round(at / PACE_SECONDS) for at, _ in state.trail[-1:])], default=0)


class Watch(QObject):
    """Notes what had been painted whenever the GUI thread goes to sleep."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._window: OverlayWindow | None = None
        self._was_drawn = False
        self._is_seen = False
        self._painted: list[tuple[int, int]] = []
        self._beats = Beats(self)
        self.warnings: list[str] = []
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(self._rest)
        notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._listen)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """See the window being painted; the event goes its way."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._was_drawn = True
        return False

    def _rest(self) -> None:
        now = time.monotonic_ns()
        if self._window is None or not self._window.isVisible():
            self._find_window()
        if self._window and self._was_drawn:
            self._was_drawn = False
            self._painted.append((newest(self._window.state), now))
            if not self._is_seen and self._window.windowHandle().isExposed():
                self._is_seen = True
                say(f"visible {now}")

    def _find_window(self) -> None:
        shown = (widget for widget in self._application.topLevelWidgets() if widget.isVisible())
        self._window = next((widget for widget in shown if isinstance(widget, OverlayWindow)), None)
        if self._window:
            self._window.installEventFilter(self)
            self._was_drawn = True

    def _listen(self) -> None:
        if sys.stdin.readline() == "beat\n":
            self._beats.begin()
        else:
            say(json.dumps({"painted": self._painted, "late": self._beats.late, "warnings": self.warnings}))

    def hear(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """Note what Qt complains of."""
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            self.warnings.append(message)


class Beats(QTimer):
    """A beat every hundredth of a second: one that comes late was kept waiting by the GUI thread, or by the machine."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late: list[tuple[float, float]] = []
        self._last = (0.0, 0.0)
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.setInterval(BEAT_MS)
        self.timeout.connect(self._beat)

    def begin(self) -> None:
        """Begin to watch."""
        self._last = (time.monotonic(), time.thread_time())
        self.start()

    def _beat(self) -> None:
        now = (time.monotonic(), time.thread_time())
        late = 1000 * (now[0] - self._last[0]) - BEAT_MS
        self.late.append((max(0.0, late), 1000 * (now[1] - self._last[1])))
        self._last = now


def say(words: str) -> None:
    """One line to the bench."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run until it is ended by a signal."""
    application = QApplication(sys.argv[:1])
    watch = Watch(application)
    qInstallMessageHandler(watch.hear)
    return run_overlay(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
