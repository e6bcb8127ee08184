"""What all drivers do alike: read the call, feed it by the clock, tell what was heard.

Runs in every engine's own environment, so: the standard library and nothing else. A driver loads its models, says
``ready``, waits for a line on its standard input, hears the call, says ``over`` and waits again, so that what it used
can be measured from outside between the two.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

SAMPLE_RATE = 16_000
CHUNK_SAMPLES = 512
"""32 ms, what Silero takes."""

SPEAKERS = ("customer", "agent")

Voices = Mapping[str, bytes]
"""Each speaker's whole call, 16 bit at 16 kHz."""


def read_voices(folder: Path) -> Voices:
    """The two voices of a call, of equal length."""
    return {speaker: _read(folder / f"{speaker}.wav") for speaker in SPEAKERS}


def _read(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        return file.readframes(file.getnframes())


def chunks(voices: Voices) -> Iterator[tuple[float, str, bytes]]:
    """The call in time order: when a chunk has been said (seconds), whose it is, its samples."""
    size = 2 * CHUNK_SAMPLES
    for place in range(0, max(len(voice) for voice in voices.values()), size):
        due = (place + size) / 2 / SAMPLE_RATE
        for speaker, voice in voices.items():
            yield due, speaker, voice[place : place + size].ljust(size, b"\0")


class Stage:
    """Where a driver meets who started it."""

    def __init__(self) -> None:
        # Libraries print what they like; that goes to the log.
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._began = 0.0

    @property
    def now(self) -> float:
        """Seconds since the call began."""
        return time.monotonic() - self._began

    def begin(self) -> None:
        """The models are loaded: wait for the start, which is the beginning of the call."""
        self._wait("ready")
        self._began = time.monotonic()

    def tell(self, kind: str, speaker: str, text: str) -> None:
        """Somebody's words: a ``partial`` may still change, a ``final`` does not."""
        if text.strip():
            self._write({"at": round(self.now, 4), "kind": kind, "speaker": speaker, "text": text.strip()})

    def feed(self, voices: Voices, give: Callable[[str, bytes], None]) -> None:
        """Give every chunk when it has been said."""
        for due, speaker, chunk in chunks(voices):
            time.sleep(max(0.0, due - self.now))
            give(speaker, chunk)

    def end(self) -> None:
        """Everything was told; what follows is not measured."""
        self._wait("over")

    def _wait(self, kind: str) -> None:
        self._write({"kind": kind})
        sys.stdin.readline()

    def _write(self, row: Mapping[str, object]) -> None:
        with self._lock:
            self._out.write(json.dumps(row) + "\n")
            self._out.flush()
