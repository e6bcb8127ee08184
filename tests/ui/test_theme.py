"""Every text can be read: WCAG contrast of each colour on each ground it is drawn on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo
from pytestqt.qtbot import QtBot

from ui import wording
from ui.overlay.face import empty_ground
from ui.overlay.icons import ICONS
from ui.overlay.mood import chip_ground
from ui.theme import DARK, LIGHT, Palette, Theme, load_font, mixed

PALETTES = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
TEXT = 4.5
PARTS = 3.0


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def plates(palette: Palette) -> list[QColor]:
    """The plate over the brightest and the darkest desktop."""
    return [mixed(QColor(palette.plate), QColor(under), palette.plate_alpha) for under in ("white", "black")]


@PALETTES
def test_text_on_the_plate(palette: Palette) -> None:
    """Header, transcript and status are readable whatever lies under the plate, which is at least 0.9 solid."""
    assert palette.plate_alpha >= 0.9
    for plate in plates(palette):
        for color in (palette.text, palette.muted, palette.faint, palette.alert):
            assert contrast(QColor(color), plate) >= TEXT


@PALETTES
def test_text_on_the_card(palette: Palette) -> None:
    """Cue, phrase, reason, mark and the quiet hint of an empty card are readable; so is a card that is pressed."""
    pressed = mixed(QColor(palette.text), QColor(palette.card), 0.05)
    for ground in (QColor(palette.card), pressed):
        for color in (palette.text, palette.muted, palette.accent):
            assert contrast(QColor(color), ground) >= TEXT
    assert contrast(QColor(palette.faint), empty_ground(Theme(palette))) >= TEXT


@PALETTES
def test_text_on_buttons_and_chips(palette: Palette) -> None:
    """Buttons at rest, under the pointer and pressed, key caps, need chips and the menu are readable."""
    for lit in (0.0, 0.09, 0.16):
        ground = mixed(QColor(palette.text), QColor(palette.raised), lit)
        assert contrast(QColor(palette.text), ground) >= TEXT
        assert contrast(QColor(palette.muted), ground) >= PARTS
    assert contrast(QColor(palette.muted), QColor(palette.raised)) >= TEXT
    assert contrast(QColor(palette.faint), QColor(palette.card)) >= TEXT
    for sign in (palette.accent, palette.tones["glad"]):
        assert contrast(QColor(sign), QColor(palette.raised)) >= PARTS


@PALETTES
def test_feelings_on_their_chips(palette: Palette) -> None:
    """The word of every feeling is readable on the chip's tint."""
    theme = Theme(palette)
    for feeling in wording.FEELINGS.values():
        tone = theme.tone(feeling.tone)
        assert contrast(tone, chip_ground(theme, tone)) >= TEXT


def test_feelings_differ_without_colour() -> None:
    """No two feelings share an icon or a word."""
    feelings = list(wording.FEELINGS.values())
    assert len({feeling.icon for feeling in feelings}) == len(feelings)
    assert len({feeling.word for feeling in feelings}) == len(feelings)
    assert all(feeling.icon in ICONS for feeling in feelings)


def test_the_bundled_font_is_used(qtbot: QtBot) -> None:
    """Inter comes with the program, in both weights."""
    theme = Theme(DARK, family=load_font())
    for weight in ("regular", "semibold"):
        font = QFontInfo(theme.font(15, weight))
        assert font.family() == "Inter"
        assert font.weight() == (600 if weight == "semibold" else 400)


def test_all_lengths_grow_together() -> None:
    """A text size of 150 % is 150 % of everything."""
    assert (Theme(DARK, 1.5).px(20), Theme(DARK, 1.5).font(20).pixelSize()) == (30, 30)
