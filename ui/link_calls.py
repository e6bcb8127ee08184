"""Which of the calls that an engine tells of is on show: the newest that runs. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from assist.commands import AgentCommand, HelpCommand, StartCall
from assist.events import CallAwaited, CallEnded, CallStarted, Event, LagMeasured, UtteranceUpdated
from assist.wire.codec import encode


@dataclass(slots=True)
class _Told:
    """What was told of a call, as far as it is worth telling again."""

    events: list[Event] = field(default_factory=list)
    lag: LagMeasured = field(default_factory=lambda: LagMeasured(behind_seconds=0.0))

    def keep(self, event: Event) -> None:
        """Partial words pass; so does lag, but not that sound got lost, or that less is asked of the recogniser."""
        if isinstance(event, LagMeasured):
            before, self.lag = self.lag, event
            if _lasting(event) == _lasting(before):
                return
        if not isinstance(event, UtteranceUpdated):
            self.events.append(event)

    def again(self) -> list[Event]:
        """From the beginning, with the lag of now."""
        is_told = not self.lag.call_id or self.lag in self.events
        return [*self.events, *([] if is_told else [self.lag])]


def _lasting(measured: LagMeasured) -> tuple[object, ...]:
    return measured.effort, measured.overruns, measured.unread_seconds


class CallOnShow:
    """Lets the events of one call through, however many run.

    A call that begins takes the screen, as a consultation does from the call that it is about. When it is over, the one
    before comes back, told from its beginning as after a reconnect.
    """

    def __init__(self) -> None:
        self._running: dict[str, _Told] = {}
        self._shown = ""

    def forget(self) -> None:
        """A new connection: the engine tells all that runs."""
        self._running.clear()

    def take(self, event: Event) -> list[Event]:
        """What is to be seen because of an event."""
        if not event.call_id:
            if isinstance(event, CallAwaited):
                if event.agent and self._running:
                    return []  # another desk's news: this one hears of all, and its call goes on
                self._running.clear()
            return [event]
        if isinstance(event, CallStarted):
            self._running.pop(event.call_id, None)
            self._running[event.call_id] = _Told()
            self._shown = event.call_id
        if event.call_id in self._running:
            self._running[event.call_id].keep(event)
        if isinstance(event, CallEnded):
            self._running.pop(event.call_id, None)
        seen = [event] if self._shown in ("", event.call_id) else []
        return seen + self._next()

    def addressed(self, command: AgentCommand) -> str:
        """The command on the wire: what is about a call names the one on show; wishes are for those to come, too."""
        line = encode(command)
        if self._shown not in self._running or isinstance(command, StartCall | HelpCommand):
            return line
        return json.dumps({**json.loads(line), "call_id": self._shown})

    def _next(self) -> list[Event]:
        """Where the call on show is over, the newest that runs."""
        if self._shown in self._running or not self._running:
            return []
        self._shown = list(self._running)[-1]
        return self._running[self._shown].again()
