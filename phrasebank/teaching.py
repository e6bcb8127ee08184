"""Teaching the heads: corrected labels change what is read, in seconds and on top of the encoder as it is.

Every lesson starts from the heads that came with the package and takes all labels taught so far, so that the order of
lessons does not matter and none can drift away. What is not taught is rehearsed: on a sample of the corpus the heads
keep their former answers (learning without forgetting, Li & Hoiem 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from phrasebank.corpus import AgentRow, CustomerRow, read_corpus, read_file, spelling, training_folder
from phrasebank.encoder import FloatArray, SentenceEncoder
from phrasebank.errors import TrainingError
from phrasebank.heads import TASKS, Heads, Network

Row = CustomerRow | AgentRow

REHEARSED = 2000
"""Rows of the corpus on which the heads keep their answers; more would only cost time."""
STEPS, RATE = 400, 1e-3
"""Of Adam. It stops as soon as every taught row reads as it was taught."""
KEPT_WEIGHT = 60.0
"""What the mean change of the rehearsed rows weighs beside the mean loss of the taught ones."""
FALL_ALLOWED = 0.01
"""A fall of a development score that is noise: its bootstrap interval over a thousand rows is twice as wide."""
_SEED = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """On the held-out rows of the corpus: macro F1 of emotions, micro F1 of needs and of acts, each at the floors."""

    emotions: float
    needs: float
    acts: float


@dataclass(frozen=True, slots=True)
class Change:
    """What a taught row read before and what it reads after."""

    text: str
    taught: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What teaching brought. ``fell`` names the development scores that fell beyond noise."""

    heads: Heads
    changes: tuple[Change, ...]
    before: Scores
    after: Scores

    @property
    def fell(self) -> tuple[str, ...]:
        """The scores that are worse than before."""
        names = ("emotions", "needs", "acts")
        return tuple(name for name in names if getattr(self.before, name) - getattr(self.after, name) > FALL_ALLOWED)

    @property
    def learned(self) -> int:
        """How many of the taught rows read as they were taught."""
        return sum(change.after == change.taught for change in self.changes)


def read_labels(path: Path) -> list[Row]:
    """Labels to be taught: rows as those of the corpus, customer's or agent's.

    Raises:
        TrainingError: the file cannot be read or a row is broken; the message names file and line.
    """
    rows = read_file(path)
    if not rows:
        raise TrainingError(f"{path}: there is no label in the file; write one JSON row a line.")
    return rows


def latest(rows: Sequence[Row]) -> list[Row]:
    """Each text once; where it comes twice the later label counts."""
    return list({(type(row), spelling(row.text)): row for row in rows}.values())


def teach(rows: Sequence[Row], heads: Heads, encoder: SentenceEncoder) -> Lesson:
    """Fit the heads to the labels.

    Args:
        rows: all that has been taught.
        heads: those that came with the package.
        encoder: the one they were fitted for.
    """
    taught = latest(rows)
    customers, agents = read_corpus([training_folder()])
    corpus: list[Row] = [*customers, *agents]
    known = {spelling(row.text) for row in taught}
    chosen = np.random.default_rng(_SEED).permutation([place for place, row in enumerate(corpus) if not row.held_out])
    rehearsed = [corpus[place] for place in chosen[:REHEARSED] if spelling(corpus[place].text) not in known]
    development = [row for row in corpus if row.held_out and spelling(row.text) not in known]
    said = encoder.features([row.text for row in taught])
    judged = encoder.features([row.text for row in development])
    network = _refit(heads, taught, said, encoder.features([row.text for row in rehearsed]))
    after = replace(heads, network=network)
    changes = tuple(
        Change(row.text, _label(row), _read(row, heads, old), _read(row, after, new))
        for row, old, new in zip(taught, heads.network.logits(said), network.logits(said), strict=True)
    )
    return Lesson(after, changes, score(heads, development, judged), score(after, development, judged))


def score(heads: Heads, rows: Sequence[Row], features: FloatArray) -> Scores:
    """How well the rows are read."""
    from sklearn.metrics import f1_score  # noqa: PLC0415 - a second of start-up

    readings = [heads.reading(logits) for logits in heads.network.logits(features)]
    heard = [(row, reading) for row, reading in zip(rows, readings, strict=True) if isinstance(row, CustomerRow)]
    done = [(row, reading) for row, reading in zip(rows, readings, strict=True) if isinstance(row, AgentRow)]
    sure = ["neutral" if (found := heads.emotion(reading)) == "unsure" else found for _, reading in heard]
    needs = [(set(row.needs), set(heads.needs(reading))) for row, reading in heard]
    acts = [(set(row.acts), set(heads.acts(reading))) for row, reading in done]
    return Scores(
        emotions=float(f1_score([row.emotion for row, _ in heard], sure, average="macro", zero_division=0.0)),
        needs=_micro(needs),
        acts=_micro(acts),
    )


