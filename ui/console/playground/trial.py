"""What is tried: the question that stands, its answer, and nothing that comes too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.console.playground.entry import Turn
from ui.console.worker import Job, Worker

Moment = Mapping[str, Any]


class Trial(QObject):
    """Asks the worker. Of several questions only the latest is answered.

    Attributes:
        turns: of the call that is tried.
        moments: what is known of the customer's, in their order.
        turn: the one that is looked at.
        choice: the phrases that are tried, as the tasks take it.
        phrase: the one that is asked after, or none.
    """

    answered = Signal()
    """The moments are new."""
    asking = Signal(object)
    """A job has begun."""
    failed = Signal(str)
    noticed = Signal(str)
    """Something about how the call was heard."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._job: Job | None = None
        self._taught = False
        self.turns: list[Turn] = []
        self.moments: list[Moment] = []
        self.turn = -1
        self.choice: dict[str, Any] = {"bank": "trial"}
        self.phrase = ""

    @property
    def moment(self) -> Moment | None:
        """The moment that is looked at."""
        return next((moment for moment in self.moments if moment["turn"] == self.turn), None)

    def play(self, turns: Sequence[Turn], phrase: str = "") -> None:
        """Try these turns; the customer's last one is looked at."""
        self.turns, self.moments, self.phrase = list(turns), [], phrase
        customer = [place for place, turn in enumerate(self.turns) if turn["speaker"] == "customer"]
        self.turn = customer[-1] if customer else -1
        self._ask()

    def hear(self, path: Path) -> None:
        """Try the call in a file; its first card is looked at."""
        self.turns, self.moments, self.phrase, self.turn = [], [], "", -1
        job = self._worker.run("hear", {"path": str(path), **self.choice})
        self._follow(job, self._take_call)

    def again(self) -> None:
        """The same once more: the bank, its phrases or the readings are others now."""
        if self.turns:
            self._ask()

    def look_at(self, turn: int) -> None:
        """Look at another turn of the customer's; its answer is there already."""
        self.turn = turn
        self.answered.emit()
        self._ask_after()

    def ask_after(self, phrase: str) -> None:
        """Why not this phrase? Empty for no more."""
        self.phrase = phrase
        if phrase:
            self._ask_after()
        else:
            self.moments = [{**moment, "asked": None} for moment in self.moments]
            self.answered.emit()

    def read_anew(self) -> None:
        """A lesson was kept."""
        self._taught = True
        self.again()

    def _ask(self) -> None:
        """Ask for all of the customer's turns."""
        values: dict[str, Any] = {"turns": self.turns, **self.choice, "every": True}
        if self._taught:
            values["taught"], self._taught = True, False
        self._follow(self._worker.ask("play", values), self._take)

    def _ask_after(self) -> None:
        """Ask how the phrase stands at the turn that is looked at."""
        if self.phrase and self.moment is not None:
            turns = self.turns[: self.turn + 1]
            values = {"turns": turns, **self.choice, "phrase": self.phrase}
            self._follow(self._worker.ask("play", values), self._take_one)

    def _follow(self, job: Job, take: Any) -> None:
        before, self._job = self._job, job
        if before is not None:
            before.cancel()
        job.finished.connect(lambda result: take(result) if job is self._job else None)
        job.failed.connect(lambda words: self.failed.emit(words) if job is self._job else None)
        self.asking.emit(job)

    def _take(self, result: Mapping[str, Any]) -> None:
        self.moments = list(result["moments"])
        if self.moment is None:
            self.turn = int(result["turn"])
        self.answered.emit()
        self._ask_after()

    def _take_one(self, result: Moment) -> None:
        self.moments = [result if moment["turn"] == result["turn"] else moment for moment in self.moments]
        self.answered.emit()

    def _take_call(self, result: Mapping[str, Any]) -> None:
        self.turns = list(result["turns"])
        self.moments = list(result["moments"])
        shown = [moment for moment in self.moments if moment["verdict"]["why"] == "shown"]
        self.turn = int((shown or self.moments)[0]["turn"])
        self.answered.emit()
        if result["notice"]:
            self.noticed.emit(str(result["notice"]))
