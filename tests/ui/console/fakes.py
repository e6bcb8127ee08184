"""A worker whose answers a test gives itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from assist.console.messages import Failed, Finished, Progressed
from ui.console.worker import Job


@dataclass(frozen=True)
class FakeJob:
    """What was asked for, and the job that the page holds."""

    task: str
    values: dict[str, Any]
    lane: str
    job: Job

    def progress(self, done: int, total: int, words: str = "") -> None:
        self.job.take(Progressed(number=self.job.number, done=done, total=total, words=words))

    def finish(self, result: dict[str, Any]) -> None:
        self.job.take(Finished(number=self.job.number, result=result))

    def fail(self, sentence: str) -> None:
        self.job.take(Failed(number=self.job.number, sentence=sentence))


class FakeWorker(QObject):
    """Stands in for `ui.console.worker.Worker`: keeps what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[FakeJob] = []

    def ask(self, task: str, values: Mapping[str, Any]) -> Job:
        return self._keep(task, values, "quick")

    def run(self, task: str, values: Mapping[str, Any]) -> Job:
        return self._keep(task, values, "long")

    def forget(self) -> None:
        """Nobody waits any more."""
        for fake in self.jobs:
            fake.job.over = True

    def close(self) -> None:
        """Nothing runs."""

    def of(self, task: str) -> list[FakeJob]:
        """The jobs of a task, oldest first."""
        return [job for job in self.jobs if job.task == task]

    def _keep(self, task: str, values: Mapping[str, Any], lane: str) -> Job:
        job = Job(len(self.jobs) + 1, self)
        self.jobs.append(FakeJob(task, dict(values), lane, job))
        return job
