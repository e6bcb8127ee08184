"""Work of a second or so off the thread that paints."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QProgressDialog

Result = TypeVar("Result")

PATIENCE_MS = 400
"""Quicker work shows no dialog."""


class _Done(QObject):
    """Brings the end of the work over to the thread that paints."""

    came = Signal()


def in_background(work: Callable[[], Result], words: str) -> Result:
    """Do something on a thread of its own while the window goes on painting; input waits.

    Args:
        work: what is done; it must not touch widgets.
        words: what the supervisor reads meanwhile.

    Returns:
        What the work returns; what it raises is raised here.
    """
    done, loop = _Done(), QEventLoop()
    done.came.connect(loop.quit, Qt.ConnectionType.QueuedConnection)  # the work may be over before the loop begins
    dialog = QProgressDialog(words, "", 0, 0, QApplication.activeWindow())
    dialog.setCancelButton(None)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(PATIENCE_MS)
    dialog.setValue(0)
    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work)
        future.add_done_callback(lambda _future: done.came.emit())
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        dialog.close()
        dialog.deleteLater()
        return future.result()
