"""A worker of the console: orders in, a line each; progress, results and failures out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import BinaryIO

from assist.console.messages import Failed, Finished, News, Order, Progressed, line_of, read_order
from assist.console.office import Office
from assist.console.registry import find_task
from assist.errors import AttuneError
from phrasebank.errors import PhrasebankError

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 0.1
"""Progress is told at most this often; the window paints no faster."""


class Service:
    """Carries out one order after the other until the window closes the pipe.

    Args:
        office: what the tasks share.
        send: takes a message for the window.
        clock: seconds, monotonic.
    """

    def __init__(
        self, office: Office, send: Callable[[News], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._office = office
        self._send = send
        self._clock = clock

    def carry_out(self, order: Order) -> None:
        """Do what is asked; what cannot be done is told in a sentence."""
        try:
            result = find_task(order.task)(order.values, self._office, self._progress(order.number))
        except (AttuneError, PhrasebankError) as error:
            self._send(Failed(number=order.number, sentence=str(error)))
        except Exception as error:  # the top of a task: whatever fails, the window and the next order must go on
            logger.exception("The task %s failed", order.task)
            sentence = f"This could not be done ({type(error).__name__}: {error}); try again, or run `assist doctor`."
            self._send(Failed(number=order.number, sentence=sentence))
        else:
            self._send(Finished(number=order.number, result=result))

    def _progress(self, number: int) -> Callable[..., None]:
        last_at, last_words = float("-inf"), ""

        def tell(done: int, total: int, words: str = "") -> None:
            nonlocal last_at, last_words
            now = self._clock()
            if now - last_at >= _EVERY_SECONDS or words != last_words or done == total:
                last_at, last_words = now, words
                self._send(Progressed(number=number, done=done, total=total, words=words))

        return tell


def serve(office: Office, orders: BinaryIO, news: BinaryIO) -> None:
    """Read orders until there are no more."""

    def send(message: News) -> None:
        news.write(line_of(message))
        news.flush()

    service = Service(office, send)
    for line in iter(orders.readline, b""):
        service.carry_out(read_order(line))
