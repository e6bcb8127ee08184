"""MAIA-DQE: customer-support chats whose customers' sentences others labelled. Evaluate only (CC BY-ND 4.0).

Their eight labels are not ours. Where the labels mean the same, F1 is given class by class: anger, disappointment,
anxiety, confusion and neutral as they are; our *annoyance* is their frustration, our *gratitude* their happiness, our
*abuse* their anger; our *distress* and *embarrassment* have no counterpart and count as wrong. For the three signs,
anger, frustration, anxiety, confusion and disappointment are negative; happiness and empathy (on the customer's side:
courtesies, "wish you a nice evening") are positive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from phrasebank.evaluation.held_out import OURS, baselines_of, split_rows
from phrasebank.evaluation.intervals import IntArray, bootstrapped
from phrasebank.evaluation.material import Material, MissingDataError
from phrasebank.evaluation.measures import (
    MACRO,
    SIGNS,
    THREE_WAY,
    class_measure,
    counts_of,
    emotion_numbers,
    signs,
)
from phrasebank.evaluation.report import Figure, Section, Table, compared
from phrasebank.taxonomy import load_taxonomy

FILE = "maia_dqe.jsonl.gz"
THEIR_SIGNS = {
    "neutral": "neutral",
    "anger": "negative",
    "frustration": "negative",
    "anxiety": "negative",
    "confusion": "negative",
    "disappointment": "negative",
    "happiness": "positive",
    "empathy": "positive",
}
OURS_AS_THEIRS = {
    "neutral": "neutral",
    "annoyance": "frustration",
    "anger": "anger",
    "abuse": "anger",
    "disappointment": "disappointment",
    "anxiety": "anxiety",
    "confusion": "confusion",
    "gratitude": "happiness",
}
_CLASSES = (*dict.fromkeys(OURS_AS_THEIRS.values()), "other")
_DOUBTFUL = "de_client_02"


def evaluate_maia(material: Material) -> Section:
    """Three signs and the labels that coincide, with and without the subset that overuses *anxiety*."""
    split = material.sources.split
    rows = [
        row
        for row in material.text_rows(FILE)
        if row["speaker"] == "customer" and row["split"] == split and row["label"] in THEIR_SIGNS
    ]
    if not rows:
        raise MissingDataError(f"text/{FILE} has no customer sentence in the split '{split}'.")
    held = split_rows(material.customers, material)
    texts = [str(row["text"]) for row in rows]
    readings = material.readings(texts)
    best = [max(reading.emotions, key=reading.emotions.__getitem__) for reading in readings]
    found = {OURS: emotion_numbers(best)}
    found[f"{OURS}, at the floors"] = emotion_numbers(map(material.heads.emotion, readings))
    taught = emotion_numbers(row.emotion for row in held.training)
    for baseline in baselines_of(held, material):
        found[baseline.name] = baseline.classes(held.training_texts, taught, texts)
    trusted = np.flatnonzero([row["subset"] != _DOUBTFUL for row in rows])
    tables = [_table("all", rows, found, np.arange(len(rows)))]
    if 0 < len(trusted) < len(rows):
        tables.append(_table(f"without {_DOUBTFUL}", rows, found, trusted))
    notes = (
        f"Customer sentences of the split '{split}', machine-translated to English; their labels mapped to ours.",
        f"The subset {_DOUBTFUL} overuses 'anxiety'; the second table leaves it out.",
    )
    return Section("MAIA-DQE", notes, tuple(tables))


def _table(title: str, rows: Sequence[Mapping[str, Any]], found: Mapping[str, IntArray], chosen: IntArray) -> Table:
    labels = [str(rows[place]["label"]) for place in chosen]
    true_signs = np.array([SIGNS.index(THEIR_SIGNS[label]) for label in labels])
    true = np.array([_CLASSES.index(label) if label in _CLASSES else len(_CLASSES) - 1 for label in labels])
    figures = {name: _figures(true_signs, true, emotions[chosen]) for name, emotions in found.items()}
    counts = {
        **counts_of(SIGNS[sign] + " sign" for sign in true_signs),
        **counts_of((label for label in labels if label in _CLASSES), (MACRO,)),
    }
    order = [f"{sign} sign" for sign in SIGNS] + [THREE_WAY]
    order += [label for label in _CLASSES if counts.get(label)] + [MACRO]
    return compared(f"{title} ({len(chosen)} sentences): F1", figures, counts, order)


def _figures(true_signs: IntArray, true: IntArray, emotions: IntArray) -> dict[str, Figure]:
    names = load_taxonomy().emotion_ids
    theirs = np.array([_CLASSES.index(OURS_AS_THEIRS.get(name, "other")) for name in names])
    three = bootstrapped(class_measure(true_signs, signs(emotions), SIGNS), len(true))
    coinciding = true != len(_CLASSES) - 1  # their 'empathy' has no label of ours
    classes = bootstrapped(class_measure(true[coinciding], theirs[emotions[coinciding]], _CLASSES), coinciding.sum())
    renamed = {f"{name} sign" if name in SIGNS else THREE_WAY: figure for name, figure in three.items()}
    return {**renamed, **classes}
