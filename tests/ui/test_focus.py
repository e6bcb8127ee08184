"""The overlay on a real X11 desktop: it takes clicks and never the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop import Spoken, VirtualDisplay, require, virtual_display

pytestmark = pytest.mark.desktop

PROGRAMS = Path(__file__).with_name("programs")
TYPED = "the customer asks about order 4711. " * 5 + "twenty more letters."


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """A desktop with a window manager."""
    require("xdotool")
    with virtual_display(window_manager=True) as display:
        yield display


def window_named(display: VirtualDisplay, name: str) -> str:
    """The X11 id of the window that has this title."""
    return display.run("xdotool", "search", "--onlyvisible", "--name", name).split()[-1]


def test_typing_goes_on_while_cards_come_and_are_clicked(display: VirtualDisplay) -> None:
    """Two hundred characters typed into another window arrive there while cards come, change and are clicked.

    Each click takes the card: its phrase is on the clipboard.
    """
    assert len(TYPED) == 200
    with Spoken(display, PROGRAMS / "crm.py") as crm, Spoken(display, PROGRAMS / "busy_overlay.py") as overlay:
        assert crm.hear() == "ready"
        left, top, width, height = overlay.hear().split()
        middle = (str(int(left) + int(width) // 2), str(int(top) + int(height) // 3))
        card_window = window_named(display, "^Attune$")
        display.run("xdotool", "windowactivate", "--sync", window_named(display, "^CRM$"))
        for start in range(0, len(TYPED), 40):
            display.run("xdotool", "type", "--delay", "6", TYPED[start : start + 40])
            display.run("xdotool", "mousemove", "--window", card_window, *middle, "click", "1")
            assert overlay.hear() == "accepted"
        crm.tell("what was typed?")
        assert crm.hear() == TYPED
        overlay.tell("what is on the clipboard?")
        assert overlay.hear() == "clipboard You will have a date from me before we hang up."
