"""Hot keys on Windows: ``RegisterHotKey``, which swallows the key, and its messages from Qt's own message loop.

Written from Microsoft's reference; it has not been run on Windows. Everything but the two calls is tested elsewhere,
with a stand-in for ``user32``: codes, messages, refusals.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

from ui.hotkeys.backend import Binding, Modifier
from ui.hotkeys.registered import KeyCode

WM_HOTKEY = 0x0312
MOD_NOREPEAT = 0x4000
"""A key that is held counts once."""

_MODIFIERS = {Modifier.ALT: 0x1, Modifier.CTRL: 0x2, Modifier.SHIFT: 0x4, Modifier.META: 0x8}

_VIRTUAL_KEYS = {
    "Backspace": 0x08,
    "Tab": 0x09,
    "Return": 0x0D,
    "Escape": 0x1B,
    "Space": 0x20,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Insert": 0x2D,
    "Delete": 0x2E,
    **{f"F{number}": 0x6F + number for number in range(1, 25)},
    "Plus": 0xBB,
    "Comma": 0xBC,
    "Minus": 0xBD,
    "Period": 0xBE,
}
"""Letters and digits are their ASCII codes, whatever the layout."""


def windows_code(binding: Binding) -> KeyCode:
    """The virtual key and the ``MOD_`` bits of a binding."""
    key = ord(binding.key) if len(binding.key) == 1 else _VIRTUAL_KEYS[binding.key]
    return KeyCode(key, sum(_MODIFIERS[modifier] for modifier in binding.modifiers) | MOD_NOREPEAT)


class User32(Protocol):
    """The two calls of ``user32.dll``."""

    def RegisterHotKey(self, window: int | None, number: int, modifiers: int, key: int) -> int:  # noqa: N802 -- Windows
        """Take a key for this thread; 0 where it cannot be had."""
        ...

    def UnregisterHotKey(self, window: int | None, number: int) -> int:  # noqa: N802 -- Windows
        """Give it back."""
        ...


class WindowsRegistry:
    """Takes keys for the GUI thread and hears of them through a filter on Qt's messages.

    Args:
        user32: the library; None loads the one of this machine.
    """

    def __init__(self, user32: User32 | None = None) -> None:
        self._user32: User32 = user32 or ctypes.CDLL("user32")
        self._filter: HotkeyFilter | None = None

    def listen(self, heard: Callable[[int], None]) -> bool:
        """Call ``heard`` with the number of each key; False without an application, whose messages they are."""
        application = QCoreApplication.instance()
        if application is None:
            return False
        self._filter = HotkeyFilter(heard)
        application.installNativeEventFilter(self._filter)
        return True

    def register(self, number: int, code: KeyCode) -> bool:
        """Take a key; False where another program has it."""
        return bool(self._user32.RegisterHotKey(None, number, code.modifiers, code.key))

    def unregister(self, number: int) -> None:
        """Give a key back."""
        self._user32.UnregisterHotKey(None, number)

    def close(self) -> None:
        """Listen no more."""
        application = QCoreApplication.instance()
        if self._filter is not None and application is not None:
            application.removeNativeEventFilter(self._filter)
        self._filter = None


class HotkeyFilter(QAbstractNativeEventFilter):
    """Finds the messages of hot keys among all that Qt receives.

    Args:
        heard: called with the number of the key.
    """

    def __init__(self, heard: Callable[[int], None]) -> None:
        super().__init__()
        self._heard = heard

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:  # noqa: N802 -- Qt
        """Take the message away from Qt if it is of a hot key: True and a result of 0."""
        name = kind.data() if isinstance(kind, QByteArray) else bytes(kind)
        if name not in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            return False, 0
        received = wintypes.MSG.from_address(int(message))
        if received.message != WM_HOTKEY:
            return False, 0
        self._heard(received.wParam)
        return True, 0
