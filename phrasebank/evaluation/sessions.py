"""What a program that runs calls tells about the cards it would show. The bank knows no calls: such a program hangs in.

Entry points of the group `GROUP`: ``cases`` is a `Chooser`, ``replay`` a `Replayer`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from phrasebank.errors import UsageError
from phrasebank.evaluation.cases import Case

GROUP = "phrasebank.sessions"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the agent saw at the end of a case.

    Attributes:
        phrase_id: of the card; empty where none was shown.
        text: the card's words; where none was shown, why.
        worth: whether the session found the moment worth a card, and so looked for a phrase.
        score: of the best candidate, 0..1.
        read: what was read of the customer's words, for people.
        phase: where the session thought the call to be.
        ranked: ids of the phrases in the order of the session's own ranking, best first.
        told: the same, had feeling and needs been read as the case has them.
    """

    phrase_id: str
    text: str
    worth: bool
    score: float
    read: str
    phase: str
    ranked: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fire:
    """A card in a call.

    Attributes:
        at: seconds since the call began.
        moment: names the words that caused it; the same in every run of the call.
        quote: those words, as far as they were known then.
        phrase_id, text: what was shown.
        fate: what became of it, if that is known.
    """

    at: float
    moment: str
    quote: str
    phrase_id: str
    text: str
    fate: str = ""


@dataclass(frozen=True, slots=True)
class PastCall:
    """A recorded call: the cards of that time with their fate, and those that the bank would show now."""

    call_id: str
    seconds: float
    then: tuple[Fire, ...]
    now: tuple[Fire, ...]


Chooser = Callable[[Sequence[Case], Path | None], list[Choice]]
"""From cases and a folder of phrase files (None for the bundled bank) to a choice each."""
Replayer = Callable[[Path, Path | None], list[PastCall]]
"""From a folder of journals and a folder of phrase files (None for the bundled bank) to the calls, always in the
same order."""


def session_entry(name: str) -> Any:
    """What another program offers under this name.

    Raises:
        UsageError: none does, or it cannot be loaded.
    """
    for point in entry_points(group=GROUP, name=name):
        try:
            return point.load()
        except (ImportError, AttributeError) as error:
            raise UsageError(f"{point.value} cannot be loaded ({error}); reinstall its program.") from error
    raise UsageError(f"No program here runs calls ('{name}' of {GROUP}); install attune-assist again.")
