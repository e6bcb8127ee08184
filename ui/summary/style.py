"""How the windows after a call look: one style sheet from the theme. Roles are given by the property ``role``."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """The style of a window whose object name is ``after``."""
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    return f"""
QWidget#after, QWidget#content, QScrollArea {{ background: {palette.plate}; border: none; }}
QLabel {{ color: {palette.text}; background: transparent; }}
QLabel[role="muted"] {{ color: {palette.muted}; }}
QLabel[role="good"] {{ color: {palette.tones["glad"]}; }}
QLabel[role="open"] {{ color: {palette.alert}; }}
QFrame[role="well"], QFrame[role="try"], QFrame[role="kind"] {{ background: {palette.card};
  border: {max(1, px(1))}px solid {palette.line}; border-top-right-radius: {px(6)}px;
  border-bottom-right-radius: {px(6)}px; }}
QFrame[role="well"] {{ border-left: {px(4)}px solid {palette.tones["glad"]}; }}
QFrame[role="try"], QFrame[role="kind"] {{ border-left: {px(4)}px solid {palette.accent}; }}
QFrame[role="line"] {{ background: {palette.line}; border: none; }}
QPushButton {{ background: {palette.raised}; color: {palette.text}; border: 1px solid {edge};
  border-radius: {px(6)}px; padding: 0 {px(12)}px; min-height: {max(24, px(32))}px; }}
QPushButton:hover, QPushButton:pressed {{ border-color: {palette.accent}; }}
QPushButton:disabled {{ color: {palette.muted}; border-color: {palette.line}; }}
QPushButton:focus {{ border: 2px solid {palette.accent}; }}
QTableWidget {{ background: {palette.card}; color: {palette.text}; border: 1px solid {palette.line};
  gridline-color: {palette.line}; selection-background-color: {palette.accent}; selection-color: {palette.plate}; }}
QTableWidget:focus {{ border: 2px solid {palette.accent}; }}
QHeaderView::section {{ background: {palette.raised}; color: {palette.text}; border: none; padding: {px(4)}px; }}
QScrollBar:vertical {{ background: {palette.plate}; width: {px(12)}px; }}
QScrollBar::handle:vertical {{ background: {edge}; border-radius: {px(5)}px; min-height: {px(30)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
"""


def text(theme: Theme, words: str, size: float = 13, role: str = "", *, bold: bool = False) -> QLabel:
    """A label of plain text that wraps, and that can be marked and copied."""
    label = QLabel(words)
    label.setTextFormat(label.textFormat().PlainText)
    label.setFont(theme.font(size, "semibold" if bold else "regular"))
    label.setWordWrap(True)
    label.setTextInteractionFlags(label.textInteractionFlags().TextSelectableByMouse)
    if role:
        with_role(label, role)
    return label


def with_role(widget: QWidget, role: str) -> QWidget:
    """Give a widget its place in the style sheet."""
    widget.setProperty("role", role)
    return widget
