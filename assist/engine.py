"""The shells around a session: one that runs a call as fast as it can, one that lives it.

Both do the same three things for every input: feed the session, record, tell. They differ in who performs commands:
`play` does so at once and in order, so that two runs give the same events; `LiveCall` hands them to one worker each and
never waits.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

from assist.commands import AgentCommand, EndCall, ReadAffect, SearchBank, Transcribe, WorkerCommand
from assist.errors import JournalError
from assist.events import Event
from assist.inputs import AgentDid, AudioEnded, CallClosed, Input, JournalFailed, LagSampled, Transcribed
from assist.journal import JournalWriter
from assist.session import CallSession
from assist.workers import Workers

logger = logging.getLogger(__name__)

Publish = Callable[[Event], None]

_LAG_PERIOD_SECONDS = 1.0
_INBOX_ITEMS = 20_000
"""Five minutes of voice-activity windows: reached only if the loop itself stands still."""


class Learner(Protocol):
    """Follows a call so that later ones go better."""

    def follow(self, event: Event) -> None:
        """Take an event."""
        ...

    def close(self) -> None:
        """The call is over."""
        ...


class Call:
    """A session with its record and its listeners."""

    def __init__(
        self,
        session: CallSession,
        publish: Publish,
        journal: JournalWriter | None = None,
        learner: Learner | None = None,
    ) -> None:
        self.session = session
        self._publish = publish
        self._journal = journal
        self._learner = learner

    def take(self, item: Input) -> Sequence[WorkerCommand]:
        """Feed one input, record it, tell what happened; return the work that it asks for."""
        reaction = self.session.feed(item)
        failed = self._record(item, reaction.events)
        self._tell(reaction.events)
        if failed is not None:
            self._tell(self.session.feed(failed).events)
        return reaction.commands

    def _tell(self, events: Iterable[Event]) -> None:
        for event in events:
            self._publish(event)
            if self._learner is not None:
                self._learner.follow(event)

    def close(self) -> None:
        """Close the record, and learn from the call."""
        if self._learner is not None:
            self._learner.close()
        journal, self._journal = self._journal, None
        if journal is not None:
            try:
                journal.close()
            except JournalError as error:
                logger.error("%s The end of the call is not recorded.", error)  # noqa: TRY400 - no traceback

    def _record(self, item: Input, events: tuple[Event, ...]) -> JournalFailed | None:
        """Write it down. The agent's help matters more than the record: without it the call goes on."""
        if self._journal is None:
            return None
        try:
            self._journal.append(item, events)
        except JournalError as error:
            logger.error("%s The call goes on without a journal.", error)  # noqa: TRY400 - a sentence, no traceback
            self._journal.abandon()
            self._journal = None
            return JournalFailed(at=item.at, reason=str(error))
        return None


def play(call: Call, items: Iterable[Input], workers: Workers | None) -> None:
    """Run a call to its end as fast as it goes. Without workers the items hold their answers (a journal)."""
    for item in items:
        waiting = deque(call.take(item))
        while waiting and workers is not None:
            answer = replace(workers.perform(waiting.popleft()), at=item.at)
            waiting.extend(call.take(answer))


