"""The overlay in the middle of a call, told what to do and asked how it stands; arguments: its settings file.

Says ``ready``, then a line to each line that it is told, and ``accepted`` or ``put down`` when the agent does that.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assist import commands
from tests.ui.calls import angry_call
from ui.app import Desk, Overlay
from ui.overlay.compositor import Compositor
from ui.overlay.ground import Stand
from ui.overlay.intents import Prefer, RememberPlace
from ui.overlay.window import OverlayWindow
from ui.settings import OverlaySettings, load_settings


class SayingLink:
    """Tells the test what was taken."""

    def send(self, command: commands.AgentCommand) -> bool:
        """Say it."""
        if isinstance(command, commands.AcceptSuggestion):
            say("accepted")
        return True


class Answers:
    """What it does when it is told something, and what it says to it."""

    def __init__(self, overlay: Overlay, compositor: Compositor) -> None:
        self._overlay = overlay
        self._compositor = compositor
        self._answers: Mapping[str, Callable[..., object]] = {
            "press": self._press,
            "prefer": self._prefer,
            "look": self._look,
            "await": self._await,
            "settle": self._settle,
            "where": lambda: numbers(overlay.window.plate_rect),
            "card": self._card,
            "screens": lambda: [numbers(screen.availableGeometry()) for screen in QGuiApplication.screens()],
            "tray": self._tray,
            "outside": self._outside,
            "grab": lambda path: overlay.window.grab().save(path),
            "margin": lambda: overlay.window.plate.margin,
        }

    def answer(self) -> None:
        """Read a line: a word, then its arguments; do it, and say what comes of it as JSON."""
        word, *arguments = sys.stdin.readline().split()
        result = self._answers[word](*arguments)
        QApplication.processEvents()
        QGuiApplication.sync()
        say(json.dumps(result))

    def _press(self, action: str) -> None:
        self._overlay.key_pressed(action)

    def _prefer(self, preference: str, value: str) -> None:
        self._overlay.intended(Prefer(preference, json.loads(value)))  # type: ignore[arg-type]

    def _await(self, x: str, y: str) -> list[int]:
        """Wait until the plate stands here."""
        while self._overlay.window.plate_corner != QPoint(int(x), int(y)):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return numbers(self._overlay.window.plate_rect)

    def _settle(self) -> None:
        """Wait until the window has come and the desktop knows where its clicks go."""
        window = self._overlay.window
        while not self._is_settled(window):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    @staticmethod
    def _is_settled(window: OverlayWindow) -> bool:
        handle = window.windowHandle()
        goes_through = bool(handle.flags() & Qt.WindowType.WindowTransparentForInput)
        return handle.isExposed() and goes_through == window.clicks_through

    def _look(self) -> bool:
        self._compositor.look()
        return self._overlay.window.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def _card(self) -> list[int]:
        card = self._overlay.window.card
        return numbers(QRect(card.mapToGlobal(card.rect().topLeft()), card.size()))

    def _tray(self) -> list[object]:
        self._overlay.tray.show()
        return [self._overlay.tray.is_there, self._overlay.tray.icon.isVisible()]

    def _outside(self) -> list[str]:
        """Rows that are not wholly in the window, and words that their row has no room for."""
        window = self._overlay.window
        shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible()]
        return [repr(widget) for widget in shown if not fits(widget, window)]


def fits(widget: QWidget, window: QWidget) -> bool:
    """Whether it is in the window, and its words are in it."""
    box = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
    if not window.rect().contains(box):
        return False
    if type(widget) is not QLabel:  # the others draw themselves, and shorten what does not fit
        return True
    return widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.width() + 1


def numbers(box: QRect) -> list[int]:
    """Left, top, width, height."""
    return [box.x(), box.y(), box.width(), box.height()]


def main() -> None:
    """Run until it is terminated."""
    application = QApplication([])
    path = Path(sys.argv[1])
    compositor = Compositor(application.platformName(), application)
    settings = load_settings(path)
    desk = Desk(
        link=SayingLink(),
        settings=settings,
        settings_file=path,
        keys=OverlaySettings().hotkeys,
        stand=Stand(translucent=compositor.is_there),
    )
    overlay = Overlay(desk)
    compositor.changed.connect(overlay.presence.composited)
    overlay.presence.intended.connect(lambda intent: say("put down") if isinstance(intent, RememberPlace) else None)
    overlay.link_changed("open")
    for event in angry_call():
        overlay.happened(event)
    answers = Answers(overlay, compositor)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, overlay)
    notifier.activated.connect(answers.answer)
    overlay.window.card.painted.connect(lambda *_: say("ready"), Qt.ConnectionType.SingleShotConnection)
    overlay.show()
    application.exec()


def say(words: str) -> None:
    """One line to the test."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


main()
