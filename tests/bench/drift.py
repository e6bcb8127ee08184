"""How far two lines are apart in a long call, whose devices' clocks go wrong: ``python -m tests.bench.drift``.

A click goes into both devices at the same moment, once a minute, in speech-like bursts over a little noise; where it
comes out is compared. Time is moved by hand: an hour takes a minute.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assist.audio.chunks import SAMPLE_RATE, Samples
from assist.audio.devices import Device
from assist.audio.line import Line
from assist.events import Speaker

BLOCK_SECONDS = 0.032
CLICK_EVERY_SECONDS = 60.0
_NOISE, _VOICE, _CLICK = 0.001, 0.05, 0.9


@dataclass(frozen=True, slots=True)
class Crystal:
    """A device whose clock goes wrong by so many parts per million; blocks come up to ``jitter_seconds`` late."""

    speaker: Speaker
    rate_hz: int
    ppm: float
    jitter_seconds: float = 0.01

    def blocks(self, seconds: float) -> Iterator[tuple[Samples, float]]:
        """Each block, and when it comes."""
        random = np.random.default_rng(round(self.ppm) + self.rate_hz)
        size = round(self.rate_hz * BLOCK_SECONDS)
        true_rate = self.rate_hz * (1.0 + self.ppm * 1e-6)
        for number in range(int(seconds * true_rate) // size):
            begins, ends = number * size / true_rate, (number + 1) * size / true_rate
            loud = _VOICE if begins % 3.0 < 2.0 else 0.0  # two seconds of voice, one of pause
            block = random.normal(0.0, _NOISE + loud, (size, 1)).astype(np.float32)
            click = begins // CLICK_EVERY_SECONDS != ends // CLICK_EVERY_SECONDS
            if click:
                at = int((ends // CLICK_EVERY_SECONDS * CLICK_EVERY_SECONDS - begins) * true_rate)
                at = min(at, size - self.rate_hz // 1000)
                block[at : at + self.rate_hz // 1000] = _CLICK
            yield block, ends + random.exponential(self.jitter_seconds)


def clicks(crystal: Crystal, seconds: float) -> list[float]:
    """When the line has the clicks."""
    device = Device(1, "Device", "ALSA", 1, crystal.rate_hz, is_loopback=False, is_default=True)
    line = Line(crystal.speaker, device, 2.0)
    heard: list[float] = []
    chunks = (line.take(block, at) for block, at in crystal.blocks(seconds))
    for chunk in chunks:
        if chunk is None:
            continue
        loudest = int(np.argmax(np.abs(chunk.samples)))
        time = (chunk.start + loudest) / SAMPLE_RATE
        if abs(chunk.samples[loudest]) > 0.3 and (not heard or time - heard[-1] > 1.0):
            heard.append(time)
    return heard


def furthest_apart(one: Crystal, other: Crystal, seconds: float) -> float:
    """The most that two lines are apart at a click."""
    pairs = zip(clicks(one, seconds), clicks(other, seconds), strict=True)
    return max(abs(first - second) for first, second in pairs)


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    seconds = parser.parse_args().minutes * 60.0
    for ppm in (100.0, 300.0):
        fast, slow = Crystal("customer", 48_000, ppm), Crystal("agent", 16_000, -ppm)
        apart = furthest_apart(fast, slow, seconds)
        alone = 2.0 * ppm * 1e-6 * seconds
        sys.stdout.write(
            f"+-{ppm:.0f} ppm, {seconds / 60:.0f} min: {apart * 1000:.0f} ms apart ({alone * 1000:.0f} ms unmended)\n"
        )


if __name__ == "__main__":
    main()
