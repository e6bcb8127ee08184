"""What the devices hear, on its way to the loop."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from assist.calls.device_feed import CallName, DeviceFeed

DESK: Any = SimpleNamespace(overruns=3, hand_to=lambda hearer: None)
"""Devices that lost something before the call."""


def test_what_nobody_takes_in_time_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is bounded; what it cannot hold counts as lost, and what came before it is still there."""
    monkeypatch.setattr("assist.calls.device_feed._BACKLOG", 2)

    async def call() -> None:
        feed = DeviceFeed(CallName("call-1", "2026-01-01T00:00:00+00:00"), DESK, {}, DESK)
        stream = feed.stream()
        first = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        feed.restored("agent")
        await first
        for _ in range(5):
            feed.restored("customer")
        await asyncio.sleep(0)
        assert feed.overruns() == 3
        assert [(await anext(stream)).speaker for _ in range(2)] == ["customer"] * 2
        await stream.aclose()

    asyncio.run(call())
