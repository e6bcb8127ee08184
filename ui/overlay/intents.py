"""What the agent asks of the overlay itself; what they ask of the engine are `assist.commands`."""

from __future__ import annotations

from dataclasses import dataclass

from assist import commands
from ui.overlay.happenings import BoundaryRead, CardPinned, HintRead, NextChosen, NoticeRead, PointerMoved
from ui.settings import Preference


@dataclass(frozen=True, slots=True)
class Prefer:
    """From now on this setting of `ui.settings.OverlaySettings` has this value."""

    preference: Preference
    value: str | float | bool | None


@dataclass(frozen=True, slots=True)
class NextSize:
    """The next of compact, normal and expanded."""


@dataclass(frozen=True, slots=True)
class LetClicksThrough:
    """Clicks go to what lies under the overlay, or to the overlay again; None turns to the other of the two."""

    on: bool | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """Show the overlay, or hide it; None turns to the other of the two."""

    on: bool | None = None


@dataclass(frozen=True, slots=True)
class RememberPlace:
    """The overlay was put down at this place: pixels from its screen's corner, under the screen's key."""

    screen: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class ResetPlace:
    """Bring the overlay back to where it first stood, and into sight."""


@dataclass(frozen=True, slots=True)
class OpenTranscript:
    """Open the whole conversation in a window of its own."""


@dataclass(frozen=True, slots=True)
class OpenSummary:
    """Open the summary of the last call."""


@dataclass(frozen=True, slots=True)
class OpenShift:
    """Open the calls of today."""


@dataclass(frozen=True, slots=True)
class Practise:
    """Open the practice window."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """Open the set-up."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Close the overlay."""


Arrangement = Prefer | NextSize | LetClicksThrough | Show | RememberPlace | ResetPlace | OpenTranscript
"""What changes which windows there are, and how they stand."""

Opening = OpenSummary | OpenShift | Practise | SetUp
"""What opens something else of Attune's."""

Gesture = NextChosen | BoundaryRead | NoticeRead | HintRead | PointerMoved | CardPinned
"""What changes only what is drawn."""

Intent = commands.AgentCommand | Gesture | Arrangement | Opening | Quit
