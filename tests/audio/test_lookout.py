"""Another process says which inputs there are now; whatever becomes of it, nobody waits for ever."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from assist.audio.devices import Device
from assist.audio.lookout import Lookout

HEADSET = Device(3, "Headset", "Core Audio", 1, 16_000, is_loopback=False, is_default=True)


def answering(script: str) -> Lookout:
    """A lookout whose process is this script."""
    return Lookout((sys.executable, "-c", script))


def test_each_question_has_its_answer() -> None:
    """One process for all; it is asked for a library."""
    rows = json.dumps([asdict(HEADSET)])
    lookout = answering(
        f"import sys\nfor line in sys.stdin: print({rows!r}.replace('Core Audio', line.strip()), flush=True)"
    )
    first = lookout.look("one")
    process = lookout._process
    second = lookout.look("two")
    assert process is lookout._process
    lookout.close()
    assert [device.host_api for device in (*(first or ()), *(second or ()))] == ["one", "two"]


@pytest.mark.parametrize(
    "script", ["", "print('no answer')", "import sys; sys.stdin.readline()", "raise SystemExit(3)"]
)
def test_a_process_that_dies_or_talks_nonsense_gives_no_answer_and_is_started_again(script: str) -> None:
    """The keeper goes on with what is known."""
    lookout = answering(script)
    assert lookout.look("sounddevice") is None
    lookout._arguments = (sys.executable, "-c", "import sys; sys.stdin.readline(); print('[]', flush=True)")
    assert lookout.look("sounddevice") == []
    lookout.close()


def test_a_process_that_cannot_be_started_gives_no_answer(tmp_path: Path) -> None:
    """A broken installation."""
    assert Lookout((str(tmp_path / "python"),)).look("sounddevice") is None
