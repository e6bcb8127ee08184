"""What passes between agent and customer in a role play, and where the customer stands. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from assist.practise.scenario import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReading:
    """What an agent's turn did, as the engine read it.

    Attributes:
        text: the words; empty for silence.
        acts: noticed by the engine.
        met: needs that the engine's ledger closed by these words.
        tracked: needs that stood open in the engine's ledger before them: for these its word counts, not the acts'.
        missteps: by name.
        empathy: whether any of EPITOME's mechanisms was graded above 0.
    """

    text: str
    acts: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    tracked: frozenset[str] = frozenset()
    missteps: frozenset[str] = frozenset()
    empathy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where the customer stands. ``voiced`` are needs brought up, in order; ``used`` are lines said."""

    temper: float
    trust: float
    voiced: tuple[str, ...]
    used: frozenset[str]
    turns: int = 0
    met: tuple[str, ...] = ()
    fruitless: float = 0.0
    listened: bool = False
    hinted: bool = False
    ending: str = ""

    @property
    def open(self) -> tuple[str, ...]:
        """Needs brought up and not answered, the latest first."""
        return tuple(need for need in reversed(self.voiced) if need not in self.met)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the customer says, and why.

    Attributes:
        text: the words.
        met: needs that the agent's turn answered.
        missed: needs that were open and stayed so, where the turn did nothing for them.
        missteps: what went wrong, worst first.
        temper: after it, -1..1; ``moved`` is by how much it changed.
        trust: after it, 0..1.
        ending: how the call ended, if it did.
    """

    text: str
    met: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    missteps: tuple[str, ...] = ()
    temper: float
    moved: float = 0.0
    trust: float
    ending: Ending | None = None
