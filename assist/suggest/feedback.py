"""The life of a suggestion as a table: offered, shown, accepted, spoken, dismissed, rejected, expired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assist.events import SuggestionOffered


class Stage(StrEnum):
    """Where a suggestion stands."""

    OFFERED = "offered"
    SHOWN = "shown"
    ACCEPTED = "accepted"
    SPOKEN = "spoken"
    DISMISSED = "dismissed"
    REJECTED = "rejected"
    EXPIRED = "expired"


_NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.OFFERED: frozenset(Stage) - {Stage.OFFERED},
    Stage.SHOWN: frozenset(Stage) - {Stage.OFFERED},
    Stage.ACCEPTED: frozenset({Stage.SPOKEN}),
    Stage.EXPIRED: frozenset(Stage) - {Stage.OFFERED, Stage.EXPIRED},
    Stage.SPOKEN: frozenset(),
    Stage.DISMISSED: frozenset(),
    Stage.REJECTED: frozenset(),
}
"""Shown may be repeated (the agent leafs through alternates). A card that expired may still be on the agent's screen,
pinned or under the pointer, or have waited there behind such a one: it may still be seen, chosen and said."""

OPEN = frozenset({Stage.OFFERED, Stage.SHOWN})

KEPT = 5
"""The desk remembers so many cards of a call: more than can be pinned or wait on the agent's screen."""


@dataclass(slots=True)
class Suggestion:
    """A card and where it stands."""

    offered: SuggestionOffered
    quote: str
    at: float
    """When it came, was taken, or came into sight after its time (seconds of the call)."""
    stage: Stage = Stage.OFFERED

    def may_become(self, stage: Stage) -> bool:
        """Whether the table allows this step."""
        return stage in _NEXT[self.stage]

    def becomes(self, stage: Stage, now: float) -> None:
        """Take this step. A card that has expired does not open again by being seen."""
        late = self.stage is Stage.EXPIRED and stage is Stage.SHOWN
        self.stage = self.stage if late else stage
        if late or stage is Stage.ACCEPTED:
            self.at = now

    @property
    def open(self) -> bool:
        """Whether it is still on the agent's screen without a choice."""
        return self.stage in OPEN

    @property
    def texts(self) -> dict[str, str]:
        """The words of the card's phrase and of its alternates, by their ids."""
        alternates = {other.phrase_id: other.text for other in self.offered.alternates}
        return {self.offered.phrase_id: self.offered.text, **alternates}
