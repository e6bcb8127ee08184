"""The microphone code on a real sound server: a call is played into null sinks and recorded from their monitors."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.audio.chunks import Samples
from tests.pulse import pulse_rig

pytestmark = pytest.mark.audio

SAMPLE_CALL = Path(__file__).resolve().parents[2] / "assist" / "demo" / "sample_call.flac"

RECORDER = """
import json, subprocess, sys, threading
import numpy as np
from assist.audio.microphone import LiveSource
from assist.settings import AudioSettings

heard = {"customer": [], "agent": []}
begun = threading.Event()

def deliver(chunk):
    assert chunk.start == sum(map(len, heard[chunk.speaker]))
    heard[chunk.speaker].append(chunk.samples)
    if all(heard.values()):
        begun.set()

source = LiveSource(AudioSettings(customer_device="customer_line", agent_device="agent_line"), deliver)
source.start()
assert begun.wait(20.0), "no sound from the monitors"
players = [subprocess.Popen(["paplay", "-d", sink, sink + ".wav"]) for sink in ("customer", "agentmic")]
for player in players:
    assert player.wait() == 0
source.stop()
np.savez("heard.npz", **{speaker: np.concatenate(pieces) for speaker, pieces in heard.items()})
print(json.dumps({"overruns": source.overruns}))
"""


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A sound server of this test's own; the environment to reach it."""
    with pulse_rig(tmp_path) as environment:
        yield environment


def envelope(samples: Samples) -> Samples:
    """Level of each hundredth of a second, its mean removed."""
    count = len(samples) // 160
    level: Samples = np.sqrt((samples[: count * 160].reshape(count, 160) ** 2).mean(axis=1))
    return level - level.mean()


def likeness(one: Samples, other: Samples) -> float:
    """How alike two voices are at their best alignment (-1..1)."""
    first, second = envelope(one), envelope(other)
    correlation = np.correlate(first, second, "full") / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-9)
    return float(correlation.max())


def test_each_voice_is_recorded_from_its_own_line(rig: dict[str, str], tmp_path: Path) -> None:
    """Two devices at once, at the server's own rate: nothing is lost and nobody is mistaken for the other."""
    call, rate = soundfile.read(SAMPLE_CALL, start=16_000 * 7, frames=16_000 * 6, dtype="float32", always_2d=True)
    for channel, sink in enumerate(("customer", "agentmic")):
        soundfile.write(tmp_path / f"{sink}.wav", call[:, channel], rate)
    recorder = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(RECORDER)],
        cwd=tmp_path,
        env={**rig, "PYTHONPATH": str(SAMPLE_CALL.parents[2])},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert recorder.returncode == 0, recorder.stderr
    assert '"overruns": 0' in recorder.stdout
    with np.load(tmp_path / "heard.npz") as heard:
        assert likeness(heard["customer"], call[:, 0]) > 0.85
        assert likeness(heard["agent"], call[:, 1]) > 0.85
        assert likeness(heard["customer"], call[:, 1]) < 0.6
