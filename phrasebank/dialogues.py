"""Written two-party calls with the truth of the ledger: which need opened where, and which words answered it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phrasebank.context import CONTEXT_TURNS
from phrasebank.corpus import AgentRow, CustomerRow, parse_row, training_folder
from phrasebank.errors import TrainingError
from phrasebank.split import DIALOGUE_SHARE, is_held_out

Turn = CustomerRow | AgentRow


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The truth about one need.

    Attributes:
        need: of the taxonomy.
        raised: index of the customer's turn that first shows it.
        again: later customer turns that show it again.
        met: index of the first agent's turn that answers it; None where none does.
    """

    need: str
    raised: int
    again: tuple[int, ...]
    met: int | None


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One call in turns."""

    name: str
    turns: tuple[Turn, ...]
    ledger: tuple[LedgerEntry, ...]

    @property
    def held_out(self) -> bool:
        """Whether no weight may see it."""
        return is_held_out(self.name, DIALOGUE_SHARE)


def dialogue_folder() -> Path:
    """The dialogues that come with the package."""
    return training_folder() / "dialogues"


def read_dialogues(folder: Path | None = None) -> list[Dialogue]:
    """All dialogues of a folder's ``*.jsonl`` files, the bundled ones by default.

    Raises:
        TrainingError: a dialogue is broken; the message names file and line.
    """
    found = []
    for path in sorted((folder or dialogue_folder()).glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                found.append(_dialogue(line, f"{path}:{number}"))
    return found


def contexts(turns: Iterable[Turn], length: int = CONTEXT_TURNS) -> list[tuple[Turn, ...]]:
    """For each turn the turns before it, at most ``length``."""
    said = list(turns)
    return [tuple(said[max(0, place - length) : place]) for place in range(len(said))]


def _dialogue(line: str, where: str) -> Dialogue:
    try:
        values: dict[str, Any] = json.loads(line)
        turns = tuple(parse_row(turn, f"{where}, turn {place}") for place, turn in enumerate(values["turns"]))
        ledger = tuple(
            LedgerEntry(entry["need"], entry["raised"], tuple(entry.get("again", ())), entry["met"])
            for entry in values["ledger"]
        )
        name = str(values["id"])
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise TrainingError(f"{where}: this is not a dialogue with 'id', 'turns' and 'ledger' ({error}).") from error
    for entry in ledger:
        _check(entry, turns, where)
    return Dialogue(name, turns, ledger)


def _check(entry: LedgerEntry, turns: tuple[Turn, ...], where: str) -> None:
    """An entry points at turns that show and answer its need."""
    for place in (entry.raised, *entry.again):
        turn = turns[place] if 0 <= place < len(turns) else None
        if not isinstance(turn, CustomerRow) or entry.need not in turn.needs:
            raise TrainingError(f"{where}: the ledger says that turn {place} shows '{entry.need}', which it does not.")
    if entry.met is not None:
        turn = turns[entry.met] if 0 <= entry.met < len(turns) else None
        if not isinstance(turn, AgentRow) or entry.need not in turn.answers:
            raise TrainingError(f"{where}: the ledger says that turn {entry.met} answers '{entry.need}'; it does not.")
