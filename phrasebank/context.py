"""What the turns before say about this one: a short answer gets its feeling from what it answers.

The turns have been read already, so context costs no further pass of the encoder: what was read of the customer's last
turn and of the agent's last one shifts the log odds of this turn's emotions and needs, the more the shorter it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from phrasebank.encoder import FloatArray

CONTEXT_TURNS = 2
"""Turns before this one that count."""
SHORT_WORDS = 4.0
"""How far context reaches into longer turns: its second set of weights fades by 1/e with every so many words."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was read of the two turns before this one; empty where there was none.

    Attributes:
        customer: probabilities of emotions and needs of the customer's turn, in the heads' order.
        agent: probabilities of acts and answers of the agent's turn, in the heads' order.
    """

    customer: tuple[float, ...] = ()
    agent: tuple[float, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.customer or self.agent)


def context_inputs(earlier: Earlier, words: int, sizes: tuple[int, int]) -> FloatArray:
    """What the context's weights are multiplied with.

    Args:
        earlier: the turns before.
        words: length of this turn.
        sizes: how many probabilities a customer's and an agent's turn have.

    Returns:
        Shape (2 * (sum(sizes) + 2),): presence and probabilities of both turns, then the same faded by this turn's
        length.
    """
    parts: list[float] = []
    for values, size in zip((earlier.customer, earlier.agent), sizes, strict=True):
        parts += [float(bool(values)), *(values or (0.0,) * size)]
    plain = np.array(parts, dtype=np.float32)
    return np.concatenate([plain, plain * np.float32(math.exp(-words / SHORT_WORDS))])


def fit_context(
    inputs: FloatArray, logits: FloatArray, emotions: FloatArray, needs: FloatArray, penalty: float
) -> FloatArray:
    """Weights of the context, the heads staying as they are.

    Args:
        inputs: `context_inputs` of every turn, shape (turns, inputs).
        logits: the heads' log odds without context, shape (turns, emotions + needs).
        emotions: 0 and 1, shape (turns, emotions), one 1 a row.
        needs: 0 and 1, shape (turns, needs).
        penalty: on the squared weights; turns are few.

    Returns:
        Shape (inputs, emotions + needs).
    """
    import torch  # noqa: PLC0415 - seconds of start-up, only where weights are fitted

    given, base = torch.tensor(inputs), torch.tensor(logits)
    felt, needed = torch.tensor(emotions), torch.tensor(needs)
    weights = torch.zeros(inputs.shape[1], logits.shape[1], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        shifted = base + given @ weights
        loss = torch.nn.functional.cross_entropy(shifted[:, : felt.shape[1]], felt, reduction="sum")
        loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
            shifted[:, felt.shape[1] :], needed, reduction="sum"
        )
        loss = loss + penalty * weights.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    found: FloatArray = weights.detach().numpy()
    return found


def flattened(*tables: Mapping[str, float]) -> tuple[float, ...]:
    """Probabilities of several tables in their order."""
    return tuple(value for table in tables for value in table.values())
