"""How the console looks: the style sheet of its window, all of it from the theme."""

from __future__ import annotations

from ui.setup.style import arrow, setup_style
from ui.theme import Theme


def console_style(theme: Theme) -> str:
    """The style of the console's window (object name ``after``, as all of Attune's ordinary windows)."""
    return setup_style(theme) + _window(theme) + _fields(theme) + _lists(theme)


def _window(theme: Theme) -> str:
    """The window itself, its list of pages, menus, status bar and frames."""
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    low = max(24, px(30))
    return f"""
QMainWindow, QDialog, QWidget#page, QWidget#form, QStackedWidget, QSplitter {{ background: {palette.plate}; }}
QListWidget#pages {{ background: {palette.card}; color: {palette.text}; border: none;
  border-right: 1px solid {palette.line}; padding: {px(8)}px 0; outline: none; }}
QListWidget#pages::item {{ min-height: {max(24, px(36))}px; padding-left: {px(14)}px;
  border-left: {px(4)}px solid transparent; }}
QListWidget#pages::item:selected {{ background: {palette.raised}; color: {palette.text};
  border-left: {px(4)}px solid {palette.accent}; }}
QListWidget#pages::item:selected:focus {{ border: 2px solid {palette.accent};
  border-left: {px(4)}px solid {palette.accent}; }}
QMenu, QMenuBar {{ background: {palette.card}; color: {palette.text}; }}
QMenu {{ border: 1px solid {edge}; }}
QMenu::item {{ min-height: {low}px; padding: 0 {px(24)}px 0 {px(12)}px; }}
QMenu::item:selected, QMenuBar::item:selected {{ background: {palette.accent}; color: {palette.plate}; }}
QMenu::item:disabled {{ color: {palette.muted}; }}
QStatusBar {{ background: {palette.card}; color: {palette.text}; border-top: 1px solid {palette.line}; }}
QStatusBar::item {{ border: none; }}
QSplitter::handle {{ background: {palette.line}; }}
QToolTip {{ background: {palette.raised}; color: {palette.text}; border: 1px solid {edge}; }}
QFrame[role="banner"] {{ background: {palette.card}; border: 1px solid {palette.line};
  border-left: {px(4)}px solid {palette.accent}; border-radius: {px(6)}px; }}
QFrame[role="warning"] {{ background: {palette.card}; border: 1px solid {palette.line};
  border-left: {px(4)}px solid {palette.alert}; border-radius: {px(6)}px; }}
QLabel[role="alert"] {{ color: {palette.alert}; }}
QLabel[role="accent"] {{ color: {palette.accent}; }}
"""


def _fields(theme: Theme) -> str:
    """What is typed into or switched."""
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    low = max(24, px(30))
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit {{ background: {palette.card};
  color: {palette.text}; border: 1px solid {edge}; border-radius: {px(6)}px; padding: {px(3)}px {px(8)}px;
  placeholder-text-color: {palette.muted};
  selection-background-color: {palette.accent}; selection-color: {palette.plate}; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit {{ min-height: {low}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus {{
  border: 2px solid {palette.accent}; }}
QLineEdit[role="wrong"], QPlainTextEdit[role="wrong"] {{ border: 2px solid {palette.alert}; }}
QAbstractSpinBox::up-arrow {{ image: url({arrow(theme, "up")}); width: {px(10)}px; height: {px(7)}px; }}
QAbstractSpinBox::down-arrow, QDateEdit::drop-down {{ image: url({arrow(theme)});
  width: {px(10)}px; height: {px(7)}px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: {px(22)}px; }}
QDateEdit::drop-down {{ subcontrol-origin: border; subcontrol-position: center right; border: none;
  width: {px(14)}px; padding-right: {px(10)}px; }}
QPushButton:disabled, QPushButton[role="chief"]:disabled {{ color: {palette.faint}; border-style: dashed; }}
QLineEdit:read-only, QPlainTextEdit:read-only {{ background: {palette.plate}; }}
QCheckBox {{ color: {palette.text}; spacing: {px(8)}px; min-height: {low}px; padding: 0 {px(4)}px;
  border: 2px solid transparent; border-radius: {px(6)}px; }}
QCheckBox:focus {{ border-color: {palette.accent}; }}
QCheckBox:disabled {{ color: {palette.muted}; }}
QToolButton {{ background: {palette.raised}; color: {palette.text}; border: 1px solid {edge};
  border-radius: {px(6)}px; padding: 0 {px(8)}px; min-height: {low}px; min-width: {max(24, px(24))}px; }}
QToolButton:hover {{ border-color: {palette.accent}; }}
QToolButton:checked {{ background: {palette.accent}; color: {palette.plate}; }}
QToolButton:focus {{ border: 2px solid {palette.accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QGroupBox {{ color: {palette.text}; border: 1px solid {palette.line}; border-radius: {px(8)}px; margin-top: {px(10)}px;
  padding-top: {px(12)}px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: {px(12)}px; padding: 0 {px(4)}px; }}
QProgressBar {{ background: {palette.raised}; color: {palette.text}; border: 1px solid {edge};
  border-radius: {px(6)}px; min-height: {max(16, px(18))}px; text-align: center; }}
QProgressBar::chunk {{ background: {palette.accent}; border-radius: {px(5)}px; }}
"""


def _lists(theme: Theme) -> str:
    """Tables, trees, tabs and their bars."""
    palette, px = theme.palette, theme.px
    edge = palette.edge or palette.muted
    return f"""
QTableView, QTreeView, QListView, QListWidget {{ background: {palette.card}; color: {palette.text};
  alternate-background-color: {palette.plate}; border: 2px solid {palette.line}; gridline-color: {palette.line};
  selection-background-color: {palette.accent}; selection-color: {palette.plate}; outline: none; }}
QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {palette.accent}; }}
QTableView::item, QTreeView::item, QListView::item {{ padding: {px(2)}px {px(6)}px; }}
QHeaderView {{ background: {palette.raised}; }}
QHeaderView::section {{ font-weight: 600; }}
QTableCornerButton::section {{ background: {palette.raised}; border: none; }}
QTabBar::tab {{ background: {palette.plate}; color: {palette.muted}; border: none; padding: 0 {px(14)}px;
  min-height: {max(24, px(34))}px; border-bottom: {px(3)}px solid {palette.line}; }}
QTabBar::tab:selected {{ color: {palette.text}; border-bottom: {px(3)}px solid {palette.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {palette.accent}; }}
QTabWidget::pane {{ border: none; }}
QScrollBar:horizontal {{ background: {palette.plate}; height: {px(12)}px; }}
QScrollBar::handle:horizontal {{ background: {edge}; border-radius: {px(5)}px; min-width: {px(30)}px; }}
"""
