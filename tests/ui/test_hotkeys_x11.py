"""On X11 keys are taken from the whole desktop by grabs, and given back."""

from __future__ import annotations

import gc
import selectors
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from Xlib import XK, X
from Xlib.error import BadAccess, CatchError
from Xlib.ext import xtest

from tests.desktop import VirtualDisplay, require, virtual_display, x_client
from ui.hotkeys.backend import DEFAULT_BINDINGS, parse_bindings
from ui.hotkeys.x11 import X11Hotkeys

HANG_MS = 20_000


def test_a_display_that_is_not_there_is_told_in_a_sentence(qtbot: QtBot) -> None:
    """Every action is refused, and the program goes on."""
    hotkeys = X11Hotkeys(parse_bindings(DEFAULT_BINDINGS), display_name=":4242")
    refusals: dict[str, str] = {}
    hotkeys.refused.connect(refusals.__setitem__)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # python-xlib forgets the sockets that it tried
        hotkeys.start()
        gc.collect()
    hotkeys.stop()
    assert refusals.keys() == DEFAULT_BINDINGS.keys()
    assert "clicks do" in refusals["accept"]


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDisplay]:
    """An X server with a keyboard that xdotool can press."""
    require("xdotool")
    with virtual_display() as display:
        yield display


@pytest.fixture
def hotkeys(desktop: VirtualDisplay, qtbot: QtBot) -> Iterator[X11Hotkeys]:
    """The default keys on that desktop, not taken yet."""
    backend = X11Hotkeys(parse_bindings(DEFAULT_BINDINGS), display_name=desktop.name)
    yield backend
    backend.stop()


def press(desktop: VirtualDisplay, *keys: str) -> None:
    """Press keys as a person does, one after the other."""
    desktop.run("xdotool", "key", *keys)


def keycode(client: Any, name: str) -> int:
    """Where a key lies."""
    code: int = client.keysym_to_keycode(XK.string_to_keysym(name))
    return code


def focused_window(client: Any) -> Any:
    """A window of another program that has the keyboard."""
    window = client.screen().root.create_window(
        0, 0, 100, 100, 0, X.CopyFromParent, event_mask=X.KeyPressMask | X.ExposureMask
    )
    window.map()
    next_event(client, X.Expose)
    window.set_input_focus(X.RevertToParent, X.CurrentTime)
    client.sync()
    return window


def next_event(client: Any, kind: int) -> Any:
    """The next event of a kind, within the time of a hang."""
    with selectors.DefaultSelector() as selector:
        selector.register(client, selectors.EVENT_READ)
        while True:
            while client.pending_events():
                event = client.next_event()
                if event.type == kind:
                    return event
            assert selector.select(HANG_MS / 1000), "no such event came"


def until(action: str) -> Any:
    """Accept the signal only for this action."""
    return lambda name, *_: name == action


@pytest.mark.desktop
def test_every_press_is_heard_once(desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot) -> None:
    """Ten presses give ten signals, each with the right action."""
    heard: list[str] = []
    hotkeys.pressed.connect(heard.append)
    hotkeys.start()
    with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=until("reject")):
        press(desktop, *["ctrl+alt+1"] * 10, "ctrl+alt+2", "ctrl+alt+3", "ctrl+alt+8", "ctrl+alt+0", "ctrl+alt+9")
    assert heard == ["accept"] * 10 + ["accept_2", "accept_3", "next", "dismiss", "reject"]


@pytest.mark.desktop
def test_a_held_key_counts_once(desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot) -> None:
    """The keyboard's own repeats are not presses: one long press cannot accept two cards."""
    heard: list[str] = []
    hotkeys.pressed.connect(heard.append)
    hotkeys.start()
    with (
        x_client(desktop) as keyboard,
        qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=until("dismiss")),
    ):
        held = [keycode(keyboard, "Control_L"), keycode(keyboard, "Alt_L")]
        first, last = keycode(keyboard, "1"), keycode(keyboard, "0")
        for code in (*held, first):
            xtest.fake_input(keyboard, X.KeyPress, code)
        xtest.fake_input(keyboard, X.KeyRelease, first, time=900)  # the server waits; it repeats after 660 ms
        for kind, code in [(X.KeyPress, last), *((X.KeyRelease, code) for code in (last, *held))]:
            xtest.fake_input(keyboard, kind, code)
        keyboard.sync()
    assert heard == ["accept", "dismiss"]


@pytest.mark.desktop
def test_locks_do_not_matter(desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot) -> None:
    """Keys are heard with caps lock, num lock and both."""
    heard: list[str] = []
    hotkeys.pressed.connect(heard.append)
    hotkeys.start()
    with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=until("reject")):
        press(desktop, "Caps_Lock", "ctrl+alt+1", "Num_Lock", "ctrl+alt+2", "Caps_Lock", "ctrl+alt+3")
        press(desktop, "Num_Lock", "ctrl+alt+9")
    assert heard == ["accept", "accept_2", "accept_3", "reject"]


