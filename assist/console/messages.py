"""What the console's window and its workers tell each other: JSON, one message a line, over the worker's pipes."""

from __future__ import annotations

from typing import Any

import msgspec

from assist.errors import WireError


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the window wants done.

    Attributes:
        number: names the order in the answers.
        task: one of `assist.console.registry.TASKS`.
        values: what the task takes; plain JSON.
    """

    number: int
    task: str
    values: dict[str, Any] = {}


class News(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What a worker tells; ``number`` is the order's."""

    number: int


class Progressed(News, frozen=True, kw_only=True, tag="progressed"):
    """So far: ``total`` is 0 where the whole is not known."""

    done: int
    total: int
    words: str = ""


class Finished(News, frozen=True, kw_only=True, tag="finished"):
    """The task's result, plain JSON."""

    result: dict[str, Any]


class Failed(News, frozen=True, kw_only=True, tag="failed"):
    """Why not, in one sentence for people."""

    sentence: str


AnyNews = Progressed | Finished | Failed

_ORDER = msgspec.json.Decoder(Order)
_NEWS: msgspec.json.Decoder[AnyNews] = msgspec.json.Decoder(AnyNews)


def line_of(message: Order | News) -> bytes:
    """A message as a line."""
    return msgspec.json.encode(message) + b"\n"


def read_order(line: bytes) -> Order:
    """The order in a line.

    Raises:
        WireError: there is none.
    """
    try:
        return _ORDER.decode(line)
    except msgspec.DecodeError as error:
        raise WireError(f"The console sent a line that is no order ({error}).") from error


def read_news(line: bytes) -> AnyNews:
    """The news in a line.

    Raises:
        WireError: there are none.
    """
    try:
        return _NEWS.decode(line)
    except msgspec.DecodeError as error:
        raise WireError(f"A worker of the console sent a line that is no news ({error}).") from error
