"""How the overlay's settings become a window that fits its screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSize

from ui.overlay.ground import Stand
from ui.overlay.sizes import Layout, layouts
from ui.overlay.window import OverlayWindow
from ui.settings import OverlaySettings
from ui.theme import Theme, choose_palette

ROUNDING = 0.98
"""Lengths are rounded one by one; a window that is scaled to fit exactly could come out a few pixels too large."""


def dressed(
    settings: OverlaySettings, family: str, keys: Mapping[str, str], stand: Stand, room: QSize
) -> OverlayWindow:
    """A window as the settings want it.

    Where the screen is too small for all rows at this text size, rows go first; the text shrinks only where not even
    the compact overlay fits.

    Args:
        settings: size, theme, text and so on.
        family: the font's.
        keys: the global hot keys that work here, by action.
        stand: how the window stands on this desktop.
        room: the screen's work area, in pixels.
    """
    theme = Theme(
        choose_palette(settings.theme), settings.text_scale, family, settings.reduced_motion, settings.opacity
    )

    def build(theme: Theme, layout: Layout) -> OverlayWindow:
        stands = replace(stand, above_full_screen=settings.above_full_screen)
        return OverlayWindow(theme, keys, stands, layout, announce=settings.announce)

    *larger, smallest = layouts(settings.size)
    for layout in larger:
        window = build(theme, layout)
        if _share(window, room) >= 1.0:
            return window
        window.deleteLater()
    window = build(theme, smallest)
    share = _share(window, room)
    if share >= 1.0:
        return window
    window.deleteLater()
    return build(replace(theme, scale=theme.scale * share * ROUNDING), smallest)


def _share(window: OverlayWindow, room: QSize) -> float:
    """How much of the window's plate there is room for; 1.0 and more where it fits."""
    plate = window.plate_size
    return min(room.height() / plate.height(), room.width() / plate.width())
