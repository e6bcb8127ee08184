"""What the agent wants of the cards in this call: none for now, or none about a need for a while. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assist.inputs import Hit
from assist.suggest.ranking import ABUSE, Opportunity


class Wishes:
    """Asked before a card is looked for, made and shown. A boundary against abuse comes whatever they say."""

    def __init__(self) -> None:
        self.quiet = False
        self._asleep_until: dict[str, float] = {}

    def snooze(self, need: str, until: float) -> None:
        """No card about this need before ``until`` (seconds of the call)."""
        self._asleep_until[need] = until

    def step(self, now: float) -> None:
        """Time has passed: wake what has slept long enough."""
        if self._asleep_until:
            self._asleep_until = {need: until for need, until in self._asleep_until.items() if now < until}

    def left_of(self, opportunity: Opportunity) -> Opportunity | None:
        """The moment without the needs that sleep; None where nothing is left that a card may be about."""
        if opportunity.emotion == ABUSE or not (self.quiet or self._asleep_until):
            return opportunity
        shown = {need: share for need, share in opportunity.shown.items() if need not in self._asleep_until}
        if self.quiet or (opportunity.shown and not shown):
            return None
        still_open = tuple(need for need in opportunity.still_open if need not in self._asleep_until)
        return replace(opportunity, shown=shown, still_open=still_open)

    def admitted(self, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The phrases without those that only answer needs that sleep."""
        if not self._asleep_until:
            return hits
        return [hit for hit in hits if not hit.needs or any(need not in self._asleep_until for need in hit.needs)]

    def admits(self, need: str, opportunity: Opportunity) -> bool:
        """Whether a card about this need, made for this moment, may be shown now."""
        boundary = opportunity.emotion == ABUSE
        return boundary or (need not in self._asleep_until and self.left_of(opportunity) is not None)
