"""Two children, supervised: real processes, tiny ones."""

import sys

import pytest

from assist.launcher import Launcher, free_port

PYTHON = sys.executable


def child(code: str) -> list[str]:
    return [PYTHON, "-c", code]


def launcher(engine, overlay, told):
    return Launcher(engine, overlay, {"PATH": ""}, tell=told.append)


def test_closing_the_overlay_ends_the_engine():
    """The agent quits: exit 0, and no engine is left behind."""
    told: list[str] = []
    assert launcher(child("import time; time.sleep(60)"), child(""), told).run() == 0
    assert told == []


def test_an_engine_that_is_done_leaves_the_overlay_open(tmp_path):
    """A sample call ends; its overlay stays until it is closed."""
    mark = tmp_path / "closed"
    overlay = child(f"import time; time.sleep(0.5); open({str(mark)!r}, 'w')")
    assert launcher(child(""), overlay, []).run() == 0
    assert mark.exists()


def test_wrong_use_ends_everything():
    """A restart would say the same sentence again."""
    assert launcher(child("raise SystemExit(2)"), child("import time; time.sleep(60)"), []).run() == 2


@pytest.mark.parametrize("dies", ["engine", "overlay"])
def test_a_dead_child_is_started_again_and_the_other_goes_on(tmp_path, dies):
    """It is told in one sentence each time."""
    mark = tmp_path / "second"
    crashing = child(
        f"import os, signal, pathlib; mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists(): mark.write_text(''); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    waiting = child(
        f"import time, pathlib\nwhile not pathlib.Path({str(mark)!r}).exists(): time.sleep(0.05)\ntime.sleep(1.5)"
    )
    told: list[str] = []
    engine, overlay = (crashing, waiting) if dies == "engine" else (waiting, crashing)
    assert launcher(engine, overlay, told).run() == 0
    assert told == [f"The {dies} stopped (signal SIGKILL); starting it again in 0.5 s."] or len(told) == 1


def test_a_free_port_can_be_taken():
    """The port is one that nobody has."""
    assert 1024 < free_port() < 65536
