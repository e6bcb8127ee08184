"""How long a pulled plug goes unnoticed, and what a search costs: ``python -m tests.bench.hotplug [--rounds 5]``.

On a sound server of its own: the agent's device is taken away while the customer speaks, and comes back. Then how long
both lines are deaf where PortAudio has to be started anew, and what watching over two healthy devices costs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from assist.audio.chunks import SAMPLE_RATE, Chunk
from assist.audio.microphone import LiveSource
from assist.audio.pulse import PulseServer
from assist.audio.system import AudioSystem
from assist.settings import AudioSettings
from tests.pulse import pulse_rig

_PATIENCE_SECONDS = 30.0
_IDLE_SECONDS = 20.0

_PORTAUDIO = """
import time
from assist.audio.portaudio import PortAudio, load_sounddevice
from assist.audio.system import AudioSystem
library = PortAudio(load_sounddevice())
holes = []
for _ in range(5):
    heard = [0.0, 0.0]
    def post(which):
        def take(block, overflowed):
            heard[which] = heard[which] or time.monotonic()
        return take
    devices = {device.name: device for device in library.devices()}
    streams = [library.open(devices[name], "agent", post(n)) for n, name in enumerate(("customer_line", "agent_line"))]
    while not all(heard):
        time.sleep(0.005)
    began = time.monotonic()
    for stream in streams:
        stream.close()
    library.refresh()
    devices = {device.name: device for device in library.devices()}
    heard[:] = [0.0, 0.0]
    streams = [library.open(devices[name], "agent", post(n)) for n, name in enumerate(("customer_line", "agent_line"))]
    while not all(heard):
        time.sleep(0.005)
    holes.append(max(heard) - began)
    for stream in streams:
        stream.close()
middle, worst = sorted(holes)[2] * 1000, max(holes) * 1000
print(f"PortAudio started anew: both lines deaf for {middle:.0f} ms (worst {worst:.0f} ms)")
"""


class Ears:
    """What is heard and told, with its times."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.told: list[tuple[float, str]] = []
        self.agent: list[np.ndarray] = []
        self.news = threading.Condition()
        self.source = LiveSource(
            AudioSettings(agent_device="headset.monitor"),
            self._deliver,
            on_lost=lambda _speaker, _reason: self._tell("lost"),
            on_restored=lambda _speaker: self._tell("restored"),
            system=AudioSystem([PulseServer(environment)]),
        )

    def until(self, what: str) -> float:
        """When it was told."""
        with self.news:
            self.news.wait_for(lambda: any(told == what for _, told in self.told), _PATIENCE_SECONDS)
            return next((at for at, told in self.told if told == what), float("nan"))

    def _deliver(self, chunk: Chunk) -> None:
        if chunk.speaker == "agent":
            self.agent.append(chunk.samples)

    def _tell(self, what: str) -> None:
        with self.news:
            self.told.append((time.monotonic(), what))
            self.news.notify_all()


def pactl(environment: dict[str, str], *arguments: str) -> str:
    """Tell the server."""
    return subprocess.run(["pactl", *arguments], env=environment, capture_output=True, text=True, check=True).stdout


@contextlib.contextmanager
def speaking(environment: dict[str, str], folder: Path) -> Iterator[None]:
    """A tone on the customer's line."""
    tone = folder / "tone.wav"
    soundfile.write(tone, 0.3 * np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE * 120) / SAMPLE_RATE), SAMPLE_RATE)
    player = subprocess.Popen(["paplay", "-d", "customer", str(tone)], env=environment)
    try:
        yield
    finally:
        player.kill()
        player.wait()


def pull_out(environment: dict[str, str]) -> tuple[float, float, float]:
    """Seconds until the loss is told, of the other voice that was taken for this one, and until sound is back."""
    load = ("load-module", "module-null-sink", "sink_name=headset", "channels=1")
    number = pactl(environment, *load).strip()
    ears = Ears(environment)
    ears.source.start()
    time.sleep(3.0)
    ears.agent.clear()
    ears.told.clear()
    pulled = time.monotonic()
    pactl(environment, "unload-module", number)
    lost = ears.until("lost") - pulled
    time.sleep(1.0)
    wrong = float(np.count_nonzero(np.abs(np.concatenate(ears.agent)) > 0.01)) / SAMPLE_RATE
    back = time.monotonic()
    number = pactl(environment, *load).strip()
    restored = ears.until("restored") - back
    ears.source.stop()
    pactl(environment, "unload-module", number)
    return lost, wrong, restored


def idle_cost(environment: dict[str, str]) -> float:
    """Share of a core that two healthy devices cost, children included."""
    number = pactl(environment, "load-module", "module-null-sink", "sink_name=headset", "channels=1").strip()
    ears = Ears(environment)
    ears.source.start()
    time.sleep(2.0)
    before, began = os.times(), time.monotonic()
    time.sleep(_IDLE_SECONDS)
    after, seconds = os.times(), time.monotonic() - began
    ears.source.stop()
    pactl(environment, "unload-module", number)
    return sum(later - earlier for later, earlier in zip(after[:4], before[:4], strict=True)) / seconds


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with (
        tempfile.TemporaryDirectory() as folder,
        pulse_rig(Path(folder)) as environment,
        contextlib.ExitStack() as awake,
    ):
        with speaking(environment, Path(folder)):
            measured = np.array([pull_out(environment) for _ in range(rounds)])
        for name, column in zip(("loss told", "other voice heard", "back after"), measured.T, strict=True):
            sys.stdout.write(f"{name}: median {np.median(column) * 1000:.0f} ms, worst {column.max() * 1000:.0f} ms\n")
        sys.stdout.write(f"two healthy devices: {idle_cost(environment):.1%} of a core (recorders not counted)\n")
        # A monitor that nobody listens to sleeps, and takes two seconds to wake, as no microphone does.
        for sink in ("customer", "agentmic"):
            waking = ["parec", "-d", f"{sink}.monitor", "--latency-msec=32", "/dev/null"]
            recorder = awake.enter_context(subprocess.Popen(waking, env=environment))
            awake.callback(recorder.kill)
        time.sleep(3.0)
        here = {**environment, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        subprocess.run([sys.executable, "-c", _PORTAUDIO], env=here, check=True)


if __name__ == "__main__":
    main()
