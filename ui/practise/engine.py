"""The window's child processes: the practice engine, spoken to in lines, and the live overlay beside it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from assist.errors import WireError
from assist.practise import messages

log = logging.getLogger(__name__)

GRACE_MS = 3000
FAILED = "The practice engine stopped ({why}); close this window and start it again, or run `assist doctor`."


class PracticeEngine(QObject):
    """Starts the engine and carries messages. ``told`` carries news, ``failed`` a sentence if it stops by itself."""

    told = Signal(object)
    failed = Signal(str)

    def __init__(self, arguments: Sequence[str], token: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = child(self, token)
        self._arguments = ["-m", "assist", "practise", "--serve", *arguments]
        self._stopping = False
        self._complaint = ""
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._heed)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(lambda _error: self._finished())

    def start(self) -> None:
        """Start it; it tells `messages.Ready` some seconds later."""
        self._process.start(sys.executable, self._arguments)

    def ask(self, message: messages.AnyAsk) -> None:
        """Send a message."""
        self._process.write(messages.line_of(message))

    def stop(self) -> None:
        """End it: the end of its input is its sign."""
        self._stopping = True
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(GRACE_MS):
            self._process.kill()
            self._process.waitForFinished(GRACE_MS)

    def _read(self) -> None:
        while self._process.canReadLine():
            try:
                self.told.emit(messages.read_news(bytes(self._process.readLine().data())))
            except WireError as error:
                log.warning("%s", error)

    def _heed(self) -> None:
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        self._complaint = said.splitlines()[-1] if said else self._complaint
        log.info("the engine says: %s", said)

    def _finished(self) -> None:
        if not self._stopping:
            self._stopping = True
            self.failed.emit(FAILED.format(why=self._complaint or self._process.errorString()))


class OverlayProcess(QObject):
    """The overlay as agents have it in calls, in a process of its own."""

    def __init__(self, token: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process = child(self, token)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)

    def start(self, url: str, corner: tuple[int, int]) -> None:
        """Show it for the engine at this address, with its plate's corner here."""
        place = f"{corner[0]},{corner[1]}"
        self._process.start(sys.executable, ["-m", "ui", "--url", url, "--position", place])

    def stop(self) -> None:
        """Close it."""
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.terminate()
        if not self._process.waitForFinished(GRACE_MS):
            self._process.kill()
            self._process.waitForFinished(GRACE_MS)


def child(parent: QObject, token: str) -> QProcess:
    """A process that knows the secret which overlays show to the engine."""
    process = QProcess(parent)
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("ATTUNE_TOKEN", token)
    process.setProcessEnvironment(environment)
    return process
