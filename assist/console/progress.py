"""How a long task tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told now and then by a task."""

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """So far: ``done`` of ``total`` (0 where the whole is not known), and what is going on, for people."""
        ...


def silent(done: int, total: int, words: str = "") -> None:
    """For a task that nobody watches."""
