"""Who may begin, name, hold and end a call, and what the agent wants for the next ones."""

from __future__ import annotations

import asyncio

from assist.commands import AgentCommand, ChooseLevel, EndCall, HelpCommand, HoldCall, KeepQuiet, SnoozeNeed, StartCall
from assist.engine import LiveCall
from assist.errors import EngineError
from assist.inputs import AgentDid


class Reception:
    """Takes the commands of the agent and of the softphone. One call at a time; on the loop."""

    def __init__(self) -> None:
        self._call: LiveCall | None = None
        self._reference = ""
        self._wanted = asyncio.Event()
        self._next_reference = ""
        self._level: ChooseLevel | None = None
        self._quiet: KeepQuiet | None = None

    @property
    def due(self) -> bool:
        """Whether the next call is to begin at once."""
        return self._wanted.is_set()

    def start(self, reference: str = "") -> None:
        """The next call begins."""
        self._next_reference = reference or self._next_reference
        self._wanted.set()

    def hear_speech(self) -> None:
        """Somebody speaks on the customer's line: a call begins, unless one has just begun by command.

        While a call is ending, its last words still being understood, that is the next one already.
        """
        if self._call is None or self._call.is_ending:
            self.start()

    async def next_call(self) -> str:
        """Wait until a call is to begin; its reference."""
        await self._wanted.wait()
        reference, self._next_reference = self._next_reference, ""
        return reference

    def begin(self, call: LiveCall, reference: str) -> None:
        """This call runs. What was asked for while it was prepared was meant for it."""
        self._call, self._reference = call, reference
        self._wanted.clear()
        late, self._next_reference = self._next_reference, ""
        if late:
            self._name(late)

    def over(self) -> None:
        """The call is over."""
        self._call, self._reference = None, ""

    def remember(self, command: HelpCommand) -> None:
        """It holds for the calls to come; what was said about a need was about one call."""
        match command:
            case ChooseLevel():
                self._level = command
            case KeepQuiet():
                self._quiet = command if command.on else None
            case SnoozeNeed():
                pass

    def wishes(self) -> list[AgentDid]:
        """What a new call is to know."""
        return [AgentDid(command=command) for command in (self._level, self._quiet) if command is not None]

    def take(self, command: AgentCommand) -> None:
        """Do what is asked.

        Raises:
            EngineError: it cannot be done now.
        """
        match command:
            case StartCall():
                self._start(command.reference)
            case EndCall() | HoldCall():
                if self._call is None:
                    raise EngineError("No call is running; start one first.")
                self._call.gesture(command)
            case ChooseLevel() | KeepQuiet() | SnoozeNeed():
                self.remember(command)
                self._pass_on(command)
            case _:
                self._pass_on(command)

    def _pass_on(self, command: AgentCommand) -> None:
        """To the call, if one runs; a gesture about a call that is over comes too late."""
        if self._call is not None:
            self._call.gesture(command)

    def _start(self, reference: str) -> None:
        another = not reference or reference != self._reference
        if self._call is None or (self._call.is_ending and another):
            self.start(reference)
        elif not reference:
            raise EngineError("A call is running already; end it first.")
        elif not self._reference:
            self._name(reference)
        elif reference != self._reference:
            self._call.end("another call began")
            self.start(reference)

    def _name(self, reference: str) -> None:
        """Speech began the call before the softphone told its name."""
        self._reference = reference
        self._pass_on(StartCall(reference=reference))
