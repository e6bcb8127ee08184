"""A call that comes as a microphone's does, whether the engine keeps up or not; and a loop whose clock runs faster."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import AsyncIterator, Iterable
from typing import Any

from assist.inputs import AudioEnded, Input


class PacedFeed:
    """Inputs when the loop's clock says that their time has come.

    Args:
        items: in time order.
    """

    def __init__(self, items: Iterable[Input]) -> None:
        self._items = items
        self._began: float | None = None

    def expected_seconds(self) -> float:
        """How far the call should be by now."""
        return 0.0 if self._began is None else asyncio.get_running_loop().time() - self._began

    async def stream(self) -> AsyncIterator[Input]:
        """The items, each when it is due."""
        self._began = asyncio.get_running_loop().time()
        for item in self._items:
            if isinstance(item, AudioEnded):
                return
            early = item.at - self.expected_seconds()
            if early > 0:
                await asyncio.sleep(early)
            yield item


class _HastySelector(selectors.DefaultSelector):
    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[Any]:
        return super().select(None if timeout is None else timeout / self._speed)


class HastyLoop(asyncio.SelectorEventLoop):
    """A loop for which so many seconds pass in one: what takes a thread a second takes ``speed`` of its seconds."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_HastySelector(speed))

    def time(self) -> float:
        """Its own seconds."""
        return super().time() * self._speed
