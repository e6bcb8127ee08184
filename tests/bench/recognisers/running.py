"""An engine hears the call in a process of its own, and what it costs is measured from outside."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import psutil

from assist.errors import AttuneError
from tests.bench.recognisers.engines import Engine
from tests.bench.recognisers.hearing import read_heard
from tests.bench.recognisers.played import Played
from tests.bench.recognisers.table import Run

_REPOSITORY = Path(__file__).resolve().parents[3]
_LOADING_SECONDS = 180.0
_SPARE_SECONDS = 90.0
"""So much longer than the call an engine may take."""

_SAMPLING_SECONDS = 1.0

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")


class EngineError(AttuneError):
    """An engine did not hear the call to its end."""

    code = "engine_failed"


def run(engine: Engine, python: Path, model: Path, folder: Path, call: Played) -> Run:
    """Let an engine hear the call, which was written to this folder.

    Raises:
        EngineError: it did not come to its end.
    """
    module = f"tests.bench.recognisers.drivers.{engine.driver}"
    command = [str(python), "-m", module, str(model.resolve()), str(folder), *engine.arguments]
    log = folder / f"{engine.name}.log"
    began = time.monotonic()
    with _child(command, log) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        lines = _Lines(engine, child.stdout, log)
        with _limit(child, _LOADING_SECONDS):
            lines.until("ready")
        loaded = time.monotonic()
        meter = _Meter(child.pid)
        child.stdin.write("go\n")
        child.stdin.flush()
        with _limit(child, call.seconds + _SPARE_SECONDS):
            told = lines.until("over")
        used = meter.stop()
    return Run(engine.name, call.name, fingerprint(model), tuple(read_heard(told)), loaded - began, *used)


def fingerprint(model: Path) -> str:
    """Eight digits that tell one model's weights from another's."""
    return hashlib.sha256((model / "model.bin").read_bytes()).hexdigest()[:8]


class _Lines:
    """What a driver writes."""

    def __init__(self, engine: Engine, stream: IO[str], log: Path) -> None:
        self._engine, self._stream, self._log = engine, stream, log

    def until(self, kind: str) -> list[str]:
        """The lines before the one of this kind."""
        told: list[str] = []
        for line in self._stream:
            if json.loads(line)["kind"] == kind:
                return told
            told.append(line)
        said = (self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["it gave no reason"])[
            -1
        ]
        raise EngineError(f"{self._engine.name} stopped before it was {kind} ({said}); leave it out with --engines.")


@contextmanager
def _child(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, **ONE_THREAD, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    with log.open("w", encoding="utf-8") as errors:
        child = subprocess.Popen(
            command, cwd=_REPOSITORY, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            text=True, start_new_session=True,
        )  # fmt: skip
        try:
            yield child
        finally:
            _end(child)


def _end(child: subprocess.Popen[str]) -> None:
    """End the child and what it started; they are a session of their own."""
    if child.returncode is None:  # not waited for, so the number is still its own
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextmanager
def _limit(child: subprocess.Popen[str], seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, _end, [child])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


class _Meter:
    """Processor time and memory of a process and all that it started."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._peak = 0
        self._stopped = threading.Event()
        self._began, self._cpu, self._busy = time.monotonic(), self._cpu_seconds(), _busy_seconds()
        self._sampling = threading.Thread(target=self._sample, daemon=True)
        self._sampling.start()

    def stop(self) -> tuple[float, float, float]:
        """Processor seconds, the most memory in MB, and the cores that others used."""
        cpu, busy, passed = (
            self._cpu_seconds() - self._cpu,
            _busy_seconds() - self._busy,
            time.monotonic() - self._began,
        )
        self._stopped.set()
        self._sampling.join()
        return cpu, self._peak / 2**20, max(0.0, busy - cpu) / passed

    def _all(self) -> list[psutil.Process]:
        return [self._process, *self._process.children(recursive=True)]

    def _cpu_seconds(self) -> float:
        total = 0.0
        for process in self._all():
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total

    def _sample(self) -> None:
        while True:
            held = 0
            for process in self._all():
                try:
                    held += process.memory_full_info().pss
                except psutil.Error:
                    continue
            self._peak = max(self._peak, held)
            if self._stopped.wait(_SAMPLING_SECONDS):
                return


def _busy_seconds() -> float:
    """Processor seconds that all programs used since the machine began."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)
