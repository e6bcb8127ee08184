"""The calls of the live devices: waited for, run one after the other, and taken up again after a crash."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from assist import wiring
from assist.calls.capture import Capture, OpenSource
from assist.calls.device_feed import CallName, DeviceFeed
from assist.calls.reception import Reception
from assist.calls.releases import ReleaseWatch
from assist.calls.resumption import LiveMark
from assist.calls.standby import Standby
from assist.calls.switchboard import Publish, Switchboard
from assist.commands import ChooseLevel, KeepQuiet
from assist.events import CallAwaited, Event
from assist.settings import Settings


class DeviceCalls:
    """Runs until cancelled. The devices stay open from one call to the next.

    Args:
        settings: all of them.
        models: shared by all calls.
        publish: takes every event; called on the loop.
        reception: says when a call is to begin.
        open_source: makes the devices' source.
    """

    def __init__(
        self,
        settings: Settings,
        models: wiring.Models,
        publish: Publish,
        reception: Reception,
        open_source: OpenSource,
    ) -> None:
        self._settings = settings
        self._models = models
        self._publish = publish
        self._reception = reception
        self._open_source = open_source
        self._switchboard = Switchboard(settings, models, publish, reception, live=True)
        self._releases = ReleaseWatch(settings, models, publish)
        self._mark = LiveMark(Path(settings.journal.folder))

    async def run(self) -> None:
        """Take up the call that broke off, if there is one; then wait for calls and run them.

        Raises:
            SourceError: nothing on this machine can open a device.
        """
        standby = self._standby(settled=True)
        watching = asyncio.create_task(self._releases.run())
        try:
            async with Capture(self._settings.audio, standby, self._open_source) as capture:
                await self._take_up(capture)
                await self._run_calls(capture)
        finally:
            watching.cancel()
            self._switchboard.forget()

    async def _run_calls(self, capture: Capture) -> None:
        if self._settings.calls.start == "at_once":
            self._reception.start()
        while True:
            if not self._reception.due:
                by_speech = self._settings.calls.start == "speech"
                self._publish(CallAwaited(begins_on="speech" if by_speech else "command"))
            await self._next(await self._reception.next_call(), capture)

    async def _next(self, reference: str, capture: Capture) -> None:
        now = datetime.now(UTC)
        call_id = now.strftime("call-%Y%m%d-%H%M%S-%f")[:-3]
        line = wiring.make_line(self._settings, self._models)
        name = CallName(call_id, now.isoformat(timespec="seconds"), reference)
        feed = DeviceFeed(name, capture, line.ears, self._standby(settled=False))
        self._switchboard.use(await self._releases.latest())
        with self._marked(call_id), self._releases.paused():
            await self._switchboard.connect(feed, line)

    async def _take_up(self, capture: Capture) -> None:
        """Go on with the call in which an engine died, as if it had been silent meanwhile."""
        mark = self._mark.cut_off(time.time() - self._settings.calls.resume_seconds)
        call = await asyncio.to_thread(self._mark.broken_off, mark) if mark else None
        if mark is None or call is None:
            return
        for command in call.commands:
            if isinstance(command, ChooseLevel | KeepQuiet):
                self._reception.remember(command)
        at = round(call.at + max(0.0, time.time() - call.written_at), 3)
        line = wiring.make_line(self._settings, self._models, at)
        name = CallName(call.call_id, call.opened.started_at, call.reference, at)
        feed = DeviceFeed(name, capture, line.ears, self._standby(settled=False))
        with self._marked(call.call_id, mark.attempts + 1), self._releases.paused():
            await self._switchboard.go_on(call, at, feed, line)

    @contextlib.contextmanager
    def _marked(self, call_id: str, attempts: int = 0) -> Iterator[None]:
        """The mark of the call goes when it ends or the engine is stopped, and stays where the engine dies."""
        self._mark.set(call_id, attempts)
        try:
            yield
        except asyncio.CancelledError:
            self._mark.clear()
            raise
        self._mark.clear()

    def _standby(self, *, settled: bool) -> Standby:
        loop = asyncio.get_running_loop()

        def start() -> None:
            loop.call_soon_threadsafe(self._reception.hear_speech)

        def tell(event: Event) -> None:
            loop.call_soon_threadsafe(self._publish, event)

        return wiring.make_standby(self._settings, self._models, start, tell, settled=settled)
