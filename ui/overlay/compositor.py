"""Whether the desktop can show a window that is partly transparent, now and from now on."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:  # python-xlib is installed on Linux only
    from Xlib.display import Display

log = logging.getLogger(__name__)

LOOK_MS = 3000


class Compositor(QObject):
    """Knows whether translucent windows work; on X11 a running compositor owns the selection ``_NET_WM_CM_S<screen>``.

    Signals:
        changed(bool): it appeared, or left.

    Args:
        platform: Qt's platform name (``xcb``, ``wayland``, ``windows``, ``cocoa``, ``offscreen``).
        parent: the owner.
    """

    changed = Signal(bool)

    def __init__(self, platform: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._display = _open_display() if platform == "xcb" and sys.platform.startswith("linux") else None
        self._is_always = platform != "xcb" or not sys.platform.startswith("linux")
        self.is_there = self._ask()
        if self._display is not None:
            timer = QTimer(self)
            timer.setInterval(LOOK_MS)
            timer.timeout.connect(self.look)
            timer.start()

    def look(self) -> None:
        """Ask again; Qt tells nothing of it. One round trip to the X server."""
        is_there = self._ask()
        if is_there != self.is_there:
            self.is_there = is_there
            self.changed.emit(is_there)

    def _ask(self) -> bool:
        if self._display is None:
            return self._is_always
        selection = self._display.intern_atom(f"_NET_WM_CM_S{self._display.get_default_screen()}")
        return bool(self._display.get_selection_owner(selection))


def _open_display() -> Display | None:
    from Xlib import error  # noqa: PLC0415 (python-xlib is installed on Linux only)
    from Xlib.display import Display  # noqa: PLC0415

    try:
        return Display()
    except (error.DisplayError, OSError) as failure:
        log.info("the X server cannot be asked for its compositor (%s): the overlay stays opaque.", failure)
        return None
