"""Coaches' grades: moments of calls, and for each some phrases with how fitting they would be, said then.

``data/training/grades/*.jsonl``, one moment a line: ``id``, ``pack``, ``phase``, ``turns`` (the customer speaks last)
and ``grades``, a grade 0 to 2 by ``phrase@version``. 2: a coach would be glad to hear it now; 1: fitting, if not the
best; 0: not now, because it presupposes what was not said, names the wrong feeling or need, or no words are called for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phrasebank.corpus import training_folder
from phrasebank.errors import CaseError, TrainingError
from phrasebank.evaluation.cases import Case, CaseTurn
from phrasebank.phrase import Phrase

BEST = 2


@dataclass(frozen=True, slots=True)
class GradedMoment:
    """A moment with its grades.

    Attributes:
        id: for people.
        pack: the sector whose phrases were graded, ``core`` for none.
        phase: where the call stands.
        turns: the last one is the customer's.
        grades: 0 to 2 by ``phrase@version``: a phrase that has been reworded has no grade any more.
    """

    id: str
    pack: str
    phase: str
    turns: tuple[CaseTurn, ...]
    grades: Mapping[str, int]


def grade_name(phrase: Phrase) -> str:
    """What a grade of this wording of a phrase stands under."""
    return f"{phrase.id}@{phrase.version}"


def grades_folder() -> Path:
    """The grades that come with the package."""
    return training_folder() / "grades"


def read_grades(folder: Path | None = None) -> list[GradedMoment]:
    """All moments of a folder's ``*.jsonl`` files, the bundled ones by default.

    Raises:
        TrainingError: a line is broken; the message names file and line.
    """
    folder = folder or grades_folder()
    return [moment for path in sorted(folder.glob("*.jsonl")) for moment in _read_file(path)]


def _read_file(path: Path) -> Iterable[GradedMoment]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            yield _moment(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, CaseError) as error:
            raise TrainingError(f"{path}, line {number}: not a graded moment ({error}).") from error


def _moment(row: dict[str, Any]) -> GradedMoment:
    turns = tuple(CaseTurn(**turn) for turn in row["turns"])
    Case(row["id"], row["pack"], row["phase"], turns, silence=True)  # a known pack and phase; the customer speaks last
    grades = {name: int(grade) for name, grade in row["grades"].items()}
    if not all(0 <= grade <= BEST for grade in grades.values()):
        raise ValueError(f"a grade lies in 0..{BEST}")
    return GradedMoment(row["id"], row["pack"], row["phase"], turns, grades)
