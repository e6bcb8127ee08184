"""Fitting the heads: small networks on frozen features, averaged over seeds, and their calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phrasebank.encoder import FloatArray
from phrasebank.heads import Network, sigmoid, softmax

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one task's network is fitted. The values won a 5-fold comparison on real utterances (see `encoder`).

    Attributes:
        units: of the hidden layer, for each seed.
        penalty: L2.
        learning_rate: Adam's.
        epochs: passes over the rows.
        seeds: one fit each; their log odds are averaged, which one wider network then does at once.
    """

    units: int = 64
    penalty: float = 1.0
    learning_rate: float = 1e-3
    epochs: int = 12
    seeds: tuple[int, ...] = (0, 1, 2)


def fit_network(features: FloatArray, targets: IntArray, weights: FloatArray, recipe: Recipe) -> Network:
    """Fit one task.

    Args:
        features: shape (rows, features).
        targets: shape (rows,) of class numbers for one label a row, or (rows, labels) of 0 and 1 for any number.
        weights: shape (rows,), how much each row counts.
        recipe: how.
    """
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415 - a second of start-up

    centre = features.mean(axis=0)
    spread = features.std(axis=0) + 1e-6
    scaled = (features - centre) / spread
    parts = []
    for seed in recipe.seeds:
        model = MLPClassifier(
            (recipe.units,),
            alpha=recipe.penalty,
            learning_rate_init=recipe.learning_rate,
            batch_size=64,
            max_iter=recipe.epochs,
            n_iter_no_change=recipe.epochs + 1,
            random_state=seed,
        )
        with _fixed_epochs():
            model.fit(scaled, targets, sample_weight=weights)
        parts.append(_network(model, centre, spread, 1.0 / len(recipe.seeds)))
    return _averaged(parts)


def temperature(logits: FloatArray, targets: IntArray) -> float:
    """The factor on the log odds that makes softmax probabilities likeliest (temperature scaling, Guo et al. 2017)."""
    rows = np.arange(len(targets))
    factors = np.geomspace(0.1, 10.0, 200, dtype=np.float32)
    surprises = [-np.log(softmax(logits * factor)[rows, targets] + 1e-9).mean() for factor in factors]
    return float(factors[int(np.argmin(surprises))])


def platt(logits: FloatArray, targets: IntArray) -> tuple[float, float]:
    """Factor and shift on the log odds that make sigmoid probabilities likeliest, one pair for all labels of a task.

    One pair and not one a label: rare labels have too few rows for their own (Platt 1999).
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    model = LogisticRegression(C=1e4).fit(logits.reshape(-1, 1), targets.reshape(-1))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def calibrated(network: Network, factor: float, shift: float = 0.0) -> Network:
    """The network whose log odds are ``factor * logits + shift``."""
    out_bias: FloatArray = (network.out_bias * factor + shift).astype(np.float32)
    return Network(network.hidden, network.hidden_bias, (network.out * factor).astype(np.float32), out_bias)


def joined(networks: Sequence[Network]) -> Network:
    """One network that answers all tasks: the labels of the first, then of the second, and so on."""
    units = np.cumsum([0, *(network.out.shape[0] for network in networks)])
    labels = np.cumsum([0, *(network.out.shape[1] for network in networks)])
    out = np.zeros((units[-1], labels[-1]), dtype=np.float32)
    for place, network in enumerate(networks):
        out[units[place] : units[place + 1], labels[place] : labels[place + 1]] = network.out
    return Network(
        hidden=np.concatenate([network.hidden for network in networks], axis=1),
        hidden_bias=np.concatenate([network.hidden_bias for network in networks]),
        out=out,
        out_bias=np.concatenate([network.out_bias for network in networks]),
    )


def multi_label_chances(logits: FloatArray, targets: IntArray) -> tuple[FloatArray, float, float]:
    """Calibrated probabilities of a many-label task, and the factor and shift that calibrate them."""
    factor, shift = platt(logits, targets)
    return sigmoid((logits * factor + shift).astype(np.float32)), factor, shift


def _network(model: Any, centre: FloatArray, spread: FloatArray, share: float) -> Network:
    hidden, out = model.coefs_
    hidden_bias, out_bias = model.intercepts_
    folded = hidden / spread[:, None]
    return Network(
        hidden=folded.astype(np.float32),
        hidden_bias=(hidden_bias - centre @ folded).astype(np.float32),
        out=(out * share).astype(np.float32),
        out_bias=(out_bias * share).astype(np.float32),
    )


def _averaged(parts: Sequence[Network]) -> Network:
    return Network(
        hidden=np.concatenate([part.hidden for part in parts], axis=1),
        hidden_bias=np.concatenate([part.hidden_bias for part in parts]),
        out=np.concatenate([part.out for part in parts], axis=0),
        out_bias=np.sum([part.out_bias for part in parts], axis=0),
    )


def _fixed_epochs() -> Any:
    """The number of epochs is chosen; that the loss could still fall is not news."""
    import warnings  # noqa: PLC0415

    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    return warnings.catch_warnings(action="ignore", category=ConvergenceWarning)
