"""What the agent asks of the overlay itself; what they ask of the engine are `assist.commands`."""

from __future__ import annotations

from dataclasses import dataclass

from assist import commands
from ui.overlay.happenings import BoundaryRead, NextChosen, PointerMoved
from ui.settings import ThemeChoice


@dataclass(frozen=True, slots=True)
class ChooseTheme:
    """Draw in this theme from now on."""

    theme: ThemeChoice


@dataclass(frozen=True, slots=True)
class ChooseTextScale:
    """Draw everything this many times as large (1.0 to 2.0)."""

    scale: float


@dataclass(frozen=True, slots=True)
class RememberPlace:
    """The overlay was put down at this place: pixels from its screen's corner, under the screen's key."""

    screen: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class ResetPlace:
    """Bring the overlay back to where it first stood."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Close the overlay."""


Arrangement = ChooseTheme | ChooseTextScale | RememberPlace | ResetPlace | Quit

Intent = commands.AgentCommand | NextChosen | BoundaryRead | PointerMoved | Arrangement
