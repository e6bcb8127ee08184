"""The calls that telephone platforms stream: any number at once, with the models shared between them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from assist import wiring
from assist.audio.telephone.events import Opened
from assist.calls.reception import Reception
from assist.calls.releases import ReleaseWatch
from assist.calls.switchboard import Publish, Switchboard
from assist.commands import AgentCommand, ChooseLevel, KeepQuiet, SnoozeNeed, StartCall
from assist.errors import AttuneError, EngineError
from assist.events import CallAwaited, CallEnded
from assist.settings import Settings
from assist.telephone.feed import TelephoneCall, TelephoneFeed
from assist.telephone.turns import CallsTranscriber, SharedWorkers, Turnstile
from assist.workers import Workers

logger = logging.getLogger(__name__)


class RunningCall:
    """A call between its first message and its last word understood."""

    def __init__(self, feed: TelephoneFeed, reception: Reception) -> None:
        self.feed = feed
        self.reception = reception
        self.over = asyncio.Event()


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
        self._calls: dict[str, RunningCall] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._kept_for_readers: list[Switchboard] = []
        self._ears = ThreadPoolExecutor(1, thread_name_prefix="ears")
        self._recogniser, self._language = Turnstile(), Turnstile()
        self._wishes = Reception()
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
            self._ears.shutdown(wait=False, cancel_futures=True)
            self._forget()

    @property
    def calls(self) -> int:
        """How many run, those included whose last words are still being understood."""
        return len(self._calls)

    def open(self, opened: Opened, source: str) -> RunningCall:
        """A platform began a call. It is there at once, whatever else has to be waited for."""
        now = datetime.now(UTC)
        self._number += 1
        call_id = f"{now:call-%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}-{self._number}"
        named = TelephoneCall(call_id, now.isoformat(timespec="seconds"), opened.call, source)
        call = RunningCall(TelephoneFeed(named, self._settings.telephone.ahead_seconds, self._ears), Reception())
        for wish in self._wishes.wishes():
            call.reception.take(wish.command)
        self._calls[call_id] = call
        task = asyncio.create_task(self._run(call))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return call

    def take(self, command: AgentCommand, call_id: str = "") -> None:
        """Do what an agent asks, in the call that they name; they need name none where there is just one.

        Raises:
            EngineError: it cannot be done now, or it is not said in which call.
        """
        if isinstance(command, StartCall):
            raise EngineError("Calls begin on the telephone platform here; nothing is to be started.")
        if isinstance(command, ChooseLevel | KeepQuiet | SnoozeNeed) and not call_id:
            self._wishes.remember(command)
            for call in self._calls.values():
                call.reception.take(command)
            return
        named = [call for name, call in self._calls.items() if call_id in ("", name)]
        if len(named) > 1:
            raise EngineError(f"{len(named)} calls are running; name the one that is meant by its call_id.")
        if not named:
            raise EngineError("No such call is running.")
        named[0].reception.take(command)

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
            del self._calls[call.feed.call_id]
            call.feed.leave()
            call.over.set()
            if not self._calls:
                self._await_calls()

    async def _connect(self, call: RunningCall) -> None:
        releases = await asyncio.shield(self._releases)
        models = await releases.latest()
        line = wiring.make_line(self._settings, models)
        call.feed.listen_with(line.ears)
        if models.transcriber is not None:
            models = replace(models, transcriber=CallsTranscriber(models.transcriber, call.feed.call_id))
        switchboard = Switchboard(
            self._settings, models, self._publish, call.reception, live=True, taking_turns=self._shared
        )
        self._forget()
        try:
            await switchboard.connect(call.feed, line)
        finally:
            self._kept_for_readers.append(switchboard)

    def _tell_failure(self, call: RunningCall) -> None:
        seconds = round(call.feed.expected_seconds(), 3)
        ended = CallEnded(call_id=call.feed.call_id, at=seconds, duration_seconds=seconds, reason="the call failed")
        self._publish(ended)

    def _await_calls(self) -> None:
        if self._releases.done() and not self._releases.cancelled():
            self._publish(CallAwaited(begins_on="speech"))

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
