"""Taskmaster: calm customers who order coffee. Any emotion that is read in their words is a false alarm."""

from __future__ import annotations

from collections import Counter

import numpy as np

from phrasebank.evaluation.held_out import OURS, baselines_of, split_rows
from phrasebank.evaluation.intervals import IntArray, Measure, bootstrapped
from phrasebank.evaluation.material import Material, MissingDataError
from phrasebank.evaluation.measures import alarms, emotion_numbers, signs
from phrasebank.evaluation.report import Cell, Figure, Section, Table, compared

FILE = "taskmaster4_dialogues.jsonl.gz"
ANY, NEGATIVE = "any emotion", "a negative emotion"


def evaluate_calm(material: Material) -> Section:
    """False emotion alarms per 100 customer turns, at the floors that ship. Baselines: their likeliest label."""
    calls = material.text_rows(FILE)
    turns = [[turn["text"] for turn in call["turns"] if turn["role"] == "customer"] for call in calls]
    owner = np.repeat(np.arange(len(calls)), [len(texts) for texts in turns])
    texts = [text for said in turns for text in said]
    if not texts:
        raise MissingDataError(f"text/{FILE} has no customer turns.")
    held = split_rows(material.customers, material)
    taught = emotion_numbers(row.emotion for row in held.training)
    readings = material.readings(texts)
    names = [material.heads.emotion(reading) for reading in readings]
    best = [max(reading.emotions, key=reading.emotions.__getitem__) for reading in readings]
    found = {f"{OURS}, at the floors": emotion_numbers(names), f"{OURS}, likeliest": emotion_numbers(best)}
    for baseline in baselines_of(held, material):
        found[baseline.name] = baseline.classes(held.training_texts, taught, texts)
    figures: dict[str, dict[str, Figure]] = {
        name: bootstrapped(_measure(emotions, owner), len(calls)) for name, emotions in found.items()
    }
    raised = Counter(name for name in names if name not in ("neutral", "unsure"))
    rows: list[tuple[str, tuple[Cell, ...]]] = [(name, (count,)) for name, count in sorted(raised.items())]
    tables = [compared("false alarms per 100 turns", figures)]
    if rows:
        tables.append(Table("raised at the floors", ("turns",), tuple(rows)))
    note = f"{len(texts)} customer turns of {len(calls)} calm calls; intervals over calls."
    return Section("Calm customers (Taskmaster)", (note,), tuple(tables))


def _measure(emotions: IntArray, owner: IntArray) -> Measure:
    calls = [np.flatnonzero(owner == call) for call in range(int(owner.max()) + 1)]

    def measure(rows: IntArray) -> dict[str, float]:
        said = emotions[np.concatenate([calls[row] for row in rows])]
        return {ANY: alarms(said), NEGATIVE: alarms(signs(said) == 1)}

    return measure
