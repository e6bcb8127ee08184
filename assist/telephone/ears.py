"""The thread that listens to all telephone calls, in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from assist.audio.telephone.events import Gap, Paused, Resumed, Sound
from assist.events import Speaker
from assist.inputs import Input

_JOINED_SECONDS = 0.128
"""Four windows."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The call is this agent's from now on."""

    agent: str


Piece = Sound | Gap | Paused | Resumed | Assigned

_Item = TypeVar("_Item")


class SharedEars:
    """One thread for all calls.

    What is heard in a turn is chosen when it comes: the busier the thread is, the more it hears at a time, and the less
    that costs.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ears")
        self._turn = asyncio.Lock()

    async def listen(
        self, pieces: Callable[[], Iterable[_Item]], hear: Callable[[_Item], Iterable[Input]]
    ) -> list[Input]:
        """What is made of the pieces that are there when it is this call's turn."""
        async with self._turn:
            taken = pieces()
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, lambda: [item for piece in taken for item in hear(piece)]
            )

    def close(self) -> None:
        """Nothing more is heard."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same sound in fewer pieces, each speaker's next to each other: four windows cost little more than one."""
    waiting: dict[Speaker, list[Sound]] = {}
    for piece in pieces:
        if not isinstance(piece, Sound):
            yield from (_one(sounds) for sounds in waiting.values())
            waiting.clear()
            yield piece
            continue
        sounds = waiting.setdefault(piece.speaker, [])
        sounds.append(piece)
        if sum(sound.seconds for sound in sounds) >= _JOINED_SECONDS:
            yield _one(waiting.pop(piece.speaker))
    yield from (_one(sounds) for sounds in waiting.values())


def _one(sounds: Sequence[Sound]) -> Sound:
    return Sound(sounds[0].speaker, sounds[0].start, np.concatenate([sound.samples for sound in sounds]))
