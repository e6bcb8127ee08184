"""What came of a role play, as it is told afterwards. Plain values: the window and the terminal show the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One turn that could have gone better.

    Attributes:
        number: of the exchange, counted from 0: the line that can be tried again.
        customer: what the customer said.
        agent: what the agent answered.
        what: what it did, in a sentence.
        why: what was needed there, in a sentence.
        cue, phrase: words of the bank that fit there; empty where none fits well.
        shown: whether these words stood on the screen as a card.
        example: an answer by the writer of the scenario; empty where an earlier lesson gives it.
    """

    number: int
    customer: str
    agent: str
    what: str
    why: str
    cue: str = ""
    phrase: str = ""
    shown: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What came of a role play.

    Attributes:
        ending: its name; ``meaning`` says in a sentence what follows for both.
        tempers: the customer's temper before each answer, and at the end, -1..1.
        met: needs that were answered, with the words that did it; ``unmet``: those that were not.
        hidden: needs that a question would have brought to light.
        best: the answer that eased the customer most; None where none did.
    """

    title: str
    ending: str
    good: bool
    meaning: str
    turns: int
    tempers: tuple[float, ...]
    met: tuple[tuple[str, str], ...]
    unmet: tuple[str, ...]
    hidden: tuple[str, ...]
    best: tuple[str, str] | None
    lessons: tuple[Lesson, ...]
