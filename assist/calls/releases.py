"""A release that a supervisor publishes while the engine runs is taken up with the next call."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from functools import partial

from assist import wiring
from assist.calls.errands import errand
from assist.events import BankReleased, Event
from assist.settings import Settings
from phrasebank.errors import PhrasebankError

logger = logging.getLogger(__name__)

PERIOD_SECONDS = 5.0
"""Between two looks while no call runs. One reads a few hundred bytes."""

_PATIENCE_SECONDS = 1.0
"""So long a call that begins waits for a new release; one that takes longer comes with the call after it. The line's
sound is kept meanwhile."""


class ReleaseWatch:
    """Looks for releases between calls and loads them on a thread; the call that runs keeps its phrases.

    Args:
        settings: all of them.
        models: as they were loaded.
        tell: takes the news that there are new phrases, on the loop.
        period_seconds: between two looks.
    """

    def __init__(
        self,
        settings: Settings,
        models: wiring.Models,
        tell: Callable[[Event], None],
        period_seconds: float = PERIOD_SECONDS,
    ) -> None:
        self._settings = settings
        self._models = models
        self._tell = tell
        self._period_seconds = period_seconds
        self._look: asyncio.Task[None] | None = None
        self._trouble = ""
        self._resting = asyncio.Event()
        self._resting.set()

    async def run(self) -> None:
        """Look now and then, until cancelled; not in a call, which needs the processor."""
        while True:
            await asyncio.sleep(self._period_seconds)
            await self._resting.wait()
            await self._looking()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """No look begins: a call runs."""
        self._resting.clear()
        try:
            yield
        finally:
            self._resting.set()

    async def latest(self) -> wiring.Models:
        """What a call that begins now works with: the published release if it can be had within a moment."""
        await asyncio.wait({self._looking()}, timeout=_PATIENCE_SECONDS)
        return self._models

    def _looking(self) -> asyncio.Task[None]:
        """The look that is going on, or a new one."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._renew())
        return self._look

    async def _renew(self) -> None:
        try:
            models = await errand(partial(wiring.load_release, self._settings, self._models))
        except PhrasebankError as error:
            self._warn(f"{error} The phrases stay as they are.")
            return
        except Exception as error:  # the top of a task: whatever is wrong with a release, calls go on
            logger.exception("A release cannot be taken up")
            self._warn(f"A release cannot be taken up ({type(error).__name__}). The phrases stay as they are.")
            return
        self._trouble = ""
        if models is not None:
            self._models = models
            if self._resting.is_set():  # in a call the news would be about the next one, which tells it itself
                self._tell(BankReleased(version=models.library.version, phrases=models.library.phrases))

    def _warn(self, words: str) -> None:
        """Once, until it changes: a drive that is away is away at every look."""
        if words != self._trouble:
            logger.warning("%s", words)
        self._trouble = words
