"""The overlay with a call that never rests: cards come, change and go many times a second.

Says where its card is in the window (left, top, width, height), then ``accepted`` for each card that was taken, then,
told anything, what is on the clipboard.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import count
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from assist import commands
from tests.ui.calls import angry_call, offered
from ui.app import Desk, Overlay
from ui.overlay.compositor import Compositor
from ui.overlay.ground import Stand
from ui.settings import OverlaySettings


class SayingLink:
    """Tells the test what was taken."""

    def send(self, command: commands.AgentCommand) -> bool:
        """Say it."""
        if isinstance(command, commands.AcceptSuggestion):
            say("accepted")
        return True


def main() -> None:
    """Run until it is terminated."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(
            link=SayingLink(),
            settings=OverlaySettings(),
            settings_file=Path(folder) / "overlay.json",
            keys={},
            stand=Stand(translucent=Compositor(application.platformName()).is_there),
        )
        overlay = Overlay(desk)
        overlay.link_changed("open")
        for event in angry_call():
            overlay.happened(event)
        overlay.show()
        keep_busy(overlay)
        overlay.window.card.painted.connect(lambda *_: say_place(overlay), Qt.ConnectionType.SingleShotConnection)
        notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, overlay)
        notifier.activated.connect(lambda: answer(f"clipboard {QGuiApplication.clipboard().text()}"))
        application.exec()


def say_place(overlay: Overlay) -> None:
    """Where the card is in its window, now that it has been painted there."""
    card = overlay.window.card
    say(f"{card.x()} {card.y()} {card.width()} {card.height()}")


def keep_busy(overlay: Overlay) -> None:
    """Offer a new card and raise the window, over and over."""
    numbers = count(2)
    offering = QTimer(overlay, interval=70)
    offering.timeout.connect(lambda: overlay.happened(offered(f"s{next(numbers)}", 22.0)))
    offering.start()
    raising = QTimer(overlay, interval=110)
    raising.timeout.connect(overlay.window.raise_)
    raising.start()


def answer(words: str) -> None:
    """Read the question, whatever it is, and answer it."""
    sys.stdin.readline()
    say(words)


def say(words: str) -> None:
    """One line to the test."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


main()