def _micro(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    right = sum(len(true & found) for true, found in pairs)
    return 2 * right / max(sum(len(true) + len(found) for true, found in pairs), 1)


def _refit(heads: Heads, taught: Sequence[Row], said: FloatArray, rehearsed: FloatArray) -> Network:
    """The heads' second layer, moved towards the labels while the rehearsed rows keep their answers."""
    import torch  # noqa: PLC0415 - seconds of start-up, only where something is taught

    old = heads.network
    learned, kept = torch.tensor(_units(old, said)), torch.tensor(_units(old, rehearsed))
    former = torch.tensor(old.logits(rehearsed))
    targets, counted = (torch.tensor(part) for part in _targets(heads, taught))
    out, bias = torch.tensor(old.out, requires_grad=True), torch.tensor(old.out_bias, requires_grad=True)
    inside = torch.tensor(old.out != 0)  # each task has its own units; what joins them to other tasks stays 0
    optimizer = torch.optim.Adam([out, bias], lr=RATE)
    width = len(heads.labels["emotions"])
    for _ in range(STEPS):
        weights = out * inside
        found = learned @ weights + bias
        if all(
            _read(row, heads, odds) == _label(row) for row, odds in zip(taught, found.detach().numpy(), strict=True)
        ):
            break
        change = _distance(kept @ weights + bias, former, width).mean()
        wrong = _surprise(found, targets, counted, width) / len(taught)
        optimizer.zero_grad()
        (KEPT_WEIGHT * change + wrong).backward()
        optimizer.step()
    return Network(old.hidden, old.hidden_bias, (out * inside).detach().numpy(), bias.detach().numpy())


def _units(network: Network, features: FloatArray) -> FloatArray:
    units: FloatArray = np.maximum(features @ network.hidden + network.hidden_bias, 0.0)
    return units


def _distance(found: Any, former: Any, width: int) -> Any:
    """How far answers moved, a number a row: cross-entropy against the former probabilities."""
    import torch  # noqa: PLC0415

    feelings = -(former[:, :width].softmax(dim=1) * found[:, :width].log_softmax(dim=1)).sum(dim=1)
    others = torch.nn.functional.binary_cross_entropy_with_logits(
        found[:, width:], former[:, width:].sigmoid(), reduction="none"
    )
    return feelings + others.sum(dim=1)


def _surprise(found: Any, targets: Any, counted: Any, width: int) -> Any:
    """How wrong the taught rows still are, over the labels that were taught."""
    import torch  # noqa: PLC0415

    feelings = -(targets[:, :width] * found[:, :width].log_softmax(dim=1)).sum(dim=1) * counted[:, 0]
    others = torch.nn.functional.binary_cross_entropy_with_logits(
        found[:, width:], targets[:, width:], reduction="none"
    )
    return feelings.sum() + (others * counted[:, width:]).sum()


def _targets(heads: Heads, rows: Sequence[Row]) -> tuple[FloatArray, FloatArray]:
    """The labels as 0 and 1, and which columns each row says anything about."""
    columns = {(task, label): 0 for task in TASKS for label in heads.labels[task]}
    columns = {key: place for place, key in enumerate(columns)}
    targets = np.zeros((len(rows), len(columns)), dtype=np.float32)
    counted = np.zeros_like(targets)
    for number, row in enumerate(rows):
        told = (
            {"emotions": (row.emotion,), "needs": row.needs}
            if isinstance(row, CustomerRow)
            else {"acts": row.acts, "answers": row.answers}
        )
        for task, names in told.items():
            for label in heads.labels[task]:
                counted[number, columns[task, label]] = 1.0
            for label in names:
                targets[number, columns[task, label]] = 1.0
    return targets, counted


def _label(row: Row) -> str:
    if isinstance(row, CustomerRow):
        return " ".join([row.emotion, *sorted(row.needs)])
    return " ".join(sorted(row.acts)) or "-"


def _read(row: Row, heads: Heads, logits: FloatArray) -> str:
    reading = heads.reading(logits)
    if isinstance(row, CustomerRow):
        return " ".join([heads.emotion(reading), *sorted(heads.needs(reading))])
    return " ".join(sorted(heads.acts(reading))) or "-"
