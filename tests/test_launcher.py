"""Two children, supervised: real processes, tiny ones."""

import itertools
import subprocess
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


GIVEN_UP = "stopped 6 times in a row; run 'assist doctor' to see why."


def hasty(engine, overlay, told):
    """A launcher whose clock runs ten times as fast."""
    ticks = itertools.count()
    return Launcher(engine, overlay, {"PATH": ""}, clock=lambda: float(next(ticks)), tell=told.append)


def test_an_overlay_that_always_dies_is_given_up():
    """After six times; one sentence says where to look."""
    told: list[str] = []
    given_up = hasty(child("import time; time.sleep(60)"), ["/bin/sh", "-c", "exit 3"], told)
    assert given_up.run() == 1
    assert told[-1] == f"The overlay {GIVEN_UP}"
    assert all("exit status 3" in sentence for sentence in told[:-1])


def test_an_engine_that_always_dies_is_told_of_in_the_overlay(tmp_path):
    """The overlay comes back with the sentence and stays until the agent closes it; the engine is left in peace."""
    told: list[str] = []
    notice = tmp_path / "notice"
    overlay = (
        "import sys, time, pathlib\n"
        "if '--notice' not in sys.argv: time.sleep(60)\n"
        f"pathlib.Path({str(notice)!r}).write_text(sys.argv[-1]); time.sleep(1.0)\n"
    )
    assert hasty(["/bin/sh", "-c", "exit 3"], child(overlay), told).run() == 1
    assert told[-1] == notice.read_text() == f"The engine {GIVEN_UP}"
    assert {sentence.partition(";")[0] for sentence in told[:-1]} == {"The engine stopped (exit status 3)"}


def test_the_engine_learns_when_its_launcher_is_killed(tmp_path):
    """Its standard input ends, so that no microphone stays open behind nobody's back."""
    mark = tmp_path / "left"
    engine = (
        "import os, pathlib\n"
        "assert os.environ['ATTUNE_TIED']\n"
        f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text('here')\n"
        "while os.read(0, 1): pass\n"
        f"pathlib.Path({str(mark)!r}).write_text('left')\n"
    )
    code = "import sys\nfrom assist.launcher import Launcher\nLauncher(sys.argv[1:4], sys.argv[4:7], {}).run()"
    launched = subprocess.Popen([PYTHON, "-c", code, *child(engine), *child("import time; time.sleep(3)")])
    wait_for(tmp_path / "pid")
    launched.kill()
    launched.wait()
    wait_for(mark)


def wait_for(path):
    """Until a file is there; 20 s is the mark of a hang."""
    script = f"until [ -e '{path}' ]; do /bin/sleep 0.05; done"
    assert subprocess.run(["timeout", "20", "/bin/sh", "-c", script], check=False).returncode == 0
