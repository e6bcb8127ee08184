"""The Qt binding in use keeps its hands off None.

PySide6 6.12.0 on Python 3.10 and 3.11 drops a reference to None in every void call; after some thousand repaints the
interpreter aborts. Importing it, or a short test, does not show it.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

CALLS = 20_000


def test_void_calls_do_not_use_up_none(qtbot: QtBot) -> None:
    """Twenty thousand calls later there are as many references to None as before, give or take the program's own."""
    label = QLabel()
    qtbot.addWidget(label)
    pixmap = QPixmap(8, 8)
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(CALLS // 4):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawLine(0, 0, 3, 3)
        label.setText("x")
        label.update()
    painter.end()
    assert abs(sys.getrefcount(None) - before) < CALLS // 100
