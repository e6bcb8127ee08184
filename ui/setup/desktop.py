"""``python -m ui.setup.desktop``: what the overlay finds on this desktop, one JSON object a line. Shows no window."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from assist.finding import Finding
from ui.app import prefer_x11
from ui.hotkeys.choose import backend_name
from ui.overlay.compositor import Compositor
from ui.settings import SETTINGS_FILE, load_settings
from ui.setup.keys import taken_keys

_BACKENDS = {
    "x11": "grabs on X11",
    "portal": "the desktop's own portal, which asks you which keys Attune may have",
    "windows": "Windows' own",
    "macos": "macOS' own",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings; 0 whatever they are."""
    parser = argparse.ArgumentParser(prog="python -m ui.setup.desktop", description=__doc__)
    parser.add_argument("--beside-overlay", action="store_true", help="an overlay runs and holds the hot keys")
    options = parser.parse_args(arguments)
    prefer_x11(os.environ)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    for finding in findings(application.platformName(), beside_overlay=options.beside_overlay):
        sys.stdout.write(json.dumps(asdict(finding)) + "\n")
    return 0


def findings(platform: str, *, beside_overlay: bool) -> Iterator[Finding]:
    """What is there.

    Args:
        platform: Qt's.
        beside_overlay: an overlay of ours runs and holds the hot keys, so they are not tried.
    """
    screens = QGuiApplication.screens()
    sizes = ", ".join(f"{screen.size().width()} x {screen.size().height()}" for screen in screens)
    yield Finding("display", True, f"{len(screens)} {'screen' if len(screens) == 1 else 'screens'} ({sizes})")
    yield _on_top(platform)
    see_through = Compositor(platform).is_there
    yield Finding("compositor", True, "the overlay has soft edges" if see_through else _OPAQUE)
    has_tray = QSystemTrayIcon.isSystemTrayAvailable()
    yield Finding("tray", True, "Attune's sign shows there" if has_tray else _NO_TRAY)
    yield _hot_keys(platform, beside_overlay=beside_overlay)


_OPAQUE = "there is none, so the overlay is drawn without soft edges; all else is the same"
_NO_TRAY = "there is none on this desktop; the overlay's own menu has everything"


def _on_top(platform: str) -> Finding:
    if platform.startswith("wayland"):
        return Finding(
            "on top", False, "A Wayland desktop without XWayland keeps no window on top; install XWayland (package "
            "xwayland), or keep the overlay beside your work.",
        )  # fmt: skip
    if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
        return Finding("on top", True, "the overlay stays above other windows, through XWayland")
    return Finding("on top", True, "the overlay stays above other windows")


def _hot_keys(platform: str, *, beside_overlay: bool) -> Finding:
    name = backend_name(platform, os.environ)
    how = _BACKENDS[name] if name else ""
    if beside_overlay:
        return Finding("hot keys", True, f"not tried, since Attune runs and holds them ({how or 'no back end'})")
    taken, about = taken_keys(load_settings(SETTINGS_FILE).hotkeys)
    if taken:
        return Finding("hot keys", False, f"{' '.join(taken.values())} ('assist setup' changes keys.)")
    if name is None or (about and name != "portal"):
        return Finding("hot keys", False, about)
    return Finding("hot keys", True, how)


if __name__ == "__main__":
    sys.exit(main())
