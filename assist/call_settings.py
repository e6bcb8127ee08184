"""Settings of live calls: what begins one, and what ends one that nobody ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CallStart = Literal["at_once", "speech", "command"]


@dataclass(frozen=True, slots=True)
class CallSettings:
    """When a live call begins and ends. A call from a file begins at once and ends with it. Numbers are judgement."""

    start: CallStart = "speech"
    """``speech``: when somebody speaks on the customer's line (or on command); ``command``: when the agent or the
    softphone says so; ``at_once``: when the engine is ready, and from then on on command."""
    speech_seconds: float = 0.4
    """So much speech on the customer's line begins a call: longer than a click or a chime."""
    pre_roll_seconds: float = 1.0
    """Sound before that speech that belongs to the call, so that its first word is whole."""
    settle_seconds: float = 3.0
    """After a call the customer's line must have been quiet this long before speech begins another one: the last words
    of a goodbye are no new call."""
    end_silence_seconds: float = 120.0
    """A call in which neither side has spoken for this long is over, unless it is on hold; 0: never."""
    longest_minutes: float = 240.0
    """A call is over after this long at the latest; 0: never."""
    resume_seconds: float = 600.0
    """An engine that died in a call goes on with it, if it is back within this time; 0: never."""
