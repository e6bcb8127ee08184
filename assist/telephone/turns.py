"""The models are shared by all calls: one piece of work at a time for each, final ones first, then in turn."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assist.commands import Transcribe, WorkerCommand
from assist.inputs import Input
from assist.speech.transcriber import Hypothesis, Samples, Transcriber
from assist.workers import Workers


class Turnstile:
    """Lets one thread through at a time.

    Each call waits with one piece of work, so that none gets two turns in a row while another waits with a piece of the
    same rank.
    """

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._waiting: list[tuple[bool, int]] = []
        self._order = itertools.count()
        self._busy = False

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        with self._moved:
            return len(self._waiting)

    @contextmanager
    def turn(self, *, may_wait: bool) -> Iterator[None]:
        """Wait for a turn and have it. What ``may_wait`` does so while anything else is there."""
        with self._moved:
            ticket = (may_wait, next(self._order))
            heapq.heappush(self._waiting, ticket)
            self._moved.wait_for(lambda: not self._busy and self._waiting[0] == ticket)
            heapq.heappop(self._waiting)
            self._busy = True
        try:
            yield
        finally:
            with self._moved:
                self._busy = False
                self._moved.notify_all()


class SharedWorkers:
    """Workers of one call, which take turns with those of the others. Asked as `assist.workers.Workers` are.

    Args:
        workers: of this call.
        recogniser, language: the turnstiles of the two models.
    """

    def __init__(self, workers: Workers, recogniser: Turnstile, language: Turnstile) -> None:
        self._workers = workers
        self._recogniser = recogniser
        self._language = language

    def perform(self, command: WorkerCommand) -> Input:
        """Do what is asked when it is its turn."""
        if isinstance(command, Transcribe):
            with self._recogniser.turn(may_wait=not command.final):
                return self._workers.perform(command)
        with self._language.turn(may_wait=getattr(command, "early", False)):
            return self._workers.perform(command)


class CallsTranscriber:
    """The shared recogniser as one call sees it: utterances bear the call's name, since all calls number theirs alike.

    Attributes:
        name, model, reduced_accuracy: the recogniser's.
    """

    def __init__(self, shared: Transcriber, call_id: str) -> None:
        self.name, self.model, self.reduced_accuracy = shared.name, shared.model, shared.reduced_accuracy
        self._shared = shared
        self._call_id = call_id

    def transcribe(self, utterance_id: str, samples: Samples, *, final: bool, **more: Any) -> Hypothesis:
        """Read the utterance so far; see `assist.speech.transcriber.Transcriber.transcribe`."""
        return self._shared.transcribe(f"{self._call_id}/{utterance_id}", samples, final=final, **more)

    def close(self) -> None:
        """Nothing: other calls go on with it."""
