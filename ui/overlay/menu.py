"""The overlay's menu: the call, how the overlay looks, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from assist import commands
from ui.overlay.intents import ChooseTextScale, ChooseTheme, Intent, Quit, ResetPlace
from ui.overlay.state import OverlayState
from ui.settings import OverlaySettings, ThemeChoice
from ui.theme import Theme

THEMES: tuple[tuple[ThemeChoice, str], ...] = (("system", "As the system"), ("dark", "Dark"), ("light", "Light"))
SCALES = (1.0, 1.25, 1.5, 2.0)


def build_menu(
    parent: QWidget, theme: Theme, settings: OverlaySettings, state: OverlayState, intend: Callable[[Intent], None]
) -> QMenu:
    """The menu for this moment; what is chosen goes to ``intend``."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _dress(menu, theme)
    if state.running:
        _add(menu, "End call", commands.EndCall(), intend)
    else:
        _add(menu, "Start call", commands.StartCall(), intend).setEnabled(state.link == "open")
    menu.addSeparator()
    looks = menu.addMenu("Theme")
    for choice, words in THEMES:
        _add(looks, words, ChooseTheme(choice), intend, chosen=choice == settings.theme)
    sizes = menu.addMenu("Text size")
    for scale in SCALES:
        _add(sizes, f"{scale:.0%}", ChooseTextScale(scale), intend, chosen=scale == settings.text_scale)
    for submenu in (looks, sizes):
        _dress(submenu, theme)
    _add(menu, "Reset position", ResetPlace(), intend)
    menu.addSeparator()
    _add(menu, "Quit Attune", Quit(), intend)
    return menu


def _add(
    menu: QMenu, words: str, intent: Intent, intend: Callable[[Intent], None], chosen: bool | None = None
) -> QAction:
    action = menu.addAction(words)
    if chosen is not None:
        action.setCheckable(True)
        action.setChecked(chosen)
    action.triggered.connect(lambda _checked=False: intend(intent))
    return action


def _dress(menu: QMenu, theme: Theme) -> None:
    palette = theme.palette
    menu.setFont(theme.font(13))
    menu.setStyleSheet(
        f"QMenu {{ background: {palette.card}; color: {palette.text}; border: 1px solid {palette.line};"
        f" padding: {theme.px(5)}px; }}"
        f"QMenu::item {{ padding: {theme.px(6)}px {theme.px(22)}px; border-radius: {theme.px(5)}px; }}"
        f"QMenu::item:selected {{ background: {palette.raised}; }}"
        f"QMenu::item:disabled {{ color: {palette.faint}; }}"
        f"QMenu::separator {{ height: 1px; background: {palette.line}; margin: {theme.px(5)}px; }}"
    )
