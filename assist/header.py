"""What all events share: who speaks, what shows a cue, and the header that the session stamps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Speaker = Literal["customer", "agent"]
"""The channel a voice came from: the agent is always the human at this desk."""

SPEAKERS: tuple[Speaker, Speaker] = ("customer", "agent")

_LOWEST = {"confidence": 0.0, "valence": -1.0, "arousal": -1.0}
"""Fields of any event that lie between this and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that show a cue: the utterance they are part of, and the ``quote`` as recognised."""

    utterance_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The header of every event.

    Attributes:
        call_id: which call.
        seq: 1, 2, 3 ... within the call; 0 until the session has stamped it.
        at: seconds since the call began.
    """

    call_id: str = ""
    seq: int = 0
    at: float = 0.0

    def __post_init__(self) -> None:
        for name, lowest in _LOWEST.items():
            value = getattr(self, name, lowest)
            if not lowest <= value <= 1.0:
                raise ValueError(f"{name} must lie in {lowest:g}..1, not {value}")
        start, end = getattr(self, "start", None), getattr(self, "end", None)
        if start is not None and end is not None and end < start:
            raise ValueError(f"a span cannot end ({end}) before it starts ({start})")
