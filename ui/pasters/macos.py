"""Paste on macOS through Core Graphics. It needs the permission "Accessibility", which the user gives in the settings.

Written from Apple's headers; it has not been run on macOS. The rest is tested with a stand-in for the library.
"""

from __future__ import annotations

import ctypes
from typing import Any

from ui.pasters.paster import PasteError

_APPLICATION_SERVICES = "/System/Library/Frameworks/ApplicationServices.framework/ApplicationServices"

LETTER_V = 0x09
"""``kVK_ANSI_V``: the same key on QWERTY, QWERTZ and AZERTY boards."""
COMMAND = 0x100000
_MODIFIERS = 0x20000 | 0x40000 | 0x80000 | COMMAND
"""``kCGEventFlagMaskShift``, ``Control``, ``Alternate``, ``Command``."""
_HID_STATE, _HID_TAP = 1, 0


class MacosPaster:
    """The keyboard of this session.

    Args:
        services: the library; None loads the one of this machine.
    """

    def __init__(self, services: Any = None) -> None:
        self._services = services or load_services()

    def keyboard_owner(self) -> int:
        """Not told without Cocoa: always 0."""
        return 0

    def keys_are_up(self) -> bool:
        """No modifier key is down; caps lock does not count."""
        return not self._services.CGEventSourceFlagsState(_HID_STATE) & _MODIFIERS

    def press_paste(self) -> None:
        """Command+V.

        Raises:
            PasteError: the permission is missing.
        """
        if not self._services.AXIsProcessTrusted():
            raise PasteError(
                "macOS lets Attune paste once you allow it under System Settings, Privacy & Security, Accessibility."
            )
        for is_down in (True, False):
            event = self._services.CGEventCreateKeyboardEvent(None, LETTER_V, is_down)
            self._services.CGEventSetFlags(event, COMMAND)
            self._services.CGEventPost(_HID_TAP, event)
            self._services.CFRelease(event)

    def close(self) -> None:
        """Nothing is held."""


def load_services() -> Any:
    """The library, with the types of the calls above: pointers and 64-bit flags are not ints to ctypes."""
    services = ctypes.CDLL(_APPLICATION_SERVICES)
    services.AXIsProcessTrusted.restype = ctypes.c_bool
    services.CGEventSourceFlagsState.restype = ctypes.c_uint64
    services.CGEventSourceFlagsState.argtypes = [ctypes.c_int32]
    services.CGEventCreateKeyboardEvent.restype = ctypes.c_void_p
    services.CGEventCreateKeyboardEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint16, ctypes.c_bool]
    services.CGEventSetFlags.argtypes = [ctypes.c_void_p, ctypes.c_uint64]
    services.CGEventPost.argtypes = [ctypes.c_uint32, ctypes.c_void_p]
    services.CFRelease.argtypes = [ctypes.c_void_p]
    return services
