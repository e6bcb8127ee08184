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
    Stage.EXPIRED: frozenset({Stage.SPOKEN}),
    Stage.SPOKEN: frozenset(),
    Stage.DISMISSED: frozenset(),
    Stage.REJECTED: frozenset(),
}
"""Shown may be repeated (the agent leafs through alternates); a card that expired may still be said."""

OPEN = frozenset({Stage.OFFERED, Stage.SHOWN})


@dataclass(slots=True)
class Suggestion:
    """A card and where it stands."""

    offered: SuggestionOffered
    quote: str
    at: float
    stage: Stage = Stage.OFFERED

    def may_become(self, stage: Stage) -> bool:
        """Whether the table allows this step."""
        return stage in _NEXT[self.stage]

    @property
    def open(self) -> bool:
        """Whether it is still on the agent's screen without a choice."""
        return self.stage in OPEN

    def text_of(self, phrase_id: str) -> str | None:
        """The words of the card's phrase or of one of its alternates; None if it is not one of them."""
        if phrase_id == self.offered.phrase_id:
            return self.offered.text
        return next((other.text for other in self.offered.alternates if other.phrase_id == phrase_id), None)
