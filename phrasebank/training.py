"""Rebuild encoder and heads from the corpus: ``python -m phrasebank.training [--extra DIR]... [--seeds N]``.

Trains once a seed and averages the weights; calibrates on the rows that are held out; fits what context adds. A folder
given with ``--extra`` may hold more rows (``*.jsonl``) and the comments of GoEmotions (``goemotions.jsonl.gz``). Two
cores need about ten minutes a seed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from phrasebank.bank import load_bank
from phrasebank.calibration import Calibrated, calibrate_emotions, calibrate_labels
from phrasebank.contextual import context_of
from phrasebank.corpus import AgentRow, CustomerRow, read_corpus, rows_hash, training_folder
from phrasebank.dialogues import Dialogue, read_dialogues
from phrasebank.encoder import TUNING_FILE, CachedEncoder, FloatArray, SentenceEncoder
from phrasebank.errors import PhrasebankError
from phrasebank.fitting import joined
from phrasebank.heads import HEADS_FILE, Heads, Network, bundled_heads, save_heads
from phrasebank.pairs import AnswerPairs, answer_pairs, recall_of_held_cues
from phrasebank.posts import POSTS_FILE, Post, read_posts
from phrasebank.scores import tables
from phrasebank.sides import Side, Task, agent_side, customer_side, post_side
from phrasebank.tuner import Plan, Tuner


@dataclass(frozen=True, slots=True)
class Material:
    """All that is learned from."""

    customers: list[CustomerRow]
    agents: list[AgentRow]
    posts: list[Post]
    dialogues: list[Dialogue]
    pairs: AnswerPairs


def read_material(extra: Sequence[Path]) -> Material:
    """The bundled corpus and bank, and what more the folders hold.

    Raises:
        PhrasebankError: something is missing or broken.
    """
    customers, agents = read_corpus([training_folder(), *extra])
    files = [folder / POSTS_FILE for folder in extra if (folder / POSTS_FILE).exists()]
    posts = [post for path in files for post in read_posts(path)]
    dialogues = read_dialogues()
    # The customers' turns are left for the context to learn from: no head may have seen them.
    said = [turn for call in dialogues if not call.held_out for turn in call.turns if isinstance(turn, AgentRow)]
    return Material(customers, [*agents, *said], posts, dialogues, answer_pairs(load_bank()))


def train(material: Material, out: Path, plans: Sequence[Plan], base: Path | None = None) -> Heads:
    """Train once a plan, average, calibrate, and write both files into ``out``; ``base``: instead of the own model."""
    original = CachedEncoder(SentenceEncoder(base, threads=2))  # public and written rows: they may lie on disk
    sides = [customer_side(material.customers, original), agent_side(material.agents, original)]
    posts = post_side(material.posts) if material.posts else None
    lesson = Lesson(base, tuple(sides), posts, material.pairs)
    # Each training on its own core: a batch of short texts is too little work to share.
    with ProcessPoolExecutor(len(plans), mp_context=get_context("spawn")) as pool:
        states = list(pool.map(lesson.learn, plans))
    tuner = lesson.tuner(plans[0])
    tuner.load(averaged(states))
    path = out / TUNING_FILE
    tuner.encoder.save_tuning(path)
    encoder = SentenceEncoder(base, tuning=path, threads=2)
    heads = heads_of(tuner, sides, encoder, material)
    save_heads(heads, out / HEADS_FILE)
    return heads


@dataclass(frozen=True, slots=True)
class Lesson:
    """What every training of a rebuild shares."""

    base: Path | None
    sides: tuple[Side, ...]
    posts: Side | None
    pairs: AnswerPairs

    def tuner(self, plan: Plan) -> Tuner:
        """A training that has not begun."""
        return Tuner(SentenceEncoder(self.base, threads=1), self.sides, self.posts, self.pairs, plan)

    def learn(self, plan: Plan) -> dict[str, FloatArray]:
        """One training from beginning to end: its weights."""
        tuner = self.tuner(plan)
        tuner.train()
        return tuner.state()


def averaged(states: Sequence[dict[str, FloatArray]]) -> dict[str, FloatArray]:
    """The mean of the weights of several trainings that started alike (model soup, Wortsman et al. 2022)."""
    return {name: np.mean([state[name] for state in states], axis=0, dtype=np.float32) for name in states[0]}


def heads_of(tuner: Tuner, sides: Sequence[Side], encoder: SentenceEncoder, material: Material) -> Heads:
    """Calibrate and score the trained heads on what was held out; add what context tells."""
    networks, floors, report, labels = [], {}, {}, {}
    for side in sides:
        features = encoder.features([side.texts[row] for row in np.flatnonzero(side.held)])
        for task in side.tasks:
            fit = _calibrate(tuner.network(task), features, task, side)
            networks.append(fit.network)
            labels[task.name], floors[task.name], report[task.name] = task.labels, fit.floors, fit.scores
    counts = {"customer_rows": len(material.customers), "agent_rows": len(material.agents)}
    network = joined(networks)
    context, gains = context_of(network, labels, encoder, material.dialogues)
    similarity = {
        "similarity_kept": similarity_kept(sides[0], encoder),
        "recall_of_held_cues": recall_of_held_cues(material.pairs, encoder, 3),
    }
    return Heads(
        network=network,
        context=context,
        labels=labels,
        floors=floors,
        encoder=encoder.fingerprint,
        rows=rows_hash([*material.customers, *material.agents]),
        report={**report, "floors": floors, **counts, **similarity, "context": gains},
    )


def _calibrate(network: Network, features: FloatArray, task: Task, side: Side) -> Calibrated:
    logits, targets, real = network.logits(features), task.targets[side.held], side.real[side.held]
    if task.single:
        return calibrate_emotions(network, logits, targets, real, side.doubted[side.held])
    weights = side.weights[side.held]
    return calibrate_labels(network, logits, targets, weights, {"real": real, "authored": ~real}, task.labels)


def similarity_kept(side: Side, encoder: SentenceEncoder) -> float:
    """Correlation of pairwise similarities, new and original, over the held-out rows."""
    rows = np.flatnonzero(side.held)[:600]
    new, old = encoder.encode([side.texts[row] for row in rows]), side.originals[rows]
    pairs = np.triu_indices(len(rows), k=1)
    return float(np.corrcoef((new @ new.T)[pairs], (old @ old.T)[pairs])[0, 1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print the scores, write encoder and heads; 2 with one sentence where the input is bad."""
    parser = argparse.ArgumentParser(prog="python -m phrasebank.training", description=__doc__)
    parser.add_argument(
        "--extra", type=Path, metavar="DIR", action="append", default=[], help="a folder with more rows"
    )
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--post-passes", type=float, default=1.0, help="passes over the comments")
    parser.add_argument("--seeds", type=int, default=2, help="how many trainings are averaged")
    parser.add_argument("--base", type=Path, metavar="DIR", help="another sentence-transformers model to start from")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where both files go; beside the base by default")
    chosen = parser.parse_args(arguments)
    try:
        material = read_material(chosen.extra)
        plans = [Plan(chosen.epochs, chosen.post_passes, seed) for seed in range(chosen.seeds)]
        heads = train(material, chosen.out or chosen.base or bundled_heads().parent, plans, chosen.base)
    except PhrasebankError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(tables(heads.report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
