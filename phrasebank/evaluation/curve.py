"""The learning curve: whether more rows still help."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phrasebank.corpus import CustomerRow, indicators
from phrasebank.encoder import FloatArray
from phrasebank.evaluation.held_out import split_rows
from phrasebank.evaluation.intervals import IntArray, bootstrapped
from phrasebank.evaluation.material import Material, MissingDataError
from phrasebank.evaluation.measures import MACRO, MICRO, THREE_WAY, emotion_measure, emotion_numbers, label_measure
from phrasebank.evaluation.report import Figure, Section, compared
from phrasebank.fitting import Recipe, fit_network
from phrasebank.sides import REAL_WEIGHT
from phrasebank.taxonomy import load_taxonomy

EMOTION_RECIPE, LABELS_RECIPE = Recipe(epochs=12), Recipe(epochs=16)
"""Many-label tasks learn from rarer targets and need more passes."""
SHARES = {"a quarter": 0.25, "half": 0.5, "all": 1.0}


def evaluate_curve(material: Material) -> Section:
    """Heads on the untuned encoder, fitted on parts of the training rows, read the held-out real rows."""
    held = split_rows(material.customers, material)
    real = [row for row in held.rows if row.real]
    if not real:
        raise MissingDataError("it needs held-out rows of real customers; name a folder that has them with --data DIR.")
    shuffled = np.random.default_rng(0).permutation(len(held.training))
    asked = material.original.features([row.text for row in real])
    columns = {}
    for name, share in SHARES.items():
        rows = [held.training[place] for place in shuffled[: round(share * len(shuffled))]]
        features = material.original.features([row.text for row in rows])
        columns[f"{name} ({len(rows)})"] = _figures(rows, features, real, asked)
    note = f"Scored on {len(real)} held-out real rows; the encoder is the untuned one, only the heads learn."
    return Section("Learning curve", (note,), (compared("training rows", columns),))


def _figures(
    rows: Sequence[CustomerRow], features: FloatArray, real: Sequence[CustomerRow], asked: FloatArray
) -> dict[str, Figure]:
    taxonomy = load_taxonomy()
    weights = np.where([row.real for row in rows], REAL_WEIGHT, 1.0).astype(np.float32)
    emotions = emotion_numbers(row.emotion for row in rows)
    if len(np.unique(emotions)) < len(taxonomy.emotion_ids):
        raise MissingDataError(f"{len(rows)} training rows do not have every emotion; add rows with --extra DIR.")
    best: IntArray = fit_network(features, emotions, weights, EMOTION_RECIPE).logits(asked).argmax(axis=1)
    needs = indicators([row.needs for row in rows], taxonomy.need_ids)
    found = (fit_network(features, needs, weights, LABELS_RECIPE).logits(asked) > 0).astype(np.int64)
    true_needs = indicators([row.needs for row in real], taxonomy.need_ids)
    feeling = emotion_measure(emotion_numbers(row.emotion for row in real), best)
    needing = label_measure(true_needs, found, taxonomy.need_ids)

    def measure(chosen: IntArray) -> dict[str, float]:
        felt, needed = feeling(chosen), needing(chosen)
        return {
            f"emotion, {MACRO}": felt[MACRO],
            f"emotion, {THREE_WAY}": felt[THREE_WAY],
            "needs, micro F1": needed[MICRO],
        }

    return bootstrapped(measure, len(real))
