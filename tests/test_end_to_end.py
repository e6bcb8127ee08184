"""Real processes: engine and view, killed without a word, come back; what was heard is on disk."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil
import pytest

from assist.events import UtteranceFinished
from assist.journal import read_journal

pytestmark = pytest.mark.models

HANG_SECONDS = 150.0
LAUNCH = "import sys; from assist.launcher import launch; raise SystemExit(launch(sys.argv[1:], [], terminal=True))"


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """A minute of a call as text: a sentence every second."""
    path = tmp_path / "call.jsonl"
    turns = (
        {"speaker": "customer", "start": second, "end": second + 0.8, "text": f"sentence number {second} of the call"}
        for second in range(1, 60)
    )
    path.write_text("".join(json.dumps(turn) + "\n" for turn in turns))
    return path


@contextlib.contextmanager
def launched(call: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The launcher on a call, with the terminal view; a hang ends as an end of its output."""
    arguments = [
        "--play",
        str(call),
        "--speed",
        "1",
        "--set",
        f"journal.folder={folder}",
        "--set",
        "wire.address_file=",
    ]
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCH, *arguments], stdout=subprocess.PIPE, text=True)
    watchdog = threading.Timer(HANG_SECONDS, launcher.terminate)
    watchdog.start()
    try:
        yield launcher
    finally:
        watchdog.cancel()
        launcher.terminate()
        launcher.wait(30)
        assert launcher.stdout is not None
        launcher.stdout.close()


def read_until(stream: IO[str] | None, words: str) -> str:
    """The line that holds the words."""
    assert stream is not None
    for line in stream:
        if words in line:
            return line
    pytest.fail(f"the view never told {words!r}")


def child(launcher: subprocess.Popen[str], mark: str) -> psutil.Process:
    """The launcher's child whose command line holds the mark."""
    children = psutil.Process(launcher.pid).children()
    return next(process for process in children if mark in process.cmdline())


def test_either_process_may_die_and_the_other_goes_on(call, tmp_path):
    """The engine is killed in mid-call, then the view: each comes back, the other lives on, the journal is sound."""
    calls = tmp_path / "calls"
    with launched(call, calls) as launcher:
        read_until(launcher.stdout, "sentence number 6 of")
        engine, view = child(launcher, "serve"), child(launcher, "ui")
        engine.send_signal(signal.SIGKILL)
        read_until(launcher.stdout, "sentence number 2 of")
        assert view.is_running()
        assert child(launcher, "ui") == view
        second = child(launcher, "serve")
        assert second != engine

        view.send_signal(signal.SIGKILL)
        read_until(launcher.stdout, "sentence number 2 of")
        assert child(launcher, "serve") == second
    first, *_ = sorted(calls.iterdir(), key=os.path.getmtime)
    said = [event.text for event in read_journal(first / "call.journal").events if isinstance(event, UtteranceFinished)]
    assert said[:5] == [f"sentence number {number} of the call" for number in range(1, 6)]


def test_a_call_that_is_over_ends_the_launcher(call, tmp_path):
    """The view tells the end and leaves; the launcher follows with 0; journal and report are there."""
    calls = tmp_path / "calls"
    call.write_text("".join(call.read_text().splitlines(keepends=True)[:3]))
    with launched(call, calls) as launcher:
        read_until(launcher.stdout, "sentence number 3 of")
        assert launcher.wait(60) == 0
    (folder,) = calls.iterdir()
    assert {path.name for path in folder.iterdir()} == {"call.journal", "report.html", "report.json"}
