"""What the overlay remembers between calls: its place on each screen, size, look, hot keys. A small JSON file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from assist.card_settings import Level
from ui.hotkeys.backend import DEFAULT_BINDINGS

log = logging.getLogger(__name__)

ThemeChoice = Literal["system", "dark", "light", "contrast"]
Size = Literal["compact", "normal", "expanded"]
Preference = Literal[
    "theme",
    "text_scale",
    "opacity",
    "reduced_motion",
    "size",
    "level",
    "announce",
    "paste",
    "above_full_screen",
    "summary",
]
"""The settings that the agent chooses in the menu."""

SETTINGS_FILE = platformdirs.user_config_path("attune", appauthor=False) / "overlay.json"

SMALLEST_TEXT, LARGEST_TEXT = 1.0, 2.0
LEAST_OPACITY = 0.9
"""Below this, text on the plate falls under 4.5:1 where the desktop behind it is at its worst (WCAG 1.4.3)."""


@dataclass(frozen=True, slots=True)
class OverlaySettings:
    """All of them, with their defaults."""

    theme: ThemeChoice = "system"
    """``system`` follows the desktop where it tells, and is dark where it does not."""
    text_scale: float = 1.0
    """1.0 to 2.0; the overlay grows with its text, and shows fewer rows where the screen has no room for all."""
    opacity: float = 1.0
    """0.9 to 1.0: how solid the plate is."""
    reduced_motion: bool = False
    """No fade when a card comes."""
    size: Size = "normal"
    """Which rows are there."""
    level: Level | None = None
    """How much help the agent wants; None leaves it to the engine's own setting."""
    announce: bool = True
    """Screen readers say a new card."""
    paste: bool = False
    """A phrase that is taken is also pasted where the agent types; otherwise it is only on the clipboard."""
    summary: bool = True
    """The summary of a call opens when the call is over."""
    above_full_screen: bool = False
    """X11: go round the window manager, which some need for a window above a full-screen program."""
    hotkeys: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_BINDINGS))
    """Global hot keys by action; an empty text leaves an action without one."""
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Pixels from the screen's corner, by ``name|serial|WxH`` of the screen; the latest stands last."""
    homes: dict[str, str] = field(default_factory=dict)
    """For each arrangement of screens the one (as in ``places``) that the overlay was put on: a laptop that comes back
    to its desk finds the overlay where it was there."""

    def with_place(self, screen: str, place: tuple[int, int], arrangement: str) -> OverlaySettings:
        """The same settings with the overlay put down here, while these screens were there."""
        others = {key: at for key, at in self.places.items() if key != screen}
        return replace(self, places={**others, screen: place}, homes={**self.homes, arrangement: screen})

    def bounded(self) -> OverlaySettings:
        """The same settings, text and plate kept readable."""
        return replace(
            self,
            text_scale=min(max(self.text_scale, SMALLEST_TEXT), LARGEST_TEXT),
            opacity=min(max(self.opacity, LEAST_OPACITY), 1.0),
        )


class Preferences:
    """The settings in force, written to their file with each change.

    Args:
        settings: those in force at the beginning.
        path: their file.
    """

    def __init__(self, settings: OverlaySettings, path: Path) -> None:
        self._path = path
        self.now = settings.bounded()

    def change(self, settings: OverlaySettings) -> None:
        """Let these be in force from now on. Hot keys are the set-up's: what it wrote meanwhile stays in the file."""
        kept = load_settings(self._path).hotkeys if self._path.is_file() else settings.hotkeys
        self.now = replace(settings, hotkeys=kept).bounded()
        save_settings(self.now, self._path)

    def prefer(self, preference: Preference, value: object) -> None:
        """Change one of them."""
        self.change(replace(self.now, **{preference: value}))  # type: ignore[arg-type]  # the menu's own values


def load_settings(path: Path = SETTINGS_FILE, complain: Callable[[str], None] = log.warning) -> OverlaySettings:
    """Read the file; without one, or with one that cannot be read, the defaults.

    Args:
        path: the file.
        complain: told, in a sentence, of a file that cannot be read; that file is kept beside, as ``.broken``.
    """
    try:
        return _completed(msgspec.json.decode(path.read_bytes(), type=OverlaySettings).bounded())
    except FileNotFoundError:
        return OverlaySettings()
    except (OSError, msgspec.DecodeError) as error:
        log.info("%s: %s", path, error)
        complain(f"The overlay's settings could not be read and begin anew; {_put_aside(path)}")
        return OverlaySettings()


def _completed(settings: OverlaySettings) -> OverlaySettings:
    """With the keys of actions that are newer than the file, as far as the agent has no other use for them."""
    own = settings.hotkeys
    taken = {key.lower() for key in own.values()}
    newer = {action: key for action, key in DEFAULT_BINDINGS.items() if action not in own and key.lower() not in taken}
    return replace(settings, hotkeys={**own, **newer})


def _put_aside(path: Path) -> str:
    """Move the file out of the way of the next save; where it is now, as the end of a sentence."""
    kept = path.with_name(f"{path.name}.broken")
    try:
        path.replace(kept)
    except OSError as error:
        log.info("%s: %s", kept, error)
        return f"copy {path} before you change anything in the menu."
    return f"the old ones are kept in {kept}."


def save_settings(settings: OverlaySettings, path: Path = SETTINGS_FILE) -> None:
    """Write the file in one step, so that a crash leaves the old or the new one. A failure is logged, never raised."""
    written = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))
        written.replace(path)
    except OSError as error:
        log.warning("%s cannot be written (%s): the overlay will not remember its place.", path, error)
