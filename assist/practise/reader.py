"""What an agent's turn did, gathered from the events that the session told about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assist import events as facts
from assist.events import Event
from assist.practise.missteps import missteps_in
from assist.practise.state import AgentReading


class TurnReader:
    """Follows a call's events; knows which needs its ledger holds open."""

    def __init__(self, jargon: Iterable[str] = ()) -> None:
        self._jargon = tuple(jargon)
        self._open: set[str] = set()
        self._said: list[str] = []

    def copy(self) -> TurnReader:
        """One that goes on from here on its own."""
        other = TurnReader(self._jargon)
        other._open, other._said = set(self._open), list(self._said)
        return other

    def customer(self, events: Iterable[Event]) -> None:
        """The customer spoke, and this is what the engine told about it."""
        self._follow(events)

    def agent(self, text: str, events: Sequence[Event], *, interrupted: bool = False) -> AgentReading:
        """The agent spoke: what their words did."""
        tracked = frozenset(self._open)
        self._follow(events)
        missteps = missteps_in(text, self._said, self._jargon)
        if interrupted or any(isinstance(event, facts.NudgeGiven) and event.kind == _INTERRUPTING for event in events):
            missteps |= {"interruption"}
        self._said.append(text)
        return AgentReading(
            text=text,
            acts=frozenset(event.act for event in events if isinstance(event, facts.AgentActNoticed)),
            met=frozenset(event.need for event in events if isinstance(event, facts.NeedMet)),
            tracked=tracked,
            missteps=missteps,
            empathy=any(isinstance(event, facts.EmpathyGraded) and _is_felt(event) for event in events),
        )

    def _follow(self, events: Iterable[Event]) -> None:
        for event in events:
            match event:
                case facts.NeedMet(need=need):
                    self._open.discard(need)
                case facts.NeedRaised(need=need) | facts.NeedReraised(need=need):
                    self._open.add(need)
                case _:
                    pass


_INTERRUPTING = "interrupting"


def _is_felt(event: facts.EmpathyGraded) -> bool:
    """Level 2 of any mechanism, or warmth: "I understand" alone is graded 1 for interpretation."""
    return max(event.levels.values(), default=0) >= 2 or event.levels.get("emotional_reaction", 0) > 0
