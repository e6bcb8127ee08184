"""Choosing hot keys by pressing them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from assist.choices import Choices
from tests.desktop import VirtualDisplay, virtual_display
from ui.hotkeys.backend import DEFAULT_BINDINGS, parse_bindings
from ui.setup import wording
from ui.setup.keys import KeysPage, taken_keys
from ui.setup.page import Draft
from ui.setup.presses import pressed_key
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True)

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, META = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.MetaModifier


def press(
    key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, scan: int = 0, virtual: int = 0
) -> QKeyEvent:
    """A key as Qt tells it, with its native codes."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, virtual, 0)


@pytest.mark.parametrize(
    ("event", "system", "key"),
    [
        (press(Qt.Key.Key_1, CTRL | ALT), "linux", "Ctrl+Alt+1"),
        (press(Qt.Key.Key_F3, CTRL | SHIFT), "linux", "Ctrl+Shift+F3"),
        (press(Qt.Key.Key_Exclam, CTRL | SHIFT, scan=10), "linux", "Ctrl+Shift+1"),
        (press(Qt.Key.Key_ParenRight, CTRL | SHIFT, virtual=0x30), "win32", "Ctrl+Shift+0"),
        (press(Qt.Key.Key_K, META), "linux", "Meta+K"),
        (press(Qt.Key.Key_K, META), "darwin", "Ctrl+K"),
        (press(Qt.Key.Key_Backtab, SHIFT), "linux", "Shift+Tab"),
        (press(Qt.Key.Key_Enter, CTRL), "linux", "Ctrl+Return"),
        (press(Qt.Key.Key_Control, CTRL), "linux", ""),
        (press(Qt.Key.Key_VolumeUp, scan=123), "linux", ""),
    ],
)
def test_a_press_is_written_as_a_binding(event: QKeyEvent, system: str, key: str) -> None:
    """Digits under Shift by their place; Command and Control of a Mac; modifiers alone are no key yet."""
    assert pressed_key(event, system) == key


@pytest.fixture
def page(qtbot: QtBot) -> KeysPage:
    """The page with the usual keys, none of them tried."""
    draft = Draft(Choices(), dict(DEFAULT_BINDINGS))
    page = KeysPage(Theme(DARK, 1.0, load_font()), draft, None)
    qtbot.addWidget(page)
    page.enter()
    page.show()
    return page


def test_a_key_is_rebound_by_pressing_it(qtbot: QtBot, page: KeysPage) -> None:
    """The cap asks, hears, and shows the new key; to readers too."""
    cap = page.caps["accept"]
    cap.click()
    assert (cap.text(), cap.accessibleName()) == ("Press keys…", "Take the phrase: press the new keys")
    qtbot.keyClick(cap, Qt.Key.Key_Control, CTRL)
    assert cap.text() == "Press keys…"
    qtbot.keyClick(cap, Qt.Key.Key_Q, CTRL | ALT)
    assert (cap.text(), cap.accessibleName()) == ("Ctrl+Alt+Q", "Take the phrase: Ctrl+Alt+Q")
    page.reset.click()
    assert cap.text() == DEFAULT_BINDINGS["accept"]


def test_escape_leaves_a_key_and_delete_takes_it_away(qtbot: QtBot, page: KeysPage) -> None:
    """So every action may go without one."""
    cap = page.caps["pin"]
    usual = cap.text()
    cap.click()
    qtbot.keyClick(cap, Qt.Key.Key_Escape)
    assert cap.text() == usual
    cap.click()
    qtbot.keyClick(cap, Qt.Key.Key_Delete)
    assert (cap.text(), cap.accessibleName()) == ("No key", "Keep the card: no key")


def test_a_key_that_is_ours_already_is_refused(qtbot: QtBot, page: KeysPage) -> None:
    """By the name of the action that has it; the old key stays."""
    cap = page.caps["pin"]
    usual = cap.text()
    page.caps["accept"].chosen.emit("Ctrl+Alt+Q")
    cap.click()
    qtbot.keyClick(cap, Qt.Key.Key_Q, CTRL | ALT)
    assert cap.text() == usual
    assert page.notes["pin"].sentence == "Ctrl+Alt+Q is the key of “Take the phrase”; choose another."


def test_a_key_of_plain_typing_is_refused(qtbot: QtBot, page: KeysPage) -> None:
    """It would be missing in every program."""
    cap = page.caps["pin"]
    cap.click()
    qtbot.keyClick(cap, Qt.Key.Key_A, SHIFT)
    assert "would be missing when you type" in page.notes["pin"].sentence


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the desktops of Linux")
def test_a_key_that_desktops_use_is_cautioned(page: KeysPage) -> None:
    """It may be had, and be a bad choice."""
    page.caps["pin"].chosen.emit("Ctrl+Alt+T")
    assert page.caps["pin"].text() == "Ctrl+Alt+T"
    assert "open a terminal" in page.notes["pin"].sentence


@pytest.fixture
def display() -> Iterator[VirtualDisplay]:
    """An X server."""
    with virtual_display() as made:
        yield made


@pytest.mark.desktop
def test_keys_of_other_programs_are_found_and_none_is_kept(qtbot: QtBot, display: VirtualDisplay) -> None:
    """The key that another program has grabbed is told; ours are free again afterwards."""
    from ui.hotkeys.x11 import X11Hotkeys

    other = X11Hotkeys(parse_bindings({"theirs": "Ctrl+Alt+1"}), display_name=display.name)
    other.start()

    def ours(bindings, _complain):
        return X11Hotkeys(parse_bindings(bindings), display_name=display.name)

    try:
        wanted = {"accept": "Ctrl+Alt+1", "pin": "Ctrl+Alt+7"}
        for _ in range(2):
            taken, about = taken_keys(wanted, ours)
            assert (list(taken), about) == (["accept"], "")
            assert "belongs to another program" in taken["accept"]
    finally:
        other.stop()
    assert taken_keys(wanted, ours) == ({}, "")


def test_where_nothing_listens_that_is_said(qtbot: QtBot) -> None:
    """No back end, with its reason; a desktop that decides itself is not asked."""

    def none(_bindings, complain):
        complain("Hot keys do not work here.")

    assert taken_keys(DEFAULT_BINDINGS, none) == ({}, "Hot keys do not work here.")

    class Asking:
        desktop_decides = True

    assert taken_keys(DEFAULT_BINDINGS, lambda *_: Asking()) == ({}, wording.KEYS_OF_DESKTOP)
