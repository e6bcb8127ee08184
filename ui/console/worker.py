"""The window's worker processes: one that answers questions with models at hand, one for each long piece of work."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from assist.console.messages import AnyNews, Failed, Finished, Order, Progressed, line_of, read_news
from assist.errors import WireError

log = logging.getLogger(__name__)

GRACE_MS = 2000


class Job(QObject):
    """Something that a worker does. Exactly one of ``finished``, ``failed``, ``cancelled`` comes, once.

    ``progressed`` tells done, total (0 where it is not known) and what is going on.
    """

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    stopped = Signal()
    """For whoever does it: the window does not want it any more."""

    def __init__(self, number: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.over = False

    def cancel(self) -> None:
        """Stop it; what it had not finished is as if it had never begun."""
        if not self.over:
            self.over = True
            self.stopped.emit()
            self.cancelled.emit()

    def take(self, news: AnyNews) -> None:
        """What the worker tells."""
        if self.over:
            return
        match news:
            case Progressed():
                self.progressed.emit(news.done, news.total, news.words)
            case Finished():
                self.over = True
                self.finished.emit(news.result)
            case Failed():
                self.over = True
                self.failed.emit(news.sentence)


class Worker(QObject):
    """Starts the processes and carries the messages.

    Args:
        store: the team's bank.
        arguments: settings for the workers, as on the command line.
        parent: its owner.
    """

    def __init__(self, store: Path, arguments: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = ["-m", "assist.console", "--store", str(store), *arguments]
        self._numbers = 0
        self._quick: _Process | None = None
        self._long: list[_Process] = []

    def ask(self, task: str, values: Mapping[str, Any]) -> Job:
        """A question, answered in its turn by a process that stays; the first waits for the models."""
        if self._quick is None or self._quick.gone:
            self._quick = _Process(self._command, self)
        job = self._job()
        self._quick.order(job, Order(number=job.number, task=task, values=dict(values)))
        return job

    def run(self, task: str, values: Mapping[str, Any]) -> Job:
        """A long piece of work in a process of its own; cancelling ends the process."""
        for over in (one for one in self._long if one.gone):
            over.deleteLater()
        process = _Process(self._command, self)
        self._long = [one for one in self._long if not one.gone] + [process]
        job = self._job()
        job.stopped.connect(process.stop)
        for signal in (job.finished, job.failed):
            signal.connect(process.dismiss)
        process.order(job, Order(number=job.number, task=task, values=dict(values)))
        return job

    def forget(self) -> None:
        """Nobody waits for an answer any more: long work ends; what the process that stays still answers is dropped."""
        for process in self._long:
            process.stop()
        if self._quick is not None:
            self._quick.drop()

    def close(self) -> None:
        """End all processes."""
        self.forget()
        if self._quick is not None:
            self._quick.stop()

    def _job(self) -> Job:
        """Without a parent: it goes when nobody holds it any more, and many questions are asked in a day."""
        self._numbers += 1
        return Job(self._numbers)


class _Process(QObject):
    """One worker process and the jobs that it has."""

    def __init__(self, command: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self.gone = False
        self._complaint = ""
        self._jobs: dict[int, Job] = {}
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_one_thread())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.readyReadStandardError.connect(self._heed)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._ended)
        self._process.start(sys.executable, list(command))

    def order(self, job: Job, order: Order) -> None:
        self._jobs[job.number] = job
        if self.gone:  # it could not even be started; told once whoever asks has connected
            QTimer.singleShot(0, self._ended)
            return
        self._process.write(line_of(order))

    def dismiss(self) -> None:
        """No more orders come: it ends by itself."""
        self._process.closeWriteChannel()

    def drop(self) -> None:
        """Its jobs are over, and nothing is told."""
        for job in self._jobs.values():
            job.over = True

    def stop(self) -> None:
        """End it now."""
        self.gone = True
        self.drop()
        self._process.kill()
        self._process.waitForFinished(GRACE_MS)

    def _read(self) -> None:
        while self._process.canReadLine():
            try:
                news = read_news(bytes(self._process.readLine().data()))
            except WireError as error:
                log.warning("%s", error)
                continue
            job = self._jobs.get(news.number)
            if job is not None:
                job.take(news)
                if job.over:
                    self._jobs.pop(news.number, None)

    def _heed(self) -> None:
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        self._complaint = said.splitlines()[-1] if said else self._complaint
        log.info("a worker says: %s", said)

    def _ended(self, *_reason: object) -> None:
        if self._process.state() != QProcess.ProcessState.NotRunning:
            return
        self.gone = True
        jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            why = self._complaint or self._process.errorString()
            job.take(Failed(number=job.number, sentence=f"The work stopped before its end ({why}); try it again."))


def _one_thread() -> QProcessEnvironment:
    """Workers share out their work over processes; threads of numpy's besides take turns and double its time."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        environment.insert(name, "1")
    return environment
