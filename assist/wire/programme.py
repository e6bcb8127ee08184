"""Who is told what: all calls to peers without a name, an agent's own ones to a peer that bears it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from assist.events import CallAssigned, CallAwaited, CallEnded, CallStarted, Event, LagMeasured, UtteranceUpdated
from assist.wire.codec import encode

_PASSING = (UtteranceUpdated, LagMeasured)
"""Worth nothing once the next one is there: not kept for peers that come later."""

_PAST_CALLS = 20
"""So many calls that are over are kept, for agents who have not had another one since: as many as run at once."""

_PASSED_ON = "another agent has the call"


@dataclass(frozen=True, slots=True)
class News:
    """What an event means for each peer.

    Attributes:
        message: for everybody who hears of the call.
        agent: whose call it is; None where it concerns all desks.
        before: where the call has just become this agent's: what was told of it, from its beginning.
        parting: for the peers of the agent whose call it was until now.
        loser: that agent.
    """

    message: str
    agent: str | None = None
    before: tuple[str, ...] = ()
    parting: str = ""
    loser: str = ""

    def told_to(self, agent: str) -> tuple[str, ...]:
        """The messages for a peer that bears this name; an empty one hears everything."""
        if not agent or self.agent is None:
            return (self.message,)
        if agent == self.agent:
            return (*self.before, self.message)
        return (self.parting,) if self.parting and agent == self.loser else ()


@dataclass(slots=True)
class _Kept:
    """A call as it was told. ``past``: another has begun since it was over; ``replaced``: one of the same agent's."""

    agent: str
    messages: list[str] = field(default_factory=list)
    over: bool = False
    past: bool = False
    replaced: bool = False


class Programme:
    """Remembers what peers that come later must be told, and knows whose each call is.

    Args:
        several: calls may run at once. If not, a new one takes the place of the one before.
    """

    def __init__(self, *, several: bool) -> None:
        self._several = several
        self._calls: dict[str, _Kept] = {}
        self._desk: list[str] = []
        self._awaited = ""

    def so_far(self, agent: str) -> tuple[str, ...]:
        """What a peer of this name is told on arrival: its calls, each from its beginning; then the desk's news."""
        calls = [kept for kept in self._calls.values() if self._is_for(kept, agent)]
        messages = [message for kept in calls for message in kept.messages] + self._desk
        # That another's call runs has taken it off the desk's news, and this agent still waits for one.
        is_free = agent and self._awaited and all(kept.over for kept in calls)
        if is_free and self._awaited not in messages:
            messages.append(self._awaited)
        return tuple(messages)

    def tell(self, event: Event) -> News:
        """Take an event; who is to be told what of it."""
        message = encode(event)
        if isinstance(event, CallStarted):
            self._begin(event)
        kept = self._calls.get(event.call_id)
        if kept is None:
            return self._at_the_desk(event, message)
        news = News(message, kept.agent)
        if isinstance(event, CallAssigned) and event.agent != kept.agent:
            news = _passed_on(event, message, kept)
            kept.agent = event.agent
        if isinstance(event, CallEnded):
            kept.over = True
        if not isinstance(event, _PASSING):
            kept.messages.append(message)
        return news

    def _is_for(self, kept: _Kept, agent: str) -> bool:
        return kept.agent == agent and not kept.replaced if agent else not kept.past

    def _begin(self, event: CallStarted) -> None:
        self._desk.clear()
        for kept in self._calls.values():
            kept.past = kept.past or kept.over
            kept.replaced = kept.replaced or (kept.over and kept.agent == event.agent)
        past = [name for name, kept in self._calls.items() if kept.past]
        for name in past[:-_PAST_CALLS] if self._several else tuple(self._calls):
            del self._calls[name]
        self._calls[event.call_id] = _Kept(event.agent)

    def _at_the_desk(self, event: Event, message: str) -> News:
        """What belongs to no call; of a call that is not kept any more only who hears everything is told."""
        if self._several and event.call_id:
            return News(message, "")
        if isinstance(event, CallAwaited) and event.agent:
            return News(message, event.agent)
        if isinstance(event, CallAwaited):
            self._awaited = message
        if not isinstance(event, _PASSING):
            self._desk.append(message)
        return News(message)


def _passed_on(event: CallAssigned, message: str, kept: _Kept) -> News:
    """For the agent whose call it was, it is over."""
    ended = CallEnded(call_id=event.call_id, seq=event.seq, at=event.at, duration_seconds=event.at, reason=_PASSED_ON)
    return News(message, event.agent, tuple(kept.messages), encode(ended), kept.agent)
