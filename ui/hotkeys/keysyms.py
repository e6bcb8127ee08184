"""The names that X11 and Wayland have for keys."""

from __future__ import annotations

_OTHER_NAMES = {
    "PageUp": "Prior",
    "PageDown": "Next",
    "Backspace": "BackSpace",
    "Space": "space",
    "Plus": "plus",
    "Minus": "minus",
    "Comma": "comma",
    "Period": "period",
}


def keysym(key: str) -> str:
    """The name of a key of `ui.hotkeys.backend.KEYS`, as in ``X11/keysymdef.h`` without ``XK_``."""
    return _OTHER_NAMES.get(key, key.lower() if len(key) == 1 else key)
