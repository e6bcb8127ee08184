"""Fine-tune the encoder together with its heads: ``python -m phrasebank.finetuning [--extra DIR] [--epochs N]``.

One forward pass reads an utterance for everything. The words' embeddings and the two lowest layers stay as they are;
the sentence embedding is held close to that of the original model (distillation), so that general similarity, which the
search rests on, stays intact. Two cores need about half an hour.
"""

from __future__ import annotations

import argparse
import copy
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from phrasebank.calibration import Calibrated, calibrate_emotions, calibrate_labels
from phrasebank.corpus import AgentRow, CustomerRow, indicators, read_corpus, training_folder
from phrasebank.encoder import DIMENSIONS, FEATURE_DIMENSIONS, FloatArray, SentenceEncoder, bundled_tuning, pooled
from phrasebank.errors import PhrasebankError
from phrasebank.fitting import IntArray, joined
from phrasebank.heads import Heads, Network, bundled_heads, save_heads
from phrasebank.scores import tables
from phrasebank.taxonomy import load_taxonomy
from phrasebank.training import rows_hash

if TYPE_CHECKING:
    from torch import Tensor, nn

HELD_OUT = 0.15
"""Share of the rows that no weight sees: temperature, floors and scores come from them."""
BATCH = 32
ENCODER_RATE, HEAD_RATE = 5e-5, 1e-3
"""Learning rates (AdamW, linear warm-up over a tenth of the steps, then linear to 0)."""
SCALE = DIMENSIONS**0.5
"""Unit vectors of 384 numbers are scaled to numbers of about 1, or the heads would learn far too slowly."""
UNITS = 128
"""Of each head's hidden layer."""
DROPOUT = 0.1
DISTILLATION, RELATION = 3.0, 10.0
"""Weights of what holds similarity: 1 - cosine(new, original embedding), and the mean squared change of the
similarities within a batch."""
REAL_WEIGHT = 3.0
"""A real utterance counts as much as three written ones."""
FROZEN_LAYERS = 2
LONGEST_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Task:
    """One head's targets: class numbers of shape (rows,), or 0 and 1 of shape (rows, labels)."""

    name: str
    labels: tuple[str, ...]
    targets: Any

    @property
    def single(self) -> bool:
        """Whether every row has exactly one of the labels."""
        return bool(self.targets.ndim == 1)


@dataclass(frozen=True, slots=True)
class Side:
    """One speaker's rows with their tasks. ``real``: who said it was a real customer. ``held``: rows kept back."""

    texts: tuple[str, ...]
    tasks: tuple[Task, ...]
    real: Any
    held: Any
    originals: FloatArray


def make_sides(
    customers: Sequence[CustomerRow], agents: Sequence[AgentRow], encoder: SentenceEncoder, seed: int
) -> tuple[Side, Side]:
    """Split the rows and set up the tasks. Training rows nearly equal to a held-out one are kept back with it."""
    taxonomy = load_taxonomy()
    emotions = np.array([taxonomy.emotion_ids.index(row.emotion) for row in customers], dtype=np.int64)
    needs = indicators([row.needs for row in customers], taxonomy.need_ids)
    acts = indicators([row.acts for row in agents], taxonomy.strategy_ids)
    answers = indicators([row.answers for row in agents], taxonomy.need_ids)
    heard = (Task("emotions", taxonomy.emotion_ids, emotions), Task("needs", taxonomy.need_ids, needs))
    said = (Task("acts", taxonomy.strategy_ids, acts), Task("answers", taxonomy.need_ids, answers))
    real = np.array([row.real for row in customers])
    return (
        _side(
            [row.text for row in customers], heard, real, [f"{r.emotion} {r.real}" for r in customers], encoder, seed
        ),
        _side(
            [row.text for row in agents],
            said,
            np.zeros(len(agents), dtype=bool),
            [row.acts[0] if row.acts else "" for row in agents],
            encoder,
            seed,
        ),
    )


