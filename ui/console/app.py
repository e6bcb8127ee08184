"""The console's wiring: settings in, a window out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject
from PySide6.QtWidgets import QDialog, QProgressDialog

from assist.settings import DATA_FOLDER, Settings
from phrasebank.bank import load_bank
from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Conflict, Edit
from phrasebank.store.store import Store
from ui.console.desk import Desk, Sources
from ui.console.memory import ConsoleMemory, save_memory
from ui.console.welcome import WelcomeDialog
from ui.console.window import ConsoleWindow
from ui.console.worker import Worker
from ui.theme import Theme, choose_palette, load_font

SAMPLE_FOLDER = DATA_FOLDER / "sample"


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says.

    Attributes:
        settings: the engine's.
        passed: the same as arguments, for workers.
        store: the team's bank; None for that of the settings.
        calls: more folders with journals.
        outcomes: more files of outcomes.
        who: the name to work under; empty asks.
        sample: whether to open the sample data.
        memory_file: where looks and name are remembered.
    """

    settings: Settings
    passed: tuple[str, ...]
    store: Path | None
    calls: tuple[Path, ...]
    outcomes: tuple[Path, ...]
    who: str
    sample: bool
    memory_file: Path


class Console(QObject):
    """Opens the window, and opens it anew when the looks change."""

    def __init__(self, given: Given, memory: ConsoleMemory) -> None:
        super().__init__()
        self._given = given
        self.memory = memory
        self.window: ConsoleWindow | None = None
        self._worker: Worker | None = None

    def start(self) -> bool:
        """Ask what has to be asked, then show the window; False where the supervisor left instead.

        Raises:
            PhrasebankError: the bank cannot be opened or made.
        """
        who, sample = self._given.who or self.memory.who, self._given.sample
        path = self._given.store or Path(self._given.settings.bank.store)
        if not who:
            welcome = WelcomeDialog(self._theme(), str(path), exists=path.exists())
            if welcome.exec() != QDialog.DialogCode.Accepted:
                return False
            who, sample = welcome.who, sample or welcome.sample
            self.remember(replace(self.memory, who=who))
        if sample:
            path = SAMPLE_FOLDER / "bank.db"
            if not path.exists() and not self._make_sample(path):
                return False
        sources = sample_sources(SAMPLE_FOLDER) if sample else self._sources()
        self._open(_store(path, self._given.settings, who), who, sources)
        return True

    def remember(self, memory: ConsoleMemory) -> None:
        """Keep what the supervisor has chosen."""
        self.memory = memory
        save_memory(memory, self._given.memory_file)

    def close(self) -> None:
        """End the workers."""
        if self._worker is not None:
            self._worker.close()

    def _open(self, store: Store, who: str, sources: Sources) -> None:
        self._worker = Worker(store.path, self._given.passed, self)
        desk = Desk(self._theme(), store, self._worker, who, sources)
        desk.setParent(self)
        self._worker.ask("warm", {"bank": "trial"})
        self._show(desk, "bank")
        desk.watch()

    def _show(self, desk: Desk, page: str) -> None:
        window = ConsoleWindow(desk)
        desk.merge = lambda conflicts: _merged(window, conflicts)
        window.text_size_chosen.connect(lambda size: self._restyle(replace(self.memory, text_scale=size)))
        window.looks_chosen.connect(lambda looks: self._restyle(replace(self.memory, theme=looks)))
        window.tour_wanted.connect(self._tour)
        window.open(page)
        window.show()
        self.window = window
        if not self.memory.toured:
            self._tour()

    def _restyle(self, memory: ConsoleMemory) -> None:
        """Build the window anew in other looks, with the same page open."""
        old = self.window
        if old is None or not old.may_be_rebuilt():
            return
        self.remember(memory)
        desk, size = old.desk, old.size()
        desk.dress(self._theme())
        self._show(desk, old.current())
        if self.window is not None:
            self.window.resize(size)
        old.hide()
        old.deleteLater()

    def _tour(self) -> None:
        from ui.console.tour.tour import Tour  # noqa: PLC0415 - once

        window = self.window
        if window is None:
            return
        tour = Tour(window.desk.theme, window)
        tour.stepped.connect(window.open)
        tour.left.connect(lambda: self.remember(replace(self.memory, toured=True)))
        tour.show()

    def _theme(self) -> Theme:
        return Theme(choose_palette(self.memory.theme), self.memory.text_scale, load_font())

    def _sources(self) -> Sources:
        settings = self._given.settings
        shared = [Path(settings.sharing.folder)] if settings.sharing.folder else []
        outcomes = [file for folder in shared for file in sorted(folder.glob("*.outcomes.db"))]
        return Sources(
            calls=(Path(settings.journal.folder), *(folder / "calls" for folder in shared), *self._given.calls),
            outcomes=(Path(settings.suggest.outcomes), *outcomes, *self._given.outcomes),
            review=Path(settings.suggest.review),
            experiments=Path(settings.suggest.experiments),
        )

    def _make_sample(self, store: Path) -> bool:
        """Make the sample data, a worker's task of half a minute; False where it was cancelled or failed."""
        worker, loop, failures = Worker(store, self._given.passed, self), QEventLoop(), [""]
        dialog = QProgressDialog(self.tr("Making the sample data …"), self.tr("Cancel"), 0, 0)
        dialog.setMinimumDuration(0)
        job = worker.run("sample", {"folder": str(store.parent)})

        def show(done: int, total: int, _words: str) -> None:
            dialog.setMaximum(total)
            dialog.setValue(done)

        job.progressed.connect(show)
        job.failed.connect(lambda sentence: failures.__setitem__(0, sentence))
        for signal in (job.finished, job.failed, job.cancelled):
            signal.connect(loop.quit)
        dialog.canceled.connect(job.cancel)
        dialog.show()
        loop.exec()
        dialog.canceled.disconnect()
        dialog.close()
        if failures[0]:
            raise PhrasebankError(failures[0])
        return store.exists()


def sample_sources(folder: Path) -> Sources:
    """Where the evidence lies in the sample data."""
    return Sources(
        calls=(folder / "calls",),
        outcomes=tuple(sorted((folder / "outcomes").glob("*.db"))),
        review=folder / "review.jsonl",
        experiments=folder / "experiments",
    )


def _store(path: Path, settings: Settings, who: str) -> Store:
    if path.exists():
        return Store(path)
    return Store.create(path, load_bank(Path(settings.bank.folder) if settings.bank.folder else None), who)


def _merged(window: ConsoleWindow, conflicts: Sequence[Conflict]) -> Sequence[Edit] | None:
    from ui.console.merge import MergeDialog  # noqa: PLC0415 - rare

    dialog = MergeDialog(window.desk.theme, conflicts, window)
    try:
        return dialog.edits() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.deleteLater()
