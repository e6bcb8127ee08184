"""Several processes that ask the same banks: each loads the models once, and work is handed out piece by piece."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Self

from assist.errors import AttuneError
from assist.settings import BankSettings
from assist.trial.banks import Banks, load_banks
from phrasebank.bank import Bank
from phrasebank.errors import PhrasebankError

Piece = Callable[[Banks], Any]
"""Of the work: a function at the top of a module, or a `functools.partial` of one."""

_MOST = 4
"""Each takes about half a gigabyte."""


@dataclass(frozen=True, slots=True)
class _Failed:
    sentence: str


class Crew:
    """A context: the processes end with it. If the process that made them is killed they end with their piece.

    Args:
        banks: by name.
        settings: say which encoder and whose lessons.
        size: how many processes; one for each processor by default, but not more than `_MOST`.
    """

    def __init__(self, banks: Mapping[str, Bank], settings: BankSettings, size: int = 0) -> None:
        self._arguments = (dict(banks), settings)
        self._size = size or min(_MOST, os.cpu_count() or 1)
        self._members: list[tuple[multiprocessing.process.BaseProcess, Connection]] = []

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        for _ in range(self._size):
            ours, theirs = context.Pipe()
            member = context.Process(target=_work, args=(theirs, *self._arguments), daemon=True)
            member.start()
            theirs.close()  # so that the end of either side is seen on the other
            self._members.append((member, ours))
        return self

    def __exit__(self, *_raised: object) -> None:
        for member, connection in self._members:
            connection.close()
            member.terminate()
            member.join()

    def done(self, pieces: Sequence[Piece]) -> Iterator[tuple[int, Any]]:
        """Each piece's place and what came of it, in the order in which they are done.

        Raises:
            AttuneError: one cannot be done, or a process died.
        """
        waiting = iter(enumerate(pieces))
        busy: dict[Connection, int] = {}
        for _, connection in self._members:
            _hand_out(connection, waiting, busy)
        while busy:
            for ready in wait(list(busy)):
                connection = next(one for one in busy if one is ready)
                place = busy.pop(connection)
                answer = _answer(connection)
                _hand_out(connection, waiting, busy)
                yield place, answer


def _hand_out(connection: Connection, waiting: Iterator[tuple[int, Piece]], busy: dict[Connection, int]) -> None:
    following = next(waiting, None)
    if following is not None:
        place, piece = following
        busy[connection] = place
        with contextlib.suppress(OSError):  # it died: so says the attempt to read its answer
            connection.send(piece)


def _answer(connection: Connection) -> Any:
    try:
        answer = connection.recv()
    except (EOFError, OSError) as error:
        raise AttuneError(
            "A process that runs recorded calls has died; close other programs if memory is short, and try again."
        ) from error
    if isinstance(answer, _Failed):
        raise AttuneError(answer.sentence)
    return answer


def _work(orders: Connection, named: dict[str, Bank], settings: BankSettings) -> None:
    """A member of the crew: does pieces until nobody gives any more."""
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            banks = load_banks(named, settings)
        except AttuneError as error:
            orders.recv()
            orders.send(_Failed(str(error)))
            return
        gc.freeze()
        gc.disable()  # of the millions of small objects of a piece hardly one is in a cycle: it takes half the time
        while True:
            orders.send(_done(orders.recv(), banks))
            gc.collect()


def _done(piece: Piece, banks: Banks) -> Any:
    try:
        return piece(banks)
    except (AttuneError, PhrasebankError) as error:
        return _Failed(str(error))