def _side(
    texts: list[str], tasks: tuple[Task, ...], real: Any, strata: list[str], encoder: SentenceEncoder, seed: int
) -> Side:
    from sklearn.model_selection import train_test_split  # noqa: PLC0415 - a second of start-up

    frequent = [name if strata.count(name) > 1 else "" for name in strata]
    _, chosen = train_test_split(np.arange(len(texts)), test_size=HELD_OUT, random_state=seed, stratify=frequent)
    held = np.zeros(len(texts), dtype=bool)
    held[chosen] = True
    originals = encoder.encode(texts)
    twins = (originals @ originals[held].T).max(axis=1) > 0.95
    return Side(tuple(texts), tasks, real, held | twins, originals)


class Tuner:
    """The encoder with a head for each task, and how they are trained."""

    def __init__(self, encoder: SentenceEncoder, sides: Sequence[Side], *, epochs: int, seed: int) -> None:
        import torch  # noqa: PLC0415

        torch.manual_seed(seed)
        self._torch = torch
        self._random = np.random.default_rng(seed)
        self._tokenizer = encoder.tokenizer
        self.model: nn.Module = encoder.transformer
        self._sides = sides
        self._epochs = epochs
        self._freeze()
        self.heads = {
            task.name: torch.nn.Sequential(
                torch.nn.Dropout(DROPOUT),
                torch.nn.Linear(FEATURE_DIMENSIONS, UNITS),
                torch.nn.ReLU(),
                torch.nn.Linear(UNITS, len(task.labels)),
            )
            for side in sides
            for task in side.tasks
        }

    def _freeze(self) -> None:
        kept = tuple(f"encoder.layer.{number}." for number in range(FROZEN_LAYERS))
        for name, weight in self.model.named_parameters():
            weight.requires_grad_(not name.startswith(("embeddings.", "pooler.", *kept)))

    def train(self) -> None:
        """Run all epochs; prints the loss of each."""
        torch = self._torch
        tuned = [weight for weight in self.model.parameters() if weight.requires_grad]
        fresh = [weight for head in self.heads.values() for weight in head.parameters()]
        optimizer = torch.optim.AdamW([{"params": tuned, "lr": ENCODER_RATE}, {"params": fresh, "lr": HEAD_RATE}])
        steps = self._epochs * len(list(self._batches()))
        warm = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
        )
        for epoch in range(self._epochs):
            losses = []
            self._mode(training=True)
            for side, rows in self._batches():
                loss = self._loss(side, rows)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_([*tuned, *fresh], 1.0)
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
            sys.stdout.write(f"epoch {epoch + 1} of {self._epochs}: loss {np.mean(losses):.3f}\n")
            sys.stdout.flush()
        self._mode(training=False)

    def network(self, task: Task) -> Network:
        """A trained head as the product reads it."""
        hidden, hidden_bias, out, out_bias = (
            weight.detach().numpy().copy() for weight in self.heads[task.name].parameters()
        )
        return Network(hidden.T * np.float32(SCALE), hidden_bias, out.T, out_bias)

    def _mode(self, *, training: bool) -> None:
        for module in (self.model, *self.heads.values()):
            module.train(training)

    def _batches(self) -> Iterator[tuple[Side, IntArray]]:
        """All training rows of both speakers once, batches of like length, in random order."""
        batches: list[tuple[Side, IntArray]] = []
        for side in self._sides:
            rows = self._random.permutation(np.flatnonzero(~side.held))
            for start in range(0, len(rows), BATCH * 20):
                pool = sorted(rows[start : start + BATCH * 20], key=lambda row: len(side.texts[row]))
                batches += [(side, np.array(pool[place : place + BATCH])) for place in range(0, len(pool), BATCH)]
        for place in self._random.permutation(len(batches)):
            yield batches[place]

    def _loss(self, side: Side, rows: IntArray) -> Tensor:
        torch = self._torch
        batch = self._tokenizer(
            [side.texts[row] for row in rows],
            padding=True,
            truncation=True,
            max_length=LONGEST_TOKENS,
            return_tensors="pt",
        )
        layers = self.model(**batch, output_hidden_states=True).hidden_states
        features = pooled(layers, batch["attention_mask"])
        read = features * SCALE
        weights = torch.tensor(np.where(side.real[rows], REAL_WEIGHT, 1.0), dtype=torch.float32)
        weights = weights / weights.mean()
        new, old = features[:, -DIMENSIONS:], torch.tensor(side.originals[rows])
        loss: Tensor = (
            DISTILLATION * (1.0 - (new * old).sum(dim=1)).mean()
            + RELATION * (new @ new.T - old @ old.T).square().mean()
        )
        for task in side.tasks:
            logits, targets = self.heads[task.name](read), torch.tensor(task.targets[rows])
            if task.single:
                each = torch.nn.functional.cross_entropy(logits, targets, reduction="none", label_smoothing=0.05)
            else:
                every = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets.float(), reduction="none")
                each = every.sum(dim=1)
            loss = loss + (each * weights).mean()
        return loss


