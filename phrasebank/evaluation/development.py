"""The development split: labelled rows that no weight has seen, real and written apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from phrasebank.corpus import CustomerRow
from phrasebank.evaluation.held_out import OURS, HeldOut, LabelTask, at_floors, baselines_of, split_rows
from phrasebank.evaluation.intervals import IntArray, bootstrapped
from phrasebank.evaluation.material import Material
from phrasebank.evaluation.measures import AT_FLOORS, MACRO, counts_of, emotion_measure, emotion_numbers
from phrasebank.evaluation.report import Section, Table, compared
from phrasebank.taxonomy import load_taxonomy

_GROUPS: Mapping[str, Callable[[CustomerRow], bool]] = {
    "real": lambda row: row.real,
    "written": lambda row: not row.real,
}


def evaluate_development(material: Material) -> Section:
    """Emotions and needs on the held-out customer rows. Baselines have no floors: their likeliest label counts."""
    held = split_rows(material.customers, material)
    heads, baselines = material.heads, baselines_of(held, material)
    readings = material.readings(held.texts)
    taught = emotion_numbers(row.emotion for row in held.training)
    best = {OURS: emotion_numbers(max(reading.emotions, key=reading.emotions.__getitem__) for reading in readings)}
    best |= {each.name: each.classes(held.training_texts, taught, held.texts) for each in baselines}
    sure = emotion_numbers(heads.emotion(reading) for reading in readings)
    floors = {label: heads.floors["needs"][label] for label in load_taxonomy().need_ids}
    found = at_floors([reading.needs for reading in readings], floors)
    needs: LabelTask[CustomerRow] = LabelTask("needs at the floors", tuple(floors), lambda row: row.needs, found)
    need_columns = needs.columns(held, baselines)
    tables = []
    for group, rows in _groups(held):
        tables.append(_emotion_table(held, best, sure, rows, group))
        tables.append(needs.table(held, need_columns, rows, group))
    notes = (
        held.note,
        "Temperature and floors were chosen on the held-out rows: figures at the floors are slightly optimistic.",
        "Classes with fewer than 8 rows are left out of macro averages. Baselines have no floors.",
    )
    return Section("Development split", notes, tuple(tables))


def _groups(held: HeldOut[CustomerRow]) -> Iterator[tuple[str, IntArray]]:
    for name, belongs in _GROUPS.items():
        rows = np.flatnonzero([belongs(row) for row in held.rows])
        if len(rows):
            yield name, rows


def _emotion_table(
    held: HeldOut[CustomerRow], best: Mapping[str, IntArray], sure: IntArray, rows: IntArray, group: str
) -> Table:
    names = [held.rows[row].emotion for row in rows]
    targets = emotion_numbers(names)
    measures = {
        name: emotion_measure(targets, found[rows], sure[rows] if name == OURS else None)
        for name, found in best.items()
    }
    figures = {name: bootstrapped(measure, len(rows)) for name, measure in measures.items()}
    counts, labels = counts_of(names, (MACRO, f"{MACRO} {AT_FLOORS}")), load_taxonomy().emotion_ids
    order = [label for label in labels if label in counts] + [n for n in figures[OURS] if n not in labels]
    return compared(f"emotion, {group} ({len(rows)} rows): F1 of the likeliest", figures, counts, order)
