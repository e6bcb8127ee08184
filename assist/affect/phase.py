"""Where the call stands: opening, discovery, resolution, closing, or on hold."""

from __future__ import annotations

import re
from collections.abc import Collection

from assist.affect.holds import announces_hold, is_assent
from assist.events import Phase

_SUBSTANCE_WORDS = 5
"""A customer's utterance of this many words is more than a greeting: the matter is on the table."""

_SOLVING_ACTS = {"personalised_solution", "alternatives", "commitment", "ownership", "proactive_service"}
_CLOSING_ACTS = {"feedback_request", "follow_up"}
_FAREWELL = re.compile(
    r"\b(bye|goodbye|take care|that'?s (all|it|everything)|that is all|nothing else|no,? thank(s| you)|"
    r"have a (nice|good|great|lovely|wonderful))\b",
    re.IGNORECASE,
)
_ANYTHING_ELSE = re.compile(r"\banything else\b", re.IGNORECASE)


class PhaseTrack:
    """The phase of the call, moved by what each side says."""

    def __init__(self) -> None:
        self.phase: Phase = "opening"
        self._before_hold: Phase = "opening"
        self._held_since: float | None = None

    def hold(self, *, on: bool, now: float) -> Phase | None:
        """The agent or the softphone put the customer on hold, or took them back; return the new phase if it changed.

        Such a hold lasts until the customer is taken back or heard again, whatever the agent says meanwhile.
        """
        self._held_since = now if on else None
        if on and self.phase != "hold":
            self._before_hold = self.phase
        if not on and self.phase != "hold":
            return None
        return self._move("hold" if on else self._before_hold)

    def heard_by_customer(self, start: float) -> bool:
        """Whether the customer was on the line when the agent began to speak at ``start`` seconds."""
        return self._held_since is None or start < self._held_since

    def customer_said(self, text: str, emotion: str, needs: Collection[str]) -> Phase | None:
        """Take a customer's utterance with its reading; return the new phase if it changed."""
        if self.phase == "hold":
            if is_assent(text):
                return None
            self._held_since = None
            return self._move(self._before_hold)
        if self.phase == "opening" and (needs or len(text.split()) >= _SUBSTANCE_WORDS):
            return self._move("discovery")
        if self.phase == "resolution" and emotion == "gratitude" and _FAREWELL.search(text):
            return self._move("closing")
        if self.phase == "closing" and needs and emotion != "gratitude":
            return self._move("discovery")
        return None

    def agent_said(self, text: str, acts: Collection[str], answered: Collection[str]) -> Phase | None:
        """Take an agent's utterance with its acts and the needs it met; return the new phase if it changed."""
        if self._held_since is not None:
            return None
        if announces_hold(text):
            if self.phase != "hold":
                self._before_hold = self.phase
            return self._move("hold")
        if self.phase == "hold":
            return self._move(self._before_hold)
        if self.phase == "discovery" and (answered or not _SOLVING_ACTS.isdisjoint(acts)):
            return self._move("resolution")
        if self.phase == "resolution" and (_ANYTHING_ELSE.search(text) or not _CLOSING_ACTS.isdisjoint(acts)):
            return self._move("closing")
        return None

    def _move(self, phase: Phase) -> Phase | None:
        if phase == self.phase:
            return None
        self.phase = phase
        return phase
