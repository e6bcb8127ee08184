"""The keys that a fresh installation has, by operating system, and what each action does in words.

On every system the keys take no character away from anybody, and none is a known default of the desktop
(`ui.hotkeys.cautions`, checked by a test). That is why they differ:

* Windows takes Ctrl+Alt for AltGr. All ten digits and all letters carry a character there on some layout: @ is AltGr+2
  in Spain, AltGr+0 in France, AltGr+Q in Germany; a hot key would swallow it. Function keys carry none. The same
  number is used as on Linux, on the row above. F4 and F5 are left out: a modifier missed there closes or reloads the
  agent's page. F12 is reserved for debuggers (Microsoft, `RegisterHotKey`).
* On Linux AltGr is a modifier of its own, so Ctrl+Alt and a digit are free. Arrows switch workspaces on GNOME and Xfce,
  Home moves windows on Xfce, T opens a terminal on GNOME and KDE, A is KDE's.
* On macOS Ctrl+Option is VoiceOver's own pair, so it is Ctrl+Shift; O, C, H, D, T, S, R and the digits lie on the same
  keys of QWERTY, QWERTZ and AZERTY boards (`ui.hotkeys.macos` goes by the place), and Cocoa has no use for them there.

The keys of the desk are function keys on Linux and Windows because web CRMs own Ctrl+Alt and Ctrl+Shift with letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "accept": "Take the phrase",
        "accept_2": "Take the second phrase",
        "accept_3": "Take the third phrase",
        "pin": "Keep the card",
        "next": "Show the next phrase",
        "reject": "Not this phrase",
        "dismiss": "Put the card away",
        "show": "Show or hide Attune",
        "call": "Start or end the call",
        "hold": "Hold or resume the call",
        "quiet": "Do not disturb",
        "click_through": "Let clicks through",
        "size": "Next size",
        "reset_place": "Back to the first place",
    }
)
"""Every action that may have a key, and what it does, in the order of a table for people."""

_LINUX = {
    "accept": "Ctrl+Alt+1",
    "accept_2": "Ctrl+Alt+2",
    "accept_3": "Ctrl+Alt+3",
    "pin": "Ctrl+Alt+7",
    "next": "Ctrl+Alt+8",
    "reject": "Ctrl+Alt+9",
    "dismiss": "Ctrl+Alt+0",
    "show": "Ctrl+Shift+F1",
    "call": "Ctrl+Shift+F2",
    "hold": "Ctrl+Shift+F3",
    "quiet": "Ctrl+Shift+F6",
    "click_through": "Ctrl+Shift+F7",
    "size": "Ctrl+Shift+F8",
    "reset_place": "Ctrl+Shift+F9",
}

_WINDOWS = _LINUX | {
    "accept": "Ctrl+Alt+F1",
    "accept_2": "Ctrl+Alt+F2",
    "accept_3": "Ctrl+Alt+F3",
    "pin": "Ctrl+Alt+F7",
    "next": "Ctrl+Alt+F8",
    "reject": "Ctrl+Alt+F9",
    "dismiss": "Ctrl+Alt+F10",
}

_MACOS = {
    "accept": "Ctrl+Shift+1",
    "accept_2": "Ctrl+Shift+2",
    "accept_3": "Ctrl+Shift+3",
    "pin": "Ctrl+Shift+7",
    "next": "Ctrl+Shift+8",
    "reject": "Ctrl+Shift+9",
    "dismiss": "Ctrl+Shift+0",
    "show": "Ctrl+Shift+O",
    "call": "Ctrl+Shift+C",
    "hold": "Ctrl+Shift+H",
    "quiet": "Ctrl+Shift+D",
    "click_through": "Ctrl+Shift+T",
    "size": "Ctrl+Shift+S",
    "reset_place": "Ctrl+Shift+R",
}


def default_bindings(system: str) -> Mapping[str, str]:
    """Action to key on an operating system.

    Args:
        system: as in ``sys.platform``; one that we do not know has the keys of Linux.
    """
    return MappingProxyType({"win32": _WINDOWS, "darwin": _MACOS}.get(system, _LINUX))
