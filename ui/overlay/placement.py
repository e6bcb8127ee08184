"""Where the overlay stands: arithmetic on rectangles, for the plate (the window without its shadow)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen

SNAP = 24
"""Nearer to an edge than this, the plate goes to it."""
GAP = 8
"""The plate keeps this far from the edge it sticks to."""


def settled(corner: QPoint, plate: QSize, area: QRect) -> QPoint:
    """The plate's top left corner, kept inside the work area and drawn to its edges. All in pixels."""
    return QPoint(
        _settled(corner.x(), plate.width(), area.left(), area.left() + area.width()),
        _settled(corner.y(), plate.height(), area.top(), area.top() + area.height()),
    )


def _settled(start: int, length: int, low: int, high: int) -> int:
    if length + 2 * GAP > high - low:
        return low
    if start < low + SNAP:
        return low + GAP
    if start + length > high - SNAP:
        return high - GAP - length
    return start


def first_corner(plate: QSize, area: QRect) -> QPoint:
    """Where the plate stands the first time: right, a little below the top, off the CRM's work."""
    return settled(QPoint(area.right() - plate.width() - 20, area.top() + 60), plate, area)


def screen_key(screen: QScreen) -> str:
    """What a place is remembered under: a screen that is the same in name, serial number and size."""
    size = screen.geometry().size()
    return f"{screen.name()}|{screen.serialNumber()}|{size.width()}x{size.height()}"


def screen_of(corner: QPoint, plate: QSize) -> QScreen:
    """The screen that holds the plate's middle, or the first one where none does."""
    middle = corner + QPoint(plate.width() // 2, plate.height() // 2)
    return QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()


def remembered_corner(places: dict[str, tuple[int, int]], last_screen: str, plate: QSize) -> QPoint:
    """Where the plate was on the screen it was last on, or on any that is here; else its first place."""
    screens = {screen_key(screen): screen for screen in QGuiApplication.screens()}
    for key in (last_screen, *screens):
        if key in screens and key in places:
            screen = screens[key]
            corner = screen.geometry().topLeft() + QPoint(*places[key])
            return settled(corner, plate, screen.availableGeometry())
    return first_corner(plate, QGuiApplication.primaryScreen().availableGeometry())