def heads_of(tuner: Tuner, sides: Sequence[Side], encoder: SentenceEncoder, rows: str) -> Heads:
    """Calibrate and score the trained heads on what was held out."""
    networks, floors, report = [], {}, {}
    for side in sides:
        features = encoder.features([side.texts[row] for row in np.flatnonzero(side.held)])
        for task in side.tasks:
            fit = _calibrate(tuner.network(task), features, task, side)
            networks.append(fit.network)
            floors[task.name] = fit.floors
            report[task.name] = fit.scores
    counts = {"customer_rows": len(sides[0].texts), "agent_rows": len(sides[1].texts)}
    method = f"Fine-tuned; scores on the {HELD_OUT:.0%} held out"
    return Heads(
        network=joined(networks),
        labels={task.name: task.labels for side in sides for task in side.tasks},
        floors=floors,
        encoder=encoder.fingerprint,
        rows=rows,
        report={**report, "floors": floors, **counts, "method": method},
    )


def _calibrate(network: Network, features: FloatArray, task: Task, side: Side) -> Calibrated:
    logits, targets, real = network.logits(features), task.targets[side.held], side.real[side.held]
    if task.single:
        return calibrate_emotions(network, logits, targets, real)
    weights = np.where(real, REAL_WEIGHT, 1.0).astype(np.float32)
    return calibrate_labels(network, logits, targets, weights, {"real": real, "authored": ~real}, task.labels)


def similarity_kept(side: Side, encoder: SentenceEncoder) -> float:
    """Correlation of pairwise similarities, new and original, over the held-out rows."""
    rows = np.flatnonzero(side.held)[:600]
    new, old = encoder.encode([side.texts[row] for row in rows]), side.originals[rows]
    pairs = np.triu_indices(len(rows), k=1)
    return float(np.corrcoef((new @ new.T)[pairs], (old @ old.T)[pairs])[0, 1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Fine-tune, calibrate, print the scores, write encoder and heads; 2 with one sentence where the input is bad."""
    parser = argparse.ArgumentParser(prog="python -m phrasebank.finetuning", description=__doc__)
    parser.add_argument(
        "--extra", type=Path, metavar="DIR", help="a folder with more rows (*.jsonl), such as real ones"
    )
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, metavar="DIR", default=bundled_heads().parent, help="where both files go")
    chosen = parser.parse_args(arguments)
    try:
        customers, agents = read_corpus([training_folder(), *([chosen.extra] if chosen.extra else [])])
        original = SentenceEncoder(tuning=None, threads=2)
        sides = make_sides(customers, agents, original, chosen.seed)
        encoder = copy.copy(original)
        tuner = Tuner(encoder, sides, epochs=chosen.epochs, seed=chosen.seed)
        tuner.train()
        path = chosen.out / bundled_tuning().name
        encoder.save_tuning(path)
        tuned = SentenceEncoder(tuning=path, threads=2)
        heads = heads_of(tuner, sides, tuned, rows_hash(customers, agents))
        save_heads(heads, chosen.out / bundled_heads().name)
    except PhrasebankError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(tables(heads.report) + f"\nsimilarity kept: {similarity_kept(sides[0], tuned):.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
