"""Paste on X11 through XTest."""

from __future__ import annotations

import contextlib

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import ConnectionClosedError
from Xlib.ext import xtest

from ui.pasters.paster import PasteError

_LOCK_ROW = 1
"""Where caps lock stands among the eight rows of the modifier mapping."""
_FIRST_CODE = 8
"""X11 has no keycodes below."""


class X11Paster:
    """The keyboard of an X display.

    Args:
        display_name: such as ``:0``; None takes ``DISPLAY``.

    Raises:
        Xlib.error.DisplayError: there is no such display.
    """

    def __init__(self, display_name: str | None = None) -> None:
        self._display = Display(display_name)

    def keyboard_owner(self) -> int:
        """The id of the window with the input focus."""
        focus = self._display.get_input_focus().focus
        return int(getattr(focus, "id", focus))  # X itself has two windows that are mere numbers

    def keys_are_up(self) -> bool:
        """No key is down but perhaps a lock: until a hot key is let go, its grab would swallow ours as well."""
        self._follow_the_layout()
        locks = set(self._display.get_modifier_mapping()[_LOCK_ROW])
        down = self._display.query_keymap()
        return not any(down[code >> 3] & (1 << (code & 7)) for code in set(range(_FIRST_CODE, 256)) - locks)

    def press_paste(self) -> None:
        """Ctrl+V.

        Raises:
            PasteError: no XTest, or a keyboard without these keys.
        """
        control, letter = (self._display.keysym_to_keycode(XK.string_to_keysym(name)) for name in ("Control_L", "v"))
        if not (control and letter and self._display.has_extension("XTEST")):
            raise PasteError("This display does not let Attune press Ctrl+V; press it yourself.")
        for kind, code in (
            (X.KeyPress, control),
            (X.KeyPress, letter),
            (X.KeyRelease, letter),
            (X.KeyRelease, control),
        ):
            xtest.fake_input(self._display, kind, code)
        self._display.sync()

    def close(self) -> None:
        """Close the connection to the display, if the display is still there."""
        with contextlib.suppress(ConnectionClosedError):
            self._display.close()

    def _follow_the_layout(self) -> None:
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.MappingNotify:
                self._display.refresh_keyboard_mapping(event)
