"""The summary on a real X11 desktop: it comes while the agent types, and takes no key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop import Spoken, VirtualDisplay, require, virtual_display

pytestmark = pytest.mark.desktop

PROGRAMS = Path(__file__).parents[1] / "programs"
TYPED = "after-call notes for the refund, done. " * 5 + "Done!"


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """A desktop with a window manager."""
    require("xdotool")
    with virtual_display(window_manager=True) as display:
        yield display


def test_typing_goes_on_while_summaries_come(display: VirtualDisplay, tmp_path: Path) -> None:
    """Two hundred characters typed into another window arrive there while five summaries appear."""
    assert len(TYPED) == 200
    program = PROGRAMS / "summary_window.py"
    with Spoken(display, PROGRAMS / "crm.py") as crm, Spoken(display, program, str(tmp_path)) as summary:
        assert crm.hear() == "ready"
        assert summary.hear() == "ready"
        crm_window = display.run("xdotool", "search", "--onlyvisible", "--name", "^CRM$").split()[-1]
        display.run("xdotool", "windowactivate", "--sync", crm_window)
        for start in range(0, len(TYPED), 40):
            summary.tell("show")
            display.run("xdotool", "type", "--delay", "6", TYPED[start : start + 40])
            assert summary.hear() == "shown"
        assert display.run("xdotool", "search", "--onlyvisible", "--name", "^Call summary$").split()
        crm.tell("what was typed?")
        assert crm.hear() == TYPED
