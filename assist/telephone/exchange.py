"""The calls that telephone platforms stream: any number at once, with the models shared between them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import cast

from assist import wiring
from assist.audio.telephone.events import Opened
from assist.calls.releases import ReleaseWatch
from assist.calls.switchboard import Publish, Switchboard
from assist.commands import AgentCommand, HelpCommand, StartCall
from assist.errors import AttuneError, EngineError
from assist.events import CallAwaited, CallEnded, Event
from assist.settings import Settings
from assist.telephone.desks import Desks, RunningCall, agent_named
from assist.telephone.ears import SharedEars
from assist.telephone.feed import TelephoneCall, TelephoneFeed
from assist.telephone.turns import CallsTranscriber, SharedWorkers, Turnstile
from assist.workers import Workers

logger = logging.getLogger(__name__)


class Exchange:
    """Makes calls of what platforms stream, and passes the agents' commands on to them.

    Args:
        settings: all of them.
        load: loads the models, on a thread; calls that come meanwhile are kept until they are there.
        publish: takes every event of every call, on the loop.
    """

    def __init__(self, settings: Settings, load: Callable[[], wiring.Models], publish: Publish) -> None:
        self._settings = _for_telephones(settings)
        self._load = load
        self._publish = publish
        self._desks = Desks()
        self._tasks: set[asyncio.Task[None]] = set()
        self._kept_for_readers: list[Switchboard] = []
        self._ears = SharedEars()
        self._recogniser, self._language = Turnstile(), Turnstile()
        self._number = 0
        self._releases: asyncio.Future[ReleaseWatch] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        """Load the models, then run whatever calls come, until cancelled.

        Raises:
            AttuneError: the models cannot be loaded.
        """
        try:
            models = await asyncio.to_thread(self._load)
            self._releases.set_result(ReleaseWatch(self._settings, models, self._publish))
            self._await_calls()
            await asyncio.Event().wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._releases.cancel()
            self._ears.close()
            self._forget()

    @property
    def calls(self) -> int:
        """How many run, those included whose last words are still being understood."""
        return len(self._desks)

    def open(self, opened: Opened, source: str) -> RunningCall:
        """A platform began a call. It is there at once, whatever else has to be waited for."""
        now = datetime.now(UTC)
        self._number += 1
        call_id = f"{now:call-%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}-{self._number}"
        named = TelephoneCall(call_id, now.isoformat(timespec="seconds"), opened.call, source)
        rules = self._settings.telephone
        feed = TelephoneFeed(named, rules.ahead_seconds, self._ears)
        call = RunningCall(feed, agent_named(opened.parameters, rules.agent_parameter))
        self._desks.seat(call)
        task = asyncio.create_task(self._run(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return call

    def take(self, command: AgentCommand, call_id: str = "", agent: str = "") -> None:
        """Do what is asked.

        Args:
            command: what.
            call_id: in which call; needed only where several could be meant.
            agent: who asks; their commands reach no other agent's call.

        Raises:
            EngineError: it cannot be done now, or it is not said in which call.
        """
        if isinstance(command, StartCall):
            if not (command.reference and agent):
                raise EngineError(
                    "Calls begin on the telephone platform here; nothing is to be started. A program that says whose "
                    "it is (?agent=NAME) takes a call by its reference."
                )
            self._desks.assign(command.reference, agent)
        elif isinstance(command, HelpCommand) and not call_id:
            self._desks.wish(command, agent)
        else:
            self._desks.meant(call_id, agent).reception.take(command)

    async def _run(self, call: RunningCall) -> None:
        try:
            await self._connect(call)
        except AttuneError as error:
            logger.error("The call %s failed: %s", call.feed.call_id, error)  # noqa: TRY400 - a sentence
            self._tell_failure(call)
        except Exception as error:  # the top of a task: the other calls go on
            logger.error("The call %s failed: %r", call.feed.call_id, error)  # noqa: TRY400 - no traceback for users
            logger.debug("It failed here:", exc_info=error)
            self._tell_failure(call)
        finally:
            self._desks.leave(call)
            call.feed.leave()
            call.over.set()
            self._await_calls(call.agent)

    async def _connect(self, call: RunningCall) -> None:
        releases = await asyncio.shield(self._releases)
        models = await releases.latest()
        line = wiring.make_line(self._settings, models)
        call.feed.listen_with(line.ears)
        if models.transcriber is not None:
            models = replace(models, transcriber=CallsTranscriber(models.transcriber, call.feed.call_id))
        switchboard = Switchboard(
            self._settings, models, partial(self._tell, call), call.reception, live=True, taking_turns=self._shared
        )
        self._forget()
        try:
            await switchboard.connect(call.feed, line, call.agent)
        finally:
            self._kept_for_readers.append(switchboard)

    def _tell(self, call: RunningCall, event: Event) -> None:
        call.ended = call.ended or isinstance(event, CallEnded)
        call.feed.follow(event)
        self._publish(event)

    def _tell_failure(self, call: RunningCall) -> None:
        if call.ended:
            return
        seconds = round(call.feed.expected_seconds(), 3)
        ended = CallEnded(call_id=call.feed.call_id, at=seconds, duration_seconds=seconds, reason="the call failed")
        self._publish(ended)

    def _await_calls(self, agent: str = "") -> None:
        """Tell who has no call now: everybody, or one agent."""
        is_ready = self._releases.done() and not self._releases.cancelled()
        if is_ready and not self.calls:
            self._publish(CallAwaited(begins_on="speech"))
        elif is_ready and agent and self._desks.is_free(agent):
            self._publish(CallAwaited(begins_on="speech", agent=agent))

    def _forget(self) -> None:
        """Where nothing is kept, a call's report goes when the next call begins."""
        kept, self._kept_for_readers = self._kept_for_readers, []
        for switchboard in kept:
            switchboard.forget()

    def _shared(self, workers: Workers) -> Workers:
        """A call's workers, taking turns with all others."""
        return cast("Workers", SharedWorkers(workers, self._recogniser, self._language))


def _for_telephones(settings: Settings) -> Settings:
    """The platform says when a call is over; a long silence is a hold or a queue."""
    return replace(settings, calls=replace(settings.calls, end_silence_seconds=0.0))
