"""What the overlay remembers between calls: its place on each screen, theme, text size, hot keys. A small JSON file."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from ui.hotkeys.backend import DEFAULT_BINDINGS

log = logging.getLogger(__name__)

ThemeChoice = Literal["system", "dark", "light"]

SETTINGS_FILE = platformdirs.user_config_path("attune", appauthor=False) / "overlay.json"


@dataclass(frozen=True, slots=True)
class OverlaySettings:
    """All of them, with their defaults."""

    theme: ThemeChoice = "system"
    """``system`` follows the desktop where it tells, and is dark where it does not."""
    text_scale: float = 1.0
    """1.0 to 2.0; the overlay grows with its text, as far as the screen allows."""
    reduced_motion: bool = False
    """No fade when a card comes."""
    hotkeys: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_BINDINGS))
    """Global hot keys by action; an action that is left out has none."""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pixels from the screen's corner, by ``name|serial|WxH`` of the screen."""
    last_screen: str = ""
    """The screen (as in ``places``) that the overlay was on."""

    def with_place(self, screen: str, place: tuple[int, int]) -> OverlaySettings:
        """The same settings with the overlay put down here."""
        return replace(self, places={**self.places, screen: place}, last_screen=screen)


def load_settings(path: Path = SETTINGS_FILE) -> OverlaySettings:
    """Read the file; without one, or with one that cannot be read, the defaults (an unreadable one is logged)."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=OverlaySettings)
    except FileNotFoundError:
        return OverlaySettings()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s cannot be read (%s): the overlay starts with its defaults.", path, error)
        return OverlaySettings()


def save_settings(settings: OverlaySettings, path: Path = SETTINGS_FILE) -> None:
    """Write the file in one step, so that a crash leaves the old or the new one. A failure is logged, never raised."""
    written = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        written.replace(path)
    except OSError as error:
        log.warning("%s cannot be written (%s): the overlay will not remember its place.", path, error)
