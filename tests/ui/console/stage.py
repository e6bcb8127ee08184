"""A page as the window opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytestqt.qtbot import QtBot

from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.style import console_style

Opened = TypeVar("Opened", bound=Page)

NewPage = Callable[[Desk], Opened]
"""Opens the page of a desk."""


def opened(qtbot: QtBot, page: Opened, width: float = 1100, height: float = 780) -> Opened:
    """Show the page, styled and entered; it goes with the test. Width and height in design pixels."""
    theme = page.desk.theme
    page.setStyleSheet(console_style(theme))
    qtbot.addWidget(page)
    page.resize(theme.px(width), theme.px(height))
    page.show()
    qtbot.waitExposed(page)
    page.enter({})
    return page
