"""How the set-up looks: the windows' style sheet, and what only the set-up has."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QColor

from ui.summary.style import style_sheet
from ui.theme import ASSETS, Theme


def arrow(theme: Theme, way: Literal["up", "down"] = "down") -> str:
    """The picture of an arrow that is seen on the theme's ground."""
    light = QColor(theme.palette.text).lightnessF() > 0.5
    return (ASSETS / f"{way}-{'light' if light else 'dark'}.svg").as_posix()


def setup_style(theme: Theme) -> str:
    """The style of the set-up's window."""
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    mark = max(18, px(18))
    return f"""{style_sheet(theme)}
QRadioButton, QComboBox, QComboBox QAbstractItemView {{ color: {palette.text}; }}
QRadioButton {{ spacing: {px(8)}px; min-height: {max(24, px(28))}px; padding: 0 {px(4)}px;
  border: 2px solid transparent; border-radius: {px(6)}px; }}
QRadioButton:focus {{ border-color: {palette.accent}; }}
QRadioButton:disabled {{ color: {palette.muted}; }}
QRadioButton::indicator {{ width: {mark}px; height: {mark}px; border: 2px solid {edge};
  border-radius: {mark // 2 + 2}px; background: {palette.plate}; }}
QRadioButton::indicator:checked {{ border-color: {palette.accent};
  background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0 {palette.accent},
  stop:0.55 {palette.accent}, stop:0.6 {palette.plate}, stop:1 {palette.plate}); }}
QComboBox {{ background: {palette.raised}; border: 1px solid {edge}; border-radius: {px(6)}px;
  padding: 0 {px(10)}px; min-height: {max(24, px(32))}px; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: url({arrow(theme)}); width: {px(12)}px; height: {px(8)}px; }}
QComboBox:disabled {{ color: {palette.muted}; border-color: {palette.line}; }}
QComboBox:focus {{ border: 2px solid {palette.accent}; }}
QComboBox QAbstractItemView {{ background: {palette.card}; border: 1px solid {edge};
  selection-background-color: {palette.accent}; selection-color: {palette.plate}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {max(24, px(28))}px; }}
QProgressBar#download {{ background: {palette.raised}; color: {palette.text}; border: 1px solid {edge};
  border-radius: {px(6)}px; min-height: {px(12)}px; max-height: {px(12)}px; }}
QProgressBar#download::chunk {{ background: {palette.accent}; border-radius: {px(5)}px; }}
QPushButton[role="chief"] {{ background: {palette.accent}; color: {palette.plate}; border-color: {palette.accent}; }}
QPushButton[role="chief"]:disabled {{ background: {palette.raised}; color: {palette.muted};
  border-color: {palette.line}; }}
QPushButton[role="chief"]:focus {{ border: 2px solid {palette.text}; }}
QFrame[role="card"] {{ background: {palette.card}; border: 1px solid {palette.line}; border-radius: {px(8)}px; }}
"""
