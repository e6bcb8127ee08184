"""What an empathy map takes from one call: the customer's words, feelings, needs and doings, each with its quote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

NeedState = Literal["met", "open", "passed"]
"""Answered by the agent; left open although there was a chance; raised with an insult or too late to be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence of the customer's.

    Attributes:
        at: seconds since the call began.
        weight: how telling it is by itself; 0 where nobody has looked.
        theme: the number of what it is about, over all calls that were read together; -1 where nobody has looked.
        fit: how near it is to the middle of its theme, -1..1.
    """

    at: float
    quote: str
    weight: float = 0.0
    theme: int = -1
    fit: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """A feeling that came up with these words; ``strength``: how plainly they show it, 0..1."""

    emotion: str
    at: float
    quote: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A need that was shown with these words, what became of it, and the agent's words that met it at ``met_at``.

    ``strength``: how plainly the words show it, 0..1.
    """

    need: str
    at: float
    quote: str
    state: NeedState
    answer: str = ""
    met_at: float = 0.0
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """Something that the customer did (`assist.report.doings`), with the words that show it."""

    act: str
    at: float
    quote: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A call.

    Attributes:
        call_id: the call's own name.
        path: of its record.
        started_at: ISO 8601.
        packs: sectors of the bank in use, beside the core.
        before, after: the customer's mood at the beginning and at the end, -1..1; None without a customer's word.
    """

    call_id: str
    path: str = ""
    started_at: str = ""
    seconds: float = 0.0
    packs: tuple[str, ...] = ()
    said: tuple[Line, ...] = ()
    felt: tuple[Felt, ...] = ()
    needed: tuple[Needed, ...] = ()
    did: tuple[Did, ...] = ()
    before: float | None = None
    after: float | None = None

    @property
    def day(self) -> str:
        """YYYY-MM-DD; empty where it is not known."""
        return self.started_at[:10]

    @property
    def key(self) -> str:
        """Names the call among those of several agents."""
        return self.path or self.call_id

    def themed(self, themes: tuple[tuple[int, float], ...]) -> Digest:
        """The same, each line with its theme and fit."""
        lines = zip(self.said, themes, strict=True)
        return replace(self, said=tuple(replace(line, theme=theme, fit=fit) for line, (theme, fit) in lines))
