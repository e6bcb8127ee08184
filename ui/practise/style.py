"""How the practice window looks: the summary's style with what is its own."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from ui.summary.style import style_sheet
from ui.theme import Theme


def practice_sheet(theme: Theme) -> str:
    """The style of a window whose object name is ``practise``."""
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    return (
        style_sheet(theme)
        + f"""
QWidget#practise, QWidget#page, QWidget#talk, QSplitter {{ background: {palette.plate}; }}
QListWidget {{ background: {palette.card}; color: {palette.text}; border: 1px solid {palette.line};
  border-radius: {px(8)}px; outline: none; padding: {px(4)}px; }}
QListWidget::item {{ padding: {px(7)}px {px(8)}px; border-radius: {px(6)}px; }}
QListWidget::item:selected {{ background: {palette.raised}; color: {palette.text};
  border-left: {px(3)}px solid {palette.accent}; }}
QListWidget:focus {{ border: 2px solid {palette.accent}; }}
QPlainTextEdit {{ background: {palette.card}; color: {palette.text}; border: 1px solid {edge};
  border-radius: {px(8)}px; padding: {px(6)}px; selection-background-color: {palette.accent};
  selection-color: {palette.plate}; }}
QPlainTextEdit:focus {{ border: 2px solid {palette.accent}; }}
QFrame[role="customer"] {{ background: {palette.card}; border: 1px solid {palette.line}; border-radius: {px(10)}px; }}
QFrame[role="agent"] {{ background: {palette.raised}; border: 1px solid {palette.line}; border-radius: {px(10)}px; }}
QFrame[role="screen"] {{ background: {palette.card}; border: none; border-left: {px(3)}px solid {palette.accent}; }}
QCheckBox::indicator {{ width: {max(18, px(18))}px; height: {max(18, px(18))}px; border: 2px solid {edge};
  border-radius: {px(4)}px; background: {palette.plate}; }}
QCheckBox::indicator:checked {{ background: {palette.accent}; border-color: {palette.accent}; }}
QCheckBox::indicator:disabled {{ border-color: {palette.line}; }}
QCheckBox:disabled {{ color: {palette.muted}; }}
QCheckBox {{ color: {palette.text}; spacing: {px(6)}px; }}
QPushButton[role="first"] {{ background: {palette.accent}; color: {palette.plate}; border-color: {palette.accent}; }}
QPushButton[role="first"]:disabled {{ background: {palette.raised}; color: {palette.muted}; }}
QPushButton[role="first"]:focus {{ border: 2px solid {palette.text}; }}
"""
    )


def push(theme: Theme, words: str, *, first: bool = False) -> QPushButton:
    """A button; ``first`` is what one most likely wants to do."""
    made = QPushButton(words)
    made.setFont(theme.font(13, "semibold" if first else "regular"))
    if first:
        made.setProperty("role", "first")
    return made
