"""Where the overlay stands: arithmetic on rectangles, for the plate (the window without its shadow)."""

from __future__ import annotations

from collections.abc import Mapping

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


def arrangement() -> str:
    """The screens that are here now, as one name: at the desk with two monitors, at home with none."""
    return " + ".join(sorted(screen_key(screen) for screen in QGuiApplication.screens()))


def remembered_corner(places: Mapping[str, tuple[int, int]], home: str, plate: QSize) -> QPoint:
    """Where the plate was put on a screen that is here; its first place where it never was on one of them.

    Args:
        places: pixels from the screen's corner by the screen's key, the latest last.
        home: the screen that it was put on the last time that these screens were here together; empty for none.
        plate: its size.
    """
    screens = {screen_key(screen): screen for screen in QGuiApplication.screens()}
    for key in (home, *reversed(list(places))):
        if key in screens and key in places:
            screen = screens[key]
            corner = screen.geometry().topLeft() + QPoint(*places[key])
            return settled(corner, plate, screen.availableGeometry())
    return first_corner(plate, QGuiApplication.primaryScreen().availableGeometry())


def resized(plate: QRect, size: QSize, area: QRect) -> QPoint:
    """Where a plate of another size stands in this one's stead: the edges that are nearer to the screen's stay."""
    x = _resized(plate.x(), plate.width(), size.width(), (area.x(), area.x() + area.width()))
    y = _resized(plate.y(), plate.height(), size.height(), (area.y(), area.y() + area.height()))
    return settled(QPoint(x, y), size, area)


def _resized(start: int, length: int, new_length: int, area: tuple[int, int]) -> int:
    low, high = area
    end = start + length
    return start if start - low <= high - end else end - new_length
