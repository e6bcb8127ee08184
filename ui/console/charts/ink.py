"""Colours of marks on grounds that are mixed: text stays readable on every shade (WCAG 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor

from ui.theme import Theme, mixed

_PALEST, _DEEPEST = 0.1, 0.8


def shade(theme: Theme, share: float) -> QColor:
    """The ground for a share (0..1) of the most there is."""
    return mixed(QColor(theme.palette.accent), QColor(theme.palette.card), _PALEST + share * (_DEEPEST - _PALEST))


def ink_on(ground: QColor) -> QColor:
    """Black or white, whichever is read best: one of them has 4.5:1 on any ground."""
    return max((QColor("#000000"), QColor("#FFFFFF")), key=lambda ink: contrast(ink, ground))


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of two colours' luminances, 1..21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: QColor) -> float:
    parts: Iterable[float] = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
