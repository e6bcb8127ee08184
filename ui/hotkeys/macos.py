"""Hot keys on macOS: Carbon's ``RegisterEventHotKey``, which swallows the key and asks for no permission.

Six C functions through ctypes are less than the package quickmachotkey: that one brings PyObjC, installs its callback
while it is imported, and drops the status that says that a key belongs to another program.

Written from Apple's headers; it has not been run on macOS. Everything but the calls is tested elsewhere with a stand-in
for the library. A code names a *place* on the keyboard: letters are found where a US keyboard has them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from ui.hotkeys.backend import Binding, Modifier
from ui.hotkeys.registered import KeyCode

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"

_MODIFIERS = {Modifier.META: 0x0100, Modifier.SHIFT: 0x0200, Modifier.ALT: 0x0800, Modifier.CTRL: 0x1000}

_PLACES = {
    **dict(zip("ASDFHGZXCV", range(0x00, 0x0A), strict=True)),
    **dict(zip("BQWERYT123465", range(0x0B, 0x18), strict=True)),
    **{"9": 0x19, "7": 0x1A, "Minus": 0x1B, "8": 0x1C, "0": 0x1D, "Plus": 0x18},
    **{"O": 0x1F, "U": 0x20, "I": 0x22, "P": 0x23, "L": 0x25, "J": 0x26, "K": 0x28},
    **{"Comma": 0x2B, "N": 0x2D, "M": 0x2E, "Period": 0x2F},
    **{"Return": 0x24, "Tab": 0x30, "Space": 0x31, "Backspace": 0x33, "Escape": 0x35, "Delete": 0x75},
    **{"Home": 0x73, "PageUp": 0x74, "End": 0x77, "PageDown": 0x79},
    **{"Left": 0x7B, "Right": 0x7C, "Down": 0x7D, "Up": 0x7E},
    **{"F1": 0x7A, "F2": 0x78, "F3": 0x63, "F4": 0x76, "F5": 0x60, "F6": 0x61, "F7": 0x62, "F8": 0x64},
    **{"F9": 0x65, "F10": 0x6D, "F11": 0x67, "F12": 0x6F, "F13": 0x69, "F14": 0x6B, "F15": 0x71, "F16": 0x6A},
    **{"F17": 0x40, "F18": 0x4F, "F19": 0x50, "F20": 0x5A},
}
"""``kVK_*`` of HIToolbox/Events.h. There is no Insert, and no F21 to F24."""


def _four_letters(code: str) -> int:
    return int.from_bytes(code.encode("ascii"), "big")


OURS = _four_letters("Attn")
"""Tells our hot keys from those of libraries in the same process."""
_KEYBOARD, _HOT_KEY_PRESSED = _four_letters("keyb"), 5
_DIRECT_OBJECT, _HOT_KEY_ID = _four_letters("----"), _four_letters("hkid")
NOT_HANDLED = -9874
"""``eventNotHandledErr``: the event goes on to whoever else wants it."""


class HotKeyId(ctypes.Structure):
    """``EventHotKeyID``."""

    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class EventType(ctypes.Structure):
    """``EventTypeSpec``."""

    _fields_ = (("event_class", ctypes.c_uint32), ("kind", ctypes.c_uint32))


_Callback = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


def macos_code(binding: Binding) -> KeyCode | None:
    """The place of the key and Carbon's modifier bits; None for a key that Apple's keyboards lack."""
    place = _PLACES.get(binding.key)
    return None if place is None else KeyCode(place, sum(_MODIFIERS[modifier] for modifier in binding.modifiers))


class MacosRegistry:
    """Takes keys for this application; its event loop, Qt's, calls back.

    Args:
        carbon: the library; None loads the one of this machine.
    """

    def __init__(self, carbon: Any = None) -> None:
        self._carbon = carbon or load_carbon()
        self._taken: dict[int, ctypes.c_void_p] = {}
        self._callback: object = None
        self._installed = ctypes.c_void_p()

    def listen(self, heard: Callable[[int], None]) -> bool:
        """Call ``heard`` with the number of each key; False where macOS does not take the callback."""

        def called(_next: object, event: int, _data: object) -> int:
            number = self._number(event)
            if number is None:
                return NOT_HANDLED
            heard(number)
            return 0

        self._callback = _Callback(called)  # Carbon keeps only the address
        target = self._carbon.GetEventDispatcherTarget()
        kind = EventType(_KEYBOARD, _HOT_KEY_PRESSED)
        status = self._carbon.InstallEventHandler(
            target, self._callback, 1, ctypes.byref(kind), None, ctypes.byref(self._installed)
        )
        return bool(status == 0)

    def register(self, number: int, code: KeyCode) -> bool:
        """Take a key; False where another program has it."""
        reference = ctypes.c_void_p()
        target = self._carbon.GetEventDispatcherTarget()
        status = self._carbon.RegisterEventHotKey(
            code.key, code.modifiers, HotKeyId(OURS, number), target, 0, ctypes.byref(reference)
        )
        if status == 0:
            self._taken[number] = reference
        return bool(status == 0)

    def unregister(self, number: int) -> None:
        """Give a key back."""
        self._carbon.UnregisterEventHotKey(self._taken.pop(number))

    def close(self) -> None:
        """Listen no more."""
        if self._installed:
            self._carbon.RemoveEventHandler(self._installed)
        self._installed = ctypes.c_void_p()
        self._callback = None

    def _number(self, event: int) -> int | None:
        """The number of the key that an event is about, if it is one of ours."""
        pressed = HotKeyId()
        size = ctypes.c_ulong(ctypes.sizeof(pressed))
        status = self._carbon.GetEventParameter(
            event, _DIRECT_OBJECT, _HOT_KEY_ID, None, size, None, ctypes.byref(pressed)
        )
        return int(pressed.number) if status == 0 and pressed.signature == OURS else None


def load_carbon() -> Any:
    """The library, with the types of the calls above: pointers are not ints to ctypes."""
    carbon = ctypes.CDLL(_CARBON)
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    carbon.GetEventDispatcherTarget.restype = pointer
    carbon.GetEventDispatcherTarget.argtypes = []
    carbon.InstallEventHandler.argtypes = [pointer, _Callback, ctypes.c_ulong, pointer, pointer, pointer]
    carbon.RemoveEventHandler.argtypes = [pointer]
    carbon.RegisterEventHotKey.argtypes = [number, number, HotKeyId, pointer, number, pointer]
    carbon.UnregisterEventHotKey.argtypes = [pointer]
    carbon.GetEventParameter.argtypes = [pointer, number, number, pointer, ctypes.c_ulong, pointer, pointer]
    return carbon
