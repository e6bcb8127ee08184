"""Work on files that may lie on a network drive: it holds up neither a call nor the engine's end."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")


def errand(work: Callable[[], Result]) -> asyncio.Future[Result]:
    """Do something on a thread of its own that the process does not wait for when it ends.

    asyncio's own threads are waited for, and a drive that has gone may take minutes to say so.

    Returns:
        What comes of it; whoever is not interested may drop it, errors too.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def run() -> None:
        result: Result | None = None
        problem: BaseException | None = None
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - the top of a thread: it is raised where it is waited for
            problem = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(_settle, future, result, problem)

    threading.Thread(target=run, name="errand", daemon=True).start()
    return future


def _settle(future: asyncio.Future[Any], result: object, problem: BaseException | None) -> None:
    if future.done():
        return
    if problem is None:
        future.set_result(result)
    else:
        future.set_exception(problem)
        future.exception()  # seen: an error that nobody waits for is no alarm
