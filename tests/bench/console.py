"""What the console costs with a large bank: ``python -m tests.bench.console [--phrases N] [--calls DIR]``.

Phrases are the bundled ones again and again, each time with other words at the end, so that no two are equal. Their
embeddings are made once and kept in the user's cache: the first run with so many phrases takes minutes longer.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from phrasebank.bank import Bank, load_bank
from phrasebank.phrase import Phrase
from phrasebank.store.store import Store
from ui.console.bank.page import BankPage
from ui.console.desk import Desk, Sources
from ui.console.style import console_style
from ui.console.worker import Job, Worker
from ui.theme import DARK, Theme, load_font

TYPED = ("refund", "status:approved", "need:fairness", "called three times", "emotion:anger late", "pack:banking")
ASKED = (
    "I've called three times about this refund and nobody calls me back.",
    "I don't understand a word of this bill, what am I paying for?",
    "My mother is in hospital and the heating has been off since Monday.",
    "You promised it would be here yesterday, and I took the day off for it.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its goal."""

    what: str
    found: float
    goal: float | None
    unit: str = "ms"

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"   goal {self.goal:g} {self.unit}"
        return f"{self.what:<46} {self.found:9.1f} {self.unit}{goal}"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.console", description=__doc__)
    parser.add_argument("--phrases", type=int, default=10_000)
    parser.add_argument("--calls", type=Path, metavar="DIR", help="journals for the comparison of two banks")
    chosen = parser.parse_args()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.db"
        told(Line("make a bank", timed(lambda: Store.create(path, many(chosen.phrases), "Bench")), None))
        bench_page(Store(path))
        bench_workers(path, chosen.calls)
    return 0


def bench_page(store: Store) -> None:
    """The page of phrases: opened, searched, a row chosen, a phrase saved."""
    theme = Theme(DARK, 1.0, load_font(), reduced_motion=True)
    worker = Silent()
    pages: list[BankPage] = []

    def open_page() -> None:
        desk = Desk(theme, store, worker, "Bench", Sources())  # type: ignore[arg-type]  # answers nothing
        page = BankPage(desk)
        page.setStyleSheet(console_style(theme))
        page.resize(1180, 840)
        page.enter({})
        page.show()
        shown(page)
        pages.append(page)

    told(Line("open the page, from the file to the screen", timed(open_page), 1000))
    page = pages[0]
    line = page.listing.finder.line
    keys = [timed(lambda key=key: press(page, line, key)) for words in TYPED for key in words]
    told(Line("a key in the search, p95", float(np.percentile(keys, 95)), 50))
    line.clear()
    shown(page)
    ids = [entry.phrase.id for entry in page.desk.snapshot.entries[:: len(page.desk.snapshot.entries) // 40]]
    rows = [timed(lambda one=one: (page.open(one), shown(page))) for one in ids]
    told(Line("choose a row, p95", float(np.percentile(rows, 95)), None))


def bench_workers(path: Path, calls: Path | None) -> None:
    """The playground's answers and the comparison over past calls, by the real workers."""
    worker = Worker(path)
    try:
        told(Line("models and bank at hand", 1000 * seconds_of(worker.ask("warm", {"bank": "trial"}))[0], None))
        answers = []
        for text in islice(cycle(ASKED), 40):
            turns = [{"speaker": "customer", "text": text}]
            answers.append(1000 * seconds_of(worker.ask("play", {"turns": turns, "bank": "trial"}))[0])
        told(Line("the playground's answer, p95", float(np.percentile(answers[4:], 95)), 150))
        if calls is not None:
            retired = draft_release(path)
            took, result = seconds_of(worker.run("compare", {"calls": [str(calls)], "which": "candidate"}))
            what = f"{result.get('calls')} calls, {retired} phrases fewer"
            told(Line(what, took, 60, "s"))
    finally:
        worker.close()


def draft_release(path: Path) -> int:
    """Retire every fiftieth phrase, so that the next release differs."""
    store = Store(path)
    ids = {entry.phrase.id: entry.revision for entry in store.snapshot().entries[::50]}
    store.set_status(ids, "retired", "Bench", "to compare")
    return len(ids)


class Silent:
    """A worker that never answers: the page's own cost is asked for."""

    def ask(self, _task: str, _values: Any) -> Job:
        """A job that stays open."""
        return Job(0)

    run = ask


def many(count: int) -> Bank:
    """So many different phrases."""
    return Bank(islice(_phrases(load_bank().approved), count))


def _phrases(phrases: Sequence[Phrase]) -> Any:
    for again in range(1_000_000):
        for phrase in phrases:
            if again == 0:
                yield phrase
                continue
            cues = tuple(f"{cue} {again}" for cue in phrase.cues)
            yield replace(phrase, id=f"{phrase.id}-{again}", text=f"{phrase.text} ({again})", cues=cues)


def press(page: BankPage, line: Any, key: str) -> None:
    """One key, and all that it does to the page."""
    QTest.keyClicks(line, key)
    shown(page)


def shown(page: BankPage) -> None:
    """Let the page do and paint what is due."""
    QApplication.processEvents()
    page.repaint()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def seconds_of(job: Job) -> tuple[float, dict[str, Any]]:
    """How long a job takes, and its result."""
    began, loop, results, failures = time.perf_counter(), QEventLoop(), [{}], [""]
    job.finished.connect(lambda result: results.__setitem__(0, result))
    job.failed.connect(lambda sentence: failures.__setitem__(0, sentence))
    for signal in (job.finished, job.failed):
        signal.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    loop.exec()
    if failures[0]:
        raise SystemExit(failures[0])
    return time.perf_counter() - began, results[0]


def told(line: Line) -> None:
    """Print a figure as soon as it is there."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
