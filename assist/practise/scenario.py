"""A role play as a supervisor writes it: who calls, why, what they need, and what they say when. Frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Range = tuple[float, float]
"""Lowest and highest value, both included."""

Difficulty = Literal[1, 2, 3]

MISSTEPS: Mapping[str, str] = {
    "blame": "it puts the fault on the customer",
    "dismissal": "it tells the customer how to feel, or hides behind a rule",
    "overpromise": "it promises what nobody can be sure of",
    "jargon": "it uses words that only insiders know",
    "script": "it sounds like a script: it names no detail of what they said",
    "brush_off": "it ends the matter before it is settled",
    "premature": "it offers a solution before the customer has been heard",
    "interruption": "it cut them off",
    "repetition": "it says the same again",
    "silence": "nothing was said",
    "nonsense": "it is not a sentence that they could follow",
}
"""What an agent's words can do wrong, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Who calls. ``voice`` is female or male; ``pace`` stretches speech (above 1 is slower)."""

    name: str
    age: int
    voice: Literal["female", "male"]
    manner: str
    pace: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """A need of the customer's and the lines about it.

    Attributes:
        need: of the taxonomy.
        voiced: how it is brought up; when it is missed, the next line, sharper.
        met: said when the agent has answered it.
        answer: an example of words that answer it.
        met_by: acts of the agent that answer it beside what the engine notices.
        words: where given, the answer must name one of these too.
        by_words: words that answer it by themselves, also before it was brought up, such as "23 off".
        hint: the need stays hidden until an open question or real concern; this is said when nothing else is left.
        weight: how much its answer eases the temper.
    """

    need: str
    voiced: tuple[str, ...]
    met: tuple[str, ...]
    answer: str
    met_by: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    by_words: tuple[str, ...] = ()
    hint: str = ""
    weight: float = 0.25

    @property
    def hidden(self) -> bool:
        """Whether it takes a question to learn of it."""
        return bool(self.hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a beat or an ending comes; every part that is given must hold.

    Attributes:
        did: the agent's words did one of these (acts, or missteps).
        did_not: and none of these.
        met: one of these needs was answered just now.
        settled: these needs have been answered by now; ``all`` for every one.
        open: these needs have been voiced and are open.
        says: the agent's words have one of these in them.
        temper, trust: they lie in this range now.
        turns: so many turns of the agent's there were.
        fruitless: so many turns in a row answered nothing.
    """

    did: tuple[str, ...] = ()
    did_not: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    temper: Range = (-1.0, 1.0)
    trust: Range = (0.0, 1.0)
    turns: Range = (0.0, 1000.0)
    fruitless: Range = (0.0, 1000.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What the customer says in a state, one line each time, and what it does to them.

    Attributes:
        temper, trust: how far they move.
        meets: needs that are answered by it.
        goes_on: whether the customer then goes on to what they still need.
        ends: the name of the ending that follows.
    """

    when: Condition
    say: tuple[str, ...]
    temper: float = 0.0
    trust: float = 0.0
    meets: tuple[str, ...] = ()
    goes_on: bool = False
    ends: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How the call can end: the customer's last words, and what came of it. The last one takes what no other does."""

    name: str
    good: bool
    say: str
    meaning: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A whole role play.

    Attributes:
        name: the file's name without its ending.
        title, sector, emotion, difficulty, culture: for choosing one.
        situation: what the agent knows, as if it stood on their screen.
        goals: what to practise.
        opening: the customer's first words; they voice the first of ``wants``.
        temper, trust: at the beginning, -1..1 and 0..1.
        patience: so many turns in a row may answer nothing before they give up.
        longest: so many turns of the agent's at most.
        listens_first: whether a solution before they have been heard is resisted.
        facts: told one by one when the agent asks an open question.
        jargon: words of the trade that this customer does not know.
        reactions: lines by misstep, before the stock ones.
    """

    name: str
    title: str
    sector: str
    emotion: str
    difficulty: Difficulty
    culture: str
    situation: str
    goals: tuple[str, ...]
    customer: Persona
    opening: str
    wants: tuple[Want, ...]
    endings: tuple[Ending, ...]
    facts: tuple[str, ...] = ()
    beats: tuple[Beat, ...] = ()
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    jargon: tuple[str, ...] = ()
    temper: float = -0.4
    trust: float = 0.3
    patience: int = 4
    longest: int = 14
    listens_first: bool = True

    def want(self, need: str) -> Want:
        """The want with this need.

        Raises:
            KeyError: there is none.
        """
        for want in self.wants:
            if want.need == need:
                return want
        raise KeyError(need)

    def ending(self, name: str) -> Ending:
        """The ending of this name; the last one where there is none."""
        return next((ending for ending in self.endings if ending.name == name), self.endings[-1])
