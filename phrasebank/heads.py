"""The heads: from one utterance's features to calibrated probabilities of emotions, needs, acts, answers, empathy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.context import Earlier, context_inputs, flattened
from phrasebank.corpus import EPITOME_LEVELS, MECHANISMS
from phrasebank.encoder import FloatArray
from phrasebank.errors import HeadsError
from phrasebank.taxonomy import load_taxonomy

TASKS = ("emotions", "needs", "acts", "answers", "epitome")
HEADS_FILE = "heads.safetensors"
NOTHING = Earlier()
_REFIT = "run 'python -m phrasebank.training'"


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities by label, all in 0..1.

    Attributes:
        emotions: what the customer feels; they sum to 1.
        needs: what the customer needs; each on its own.
        acts: what the agent's words do; each on its own.
        answers: the needs that the agent's words answer; each on its own.
        epitome: the level, 0 to 2, of each of the mechanisms of empathy (`phrasebank.corpus.MECHANISMS`).
    """

    emotions: dict[str, float]
    needs: dict[str, float]
    acts: dict[str, float]
    answers: dict[str, float]
    epitome: dict[str, int]

    @property
    def as_customer(self) -> tuple[float, ...]:
        """What `Earlier` keeps of it where the customer said it."""
        return flattened(self.emotions, self.needs)

    @property
    def as_agent(self) -> tuple[float, ...]:
        """What `Earlier` keeps of it where the agent said it."""
        return flattened(self.acts, self.answers)


@dataclass(frozen=True, slots=True)
class Network:
    """Two layers: ``relu(x @ hidden + hidden_bias) @ out + out_bias``.

    The scale of the features, the average over several fits and the calibration are folded into the weights.

    Attributes:
        hidden: shape (features, units).
        hidden_bias: shape (units,).
        out: shape (units, labels).
        out_bias: shape (labels,).
    """

    hidden: FloatArray
    hidden_bias: FloatArray
    out: FloatArray
    out_bias: FloatArray

    def logits(self, features: FloatArray) -> FloatArray:
        """Log odds of each label: shape (n, labels) for features of shape (n, features)."""
        units: FloatArray = np.maximum(features @ self.hidden + self.hidden_bias, 0.0)
        return units @ self.out + self.out_bias


@dataclass(frozen=True)
class Heads:
    """The fitted heads.

    Attributes:
        network: one network for all tasks; its labels are those of `labels`, task after task.
        context: what the turns before add to the log odds of emotions and needs (`phrasebank.context`), shape
            (inputs, emotions + needs).
        labels: the labels of each task of `TASKS`, in the network's order.
        floors: for each task and label the probability from which the label counts. Emotions: chosen on
            held-out rows for at most 3 false alarms in 100 neutral real utterances.
        encoder: fingerprint of the encoder whose features the heads read.
        rows: hash of the training rows.
        report: what the held-out rows found (`phrasebank.scores`).
    """

    network: Network
    context: FloatArray
    labels: Mapping[str, tuple[str, ...]]
    floors: Mapping[str, Mapping[str, float]]
    encoder: str
    rows: str
    report: Mapping[str, Any]

    def read(self, features: FloatArray, earlier: Earlier = NOTHING, words: int = 0) -> Reading:
        """Probabilities for one utterance.

        Args:
            features: one row of `SentenceEncoder.features`, shape (features,) or (1, features).
            earlier: what was read of the two turns before.
            words: length of the utterance; it matters only with context.
        """
        logits = self.network.logits(features.reshape(1, -1))[0]
        if earlier:
            logits[: self.context.shape[1]] += context_inputs(earlier, words, self.context_sizes) @ self.context
        return self.reading(logits)

    def reading(self, logits: FloatArray) -> Reading:
        """Probabilities from the log odds of all labels, shape (labels,)."""
        found: dict[str, dict[str, float]] = {}
        for task, (start, end) in self._spans.items():
            odds = logits[start:end]
            chances = softmax(odds) if task == "emotions" else sigmoid(odds)
            found[task] = {label: float(chance) for label, chance in zip(self.labels[task], chances, strict=True)}
        return Reading(
            emotions=found["emotions"],
            needs=found["needs"],
            acts=found["acts"],
            answers=found["answers"],
            epitome=self._levels(found["epitome"]),
        )

    @property
    def context_sizes(self) -> tuple[int, int]:
        """How many probabilities a customer's and an agent's turn have."""
        count = {task: len(labels) for task, labels in self.labels.items()}
        return count["emotions"] + count["needs"], count["acts"] + count["answers"]

    def _levels(self, chances: Mapping[str, float]) -> dict[str, int]:
        """A level counts only with the one below it."""
        floors = self.floors["epitome"]
        reached = {label: chance >= floors[label] for label, chance in chances.items()}
        return {name: reached[f"{name}:1"] * (1 + reached[f"{name}:2"]) for name in MECHANISMS}

    def emotion(self, reading: Reading) -> str:
        """The likeliest emotion, or ``unsure`` where it stays below its floor."""
        label, chance = max(reading.emotions.items(), key=lambda item: item[1])
        return label if chance >= self.floors["emotions"][label] else "unsure"

    def needs(self, reading: Reading) -> list[str]:
        """The needs at or above their floors, likeliest first."""
        return self._reached("needs", reading.needs)

    def acts(self, reading: Reading) -> list[str]:
        """The acts at or above their floors, likeliest first."""
        return self._reached("acts", reading.acts)

    def _reached(self, task: str, chances: Mapping[str, float]) -> list[str]:
        floors = self.floors[task]
        found = sorted(chances.items(), key=lambda item: -item[1])
        return [label for label, chance in found if chance >= floors[label]]

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        ends = np.cumsum([len(self.labels[task]) for task in TASKS])
        return {task: (int(end) - len(self.labels[task]), int(end)) for task, end in zip(TASKS, ends, strict=True)}