@pytest.mark.desktop
def test_the_program_with_the_focus_does_not_get_the_key(
    desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot
) -> None:
    """Hot keys are swallowed; plain typing, and the same key with other modifiers, still reaches the program."""
    with x_client(desktop) as crm:
        window = focused_window(crm)
        hotkeys.start()
        with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS):
            press(desktop, "ctrl+alt+1", "ctrl+2", "a")
        watched = {keycode(crm, name): name for name in ("1", "2", "a")}
        typed: list[str] = []
        while typed[-1:] != ["a"]:
            code = next_event(crm, X.KeyPress).detail
            typed += [watched[code]] if code in watched else []
        assert typed == ["2", "a"]
        window.destroy()


@pytest.mark.desktop
def test_a_key_of_another_program_is_refused(desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot) -> None:
    """The sentence names the key and the mend; the other keys work, and the other program keeps its own."""
    refusals: dict[str, str] = {}
    heard: list[str] = []
    hotkeys.refused.connect(refusals.__setitem__)
    hotkeys.pressed.connect(heard.append)
    with x_client(desktop) as other:
        held = X.ControlMask | X.Mod1Mask
        other.screen().root.grab_key(keycode(other, "1"), held, False, X.GrabModeAsync, X.GrabModeAsync)
        other.sync()
        hotkeys.start()
        assert refusals == {"accept": "Ctrl+Alt+1 belongs to another program; choose another in the settings."}
        with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=until("dismiss")):
            press(desktop, "ctrl+alt+1", "ctrl+alt+0")
        assert next_event(other, X.KeyPress).detail == keycode(other, "1")
    assert heard == ["dismiss"]


@pytest.mark.desktop
def test_other_keys_are_taken_at_once(desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot) -> None:
    """No restart: the new key is heard, the old one is free for another program, and the overlay learns which work."""
    heard: list[str] = []
    bound: list[dict[str, str]] = []
    refusals: dict[str, str] = {}
    hotkeys.pressed.connect(heard.append)
    hotkeys.bound.connect(bound.append)
    hotkeys.refused.connect(refusals.__setitem__)
    hotkeys.start()
    with x_client(desktop) as other:
        held = X.ControlMask | X.ShiftMask
        other.screen().root.grab_key(keycode(other, "F5"), held, False, X.GrabModeAsync, X.GrabModeAsync)
        other.sync()
        hotkeys.rebind(parse_bindings({"accept": "F6", "next": "Ctrl+Alt+8", "pin": "Ctrl+Shift+F5"}))
        with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=until("next")):
            press(desktop, "ctrl+alt+1", "F6", "ctrl+alt+8")
        taken = CatchError(BadAccess)
        free = X.ControlMask | X.Mod1Mask
        root = other.screen().root
        root.grab_key(keycode(other, "1"), free, False, X.GrabModeAsync, X.GrabModeAsync, onerror=taken)
        other.sync()
        assert taken.get_error() is None
    assert heard == ["accept", "next"]
    assert bound == [DEFAULT_BINDINGS, {"accept": "F6", "next": "Ctrl+Alt+8"}]
    assert refusals == {"pin": "Ctrl+Shift+F5 belongs to another program; choose another in the settings."}


@pytest.mark.desktop
def test_keys_are_given_back(desktop: VirtualDisplay, hotkeys: X11Hotkeys) -> None:
    """After stop() there is no thread, and another program may take every key."""
    hotkeys.start()
    hotkeys.stop()
    assert [thread for thread in threading.enumerate() if thread.name.startswith("hotkeys")] == []
    successor = X11Hotkeys(parse_bindings(DEFAULT_BINDINGS), display_name=desktop.name)
    refusals: list[str] = []
    successor.refused.connect(lambda action, _: refusals.append(action))
    successor.start()
    successor.stop()
    assert refusals == []


@pytest.mark.desktop
def test_a_press_before_the_stop_is_not_heard_after_it(
    desktop: VirtualDisplay, hotkeys: X11Hotkeys, qtbot: QtBot
) -> None:
    """What still waits for the GUI thread is dropped."""
    hotkeys.start()
    press(desktop, "ctrl+alt+1")
    hotkeys.stop()
    with qtbot.assertNotEmitted(hotkeys.pressed):
        qtbot.wait(0)


@pytest.mark.desktop
def test_the_keys_follow_a_change_of_the_layout(qtbot: QtBot) -> None:
    """The key is the one that bears the name now; a name that is gone is told."""
    require("xdotool")
    with virtual_display() as desktop, x_client(desktop) as client:
        hotkeys = X11Hotkeys(parse_bindings(DEFAULT_BINDINGS), display_name=desktop.name)
        hotkeys.start()
        first, last = keycode(client, "1"), keycode(client, "0")
        digits = [list(row) for row in client.get_keyboard_mapping(first, last - first + 1)]
        digits[0], digits[5] = digits[5], digits[0]
        digits[-1] = [X.NoSymbol] * len(digits[-1])
        with qtbot.waitSignal(hotkeys.refused, timeout=HANG_MS) as refusal:
            client.change_keyboard_mapping(first, digits)
            client.sync()
        assert refusal.args == ["dismiss", "This keyboard has no key for Ctrl+Alt+0; choose another in the settings."]
        heard: list[str] = []
        hotkeys.pressed.connect(heard.append)
        with qtbot.waitSignal(hotkeys.pressed, timeout=HANG_MS, check_params_cb=until("reject")):
            press(desktop, "ctrl+alt+6", "ctrl+alt+1", "ctrl+alt+9")
        assert heard == ["accept", "reject"]
        hotkeys.stop()
