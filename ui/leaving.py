"""How a signal of the operating system ends a Qt program."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication


@contextlib.contextmanager
def quitting_on_signals() -> Iterator[None]:
    """Let SIGINT and SIGTERM end Qt's loop. Qt waits in C, so a socket wakes it when a signal has come."""
    near, far = socket.socketpair()
    for end in (near, far):
        end.setblocking(False)
    notifier = QSocketNotifier(near.fileno(), QSocketNotifier.Type.Read)

    def leave() -> None:
        near.recv(64)
        QApplication.quit()

    notifier.activated.connect(leave)
    previous_fd = signal.set_wakeup_fd(far.fileno(), warn_on_full_buffer=False)
    previous = {
        number: signal.signal(number, lambda _number, _frame: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, action in previous.items():
            signal.signal(number, action)
        signal.set_wakeup_fd(previous_fd)
        notifier.setEnabled(False)
        near.close()
        far.close()
