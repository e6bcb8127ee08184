"""Whether the desktop can show a window that is partly transparent."""

from __future__ import annotations

import logging
import sys

log = logging.getLogger(__name__)


def has_compositor(platform: str) -> bool:
    """True where translucent windows work; on X11 a running compositor owns the selection ``_NET_WM_CM_S<screen>``.

    Args:
        platform: Qt's platform name (``xcb``, ``wayland``, ``windows``, ``cocoa``, ``offscreen``).
    """
    if platform != "xcb" or not sys.platform.startswith("linux"):
        return True
    from Xlib import X, error  # noqa: PLC0415 (python-xlib is installed on Linux only)
    from Xlib.display import Display  # noqa: PLC0415

    try:
        display = Display()
    except (error.DisplayError, OSError) as failure:
        log.info("the X server cannot be asked for its compositor (%s): the overlay stays opaque.", failure)
        return False
    try:
        selection = display.intern_atom(f"_NET_WM_CM_S{display.get_default_screen()}")
        return bool(display.get_selection_owner(selection) != X.NONE)
    finally:
        display.close()
