"""A desktop of its own for tests that need real windows, keys and focus."""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xfixes, xtest

_READY_SECONDS = 20.0


@dataclass(frozen=True)
class VirtualDisplay:
    """An X server without a screen. ``name`` is such as ``:7``."""

    name: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment for programs that shall run on it."""
        kept = {key: value for key, value in os.environ.items() if key not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
        return kept | {"DISPLAY": self.name, "XDG_SESSION_TYPE": "x11"}

    def run(self, *command: str) -> str:
        """Run a program on it to its end, such as ``xdotool``; gives what it printed."""
        done = subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True, timeout=_READY_SECONDS
        )
        return done.stdout

    @contextlib.contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program that runs on it until the end of the block."""
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with process:
            try:
                yield process
            finally:
                process.terminate()


class Spoken:
    """A Python program with windows that says lines and is told lines.

    Args:
        display: where it runs.
        script: its file.
        arguments: what it is started with.
        settings: what its environment has beside the display's.
    """

    def __init__(self, display: VirtualDisplay, script: Path, *arguments: str, **settings: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            env={
                **display.environment,
                "QT_QPA_PLATFORM": "xcb",
                "PYTHONPATH": os.pathsep.join(sys.path),
                **settings,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Spoken:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=_READY_SECONDS)

    def hear(self) -> str:
        """The next line that it says; empty where it says nothing for too long."""
        assert self._process.stdout is not None
        watch = threading.Timer(_READY_SECONDS, self._process.kill)
        watch.start()
        try:
            return self._process.stdout.readline().rstrip("\n")
        finally:
            watch.cancel()

    def tell(self, line: str) -> None:
        """Tell it a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> str:
        """Tell it a line and hear what it says to that."""
        self.tell(line)
        return self.hear()


@contextlib.contextmanager
def virtual_display(*, window_manager: bool = False, size: str = "1280x800x24") -> Iterator[VirtualDisplay]:
    """Start Xvfb on a free display number, with openbox where a window manager is asked for.

    The test is skipped, with the reason, where one of the programs is missing.

    Args:
        window_manager: start openbox and wait until it manages the display.
        size: width x height x depth.
    """
    require("Xvfb", *(["openbox"] if window_manager else []))
    with contextlib.ExitStack() as stack:
        display = stack.enter_context(_xvfb(size))
        if window_manager:
            stack.enter_context(_managed(display))
        yield display


@contextlib.contextmanager
def x_client(display: VirtualDisplay) -> Iterator[Any]:
    """Another program on this desktop, or the agent's keyboard."""
    with contextlib.closing(Display(display.name)) as client:
        yield client


def strike(keyboard: Any, kind: int, *names: str) -> None:
    """Press or release keys of the agent's."""
    for name in names:
        xtest.fake_input(keyboard, kind, keyboard.keysym_to_keycode(XK.string_to_keysym(name)))
    keyboard.sync()


def require(*programs: str) -> None:
    """Skip the test where a program is missing."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@contextlib.contextmanager
def _xvfb(size: str) -> Iterator[VirtualDisplay]:
    number, reply = os.pipe()
    # Without -noreset the server forgets everything whenever its last client leaves.
    command = ["Xvfb", "-displayfd", str(reply), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    with os.fdopen(number) as answer:
        server = subprocess.Popen(command, pass_fds=[reply], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(reply)
        with server:
            try:
                line = answer.readline().strip()  # ends at once, empty, where the server dies
                assert line, "Xvfb did not start"
                yield VirtualDisplay(f":{line}")
            finally:
                server.terminate()


@contextlib.contextmanager
def _managed(display: VirtualDisplay) -> Iterator[None]:
    """Openbox; it says that it is there by a property of the root window."""
    with contextlib.closing(Display(display.name)) as client:
        root = client.screen().root
        check = client.intern_atom("_NET_SUPPORTING_WM_CHECK")
        root.change_attributes(event_mask=X.PropertyChangeMask)
        with display.running("openbox"):
            _await(client, lambda: root.get_full_property(check, X.AnyPropertyType) is not None, "openbox")
            yield


@contextlib.contextmanager
def selected(display: VirtualDisplay, selection: str, *command: str) -> Iterator[None]:
    """A program that shows that it is there by owning a selection: a compositor, a tray.

    Args:
        display: where it runs.
        selection: its name, such as ``_NET_WM_CM_S0``.
        command: the program and its arguments.
    """
    with contextlib.closing(Display(display.name)) as client:
        atom = client.intern_atom(selection)
        client.xfixes_query_version()
        client.xfixes_select_selection_input(client.screen().root, atom, xfixes.XFixesSetSelectionOwnerNotifyMask)
        with display.running(*command):
            _await(client, lambda: client.get_selection_owner(atom) != X.NONE, command[0])
            yield
        _await(client, lambda: client.get_selection_owner(atom) == X.NONE, f"the end of {command[0]}")


def _await(client: Display, happened: Callable[[], bool], name: str) -> None:
    """Wait until it happened; the client is told of every change that it could be."""
    client.sync()
    with selectors.DefaultSelector() as selector:
        selector.register(client, selectors.EVENT_READ)
        while not happened():
            if not client.pending_events():
                assert selector.select(_READY_SECONDS), f"waited in vain for {name}"
            while client.pending_events():
                client.next_event()
