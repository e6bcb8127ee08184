"""The labelled utterances that the heads are fitted on, one JSON row a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.errors import TrainingError
from phrasebank.split import REAL_SHARE, WRITTEN_SHARE, is_held_out
from phrasebank.taxonomy import load_taxonomy

MECHANISMS = ("emotional_reaction", "interpretation", "exploration")
"""Of empathy in text, each graded 0 (none), 1 (weak) or 2 (strong): EPITOME, Sharma et al. 2020."""
EPITOME_LEVELS = tuple(f"{mechanism}:{level}" for mechanism in MECHANISMS for level in (1, 2))
"""Labels of the empathy head: each says that a mechanism reaches the level."""
AUTHORED = "written for this project"
"""The ``source`` of rows that nobody said on a real call."""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer's utterance as a reader labelled it.

    Attributes:
        real: it was said or typed by a real person.
        sure: the reader did not hesitate.
    """

    text: str
    emotion: str
    needs: tuple[str, ...]
    real: bool
    sure: bool = True

    @property
    def held_out(self) -> bool:
        """Whether no weight may see it."""
        return is_held_out(spelling(self.text), REAL_SHARE if self.real else WRITTEN_SHARE)


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent's utterance: the acts it performs, the needs it answers, and its empathy.

    Attributes:
        epitome: level 0, 1 or 2 of each of `MECHANISMS`; None where no reader graded it.
    """

    text: str
    acts: tuple[str, ...]
    answers: tuple[str, ...]
    epitome: tuple[int, ...] | None = None

    @property
    def held_out(self) -> bool:
        """Whether no weight may see it."""
        return is_held_out(spelling(self.text), WRITTEN_SHARE)


def training_folder() -> Path:
    """The rows that come with the package."""
    return Path(__file__).parent / "data" / "training"


def read_corpus(folders: Iterable[Path]) -> tuple[list[CustomerRow], list[AgentRow]]:
    """Read every ``*.jsonl`` file of the folders; a text that occurs again, however spelt, is dropped.

    Rows with an ``emotion`` are a customer's, rows with ``acts`` an agent's.

    Raises:
        TrainingError: a folder is missing or a row is broken; the message names file and line.
    """
    customers: dict[str, CustomerRow] = {}
    agents: dict[str, AgentRow] = {}
    for folder in folders:
        if not folder.is_dir():
            raise TrainingError(f"{folder}: there is no such folder; name one that holds *.jsonl rows.")
        for row in (row for path in sorted(folder.glob("*.jsonl")) for row in read_file(path)):
            if isinstance(row, CustomerRow):
                customers.setdefault(spelling(row.text), row)
            else:
                agents.setdefault(spelling(row.text), row)
    return list(customers.values()), list(agents.values())


def read_file(path: Path) -> list[CustomerRow | AgentRow]:
    """The rows of one file.

    Raises:
        TrainingError: it cannot be read or a row is broken; the message names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise TrainingError(f"{path}: the file cannot be read ({error.strerror}); check its name.") from error
    except UnicodeDecodeError as error:
        raise TrainingError(f"{path}: the file is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    return [_parse(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def rows_hash(rows: Iterable[CustomerRow | AgentRow]) -> str:
    """Names the rows that weights were fitted on."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()[:16]


def indicators(labels: Sequence[Sequence[str]], classes: Sequence[str]) -> NDArray[np.int64]:
    """Which of the classes each row has: shape (rows, classes), 0 or 1."""
    place = {name: column for column, name in enumerate(classes)}
    found = np.zeros((len(labels), len(classes)), dtype=np.int64)
    for row, names in enumerate(labels):
        found[row, [place[name] for name in names]] = 1
    return found


def _parse(line: str, where: str) -> CustomerRow | AgentRow:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise TrainingError(f"{where}: this is not a JSON row ({error.msg}); mend or remove the line.") from error
    return parse_row(values, where)


def parse_row(values: Any, where: str) -> CustomerRow | AgentRow:
    """One labelled row.

    Raises:
        TrainingError: it is broken; the message starts with ``where``.
    """
    if not isinstance(values, dict) or not isinstance(values.get("text"), str) or not values["text"].strip():
        raise TrainingError(f"{where}: the row has no 'text'; add it.")
    taxonomy = load_taxonomy()
    text = values["text"].strip()
    if "emotion" in values:
        (emotion,) = _labels([values["emotion"]], taxonomy.emotion_ids, f"{where}: 'emotion'")
        needs = _labels(values.get("needs", []), taxonomy.need_ids, f"{where}: 'needs'")
        real = values.get("source", "") != AUTHORED
        return CustomerRow(text, emotion, needs, real=real, sure=values.get("sure", True) is not False)
    if "acts" in values:
        acts = _labels(values["acts"], taxonomy.strategy_ids, f"{where}: 'acts'")
        answers = _labels(values.get("answers", []), taxonomy.need_ids, f"{where}: 'answers'")
        return AgentRow(text, acts, answers, _levels(values.get("epitome"), where))
    raise TrainingError(f"{where}: the row has neither 'emotion' (customer) nor 'acts' (agent); add one.")


def _levels(values: Any, where: str) -> tuple[int, ...] | None:
    if values is None:
        return None
    if not isinstance(values, dict) or any(values.get(name) not in (0, 1, 2) for name in MECHANISMS):
        raise TrainingError(f"{where}: 'epitome' needs a level 0, 1 or 2 for each of {', '.join(MECHANISMS)}.")
    return tuple(values[name] for name in MECHANISMS)


def _labels(values: Any, known: tuple[str, ...], where: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TrainingError(f"{where} is not a list; write [] for none.")
    for value in values:
        if value not in known:
            raise TrainingError(
                f"{where} names '{value}', which is not in the taxonomy; choose from {', '.join(known)}."
            )
    return tuple(values)


def spelling(text: str) -> str:
    """The words alone, in small letters: two rows that differ in case or punctuation are one."""
    return " ".join("".join(letter if letter.isalnum() or letter == "'" else " " for letter in text.lower()).split())
