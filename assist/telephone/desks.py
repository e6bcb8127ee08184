"""Whose call is whose: what runs at each agent's desk, and what each agent wants for the calls to come."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping

from assist.calls.reception import Reception
from assist.commands import HelpCommand
from assist.errors import EngineError
from assist.telephone.feed import TelephoneFeed

_EXPECTED_CALLS = 200
"""So many calls' agents are kept in mind: a call that is taken before it begins, or whose platform connects again."""


class RunningCall:
    """A call between its first message and its last word understood.

    Attributes:
        feed: its sound.
        reception: takes the agents' commands.
        agent: whose it is; empty where nobody said.
        ended: its end has been told, and nothing can be asked of it any more.
        over: it is off the line.
    """

    def __init__(self, feed: TelephoneFeed, agent: str) -> None:
        self.feed = feed
        self.reception = Reception()
        self.agent = agent
        self.ended = False
        self.over = asyncio.Event()


class Desks:
    """The calls that run, by their names, and at whose desks they do. An empty agent is everybody who has no name."""

    def __init__(self) -> None:
        self._calls: dict[str, RunningCall] = {}
        self._wishes: defaultdict[str, Reception] = defaultdict(Reception)
        self._expected: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def seat(self, call: RunningCall) -> None:
        """A call begins. Who took it by its reference goes before what the platform says: calls are passed on."""
        call.agent = self._expected.get(call.feed.reference, call.agent)
        self._calls[call.feed.call_id] = call
        self._pass_wishes(call)

    def leave(self, call: RunningCall) -> None:
        """A call is over."""
        del self._calls[call.feed.call_id]

    def is_free(self, agent: str) -> bool:
        """Whether no call runs at this desk."""
        return all(call.agent != agent for call in self._calls.values())

    def meant(self, call_id: str, agent: str) -> RunningCall:
        """The call that a command is for: the named one, or the newest of the agent's own, which is on their screen.

        Raises:
            EngineError: there is none, or it is not said which.
        """
        running = [
            call
            for name, call in self._calls.items()
            if call_id in ("", name) and agent in ("", call.agent) and not call.ended
        ]
        if not running:
            raise EngineError("No such call is running.")
        if len(running) > 1 and not agent:
            raise EngineError(f"{len(running)} calls are running; name the one that is meant by its call_id.")
        return running[-1]

    def wish(self, command: HelpCommand, agent: str) -> None:
        """What an agent wants holds for their calls, now and later; from nobody in particular for nobody's calls.

        Raises:
            EngineError: all calls are somebody's.
        """
        calls = [call for call in self._calls.values() if call.agent == agent]
        if self._calls and not calls and not agent:
            raise EngineError("Each call here is some agent's; name the one that is meant by its call_id.")
        self._wishes[agent].remember(command)
        for call in calls:
            call.reception.take(command)

    def assign(self, reference: str, agent: str) -> None:
        """The call of this reference is the agent's, whether it runs already or not."""
        self._expected.pop(reference, None)
        self._expected[reference] = agent
        if len(self._expected) > _EXPECTED_CALLS:
            del self._expected[next(iter(self._expected))]
        for call in self._calls.values():
            if call.feed.reference == reference and call.agent != agent and not call.ended:
                call.agent = agent
                call.feed.assign(agent)
                self._pass_wishes(call)

    def _pass_wishes(self, call: RunningCall) -> None:
        if call.agent in self._wishes:
            for wish in self._wishes[call.agent].wishes():
                call.reception.take(wish.command)


def agent_named(parameters: Mapping[str, str], parameter: str) -> str:
    """Whose call it is by what the platform told; empty where it did not. Platforms differ in how they write names."""
    told = {name.lower(): value.strip() for name, value in parameters.items()}
    return told.get(parameter.lower(), "")
