"""The window's side of the worker processes, with real processes."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QProcess
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist.console.messages import Failed, Finished, Progressed
from phrasebank.bank import Bank
from phrasebank.store.store import Store
from ui.console.worker import Job, Worker

PATIENCE_MS = 60_000


@pytest.fixture
def worker(qtbot: QtBot, tmp_path: Path, small_bank: Bank):
    path = tmp_path / "bank.db"
    Store.create(path, small_bank, "Attune")
    made = Worker(path)
    yield made
    made.close()


def test_a_question_is_answered_by_a_process_that_stays(worker, qtbot):
    """The first question starts it; the second goes to the same one."""
    for _ in range(2):
        job = worker.ask("dance", {})
        with qtbot.waitSignal(job.failed, timeout=PATIENCE_MS) as told:
            pass
        assert "knows no task 'dance'" in told.args[0]
    assert worker._quick is not None
    assert not worker._quick.gone
    assert worker._quick._process.processEnvironment().value("OMP_NUM_THREADS") == "1"


def test_long_work_tells_its_progress_and_its_result(worker, qtbot):
    """The models are really loaded in the other process."""
    job = worker.run("warm", {"bank": "candidate"})
    words: list[str] = []
    job.progressed.connect(lambda _done, _total, said: words.append(said))
    with qtbot.waitSignal(job.finished, timeout=PATIENCE_MS) as done:
        pass
    assert done.args[0]["phrases"] > 40
    assert words == ["loading the models", "reading the bank"]


def test_cancelling_ends_the_process(worker, qtbot):
    """The job is cancelled at once, nothing more is told, and the process is gone."""
    job = worker.run("warm", {})
    told: list[object] = []
    job.finished.connect(told.append)
    job.failed.connect(told.append)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert job.over
    assert [process.gone for process in worker._long] == [True]
    assert told == []


def test_what_is_over_leaves_nothing_behind(worker, qtbot):
    """Neither jobs nor processes pile up in a long day."""
    for lane in (worker.ask, worker.run, worker.run, worker.run):
        with qtbot.waitSignal(lane("dance", {}).failed, timeout=PATIENCE_MS):
            pass
        qtbot.waitUntil(lambda: all(process.gone for process in worker._long), timeout=PATIENCE_MS)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert worker.findChildren(Job) == []
    assert len(worker.findChildren(QProcess)) == 2


def test_nobody_waits_any_more(worker, qtbot):
    """Long work ends, the process that answers stays; nothing is told of either."""
    told: list[object] = []
    jobs = [worker.ask("dance", {}), worker.run("warm", {})]
    for job in jobs:
        for signal in (job.finished, job.failed, job.cancelled):
            signal.connect(lambda *_result: told.append(_result))
    worker.forget()
    with qtbot.waitSignal(worker.ask("dance", {}).failed, timeout=PATIENCE_MS):
        pass
    assert [process.gone for process in worker._long] == [True]
    assert told == []


def test_a_worker_that_dies_is_told_once_for_each_job(worker, qtbot):
    """Every job that it had fails with a sentence, and the next question starts another process."""
    first, second = worker.ask("warm", {}), worker.ask("warm", {})
    with qtbot.waitSignals([first.failed, second.failed], timeout=PATIENCE_MS) as told:
        worker._quick._process.kill()
    assert all("stopped before its end" in signal.args[0] for signal in told.all_signals_and_args)
    again = worker.ask("dance", {})
    with qtbot.waitSignal(again.failed, timeout=PATIENCE_MS):
        pass


def test_a_worker_that_cannot_be_started_is_told(worker, qtbot, monkeypatch):
    """Of each job, and of one that comes once that is known."""
    monkeypatch.setattr("ui.console.worker.sys.executable", "/nowhere/python")
    for _ in range(2):
        job = worker.ask("warm", {})
        with qtbot.waitSignal(job.failed, timeout=PATIENCE_MS) as told:
            pass
        assert "stopped before its end" in told.args[0]


def test_a_job_ends_once(qtbot):
    """Whatever comes after its end is not told."""
    job, told = Job(1), []
    job.finished.connect(lambda result: told.append(("finished", result)))
    job.failed.connect(lambda sentence: told.append(("failed", sentence)))
    job.cancelled.connect(lambda: told.append("cancelled"))
    job.progressed.connect(lambda *so_far: told.append(so_far))
    job.take(Progressed(number=1, done=1, total=2, words="half"))
    job.take(Finished(number=1, result={"a": 1}))
    job.take(Failed(number=1, sentence="no"))
    job.cancel()
    assert told == [(1, 2, "half"), ("finished", {"a": 1})]
