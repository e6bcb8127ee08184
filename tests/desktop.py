"""A desktop of its own for tests that need real windows, keys and focus."""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from Xlib import X
from Xlib.display import Display

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
    with contextlib.closing(Display(display.name)) as client, selectors.DefaultSelector() as selector:
        root = client.screen().root
        check = client.intern_atom("_NET_SUPPORTING_WM_CHECK")
        root.change_attributes(event_mask=X.PropertyChangeMask)
        client.sync()
        selector.register(client, selectors.EVENT_READ)
        with display.running("openbox"):
            while root.get_full_property(check, X.AnyPropertyType) is None:
                if not client.pending_events():
                    assert selector.select(_READY_SECONDS), "openbox did not start"
                while client.pending_events():
                    client.next_event()
            yield
