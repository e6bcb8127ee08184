"""GoEmotions with its seven Ekman classes: how much a fresh head can learn from the encoder's features.

The protocol is that of the paper (Demszky et al. 2020): several labels a row, official splits; a threshold for each
class is chosen on the development split.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from phrasebank.corpus import indicators
from phrasebank.encoder import FloatArray
from phrasebank.evaluation.held_out import OURS
from phrasebank.evaluation.intervals import IntArray, bootstrapped
from phrasebank.evaluation.material import FeatureStore, Material, MissingDataError
from phrasebank.evaluation.measures import label_measure
from phrasebank.evaluation.report import Section, compared
from phrasebank.fitting import Recipe, fit_network
from phrasebank.heads import sigmoid
from phrasebank.posts import EKMAN, POSTS_FILE, Post, read_posts

RECIPE = Recipe(units=128, epochs=8, seeds=(0,))
_SPLITS = ("train", "dev", "test")


def evaluate_goemotions(material: Material) -> Section:
    """Micro and macro F1 on the test split, our encoder's features beside those of the untuned one."""
    posts = read_posts(material.text_file(POSTS_FILE))
    splits = {name: [post for post in posts if post.split == name] for name in _SPLITS}
    for name, members in splits.items():
        if not members:
            raise MissingDataError(f"text/{POSTS_FILE} has no rows of the split '{name}'.")
    targets = {name: indicators([post.groups for post in members], tuple(EKMAN)) for name, members in splits.items()}
    columns = {}
    for name, store in ((OURS, material.ours), ("MiniLM, same head", material.original)):
        found = _found(splits, targets, store, material)
        measure = label_measure(targets["test"], found, tuple(EKMAN))
        columns[name] = bootstrapped(measure, len(found))
    counts = dict(zip(EKMAN, map(int, targets["test"].sum(axis=0)), strict=True))
    notes = (
        f"A head trained on {len(splits['train'])} rows, thresholds from {len(splits['dev'])}; the encoder as it is.",
        "The paper's fine-tuned BERT reaches a macro F1 of 0.64 on this grouping.",
    )
    table = compared(f"Ekman, test ({len(splits['test'])} rows): F1", columns, counts)
    return Section("GoEmotions", notes, (table,))


def _found(
    splits: Mapping[str, Sequence[Post]],
    targets: Mapping[str, IntArray],
    store: FeatureStore,
    material: Material,
) -> IntArray:
    """What a fresh head on one encoder's features finds in the test split: 0 and 1, shape (rows, 7)."""
    features = {name: material.large(store, [post.text for post in members]) for name, members in splits.items()}
    ones = np.ones(len(targets["train"]), dtype=np.float32)
    network = fit_network(features["train"], targets["train"], ones, RECIPE)
    thresholds = best_thresholds(sigmoid(network.logits(features["dev"])), targets["dev"])
    found: IntArray = (sigmoid(network.logits(features["test"])) >= thresholds).astype(np.int64)
    return found


def best_thresholds(chances: FloatArray, targets: IntArray) -> FloatArray:
    """For each label the probability from which its F1 is best: shape (labels,)."""
    from sklearn.metrics import precision_recall_curve  # noqa: PLC0415 - a second of start-up

    best = np.full(targets.shape[1], 0.5, dtype=np.float32)
    for label in np.flatnonzero(targets.any(axis=0)):
        precision, recall, steps = precision_recall_curve(targets[:, label], chances[:, label])
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
        best[label] = steps[int(np.argmax(f1[:-1]))]
    return best
