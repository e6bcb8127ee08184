"""Every text can be read: WCAG contrast of each colour on each ground it is drawn on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QFontInfo
from pytestqt.qtbot import QtBot

from ui import wording
from ui.overlay.conversation import found_ground
from ui.overlay.face import empty_ground
from ui.overlay.icons import ICONS
from ui.overlay.mood import chip_ground
from ui.overlay.notice import notice_ground
from ui.settings import LEAST_OPACITY
from ui.theme import DARK, PALETTES, Theme, choose_palette, load_font, mixed

EACH_THEME = pytest.mark.parametrize("theme", [Theme(palette) for palette in PALETTES.values()], ids=list(PALETTES))
TEXT = 4.5
PARTS = 3.0
LIGHTS = (0.0, 0.09, 0.16)
"""How much a button's ground is lit at rest, under the pointer, pressed."""


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def plates(theme: Theme) -> list[QColor]:
    """The plate at its clearest over the brightest and the darkest desktop, and where there is no compositor."""
    under = [mixed(QColor(theme.palette.plate), QColor(name), LEAST_OPACITY) for name in ("white", "black")]
    return [*under, QColor(theme.palette.plate)]


Pair = tuple[str, QColor, QColor]


def texts(theme: Theme) -> Iterator[Pair]:
    """Every colour of text with every ground that it is drawn on: where, the text, the ground."""
    palette = theme.palette
    card, raised, text, muted = (QColor(c) for c in (palette.card, palette.raised, palette.text, palette.muted))
    for plate in plates(theme):
        for name in ("text", "muted", "faint", "alert", "accent"):
            yield f"{name} on the plate", QColor(getattr(palette, name)), plate
        for feeling in wording.FEELINGS.values():
            yield f"{feeling.word} in the header", theme.tone(feeling.tone), plate
    for ground in (card, mixed(text, card, 0.05)):
        for name in ("text", "muted", "accent"):
            yield f"{name} on the card", QColor(getattr(palette, name)), ground
    for name in ("text", "muted", "faint"):
        yield f"{name} on an empty card", QColor(getattr(palette, name)), empty_ground(theme)
        yield f"{name} in the conversation and menu", QColor(getattr(palette, name)), card
        yield f"{name} of a disabled menu item", QColor(palette.faint), card
    yield "gap in the conversation", QColor(palette.alert), card
    yield "words of the notice", text, notice_ground(theme)
    yield "number of the phrase on view", card, muted
    yield "match that the search is at, selection", card, QColor(palette.accent)
    yield "other match", text, found_ground(theme)
    for light in LIGHTS:
        yield "word of a button or chip", text, mixed(text, raised, light)
    yield "word of a snoozed or met need", muted, raised
    yield "letter of a key cap", muted, QColor(palette.plate)
    for feeling in wording.FEELINGS.values():
        tone = theme.tone(feeling.tone)
        yield f"{feeling.word} on its chip", tone, chip_ground(theme, tone)


def parts(theme: Theme) -> Iterator[Pair]:
    """Icons, lines and edges that mean something, with their grounds."""
    palette = theme.palette
    raised, text = QColor(palette.raised), QColor(palette.text)
    for light in LIGHTS:
        yield "icon of a button", QColor(palette.muted), mixed(text, raised, light)
        yield "sign of a need", QColor(palette.accent), mixed(text, raised, light)
    yield "bracket in the conversation", QColor(palette.muted), QColor(palette.card)
    yield "sign of the notice", QColor(palette.alert), notice_ground(theme)
    yield "button of the notice", QColor(palette.muted), notice_ground(theme)
    yield "tick of a need", QColor(palette.tones["glad"]), raised
    yield "pin", QColor(palette.accent), raised
    for ground in (QColor(palette.card), empty_ground(theme)):
        yield "icon on the card", QColor(palette.faint), ground
        yield "edge of the pinned card", QColor(palette.accent), ground
    for plate in plates(theme):
        yield "edge of the pinned card", QColor(palette.accent), plate
        yield "axes of mood and place", QColor(palette.faint), plate
        for feeling in wording.FEELINGS.values():
            yield "line of the mood", theme.tone(feeling.tone), plate


@EACH_THEME
def test_every_text_can_be_read(theme: Theme) -> None:
    """Each colour of text has 4.5:1 on each of its grounds, whatever lies under a plate that is 0.9 solid."""
    poor = {(where, round(contrast(one, ground), 2)) for where, one, ground in texts(theme)}
    assert not sorted(pair for pair in poor if pair[1] < TEXT)


@EACH_THEME
def test_every_part_can_be_seen(theme: Theme) -> None:
    """What is drawn and means something has 3:1 on its grounds."""
    poor = {(where, round(contrast(one, ground), 2)) for where, one, ground in parts(theme)}
    assert not sorted(pair for pair in poor if pair[1] < PARTS)


def test_high_contrast_is_high() -> None:
    """Text of the high-contrast theme has 7:1 everywhere (WCAG 1.4.6), and its controls have an outline."""
    theme = Theme(choose_palette("contrast"))
    assert theme.palette.edge
    assert min(contrast(one, ground) for _, one, ground in texts(theme)) >= 7.0


def test_the_plate_is_never_too_clear() -> None:
    """A plate that could not be read over every desktop is refused."""
    assert Theme(DARK).opacity >= LEAST_OPACITY
    with pytest.raises(ValueError, match="opacity"):
        Theme(DARK, opacity=0.89)


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