def softmax(logits: FloatArray) -> FloatArray:
    """Probabilities that sum to 1 over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: FloatArray = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def sigmoid(logits: FloatArray) -> FloatArray:
    """A probability for each logit on its own."""
    chances: FloatArray = np.reciprocal(1.0 + np.exp(-np.clip(logits, -60.0, 60.0)), dtype=np.float32)
    return chances


def bundled_heads() -> Path:
    """The file that comes with the package."""
    return Path(str(resources.files("phrasebank"))) / "data" / HEADS_FILE


def save_heads(heads: Heads, path: Path) -> None:
    """Write the heads to one file; the large matrix in half precision."""
    from safetensors.numpy import save  # noqa: PLC0415 - `Heads` alone needs no file format

    network = heads.network
    tensors: dict[str, NDArray[Any]] = {
        # Contiguous, since the file format writes memory as it lies and knows no transposed arrays.
        "hidden": np.ascontiguousarray(network.hidden, dtype=np.float16),
        "hidden_bias": np.ascontiguousarray(network.hidden_bias),
        "out": np.ascontiguousarray(network.out),
        "out_bias": np.ascontiguousarray(network.out_bias),
        "context": np.ascontiguousarray(heads.context),
    }
    description = {
        "labels": {task: list(labels) for task, labels in heads.labels.items()},
        "floors": {task: dict(floors) for task, floors in heads.floors.items()},
        "encoder": heads.encoder,
        "rows": heads.rows,
        "report": heads.report,
    }
    path.write_bytes(save(tensors, metadata={"heads": json.dumps(description)}))


def load_heads(path: Path | None = None, encoder: str | None = None) -> Heads:
    """Read the heads.

    Args:
        path: a file that `save_heads` wrote; the bundled one by default.
        encoder: fingerprint of the encoder that will feed them; None where none does.

    Raises:
        HeadsError: the file is missing or damaged, or was fitted for another encoder or taxonomy.
    """
    from safetensors import SafetensorError, safe_open  # noqa: PLC0415

    path = path or bundled_heads()
    try:
        with safe_open(path, framework="numpy") as file:
            description = json.loads(file.metadata()["heads"])
            tensors = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118 - no dict
        context = tensors.pop("context")
        heads = Heads(
            network=Network(**tensors),
            context=context,
            labels={task: tuple(description["labels"][task]) for task in TASKS},
            floors=description["floors"],
            encoder=description["encoder"],
            rows=description["rows"],
            report=description["report"],
        )
    except OSError as error:
        raise HeadsError(f"{path}: the heads cannot be read ({error.strerror or 'no such file'}); {_REFIT}.") from error
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise HeadsError(f"{path}: the file of the heads is damaged; {_REFIT}.") from error
    _check_fit(heads, path, encoder)
    return heads


def _check_fit(heads: Heads, path: Path, encoder: str | None) -> None:
    taxonomy = load_taxonomy()
    known = (taxonomy.emotion_ids, taxonomy.need_ids, taxonomy.strategy_ids, taxonomy.need_ids, EPITOME_LEVELS)
    if encoder is not None and heads.encoder != encoder:
        raise HeadsError(f"{path}: the heads were fitted for another sentence encoder; {_REFIT}.")
    if any(heads.labels[task] != labels for task, labels in zip(TASKS, known, strict=True)):
        raise HeadsError(f"{path}: the heads were fitted for another taxonomy; {_REFIT}.")
