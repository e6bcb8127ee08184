"""Sheets of the supervisor's console: the real program with its sample data and its real workers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from tests.gallery.sheet import Picture, Stage, taken
from ui.console.app import sample_sources
from ui.console.desk import Desk
from ui.console.window import ConsoleWindow
from ui.console.worker import Job, Worker
from ui.theme import CONTRAST, DARK, LIGHT, Palette

WIDTH, HEIGHT = 1360, 880
PATIENCE_MS = 240_000
ASKED = "I've called three times about this refund and nobody ever calls me back. It's ridiculous."


class WatchedWorker(Worker):
    """Knows whether everything that was asked has been answered."""

    def __init__(self, store: Path) -> None:
        super().__init__(store)
        self.jobs: list[Job] = []

    def ask(self, task: str, values: Mapping[str, Any]) -> Job:
        """As the worker does."""
        self.jobs.append(super().ask(task, values))
        return self.jobs[-1]

    def run(self, task: str, values: Mapping[str, Any]) -> Job:
        """As the worker does."""
        self.jobs.append(super().run(task, values))
        return self.jobs[-1]

    def answered(self) -> bool:
        """Nothing is open."""
        return all(job.over for job in self.jobs)


class Shown:
    """The console over a sample; pictures of its pages."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage, self._folder = stage, folder
        self.worker = WatchedWorker(folder / "bank.db")

    def window(self, palette: Palette, scale: float = 1.0) -> ConsoleWindow:
        """A window in some looks."""
        store = Store(self._folder / "bank.db")
        desk = Desk(self._stage.theme(palette, scale), store, self.worker, "Ann", sample_sources(self._folder))
        window = ConsoleWindow(desk)
        window.resize(WIDTH if scale == 1.0 else round(1.35 * WIDTH), HEIGHT if scale == 1.0 else round(1.2 * HEIGHT))
        window.show()
        return window

    def page(self, window: ConsoleWindow, name: str, payload: Mapping[str, Any] | None = None) -> Picture:
        """The page when all of its questions have been answered."""
        window.open(name, payload or {})
        self.settle()
        return taken(window.page(name).title(), window)

    def settle(self) -> None:
        """Let the workers answer; what they bring may ask more."""
        for _ in range(3):
            wait(lambda: False, 600)
            wait(self.worker.answered, PATIENCE_MS)


def console(stage: Stage) -> None:
    """Every page."""
    with tempfile.TemporaryDirectory() as folder:
        shown = Shown(stage, _sample(Path(folder) / "sample"))
        try:
            light, dark = shown.window(LIGHT), shown.window(DARK)
            bank = shown.page(light, "bank", {"filter": "need:fairness", "id": _changed(light.desk)})
            stage.save("console", [bank], 1)
            replay = _compared(shown, dark)
            pages = [
                shown.page(dark, "coverage"),
                shown.page(light, "playground", {"text": ASKED}),
                replay,
                shown.page(light, "releases"),
                shown.page(dark, "effects", {"tab": "strategies"}),
                shown.page(light, "map"),
                shown.page(dark, "praise"),
                shown.page(light, "teams"),
            ]
            stage.save("console-pages", pages, 2, 0.6)
            large = [
                shown.page(shown.window(palette, 2.0), name)
                for name, palette in (("bank", CONTRAST), ("coverage", CONTRAST))
            ]
            stage.save("console-200-percent", large, 2, 0.6)
        finally:
            shown.worker.close()


def _sample(folder: Path) -> Path:
    worker = WatchedWorker(folder / "bank.db")  # the task needs no store
    worker.run("sample", {"folder": str(folder)})
    wait(worker.answered, PATIENCE_MS)
    worker.close()
    return folder


def _changed(desk: Desk) -> str:
    """Retire some phrases and reword one, so that there is a release to compare; the id of the reworded one."""
    entries = [entry for entry in desk.snapshot.entries if entry.phrase.status == "approved"]
    desk.set_status({entry.phrase.id: entry.revision for entry in entries[::12]}, "retired", "too general")
    entry = next(entry for entry in entries[1::12] if "fairness" in entry.phrase.needs)
    reworded = Edit(phrase=replace(entry.phrase, cue="Fair, and from today"), base=entry.revision)
    desk.save([reworded], "clearer", "cue")
    return entry.phrase.id


def _compared(shown: Shown, window: ConsoleWindow) -> Picture:
    window.desk.look()
    window.open("replay")
    shown.settle()
    window.page("replay").compare()  # type: ignore[attr-defined]
    shown.settle()
    return taken(window.page("replay").title(), window)


def wait(happened: Callable[[], bool], patience_ms: int) -> None:
    """Let the window work until it happened, or for so long."""
    late: list[bool] = []
    QTimer.singleShot(patience_ms, lambda: late.append(True))
    while not happened() and not late:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


SHEETS: Sequence[Callable[[Stage], None]] = (console,)
