"""Colours, sizes and the bundled font.

Every text colour has 4.5:1 on the grounds it is drawn on (WCAG 1.4.3), and parts that mean something 3:1 (1.4.11), even
where the plate is as clear as it may be and lies over the worst desktop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from ui.settings import LEAST_OPACITY, ThemeChoice
from ui.wording import Tone

ASSETS = Path(__file__).with_name("assets")
FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")


@dataclass(frozen=True, slots=True)
class Palette:
    """Named colours as #RRGGBB."""

    plate: str
    card: str
    raised: str
    """Buttons, key caps and chips."""
    line: str
    """Hairlines and borders: decoration, never the only sign of something."""
    text: str
    muted: str
    """Second-rank text."""
    faint: str
    """Text that is not settled yet; still readable."""
    accent: str
    alert: str
    shadow: str
    tones: Mapping[Tone, str]
    edge: str = ""
    """The outline of buttons and chips; empty where their ground is enough to see them by."""


DARK = Palette(
    plate="#171B21",
    card="#20262E",
    raised="#2C343E",
    line="#36404C",
    text="#F1F4F8",
    muted="#AEB8C5",
    faint="#929DAC",
    accent="#6FD3BE",
    alert="#FFB86B",
    shadow="#000000",
    tones={
        "calm": "#B4BFCC",
        "warm": "#F5B95F",
        "hot": "#FF9083",
        "uneasy": "#C3A9FF",
        "puzzled": "#82BDFF",
        "glad": "#7FD99A",
    },
)

LIGHT = Palette(
    plate="#FDFDFE",
    card="#F3F6F8",
    raised="#E6EBEF",
    line="#D3DAE1",
    text="#14191F",
    muted="#4A5664",
    faint="#5B6775",
    accent="#06665A",
    alert="#8A4B00",
    shadow="#1B2733",
    tones={
        "calm": "#465261",
        "warm": "#7D4E00",
        "hot": "#B3261E",
        "uneasy": "#6540B8",
        "puzzled": "#1A569F",
        "glad": "#17652F",
    },
)


CONTRAST = Palette(
    plate="#000000",
    card="#000000",
    raised="#262626",
    line="#FFFFFF",
    text="#FFFFFF",
    muted="#FFFFFF",
    faint="#D0D0D0",
    accent="#FFEE32",
    alert="#FFEE32",
    shadow="#000000",
    tones={
        "calm": "#FFFFFF",
        "warm": "#FFEE32",
        "hot": "#FFEE32",
        "uneasy": "#FFEE32",
        "puzzled": "#FFFFFF",
        "glad": "#FFFFFF",
    },
    edge="#FFFFFF",
)
"""Black, white and yellow: icon, word and place tell the feelings apart."""

PALETTES: Mapping[str, Palette] = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette at a text size. All lengths of the overlay go through `px`, so that it grows as one.

    Attributes:
        opacity: how solid the plate behind all text is, 0.9 to 1.
    """

    palette: Palette
    scale: float = 1.0
    family: str = "Inter"
    reduced_motion: bool = False
    opacity: float = 1.0

    def __post_init__(self) -> None:
        if not LEAST_OPACITY <= self.opacity <= 1.0:
            raise ValueError(f"opacity must lie in {LEAST_OPACITY:g}..1, not {self.opacity:g}")

    def px(self, length: float) -> int:
        """A length of the design (at 100 %) in logical pixels."""
        return round(length * self.scale)

    def font(self, size: float, weight: Literal["regular", "semibold"] = "regular") -> QFont:
        """The bundled font; ``size`` is in design pixels."""
        font = QFont(self.family)
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if weight == "semibold" else QFont.Weight.Normal)
        font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
        return font

    def tone(self, tone: Tone) -> QColor:
        """The colour of an emotion's family."""
        return QColor(self.palette.tones[tone])


def load_font() -> str:
    """Give Qt the bundled font; returns its family, or the system's own where it cannot be loaded."""
    families: list[str] = []
    for name in FONT_FILES:
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(ASSETS / name)))
    return "Inter" if "Inter" in families else QFont().family()


def choose_palette(choice: ThemeChoice) -> Palette:
    """The palette for a choice; ``system`` is dark where the desktop does not tell."""
    if choice == "system":
        light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
        return LIGHT if light else DARK
    return PALETTES[choice]


def mixed(over: QColor, under: QColor, share: float) -> QColor:
    """``share`` (0..1) of one colour laid over another, opaque."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        over.redF() * share + under.redF() * rest,
        over.greenF() * share + under.greenF() * rest,
        over.blueF() * share + under.blueF() * rest,
    )


def faded(color: str | QColor, alpha: float) -> QColor:
    """A colour with this opacity (0..1)."""
    result = QColor(color)
    result.setAlphaF(alpha)
    return result
