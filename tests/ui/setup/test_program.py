"""``python -m ui.setup`` and ``python -m ui.setup.desktop`` on a desktop of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.choices import needs_setup
from tests.desktop import VirtualDisplay, require, selected, virtual_display

PATIENCE_SECONDS = 60.0
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """A desktop with a window manager."""
    require("xdotool")
    with virtual_display(window_manager=True) as made:
        yield made


def environment(base: dict[str, str], home: Path) -> dict[str, str]:
    """A user with nothing set up."""
    return {**base, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT)}


def started(display: VirtualDisplay, home: Path) -> subprocess.Popen[str]:
    """The set-up, once its window has the focus."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.setup", "--config", str(home / "attune.toml"), "--overlay", str(home / "ui.json")],
        env=environment(display.environment, home) | {"QT_QPA_PLATFORM": "xcb"},
        stderr=subprocess.PIPE,
        text=True,
    )
    display.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Set up Attune", "windowactivate", "--sync")
    return process


@pytest.mark.desktop
def test_real_keys_walk_the_set_up_to_its_end(display: VirtualDisplay, tmp_path: Path) -> None:
    """The window takes the focus, space agrees, return goes on: exit status 0 and nothing left to set up."""
    process = started(display, tmp_path)
    display.run("xdotool", "key", "--delay", "60", "space", *["Return"] * 6)
    _, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, complaints) == (0, "")
    assert not needs_setup(tmp_path / "attune.toml")


@pytest.mark.desktop
def test_a_set_up_that_is_ended_was_left(display: VirtualDisplay, tmp_path: Path) -> None:
    """A signal closes it: exit status 3, nothing written."""
    process = started(display, tmp_path)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 3
    assert list(tmp_path.glob("*.toml")) == []


def survey(environment: dict[str, str], *arguments: str) -> dict[str, tuple[bool, str]]:
    """What is found on a desktop."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.setup.desktop", *arguments],
        env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["check"]: (row["well"], row["sentence"]) for row in rows}


@pytest.mark.desktop
def test_a_desktop_is_surveyed(display: VirtualDisplay, tmp_path: Path) -> None:
    """Screens, staying on top, compositor, tray and hot keys, each with what it means."""
    here = environment(display.environment, tmp_path)
    found = survey(here)
    assert found["display"] == (True, "1 screen (1280 x 800)")
    assert found["on top"] == (True, "the overlay stays above other windows")
    assert "drawn without soft edges" in found["compositor"][1]
    assert "own menu has everything" in found["tray"][1]
    assert found["hot keys"] == (True, "grabs on X11")
    assert "not tried, since Attune runs" in survey(here, "--beside-overlay")["hot keys"][1]
    on_wayland = survey({**here, "WAYLAND_DISPLAY": "wayland-0"})
    assert on_wayland["on top"] == (True, "the overlay stays above other windows, through XWayland")


@pytest.mark.desktop
def test_a_tray_and_a_taken_key_are_found(display: VirtualDisplay, tmp_path: Path) -> None:
    """A key of another program is not well, and the set-up is where to change it."""
    from ui.hotkeys.backend import parse_bindings
    from ui.hotkeys.x11 import X11Hotkeys

    require("trayer")
    other = X11Hotkeys(parse_bindings({"theirs": "Ctrl+Alt+1"}), display_name=display.name)
    other.start()
    try:
        with selected(display, "_NET_SYSTEM_TRAY_S0", "trayer"):
            found = survey(environment(display.environment, tmp_path))
    finally:
        other.stop()
    assert found["tray"] == (True, "Attune's sign shows there")
    assert found["hot keys"][0] is False
    assert "Ctrl+Alt+1 belongs to another program" in found["hot keys"][1]
    assert "'assist setup' changes keys" in found["hot keys"][1]
