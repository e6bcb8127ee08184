"""Which back end fits the desktop this program runs on."""

from __future__ import annotations

import os
from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ui.hotkeys.backend import HotkeyBackend, parse_bindings


def choose_backend(bindings: dict[str, str], parent: QObject | None = None) -> HotkeyBackend | None:
    """The back end for this desktop, not started yet; nothing where there is none, and the overlay says so.

    Args:
        bindings: action to key, as in `ui.hotkeys.backend.DEFAULT_BINDINGS`.
        parent: the owner.

    Raises:
        BindingError: a binding cannot be understood, on whatever desktop.
    """
    parsed = parse_bindings(bindings)
    if not can_grab_x11(QGuiApplication.platformName(), os.environ):
        return None
    from ui.hotkeys.x11 import X11Hotkeys  # noqa: PLC0415 -- python-xlib is installed on Linux only

    return X11Hotkeys(parsed, parent)


def can_grab_x11(platform: str, environment: Mapping[str, str]) -> bool:
    """Do key grabs reach the whole desktop?

    On Wayland they do not, even for a program that runs through XWayland: native windows keep their keys.
    """
    return platform == "xcb" and bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")
