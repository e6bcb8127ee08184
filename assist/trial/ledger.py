"""The section ``ledger`` of ``phrasebank evaluate``: needs raised, closed and left open in written calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assist.errors import AttuneError
from assist.settings import Settings
from assist.suggest.library import open_library
from assist.trial.course import Course, Reader, follow
from assist.trial.learned import learned_readers
from assist.trial.questions import QUESTIONS, Count, idle_turns
from assist.workers import Workers
from phrasebank.dialogues import Dialogue, read_dialogues
from phrasebank.evaluation.intervals import IntArray, Measure, bootstrapped
from phrasebank.evaluation.material import Material, MissingDataError
from phrasebank.evaluation.report import Cell, Figure, Section, Table

OURS = "ours"


def evaluate_ledger(material: Material) -> Section:
    """Raising, closing and staying open on the held-out dialogues, ours and the baselines.

    Our session reads with models of its own; the baselines learn from the material's rows.

    Raises:
        MissingDataError: no dialogue is held out, or the models cannot be loaded.
    """
    dialogues = [dialogue for dialogue in read_dialogues(material.sources.dialogues) if dialogue.held_out]
    if not dialogues:
        raise MissingDataError("it needs held-out dialogues; name a folder that has them with --dialogues DIR.")
    settings = Settings()
    try:
        library = open_library(settings.bank)
    except AttuneError as error:
        raise MissingDataError(str(error)) from error
    readers: dict[str, Callable[[Dialogue], Reader]] = {OURS: lambda _: Workers(library, settings)}
    readers |= learned_readers(dialogues, material)
    courses = {
        name: [follow(dialogue, reader(dialogue), settings) for dialogue in dialogues]
        for name, reader in readers.items()
    }
    return described(dialogues, courses)


def described(dialogues: Sequence[Dialogue], courses: Mapping[str, Sequence[Course]]) -> Section:
    """The section; the first reader's precision and recall too. Intervals are over dialogues."""
    first = next(iter(courses))
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for name, question in QUESTIONS.items():
        tables = {reader: _table(question, dialogues, several) for reader, several in courses.items()}
        figures = {reader: bootstrapped(_measure(table), len(table)) for reader, table in tables.items()}
        _, said, _, true = map(int, tables[first].sum(axis=0))
        details = [figures[first].get(key) for key in ("precision", "recall")]
        rows.append((name, (true, said, *details, *(each.get("F1") for each in figures.values()))))
    columns = ("true", "found", "precision", "recall", *(f"F1, {reader}" for reader in courses))
    needs = sum(len(dialogue.ledger) for dialogue in dialogues)
    notes = (
        f"{len(dialogues)} held-out dialogues, {needs} needs; intervals over dialogues.",
        "A need counts as raised 'while it lasts' from the turn that first shows it until the turn that answers it.",
        "'Given it was open' looks only at needs that a ledger held open when the agent began the answering turn.",
    )
    idle = tuple((reader, _idle(dialogues, several)) for reader, several in courses.items())
    perfunctory = Table("agent turns that answer nothing", ("while a need is open", "share that closes one"), idle)
    return Section("Ledger of needs", notes, (Table("ledger", columns, tuple(rows)), perfunctory))


def _table(
    question: Callable[[Dialogue, Course], Count], dialogues: Sequence[Dialogue], courses: Sequence[Course]
) -> IntArray:
    """The counts of each dialogue, shape (dialogues, 4)."""
    counts = [question(dialogue, course) for dialogue, course in zip(dialogues, courses, strict=True)]
    return np.array([[each.right, each.said, each.found, each.true] for each in counts], dtype=np.int64)


def _idle(dialogues: Sequence[Dialogue], courses: Sequence[Course]) -> tuple[int, Figure | None]:
    pairs = zip(dialogues, courses, strict=True)
    counts = np.array([idle_turns(dialogue, course) for dialogue, course in pairs], dtype=np.int64)
    return int(counts[:, 0].sum()), bootstrapped(_share(counts), len(counts)).get("share")


def _measure(counts: IntArray) -> Measure:
    def measure(rows: IntArray) -> dict[str, float]:
        right, said, found, true = map(float, counts[rows].sum(axis=0))
        precision, recall = _part(right, said), _part(found, true)
        f1 = _part(2 * precision * recall, precision + recall) if right and found else (0.0 if true or said else _NAN)
        return {"precision": precision, "recall": recall, "F1": f1}

    return measure


def _share(counts: IntArray) -> Measure:
    def measure(rows: IntArray) -> dict[str, float]:
        turns, wrong = map(float, counts[rows].sum(axis=0))
        return {"share": _part(wrong, turns)}

    return measure


_NAN = float("nan")


def _part(part: float, whole: float) -> float:
    return part / whole if whole else _NAN
