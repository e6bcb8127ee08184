"""Other looks build the window anew: what the old one had going on must not reach it any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from phrasebank.bank import Bank
from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from tests.ui.console.fakes import FakeWorker
from tests.ui.console.test_window import given
from ui.console.app import Console
from ui.console.desk import Desk
from ui.console.memory import ConsoleMemory
from ui.console.window import ConsoleWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


@pytest.fixture
def console(qtbot: QtBot, tmp_path: Path, small_bank: Bank, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """The whole program on a small bank, but for its workers."""
    monkeypatch.setattr("ui.console.app.Worker", lambda *_given: FakeWorker())
    Store.create(tmp_path / "bank.db", small_bank, "Attune")
    made = Console(given(tmp_path), ConsoleMemory(who="Ann", toured=True))
    assert made.start()
    yield made
    made.close()
    window_of(made).close()
    window_of(made).deleteLater()


def window_of(console: Console) -> ConsoleWindow:
    assert console.window is not None
    return console.window


def restyled(console: Console) -> None:
    """In larger text, and the old window is gone."""
    window_of(console).text_size_chosen.emit(1.5)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_answers_that_the_old_window_waited_for_reach_nobody(console: Console) -> None:
    """A question and a long piece of work are on their way when the text grows."""
    window_of(console).open("playground", {"text": "Where is my parcel?"})
    window_of(console).open("map")
    worker = window_of(console).desk.worker
    assert isinstance(worker, FakeWorker)
    jobs = list(worker.jobs)
    assert {fake.task for fake in jobs} >= {"play", "map"}
    restyled(console)
    assert all(fake.job.over for fake in jobs)
    for fake in jobs:
        fake.fail("too late")


def test_what_was_saved_can_still_be_taken_back(console: Console) -> None:
    """The new window has the old one's steps, and says what it does."""
    desk = window_of(console).desk
    entry = desk.snapshot.entries[0]
    desk.save([Edit(replace(entry.phrase, cue="Say who acts"), entry.revision)])
    restyled(console)
    window_of(console).desk.undo.undo()
    assert window_of(console).desk.snapshot.entries[0].phrase.cue == entry.phrase.cue
    window_of(console).desk.tell("Done.")
    assert window_of(console).statusBar().currentMessage() == "Done."


def test_windows_leave_nothing_behind(console: Console) -> None:
    """However often the looks change, there is one desk."""
    for _ in range(2):
        restyled(console)
    assert len(console.findChildren(Desk)) == 1
