"""Which back end fits the desktop this program runs on."""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from ui.hotkeys.backend import Binding, HotkeyBackend, parse_bindings

log = logging.getLogger(__name__)

BackendName = Literal["x11", "portal", "windows", "macos"]

NOTHING_LISTENS = "Hot keys do not work on this desktop; the overlay's buttons do the same."


def choose_backend(
    bindings: Mapping[str, str], parent: QObject | None = None, complain: Callable[[str], None] = log.info
) -> HotkeyBackend | None:
    """The back end for this desktop, not started yet; nothing where there is none.

    Args:
        bindings: action to key, as in `ui.hotkeys.backend.DEFAULT_BINDINGS`.
        parent: the owner.
        complain: told in one sentence why there is none.

    Raises:
        BindingError: a binding cannot be understood, on whatever desktop.
    """
    parsed = parse_bindings(bindings)
    name = backend_name(QGuiApplication.platformName(), os.environ)
    if name is None:
        complain(NOTHING_LISTENS)
        return None
    package = _PACKAGES.get(name)
    if package is not None and importlib.util.find_spec(package[0]) is None:
        complain(f"Hot keys need the Python package {package[1]} on this desktop: install it with pip. Clicks work.")
        return None
    return _BACKENDS[name](parsed, parent)


def backend_name(platform: str, environment: Mapping[str, str]) -> BackendName | None:
    """Which back end reaches the whole desktop?

    Key grabs do not on Wayland, even for a program that runs through XWayland: native windows keep their keys.

    Args:
        platform: Qt's, as `QGuiApplication.platformName` gives it.
        environment: of the process.
    """
    if platform in ("windows", "cocoa"):
        return "windows" if platform == "windows" else "macos"
    if platform not in ("xcb", "wayland"):
        return None
    if environment.get("WAYLAND_DISPLAY") or platform == "wayland":
        return "portal" if environment.get("DBUS_SESSION_BUS_ADDRESS") else None
    return "x11" if environment.get("DISPLAY") else None


_PACKAGES: Mapping[BackendName, tuple[str, str]] = {"x11": ("Xlib", "python-xlib"), "portal": ("jeepney", "jeepney")}
"""What a back end imports, and what it is called where packages are installed from."""

# Each imports what only its own system has.
# ruff: noqa: PLC0415


def _x11(bindings: Mapping[str, Binding], parent: QObject | None) -> HotkeyBackend:
    from ui.hotkeys.x11 import X11Hotkeys

    return X11Hotkeys(bindings, parent)


def _portal(bindings: Mapping[str, Binding], parent: QObject | None) -> HotkeyBackend:
    from ui.hotkeys.portal import PortalHotkeys

    return PortalHotkeys(bindings, parent)


def _windows(bindings: Mapping[str, Binding], parent: QObject | None) -> HotkeyBackend:
    from ui.hotkeys.registered import RegisteredHotkeys
    from ui.hotkeys.windows import WindowsRegistry, windows_code

    return RegisteredHotkeys(bindings, WindowsRegistry(), windows_code, parent)


def _macos(bindings: Mapping[str, Binding], parent: QObject | None) -> HotkeyBackend:
    from ui.hotkeys.macos import MacosRegistry, macos_code
    from ui.hotkeys.registered import RegisteredHotkeys

    return RegisteredHotkeys(bindings, MacosRegistry(), macos_code, parent)


_BACKENDS: Mapping[BackendName, Callable[[Mapping[str, Binding], QObject | None], HotkeyBackend]] = {
    "x11": _x11,
    "portal": _portal,
    "windows": _windows,
    "macos": _macos,
}
