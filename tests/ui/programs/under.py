"""The agent's other program: it fills the desktop. Says ``ready``, then ``clicked`` for each click that it gets."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Under(QWidget):
    """Takes clicks."""

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Say so."""
        say("clicked")


def main() -> None:
    """Run until it is terminated."""
    application = QApplication([])
    window = Under()
    window.setWindowTitle("Under")
    window.showMaximized()
    window.windowHandle().requestActivate()
    application.focusWindowChanged.connect(lambda _: say("ready"), Qt.ConnectionType.SingleShotConnection)
    application.exec()


def say(words: str) -> None:
    """One line to the test."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


main()
