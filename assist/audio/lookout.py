"""A process of its own that sees which inputs there are now. PortAudio in ours knows only those of when it started."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import IO

from assist.audio.devices import Device
from assist.errors import SourceError

_PATIENCE_SECONDS = 10.0
"""A start of Python, and PortAudio's of all drivers: a second or two on a slow desktop."""


class Lookout:
    """Asks the process, which is started with the first question and ends with ours. From one thread."""

    def __init__(self, arguments: tuple[str, ...] = (sys.executable, "-m", "assist.audio.lookout")) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def look(self, library: str) -> list[Device] | None:
        """The inputs that a library finds now; None where the process gives no answer."""
        try:
            process = self._running()
            assert process.stdin is not None
            process.stdin.write(f"{library}\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=_PATIENCE_SECONDS)
            rows = json.loads(answer)
        except (OSError, ValueError, queue.Empty):
            self.close()
            return None
        return [Device(**row) for row in rows]

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._answers = queue.Queue()
            self._process = subprocess.Popen(
                self._arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            assert self._process.stdout is not None
            # A pipe cannot be read with a time limit on every system; a queue can.
            reading = (self._process.stdout, self._answers)
            threading.Thread(target=_read, args=reading, name="lookout", daemon=True).start()
        return self._process


def _read(pipe: IO[str], answers: queue.Queue[str]) -> None:
    try:
        for line in pipe:
            answers.put(line)
    except ValueError:  # closed meanwhile
        return
    answers.put("")


def main() -> int:
    """Answer each line, a library's name, with its inputs in JSON; until the input ends."""
    from assist.audio.system import fresh  # noqa: PLC0415 - the asking side needs none of the libraries

    for line in sys.stdin:
        try:
            found = fresh(line.strip())
        except SourceError:
            found = []
        sys.stdout.write(json.dumps([asdict(device) for device in found]) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
