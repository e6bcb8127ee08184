"""Fitting what context adds, on written dialogues that no head has seen, and measuring it on others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from phrasebank.context import Earlier, context_inputs, fit_context
from phrasebank.corpus import CustomerRow, indicators
from phrasebank.dialogues import Dialogue, Turn, contexts
from phrasebank.encoder import FloatArray, SentenceEncoder
from phrasebank.heads import TASKS, Network, sigmoid, softmax
from phrasebank.taxonomy import load_taxonomy

PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
FOLDS = 5


class ContextData:
    """Every customer's turn of some dialogues with its context: `inputs`, `logits` without it, and the targets."""

    def __init__(
        self, network: Network, labels: Mapping[str, Sequence[str]], encoder: SentenceEncoder, calls: Sequence[Dialogue]
    ) -> None:
        taxonomy = load_taxonomy()
        said = [turn for call in calls for turn in call.turns]
        logits = network.logits(encoder.features([turn.text for turn in said]))
        ends = np.cumsum([0, *(len(labels[task]) for task in TASKS[:4])])
        feelings, heard, done = int(ends[1]), int(ends[2]), int(ends[4])
        sizes = (heard, done - heard)
        read = np.concatenate([softmax(logits[:, :feelings]), sigmoid(logits[:, feelings:done])], axis=1)
        place_of = {id(turn): place for place, turn in enumerate(said)}
        rows = [
            (place_of[id(turn)], turn, before, number)
            for number, call in enumerate(calls)
            for turn, before in zip(call.turns, contexts(call.turns), strict=True)
            if isinstance(turn, CustomerRow)
        ]
        self.calls = np.array([number for *_, number in rows])
        self.logits = logits[[place for place, *_ in rows], :heard]
        self.inputs = np.stack(
            [
                context_inputs(_earlier(before, read, place_of, heard), len(turn.text.split()), sizes)
                for _, turn, before, _ in rows
            ]
        )
        turns = [turn for _, turn, *_ in rows]
        self.emotions = indicators([[turn.emotion] for turn in turns], taxonomy.emotion_ids).astype(np.float32)
        self.needs = indicators([turn.needs for turn in turns], taxonomy.need_ids).astype(np.float32)

    def loss(self, weights: FloatArray, rows: Any) -> float:
        """Mean surprise of the true labels, in nats a turn."""
        shifted = self.logits[rows] + self.inputs[rows] @ weights
        width = self.emotions.shape[1]
        felt, needed = softmax(shifted[:, :width]), sigmoid(shifted[:, width:])
        right = (felt * self.emotions[rows]).sum(axis=1)
        chance = np.where(self.needs[rows] > 0, needed, 1 - needed)
        return float(-np.log(right + 1e-7).mean() - np.log(chance + 1e-7).sum(axis=1).mean())

    def fit(self, rows: Any, penalty: float) -> FloatArray:
        """Weights from some of the turns."""
        return fit_context(self.inputs[rows], self.logits[rows], self.emotions[rows], self.needs[rows], penalty)


def context_of(
    network: Network, labels: Mapping[str, Sequence[str]], encoder: SentenceEncoder, dialogues: Sequence[Dialogue]
) -> tuple[FloatArray, dict[str, float]]:
    """Fit the context's weights on the dialogues that are not held out, the penalty by cross-validation over calls.

    Returns:
        The weights, and what the held-out dialogues say: surprise without and with context, turns fitted on.
    """
    learned = [call for call in dialogues if not call.held_out]
    held = [call for call in dialogues if call.held_out]
    if len(learned) < FOLDS or not held:
        width = len(labels["emotions"]) + len(labels["needs"])
        inputs = 2 * (width + len(labels["acts"]) + len(labels["answers"]) + 2)
        return np.zeros((inputs, width), dtype=np.float32), {}
    data, test = ContextData(network, labels, encoder, learned), ContextData(network, labels, encoder, held)
    folds = data.calls % FOLDS
    trials = {
        penalty: np.mean([data.loss(data.fit(folds != fold, penalty), folds == fold) for fold in range(FOLDS)])
        for penalty in PENALTIES
    }
    best = min(trials, key=lambda penalty: trials[penalty])
    weights = data.fit(slice(None), best)
    without = test.loss(np.zeros_like(weights), slice(None))
    found = {"without": without, "with": test.loss(weights, slice(None)), "penalty": best, "turns": len(data.inputs)}
    return weights, found


def _earlier(before: Sequence[Turn], read: FloatArray, place_of: Mapping[int, int], heard: int) -> Earlier:
    customer: tuple[float, ...] = ()
    agent: tuple[float, ...] = ()
    for turn in before:
        values = read[place_of[id(turn)]]
        if isinstance(turn, CustomerRow):
            customer = tuple(values[:heard].tolist())
        else:
            agent = tuple(values[heard:].tolist())
    return Earlier(customer, agent)
