"""The call behind a role play: turns of text through a real session, at the pace at which they would be spoken."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from assist.commands import AgentCommand, WorkerCommand
from assist.engine import Call
from assist.events import Event, Speaker
from assist.inputs import AgentDid, CallClosed, Input, UtteranceHeard
from assist.redaction.redactor import Redactor

WORDS_PER_SECOND = 2.5
"""Of calm speech on the phone."""
GAP_SECONDS = 0.6


class Reader(Protocol):
    """Whoever answers a session's commands."""

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked."""
        ...


class Stage:
    """Feeds a call. Time is that of the call: thinking and typing take none of it.

    Attributes:
        log: every input so far, answers included; a new stage can be brought to any point of it without a model.
    """

    def __init__(self, call: Call, told: Sequence[Event], reader: Reader) -> None:
        """Make a stage.

        Args:
            call: the session with its record and listeners.
            told: where the call's events gather.
            reader: performs the session's commands.
        """
        self.log: list[Input] = []
        self.now = 0.0
        self._call = call
        self._told = told
        self._reader = reader
        self._redactor = Redactor()

    def open(self, items: Iterable[Input]) -> None:
        """The first inputs of the call, or those of an earlier one up to some point, answers included."""
        for item in items:
            self.log.append(item)
            self._call.take(item)
            self.now = max(self.now, item.at)

    def say(self, speaker: Speaker, text: str) -> list[Event]:
        """A turn; returns what the engine told about it."""
        before = len(self._told)
        start = self.now + GAP_SECONDS
        self.now = start + max(1, len(text.split())) / WORDS_PER_SECOND
        words = self._redactor.redact(speaker, text)
        self._feed(UtteranceHeard(at=self.now, speaker=speaker, start=start, end=self.now, text=words))
        return list(self._told[before:])

    def wait(self, seconds: float) -> None:
        """Nothing is said for a while."""
        self.now += seconds

    def gesture(self, command: AgentCommand) -> None:
        """The agent did something with a card."""
        self._feed(AgentDid(at=self.now, command=command))

    def close(self, reason: str) -> None:
        """The call is over."""
        self._feed(CallClosed(at=self.now, reason=reason))
        self._call.close()

    def _feed(self, item: Input) -> None:
        waiting = deque([item])
        while waiting:
            item = waiting.popleft()
            self.log.append(item)
            waiting.extend(replace(self._reader.perform(command), at=self.now) for command in self._call.take(item))