class Lane:
    """One worker thread with a queue in which finals overtake partials, and what is superseded is left out.

    Attributes:
        open: what has not been answered, in the order in which it was asked for.
    """

    def __init__(self, name: str, workers: Workers, answered: Callable[[Input], None]) -> None:
        self._workers = workers
        self._answered = answered
        self._queue: asyncio.PriorityQueue[tuple[int, int, WorkerCommand]] = asyncio.PriorityQueue()
        self._order = itertools.count()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._begun = -1
        self.open: dict[int, WorkerCommand] = {}

    def put(self, command: WorkerCommand) -> None:
        """Queue a command."""
        number = next(self._order)
        for earlier in [key for key, other in self.open.items() if key != self._begun and _supersedes(command, other)]:
            del self.open[earlier]
        self.open[number] = command
        self._queue.put_nowait((int(_may_wait(command)), number, command))

    async def run(self) -> None:
        """Work until cancelled."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                _, number, command = await self._queue.get()
                if number not in self.open:
                    continue
                self._begun, began = number, loop.time()
                answer = await loop.run_in_executor(self._executor, self._workers.perform, command)
                del self.open[number]
                self._answered(_timed(answer, loop.time() - began))
        finally:
            self._executor.shutdown(wait=False, cancel_futures=True)


def _supersedes(command: WorkerCommand, earlier: WorkerCommand) -> bool:
    """Whether nobody waits for the earlier reading any more."""
    if not isinstance(command, Transcribe) or not isinstance(earlier, Transcribe):
        return False
    return command.utterance_id == earlier.utterance_id and command.revision > earlier.revision


def _timed(answer: Input, seconds: float) -> Input:
    return replace(answer, took_seconds=round(seconds, 3)) if isinstance(answer, Transcribed) else answer


def _may_wait(command: WorkerCommand) -> bool:
    """Whether it is about an utterance that still runs."""
    match command:
        case Transcribe():
            return not command.final
        case ReadAffect() | SearchBank():
            return command.early
        case _:
            return False


def never(_now: float) -> str:
    """A call is over when its audio is."""
    return ""


def no_overruns() -> int:
    """Sound that comes from a file or over a connection does not run over."""
    return 0


class LiveCall:
    """A call as it happens: audio, answers and gestures meet in one queue."""

    def __init__(
        self,
        call: Call,
        workers: Workers,
        expected_seconds: Callable[[], float],
        overdue: Callable[[float], str] = never,
        overruns: Callable[[], int] = no_overruns,
    ) -> None:
        """Make a call.

        Args:
            call: the session with its record and listeners.
            workers: perform the commands.
            expected_seconds: how far the call's audio should be now; lag is measured against it.
            overdue: says why the call is over at a time (seconds), or nothing while it is not.
            overruns: how often sound of the call got lost before it could be heard.
        """
        self._call = call
        self._expected = expected_seconds
        self._overdue = overdue
        self._overruns = overruns
        self._inbox: asyncio.Queue[Input] = asyncio.Queue(_INBOX_ITEMS)
        self._recogniser = Lane("recogniser", workers, self._post)
        self._reader = Lane("reader", workers, self._post)
        self._now = 0.0
        self._ending: asyncio.Event = asyncio.Event()
        self._reason = "audio ended"

    @property
    def is_ending(self) -> bool:
        """Whether nothing more is heard; what was said is still being understood."""
        return self._ending.is_set()

    def gesture(self, command: AgentCommand) -> None:
        """The agent did something; called on the loop."""
        if isinstance(command, EndCall):
            self.end("ended by the agent")
        else:
            self._post(AgentDid(command=command))

    def end(self, reason: str) -> None:
        """End the call, as soon as what was said has been understood; called on the loop."""
        if not self._ending.is_set():
            self._reason = reason
            self._ending.set()

    async def run(self, opening: Iterable[Input], audio: AsyncIterator[Input]) -> None:
        """Live the call until the audio ends or the agent ends it, then let what was said be understood."""
        for item in opening:
            self._handle(item)
        lanes = [asyncio.create_task(lane.run()) for lane in (self._recogniser, self._reader)]
        lag = asyncio.create_task(self._watch_lag())
        pump = asyncio.create_task(self._pump(audio))
        try:
            while not (pump.done() and self._idle):
                self._handle(await self._next(pump))
            pump.result()
            self._handle(CallClosed(at=self._now, reason=self._reason))
        finally:
            for task in (pump, lag, *lanes):
                task.cancel()
            await asyncio.gather(pump, lag, *lanes, return_exceptions=True)

    @property
    def _idle(self) -> bool:
        return self._inbox.empty() and not self._recogniser.open and not self._reader.open

    async def _next(self, pump: asyncio.Task[None]) -> Input:
        """The next item; if the pump dies, its error rather than an endless wait."""
        getter = asyncio.ensure_future(self._inbox.get())
        waits: set[asyncio.Future[object]] = {getter} if pump.done() else {getter, pump}  # type: ignore[arg-type]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if not getter.done() and pump.done() and pump.exception():
            getter.cancel()
            pump.result()
        return await getter

    async def _pump(self, audio: AsyncIterator[Input]) -> None:
        ending = asyncio.create_task(self._ending.wait())
        try:
            while not ending.done():
                following = asyncio.ensure_future(anext(audio, None))
                await asyncio.wait({following, ending}, return_when=asyncio.FIRST_COMPLETED)
                item = following.result() if following.done() else None
                if item is None:
                    following.cancel()
                    break
                await self._inbox.put(item)
        finally:
            ending.cancel()
        await self._inbox.put(AudioEnded(at=self._now))

    def _post(self, item: Input) -> None:
        self._inbox.put_nowait(item)

    def _handle(self, item: Input) -> None:
        self._now = max(self._now, item.at)
        for command in self._call.take(replace(item, at=self._now)):
            (self._recogniser if isinstance(command, Transcribe) else self._reader).put(command)
        reason = self._overdue(self._now)
        if reason:
            self.end(reason)

    async def _watch_lag(self) -> None:
        loop = asyncio.get_running_loop()
        sampled = loop.time()
        while True:
            await asyncio.sleep(_LAG_PERIOD_SECONDS)
            before, sampled = sampled, loop.time()
            behind = round(max(0.0, self._expected() - self._now), 2)
            elapsed = round(sampled - before, 2)
            self._post(LagSampled(behind_seconds=behind, elapsed_seconds=elapsed, overruns=self._overruns()))
