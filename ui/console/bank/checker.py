"""Has a phrase checked while it is being written: when typing rests, one question at a time, the newest words last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ui.console.bank.drafts import Draft
from ui.console.worker import Job, Worker

REST_MS = 250


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found, as the task ``check`` answers it.

    Attributes:
        findings: field, rule, level and mend of each broken rule.
        forms: every sentence that the agent may read.
        alike: id, text, status and likeness of phrases that say nearly the same.
        trouble: why there is no answer; empty where there is one.
    """

    findings: tuple[Mapping[str, str], ...] = ()
    forms: tuple[str, ...] = ()
    alike: tuple[Mapping[str, Any], ...] = ()
    trouble: str = ""

    @property
    def errors(self) -> int:
        """How many findings keep the bank from passing."""
        return sum(finding["level"] == "error" for finding in self.findings)


class Checker(QObject):
    """Asks the worker.

    Signals:
        checking(): a question is on its way.
        checked(object): the `Verdict` on what was looked at last; older answers are dropped.

    Args:
        worker: answers ``check``.
        parent: its owner.
        rest_ms: how long typing rests before the question goes out.
    """

    checking = Signal()
    checked = Signal(object)

    def __init__(self, worker: Worker, parent: QObject, rest_ms: int = REST_MS) -> None:
        super().__init__(parent)
        self._worker = worker
        self._wanted: Draft | None = None
        self._asked: Draft | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(rest_ms)
        self._rest.timeout.connect(self._ask)

    def look_at(self, draft: Draft | None, *, now: bool = False) -> None:
        """Check this as soon as typing rests, or now; None for nothing."""
        self._wanted = draft
        if draft is None:
            self._rest.stop()
        elif now:
            self._rest.stop()
            self._ask()
        else:
            self._rest.start()

    def _ask(self) -> None:
        draft = self._wanted
        if draft is None or self._asked is not None:  # the answer that is awaited asks again
            return
        self._asked = draft
        self.checking.emit()
        before = "" if draft.is_new else draft.key
        job = self._worker.ask("check", {"phrase": dict(draft.values), "id_before": before})
        self._follow(job)

    def _follow(self, job: Job) -> None:
        job.finished.connect(lambda answer: self._take(_verdict(answer)))
        job.failed.connect(lambda sentence: self._take(Verdict(trouble=sentence)))
        job.cancelled.connect(lambda: self._take(None))

    def _take(self, verdict: Verdict | None) -> None:
        asked, self._asked = self._asked, None
        if asked is not None and asked is self._wanted and verdict is not None:
            self.checked.emit(verdict)
        elif self._wanted is not None and not self._rest.isActive():
            self._ask()


def _verdict(answer: Mapping[str, Any]) -> Verdict:
    return Verdict(tuple(answer["findings"]), tuple(answer["forms"]), tuple(answer["alike"]))
