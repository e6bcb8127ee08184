"""The sound check as a child process: the window asks it one thing at a time and never waits for it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal

from assist.errors import WireError
from assist.soundcheck.news import News, Refused, decode

log = logging.getLogger(__name__)

SOUNDCHECK = (sys.executable, "-m", "assist.soundcheck")
_END_MS = 2000


class SoundCheck(QObject):
    """Runs one check at a time; a new one ends the one before.

    Signals:
        told(object): an `assist.soundcheck.news.News`.
        ended(): the check is over, by itself.

    Args:
        command: what runs, before its arguments.
        parent: the owner.
    """

    told = Signal(object)
    ended = Signal()

    def __init__(self, command: Sequence[str] = SOUNDCHECK, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = tuple(command)
        self._process: QProcess | None = None

    @property
    def is_running(self) -> bool:
        """Whether a check runs."""
        return self._process is not None

    def start(self, *arguments: str) -> None:
        """Run a check, as in ``python -m assist.soundcheck --help``."""
        self.stop()
        process = self._process = QProcess(self)
        process.readyReadStandardOutput.connect(lambda: self._read(process))
        process.finished.connect(lambda *_: self._finished(process))
        process.errorOccurred.connect(lambda error: self._failed(process, error))
        process.start(self._command[0], [*self._command[1:], *arguments])

    def stop(self) -> None:
        """End the check that runs; nothing more is told of it. Its device is free afterwards."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.waitForFinished(_END_MS)
        process.deleteLater()

    def _read(self, process: QProcess) -> None:
        while process is self._process and process.canReadLine():
            try:
                news: News = decode(bytes(process.readLine().data()))
            except WireError as error:
                log.warning("%s", error)
                continue
            self.told.emit(news)

    def _finished(self, process: QProcess) -> None:
        self._read(process)
        if process is not self._process:
            return
        self._process = None
        complaint = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
        crashed = process.exitStatus() == QProcess.ExitStatus.CrashExit or process.exitCode() not in (0, 2)
        process.deleteLater()
        if crashed:
            log.warning("the sound check stopped: %s", complaint)
            self.told.emit(Refused("stopped", "The sound check stopped; look again, or see what 'assist doctor' says."))
        self.ended.emit()

    def _failed(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart or process is not self._process:
            return
        self._process = None
        process.deleteLater()
        self.told.emit(Refused("stopped", f"The sound check cannot be started ({process.errorString()}); reinstall."))
        self.ended.emit()
