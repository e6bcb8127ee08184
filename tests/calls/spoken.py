"""Live calls for tests in which a customer says one sentence."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from assist import events as ev
from assist.calls.device_calls import DeviceCalls
from assist.calls.reception import Reception
from assist.commands import EndCall, StartCall
from assist.settings import Settings
from assist.wiring import Models
from tests.live import LOUD, PlayedDevices, Told


class Line:
    """An engine on played devices."""

    def __init__(self, settings: Settings, models: Models) -> None:
        self.told, self.reception = Told(), Reception()
        self.devices: PlayedDevices
        self.task = asyncio.ensure_future(DeviceCalls(settings, models, self.told, self.reception, self._open).run())

    def _open(self, *arguments: Any, **callbacks: Any) -> PlayedDevices:
        self.devices = PlayedDevices(*arguments, **callbacks)
        return self.devices

    async def until(self, kind: type[ev.Event], count: int) -> Any:
        """Wait for an event while the devices deliver silence, as devices do."""
        waiting = asyncio.ensure_future(self.told.until(kind, count))
        for _ in range(2000):
            await asyncio.wait({waiting}, timeout=0.01)
            if waiting.done():
                return waiting.result()
            self.devices.play(0.032)
        waiting.cancel()
        return pytest.fail(f"no {count}. {kind.__name__} among {[type(event).__name__ for event in self.told]}")

    async def call(self, number: int) -> str:
        """The ``number``-th call, with one sentence; the words of its card."""
        self.reception.take(StartCall())
        await self.until(ev.CallStarted, number)
        self.devices.play(0.5)
        self.devices.play(1.5, customer=LOUD)
        self.devices.play(1.5)
        card = await self.until(ev.SuggestionOffered, number)
        self.reception.take(EndCall())
        await self.until(ev.CallAwaited, number + 1)
        return str(card.text)


def with_line(settings: Settings, models: Models, test: Callable[[Line], Awaitable[None]]) -> Line:
    """Run a test on a line that waits for its first call."""

    async def run() -> Line:
        line = Line(settings, models)
        try:
            await line.told.until(ev.CallAwaited)
            await test(line)
        finally:
            line.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await line.task
        return line

    return asyncio.run(asyncio.wait_for(run(), 60))
