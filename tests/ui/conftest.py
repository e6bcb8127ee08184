"""An overlay window to draw in, and a desk for it to stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from assist.commands import AgentCommand
from ui.app import Desk, Overlay
from ui.overlay.ground import Stand
from ui.overlay.window import OverlayWindow
from ui.settings import OverlaySettings
from ui.theme import DARK, Palette, Theme, load_font


class NewWindow(Protocol):
    """Makes an overlay window without fades."""

    def __call__(
        self, scale: float = 1.0, palette: Palette = DARK, *, translucent: bool = True, shown: bool = True
    ) -> OverlayWindow:
        """A window at this text size."""
        ...


@pytest.fixture
def new_window(qtbot: QtBot) -> Iterator[NewWindow]:
    """Makes windows, and closes them after the test."""
    windows: list[OverlayWindow] = []
    family = load_font()

    def make(
        scale: float = 1.0, palette: Palette = DARK, *, translucent: bool = True, shown: bool = True
    ) -> OverlayWindow:
        settings = OverlaySettings()
        theme = Theme(palette, scale, family, reduced_motion=True)
        window = OverlayWindow(theme, settings.hotkeys, Stand(translucent=translucent))
        windows.append(window)
        if shown:
            window.show()
            qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()


class RecordedLink:
    """The edge to the engine: keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[AgentCommand] = []

    def send(self, command: AgentCommand) -> bool:
        """Keep it."""
        self.sent.append(command)
        return True


@pytest.fixture
def link() -> RecordedLink:
    """The engine's end of what the overlay sends."""
    return RecordedLink()


@pytest.fixture
def overlay(qtbot: QtBot, link: RecordedLink, tmp_path: Path) -> Iterator[Overlay]:
    """The whole overlay on a desk of its own, shown."""
    settings = OverlaySettings(reduced_motion=True)
    desk = Desk(link, settings, tmp_path / "overlay.json", keys=settings.hotkeys)
    made = Overlay(desk)
    made.show()
    yield made
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
