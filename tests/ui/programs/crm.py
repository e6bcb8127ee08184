"""The agent's other program: a line to type in. Says ``ready``, then, told anything, what was typed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QLineEdit


def main() -> None:
    """Run until it is terminated."""
    application = QApplication([])
    line = QLineEdit()
    line.setWindowTitle("CRM")
    line.setGeometry(60, 500, 500, 40)
    line.show()
    line.windowHandle().requestActivate()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: answer(line.text()))
    application.focusWindowChanged.connect(lambda _: say("ready"), Qt.ConnectionType.SingleShotConnection)
    application.exec()


def answer(words: str) -> None:
    """Read the question, whatever it is, and answer it."""
    sys.stdin.readline()
    say(words)


def say(words: str) -> None:
    """One line to the test."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


main()
