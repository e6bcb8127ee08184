"""Each system gets one Ctrl+V, sees what the agent holds, and says so where a program may not press keys."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from Xlib import X

from tests.desktop import VirtualDisplay, strike, virtual_display, x_client
from ui.paste import choose_paster
from ui.pasters.macos import COMMAND, MacosPaster
from ui.pasters.paster import PasteError
from ui.pasters.windows import CONTROL, LETTER_V, Input, WindowsPaster
from ui.pasters.x11 import X11Paster


@pytest.mark.parametrize(
    ("platform", "environment"),
    [
        ("wayland", {"DISPLAY": ":0"}),
        ("xcb", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}),
        ("offscreen", {}),
        ("xcb", {}),
    ],
)
def test_there_are_desktops_where_no_program_may_press_keys(platform: str, environment: dict[str, str]) -> None:
    """Wayland is one; through XWayland only some windows would hear."""
    assert choose_paster(platform, environment) is None


@dataclass
class FakeUser32:
    """The calls of Windows; ``lets`` is how many keys it lets through."""

    lets: int = 4
    down: set[int] = field(default_factory=set)
    strokes: list[tuple[int, int]] = field(default_factory=list)

    def GetForegroundWindow(self) -> int | None:  # noqa: N802
        """None while windows change."""
        return None

    def GetAsyncKeyState(self, key: int) -> int:  # noqa: N802
        """A signed short: negative while the key is down."""
        return -0x8000 if key in self.down else 1

    def SendInput(self, count: int, inputs: Any, size: int) -> int:  # noqa: N802
        """How many went through."""
        assert size == ctypes.sizeof(Input) == 40  # as on 64-bit Windows
        self.strokes += [(one.of.keyboard.key, one.of.keyboard.flags) for one in inputs[:count]]
        return self.lets


def test_windows_gets_one_ctrl_v_in_one_piece() -> None:
    """Down and up again; a key that is held, and a refusal, are noticed."""
    user32 = FakeUser32()
    paster = WindowsPaster(user32)
    paster.press_paste()
    assert user32.strokes == [(CONTROL, 0), (LETTER_V, 0), (LETTER_V, 2), (CONTROL, 2)]
    assert (paster.keys_are_up(), paster.keyboard_owner()) == (True, 0)
    user32.down.add(0x12)
    assert not paster.keys_are_up()
    user32.lets = 0
    with pytest.raises(PasteError, match="press it yourself"):
        paster.press_paste()


@dataclass
class FakeServices:
    """The calls of macOS."""

    trusted: bool = True
    flags: int = 0
    posted: list[tuple[object, int]] = field(default_factory=list)
    events: dict[int, tuple[object, bool]] = field(default_factory=dict)

    def AXIsProcessTrusted(self) -> bool:  # noqa: N802
        """The permission."""
        return self.trusted

    def CGEventSourceFlagsState(self, _state: int) -> int:  # noqa: N802
        """Modifiers that are down."""
        return self.flags

    def CGEventCreateKeyboardEvent(self, _source: object, key: int, is_down: bool) -> int:
        """A new event."""
        self.events[len(self.posted) + 1] = (key, is_down)
        return len(self.posted) + 1

    def CGEventSetFlags(self, event: int, flags: int) -> None:  # noqa: N802
        """With modifiers."""
        assert flags == COMMAND
        assert event in self.events

    def CGEventPost(self, _tap: int, event: int) -> None:  # noqa: N802
        """Into the stream."""
        self.posted.append(self.events[event])  # type: ignore[arg-type]

    def CFRelease(self, event: int) -> None:  # noqa: N802
        """Free it."""
        del self.events[event]


def test_macos_gets_one_command_v_if_the_user_allows_it() -> None:
    """Without the permission the sentence says where to give it; nothing leaks."""
    services = FakeServices()
    paster = MacosPaster(services)
    paster.press_paste()
    assert (services.posted, services.events) == ([(0x09, True), (0x09, False)], {})
    assert paster.keys_are_up()
    services.flags = 0x80000
    assert not paster.keys_are_up()
    services.trusted = False
    with pytest.raises(PasteError, match="Accessibility"):
        paster.press_paste()


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    """A desktop of its own."""
    with virtual_display() as display:
        yield display


@pytest.fixture
def keyboard(display: VirtualDisplay) -> Iterator[Any]:
    """The agent's keyboard."""
    with x_client(display) as client:
        yield client


@pytest.mark.desktop
def test_a_key_that_is_held_is_seen(display: VirtualDisplay, keyboard: Any) -> None:
    """Modifiers, and the hot key itself, whose grab lasts until it is let go; caps lock does not count."""
    paster = X11Paster(display.name)
    seen = {}
    for name in ("Control_L", "Alt_R", "Shift_L", "Super_L", "1", "Caps_Lock"):
        strike(keyboard, X.KeyPress, name)
        seen[name] = paster.keys_are_up()
        strike(keyboard, X.KeyRelease, name)
    strike(keyboard, X.KeyPress, "Caps_Lock")
    strike(keyboard, X.KeyRelease, "Caps_Lock")
    assert seen == dict.fromkeys(["Control_L", "Alt_R", "Shift_L", "Super_L", "1"], False) | {"Caps_Lock": True}
    assert paster.keys_are_up()
    paster.close()


def test_a_display_that_is_gone_is_let_go_of_in_silence() -> None:
    """At the end of a session the X server may leave first."""
    with virtual_display() as display:
        paster = X11Paster(display.name)
    paster.close()
    paster.close()
