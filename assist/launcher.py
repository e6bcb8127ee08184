"""`assist run` and `assist demo`: start engine and overlay, restart either if it dies. Imports nothing heavy."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_FIRST_BACKOFF_SECONDS = 0.5
_LONGEST_BACKOFF_SECONDS = 8.0
_STEADY_SECONDS = 20.0
"""A child that lived this long starts over with the first backoff."""
_CRASHES_BEFORE_GIVING_UP = 6
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 5.0

WRONG_USE = 2

TIED = "ATTUNE_TIED"
"""Set for a child that is to leave when its standard input ends."""


@dataclass(slots=True)
class Child:
    """One supervised process. A ``tied`` one is to leave when its standard input ends, as it does with the launcher."""

    name: str
    command: Sequence[str]
    tied: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    restart_at: float = 0.0
    backoff: float = field(default=_FIRST_BACKOFF_SECONDS)

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None


class Launcher:
    """Keeps two children alive until one of them is done.

    The engine is done when it exits 0 (the call of a file is over), the overlay when the agent closes it. A child that
    was used wrongly (exit 2) ends everything, since a restart would say the same sentence again. Where the engine dies
    over and over, the overlay is started with that sentence (``--notice``) and stays until it is closed.
    """

    def __init__(
        self,
        engine: Sequence[str],
        overlay: Sequence[str],
        environment: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
        tell: Callable[[str], None] = lambda sentence: print(sentence, file=sys.stderr, flush=True),  # noqa: T201
    ) -> None:
        self._engine = Child("engine", engine, tied=True)
        self._overlay = Child("overlay", overlay)
        self._environment = dict(environment)
        self._clock = clock
        self._tell = tell
        self._stopping = False
        self._given_up = False

    def run(self) -> int:
        """Supervise until done; return the exit status."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        status: int | None = None
        try:
            for child in (self._engine, self._overlay):
                self._start(child)
            while status is None and not self._stopping:
                time.sleep(_POLL_SECONDS)
                status = self._look()
        finally:
            for child in (self._overlay, self._engine):
                self._stop(child)
        return status or 0

    def _look(self) -> int | None:
        if self._overlay.process is not None and self._overlay.process.poll() == 0:
            return int(self._given_up)
        for child in [self._overlay] if self._given_up else [self._engine, self._overlay]:
            status = self._revive(child)
            if status is not None:
                return status
        return None

    def _revive(self, child: Child) -> int | None:
        """Start a dead child again, when its time has come; an exit status where that is no use."""
        if child.running:
            return None
        if child.process is not None:
            status = child.process.returncode
            if status == 0:  # the engine's call is over; the overlay shows it until it is closed
                return None
            if status == WRONG_USE:
                return WRONG_USE
            self._crashed(child, status)
            if child.crashes >= _CRASHES_BEFORE_GIVING_UP:
                return self._give_up(child)
        if self._clock() >= child.restart_at:
            self._start(child)
        return None

    def _give_up(self, child: Child) -> int | None:
        """The exit status, or nothing where the overlay is there to tell the agent."""
        sentence = f"The {child.name} stopped {child.crashes} times in a row; run 'assist doctor' to see why."
        self._tell(sentence)
        if child is self._overlay:
            return 1
        self._given_up = True
        self._stop(self._overlay)
        self._overlay.command = [*self._overlay.command, "--notice", sentence]
        self._start(self._overlay)
        return None

    def _crashed(self, child: Child, status: int) -> None:
        steady = self._clock() - child.started >= _STEADY_SECONDS
        child.crashes = 1 if steady else child.crashes + 1
        child.backoff = _FIRST_BACKOFF_SECONDS if steady else min(child.backoff * 2, _LONGEST_BACKOFF_SECONDS)
        child.restart_at = self._clock() + child.backoff
        if child.process is not None:
            _let_go(child.process)
        child.process = None
        self._tell(f"The {child.name} stopped ({_cause(status)}); starting it again in {child.backoff:g} s.")

    def _start(self, child: Child) -> None:
        # A launcher that is killed stops nobody; the end of this pipe tells the engine, which holds the microphone.
        stdin = subprocess.PIPE if child.tied else None
        environment = {**self._environment, TIED: "1"} if child.tied else self._environment
        child.process = subprocess.Popen(child.command, env=environment, stdin=stdin)
        child.started = self._clock()

    def _stop(self, child: Child) -> None:
        if child.process is None:
            return
        if child.running:
            child.process.terminate()
            try:
                child.process.wait(_GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        _let_go(child.process)

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self._stopping = True


def launch(engine_arguments: Sequence[str], overlay_arguments: Sequence[str], *, terminal: bool) -> int:
    """Start engine and overlay with a port and a token of their own; return the exit status."""
    port = free_port()
    environment = {**os.environ, "ATTUNE_TOKEN": secrets.token_urlsafe(32)}
    engine = [sys.executable, "-m", "assist", "serve", "--set", f"wire.port={port}", *engine_arguments]
    overlay = [sys.executable, "-m", "ui", "--url", f"ws://127.0.0.1:{port}", *overlay_arguments]
    return Launcher(engine, [*overlay, "--terminal"] if terminal else overlay, environment).run()


def has_display() -> bool:
    """Whether windows can be shown here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def free_port() -> int:
    """A free loopback port. Both children are told it, so that either can be restarted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _cause(status: int) -> str:
    if status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Close our end of a dead child's input."""
    if process.stdin is not None:
        process.stdin.close()
