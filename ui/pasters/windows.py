"""Paste on Windows through ``SendInput``.

Written from Microsoft's reference; it has not been run on Windows. The rest is tested with a stand-in for ``user32``.
Windows drops what a program types into a window of higher rights, and does not tell; the phrase then stays on the
clipboard, because nothing reads it.
"""

from __future__ import annotations

import ctypes
from typing import Any

from ui.pasters.paster import PasteError

CONTROL, LETTER_V = 0x11, 0x56
_MODIFIERS = (0x10, CONTROL, 0x12, 0x5B, 0x5C)
"""Shift, Ctrl, Alt and both Windows keys."""
_IS_DOWN = 0x8000
_KEYBOARD = 1
_RELEASE = 0x0002


class KeyInput(ctypes.Structure):
    """``KEYBDINPUT``."""

    _fields_ = (
        ("key", ctypes.c_uint16),
        ("scan", ctypes.c_uint16),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_void_p),
    )


class _MouseInput(ctypes.Structure):
    """``MOUSEINPUT``: the largest member, which gives the union its size."""

    _fields_ = (
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
        ("data", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_void_p),
    )


class _AnyInput(ctypes.Union):
    _fields_ = (("keyboard", KeyInput), ("mouse", _MouseInput))


class Input(ctypes.Structure):
    """``INPUT``."""

    _fields_ = (("kind", ctypes.c_uint32), ("of", _AnyInput))


class WindowsPaster:
    """The keyboard of this session.

    Args:
        user32: the library; None loads the one of this machine.
    """

    def __init__(self, user32: Any = None) -> None:
        self._user32 = user32 or load_user32()

    def keyboard_owner(self) -> int:
        """The window in front."""
        return int(self._user32.GetForegroundWindow() or 0)

    def keys_are_up(self) -> bool:
        """No modifier key is down."""
        return not any(self._user32.GetAsyncKeyState(key) & _IS_DOWN for key in _MODIFIERS)

    def press_paste(self) -> None:
        """Ctrl+V, in one piece: no key of the agent can come between.

        Raises:
            PasteError: Windows let fewer keys through.
        """
        strokes = ((CONTROL, 0), (LETTER_V, 0), (LETTER_V, _RELEASE), (CONTROL, _RELEASE))
        inputs = (Input * len(strokes))(
            *(Input(_KEYBOARD, _AnyInput(keyboard=KeyInput(key=key, flags=flags))) for key, flags in strokes)
        )
        if self._user32.SendInput(len(inputs), inputs, ctypes.sizeof(Input)) != len(inputs):
            raise PasteError("Windows did not let Attune press Ctrl+V; press it yourself.")

    def close(self) -> None:
        """Nothing is held."""


def load_user32() -> Any:
    """The library, with the types of the calls above: a window's handle is a pointer, a key's state a short."""
    user32 = ctypes.CDLL("user32")
    user32.GetForegroundWindow.restype = ctypes.c_void_p
    user32.GetAsyncKeyState.restype = ctypes.c_int16
    user32.SendInput.argtypes = [ctypes.c_uint32, ctypes.c_void_p, ctypes.c_int32]
    return user32
