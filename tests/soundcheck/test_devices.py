"""The sound check on real devices of a sound server, and where there are none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.audio.opening import mend
from assist.soundcheck.news import DevicesSeen, LevelHeard, News, Refused, SentenceRead, decode
from tests.pulse import pulse_rig

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90.0


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A sound server; what is played on the default output comes in by ``customer_line``."""
    with pulse_rig(tmp_path) as environment:
        yield {**environment, "PYTHONPATH": str(ROOT)}


def check(environment: dict[str, str], *arguments: str) -> list[News]:
    """All that a check tells."""
    done = subprocess.run(
        [sys.executable, "-m", "assist.soundcheck", *arguments],
        env=environment,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return [decode(line) for line in done.stdout.splitlines()]


@pytest.mark.audio
@pytest.mark.models
def test_the_customers_line_hears_what_is_played(rig: dict[str, str]) -> None:
    """The played sentence comes back over the line, with levels, and is understood."""
    news = check(
        rig, "listen", "customer", "--device", "customer_line", "--recognizer", "pocketsphinx", "--play"
    )  # fmt: skip
    last = news[-1]
    assert isinstance(last, SentenceRead), last
    assert "coffee machine that i sent back to you" in last.text
    assert last.confidence > 0.55
    assert max(one.level_db for one in news if isinstance(one, LevelHeard)) > -40


@pytest.mark.audio
def test_levels_come_until_the_window_goes(rig: dict[str, str]) -> None:
    """A silent line is silence, not an end; when nobody reads any more the check ends by itself, without a word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "assist.soundcheck", "levels", "agent", "--device", "agent_line"],
        env=rig, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    levels = [decode(process.stdout.readline()) for _ in range(5)]
    assert levels == [LevelHeard(-120.0, -120.0)] * 5
    process.stdout.close()
    assert process.wait(PATIENCE_SECONDS) == 0
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()


@pytest.mark.audio
def test_devices_are_listed_and_a_missing_one_is_told(rig: dict[str, str]) -> None:
    """The list comes also where the device of the settings is gone, with what to do."""
    (seen,) = check(rig, "devices", "agent", "--device", "agent_lime")
    assert isinstance(seen, DevicesSeen)
    assert "agent_line" in [device.name for device in seen.devices]
    assert (seen.chosen, "did you mean 'agent_line'?" in seen.advice) == ("", True)
    (refused,) = check(rig, "levels", "agent", "--device", "agent_lime")
    assert isinstance(refused, Refused)
    assert "there is no such input; did you mean 'agent_line'?" in refused.sentence


SOUND_SYSTEM = """
class PortAudioError(Exception):
    pass

class default:
    device = (0, -1)

def query_hostapis():
    return [{{"name": "ALSA"}}]

def query_devices():
    return {devices}

def InputStream(**options):
    raise PortAudioError("{failure}")
"""
MIC = [{"name": "Mic", "hostapi": 0, "max_input_channels": 1, "default_samplerate": 16_000.0}]


@pytest.mark.parametrize(
    ("devices", "failure", "sentence"),
    [
        ([], "", "This machine has no audio input; connect a microphone"),
        (MIC, "Device unavailable [PaErrorCode -9985]", "close what else uses it, or set audio.agent_device"),
        (MIC, "Invalid device [PaErrorCode -9996]", "plug it in again, or choose another"),
        (MIC, "Unanticipated host error: Permission denied", "allow the microphone for this program"),
        (MIC, "Something else", "plug it in again, close what else uses it, or"),
    ],
)
def test_a_device_that_cannot_be_heard_is_one_sentence(
    tmp_path: Path, devices: list[object], failure: str, sentence: str
) -> None:
    """None, busy, unplugged, forbidden, unknown: each with its mend."""
    (tmp_path / "sounddevice.py").write_text(SOUND_SYSTEM.format(devices=devices, failure=failure))
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    (refused,) = check(environment, "levels", "agent")
    assert isinstance(refused, Refused)
    assert sentence in refused.sentence
    assert refused.sentence.count(". ") == 0


def test_the_mend_names_the_setting_of_the_line() -> None:
    """Which of the two is meant."""
    assert "audio.customer_device" in mend("Device busy", "customer")
