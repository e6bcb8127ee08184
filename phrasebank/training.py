"""Fit the heads: ``python -m phrasebank.training [--extra DIR] [--out FILE]``. Two cores need a few minutes."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from phrasebank.calibration import Calibrated, calibrate_emotions, calibrate_labels
from phrasebank.corpus import AgentRow, CustomerRow, indicators, read_corpus, training_folder
from phrasebank.encoder import FloatArray, SentenceEncoder, open_encoder
from phrasebank.errors import PhrasebankError, TrainingError
from phrasebank.fitting import IntArray, Recipe, cross_logits, fit_network, joined
from phrasebank.heads import Heads, bundled_heads, save_heads
from phrasebank.scores import tables
from phrasebank.taxonomy import load_taxonomy

REAL_WEIGHT = 3.0
"""A real utterance counts as much as three written ones: it is what the product will hear."""
EMOTION_RECIPE = Recipe(epochs=12)
LABELS_RECIPE = Recipe(epochs=16)
"""Many-label tasks learn from rarer targets and need more passes."""


def fit_heads(customers: Sequence[CustomerRow], agents: Sequence[AgentRow], encoder: SentenceEncoder) -> Heads:
    """Fit, calibrate and score the heads.

    Args:
        customers: rows for emotions and needs; every emotion must occur in at least 5.
        agents: rows for acts and answers.
        encoder: gives the features.

    Raises:
        TrainingError: there are too few rows of an emotion, or no agent rows.
    """
    _check_rows(customers, agents)
    emotions = _fit_emotions(customers, heard := encoder.features([row.text for row in customers]))
    real = np.array([row.real for row in customers])
    groups = {"real": real, "authored": ~real}
    strata = [f"{row.emotion} {row.real}" for row in customers]
    weights = np.where(real, REAL_WEIGHT, 1.0).astype(np.float32)
    taxonomy = load_taxonomy()
    needs = _fit_labels(heard, [row.needs for row in customers], taxonomy.need_ids, weights, strata, groups)
    said = encoder.features([row.text for row in agents])
    ones, everyone = np.ones(len(agents), dtype=np.float32), {"authored": np.ones(len(agents), dtype=bool)}
    strata = [row.acts[0] if row.acts else "" for row in agents]
    acts = _fit_labels(said, [row.acts for row in agents], taxonomy.strategy_ids, ones, strata, everyone)
    answers = _fit_labels(said, [row.answers for row in agents], taxonomy.need_ids, ones, strata, everyone)
    fits = {"emotions": emotions, "needs": needs, "acts": acts, "answers": answers}
    floors = {task: fit.floors for task, fit in fits.items()}
    report = {task: fit.scores for task, fit in fits.items()}
    return Heads(
        network=joined([fit.network for fit in fits.values()]),
        labels={task: tuple(fit.floors) for task, fit in fits.items()},
        floors=floors,
        encoder=encoder.fingerprint,
        rows=rows_hash(customers, agents),
        report={**report, "floors": floors, "customer_rows": len(customers), "agent_rows": len(agents)},
    )


def _fit_labels(
    features: FloatArray,
    labels: Sequence[Sequence[str]],
    classes: Sequence[str],
    weights: FloatArray,
    strata: Sequence[str],
    groups: dict[str, Any],
) -> Calibrated:
    """Fit a task with any number of labels a row."""
    targets = indicators(labels, classes)
    logits = cross_logits(features, targets, weights, strata, LABELS_RECIPE)
    network = fit_network(features, targets, weights, LABELS_RECIPE)
    return calibrate_labels(network, logits, targets, weights, groups, classes)


def _fit_emotions(customers: Sequence[CustomerRow], features: FloatArray) -> Calibrated:
    classes = load_taxonomy().emotion_ids
    targets: IntArray = np.array([classes.index(row.emotion) for row in customers], dtype=np.int64)
    real = np.array([row.real for row in customers])
    weights = np.where(real, REAL_WEIGHT, 1.0).astype(np.float32)
    strata = [f"{row.emotion} {row.real}" for row in customers]
    logits = cross_logits(features, targets, weights, strata, EMOTION_RECIPE)
    return calibrate_emotions(fit_network(features, targets, weights, EMOTION_RECIPE), logits, targets, real)


def _check_rows(customers: Sequence[CustomerRow], agents: Sequence[AgentRow]) -> None:
    for emotion in load_taxonomy().emotion_ids:
        rows = sum(row.emotion == emotion for row in customers)
        if rows < 5:
            raise TrainingError(f"The training data has {rows} rows of '{emotion}'; five folds need at least 5.")
    if len(agents) < 5:
        raise TrainingError(f"The training data has {len(agents)} rows of the agent; five folds need at least 5.")


def rows_hash(customers: Sequence[CustomerRow], agents: Sequence[AgentRow]) -> str:
    """Names the rows that weights were fitted on."""
    digest = hashlib.sha256()
    for row in (*customers, *agents):
        digest.update(repr(row).encode())
    return digest.hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit the heads, print their scores, write the file.

    Returns:
        0, or 2 with one sentence on standard error where the input is bad.
    """
    parser = argparse.ArgumentParser(prog="python -m phrasebank.training", description=__doc__)
    parser.add_argument(
        "--extra", type=Path, metavar="DIR", help="a folder with more rows (*.jsonl), such as real ones"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", default=bundled_heads(), help="where the heads are written")
    chosen = parser.parse_args(arguments)
    folders = [training_folder()] + ([chosen.extra] if chosen.extra else [])
    try:
        customers, agents = read_corpus(folders)
        # Many small products: with more threads than one the fit is slower by far.
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415

        with threadpool_limits(limits=1):
            heads = fit_heads(customers, agents, open_encoder())
        save_heads(heads, chosen.out)
    except PhrasebankError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(tables(heads.report) + f"\nwritten to {chosen.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
