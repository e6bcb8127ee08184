"""The encoder with a head for each task, trained together.

One forward pass reads an utterance for everything. The words' embeddings and all layers but the last four stay as they
are; the sentence embedding is held close to that of the original model (distillation), so that general similarity,
which the search rests on, stays intact, while a customer's words and the words that answer them move together
(contrastive loss).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from phrasebank.encoder import FEATURE_LAYERS, FloatArray, SentenceEncoder, pooled
from phrasebank.fitting import IntArray
from phrasebank.heads import Network
from phrasebank.pairs import AnswerPairs
from phrasebank.sides import Side, Task

if TYPE_CHECKING:
    from torch import Tensor, nn

BATCH = 32
ENCODER_RATE, HEAD_RATE = 7e-5, 1e-3
"""Learning rates (AdamW, linear warm-up over a tenth of the steps, then linear to 0)."""
UNITS = 128
"""Of each head's hidden layer."""
DROPOUT = 0.2
DISTILLATION, RELATION = 3.0, 10.0
"""Weights of what holds similarity: 1 - cosine(new, original embedding), and the mean squared change of the
similarities within a batch."""
CONTRAST, CONTRAST_SHARPNESS = 1.0, 20.0
"""Weight and inverse temperature of the contrastive loss (InfoNCE with the other phrases of the batch as negatives)."""
LONGEST_TOKENS = 96


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train.

    Attributes:
        epochs: passes over the rows of calls.
        post_passes: passes over the comments, spread over the epochs.
        seed: of the order of rows and of dropout. The heads start alike whatever the seed, so that the weights of
            several trainings can be averaged.
    """

    epochs: int = 5
    post_passes: float = 1.0
    seed: int = 0


class Tuner:
    """Trains an encoder in place.

    Args:
        encoder: the original; its weights change.
        sides: rows of calls.
        posts: comments, or None.
        pairs: what the bank answers.
        plan: how long.
    """

    def __init__(
        self, encoder: SentenceEncoder, sides: Sequence[Side], posts: Side | None, pairs: AnswerPairs, plan: Plan
    ) -> None:
        import torch  # noqa: PLC0415 - seconds of start-up, only where a model is trained

        self._torch = torch
        self.encoder = encoder
        # Unit vectors are scaled to numbers of about 1, or the heads would learn far too slowly.
        self._scale = encoder.dimensions**0.5
        self._tokenizer = encoder.tokenizer
        self.model: nn.Module = encoder.transformer
        self._sides, self._posts, self._pairs, self._plan = sides, posts, pairs, plan
        self._random = np.random.default_rng(plan.seed)
        self._freeze()
        torch.manual_seed(0)
        self.heads = {
            task.name: torch.nn.Sequential(
                torch.nn.Dropout(DROPOUT),
                torch.nn.Linear((1 + FEATURE_LAYERS) * encoder.dimensions, UNITS),
                torch.nn.ReLU(),
                torch.nn.Linear(UNITS, len(task.labels)),
            )
            for side in (*sides, *([posts] if posts else []))
            for task in side.tasks
        }
        torch.manual_seed(plan.seed)

    def _freeze(self) -> None:
        lowest = self.model.config.num_hidden_layers - FEATURE_LAYERS  # type: ignore[union-attr, operator]
        kept = tuple(f"encoder.layer.{number}." for number in range(lowest))
        for name, weight in self.model.named_parameters():
            weight.requires_grad_(not name.startswith(("embeddings.", "pooler.", *kept)))

    def train(self) -> None:
        """Run all epochs; prints the loss of each."""
        torch = self._torch
        tuned = [weight for weight in self.model.parameters() if weight.requires_grad]
        fresh = [weight for head in self.heads.values() for weight in head.parameters()]
        optimizer = torch.optim.AdamW([{"params": tuned, "lr": ENCODER_RATE}, {"params": fresh, "lr": HEAD_RATE}])
        steps = sum(1 for epoch in range(self._plan.epochs) for _ in self._batches(epoch))
        warm = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
        )
        self._mode(training=True)
        for epoch in range(self._plan.epochs):
            losses = []
            for side, rows in self._batches(epoch):
                # Half precision in the encoder alone: the heads' losses are small numbers.
                loss = self._contrast(rows) if side is None else self._loss(side, rows)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_([*tuned, *fresh], 1.0)
                optimizer.step()
                schedule.step()
                losses.append(loss.item())
            sys.stdout.write(
                f"seed {self._plan.seed}, epoch {epoch + 1} of {self._plan.epochs}: loss {np.mean(losses):.3f}\n"
            )
            sys.stdout.flush()
        self._mode(training=False)

    def state(self) -> dict[str, FloatArray]:
        """All weights that were trained, by name."""
        model = {f"model.{name}": w for name, w in self.model.named_parameters() if w.requires_grad}
        heads = {f"{task}.{name}": w for task, head in self.heads.items() for name, w in head.named_parameters()}
        return {name: weight.detach().numpy().copy() for name, weight in {**model, **heads}.items()}

    def load(self, state: dict[str, FloatArray]) -> None:
        """Take weights as `state` gives them."""
        own = dict(self.model.named_parameters())
        for task, head in self.heads.items():
            own.update({f"{task}.{name}": weight for name, weight in head.named_parameters()})
        with self._torch.no_grad():
            for name, weight in state.items():
                own[name.removeprefix("model.")].copy_(self._torch.from_numpy(weight))

    def network(self, task: Task) -> Network:
        """A trained head as the product reads it."""
        hidden, hidden_bias, out, out_bias = (
            weight.detach().numpy().copy() for weight in self.heads[task.name].parameters()
        )
        return Network(hidden.T * np.float32(self._scale), hidden_bias, out.T, out_bias)

    def _mode(self, *, training: bool) -> None:
        self.model.eval()  # dropout inside takes half of a pass's time on a processor; the heads have their own
        for head in self.heads.values():
            head.train(training)

    def _batches(self, epoch: int) -> Iterator[tuple[Side | None, IntArray]]:
        """One epoch in random order: every row to learn from, a part of the comments, every phrase (side None)."""
        order = np.random.default_rng((self._plan.seed, epoch))
        batches: list[tuple[Side | None, IntArray]] = []
        for side in self._sides:
            batches += [(side, rows) for rows in _alike(side, order.permutation(np.flatnonzero(side.learned)))]
        if self._posts:
            rows = order.permutation(np.flatnonzero(self._posts.learned))
            share = round(len(rows) * self._plan.post_passes / self._plan.epochs)
            batches += [(self._posts, part) for part in _alike(self._posts, rows[:share])]
        phrases = order.permutation(len(self._pairs.phrases))
        batches += [(None, phrases[start : start + BATCH]) for start in range(0, len(phrases), BATCH)]
        for place in order.permutation(len(batches)):
            yield batches[place]

    def _features(self, texts: Sequence[str]) -> Tensor:
        torch = self._torch
        batch = self._tokenizer(
            list(texts), padding=True, truncation=True, max_length=LONGEST_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            layers = self.model(**batch, output_hidden_states=True).hidden_states
        return pooled([layer.float() for layer in layers], batch["attention_mask"])

    def _loss(self, side: Side, rows: IntArray) -> Tensor:
        torch = self._torch
        features = self._features([side.texts[row] for row in rows])
        read = features * self._scale
        weights = torch.tensor(side.weights[rows])
        weights = weights / weights.mean()
        loss: Tensor = torch.zeros(())
        if len(side.originals):
            new, old = features[:, -self.encoder.dimensions :], torch.tensor(side.originals[rows])
            loss = DISTILLATION * (1.0 - (new * old).sum(dim=1)).mean()
            loss = loss + RELATION * (new @ new.T - old @ old.T).square().mean()
        for task in side.tasks:
            logits, targets = self.heads[task.name](read), torch.tensor(task.targets[rows])
            if task.single:
                each = torch.nn.functional.cross_entropy(logits, targets, reduction="none", label_smoothing=0.05)
            else:
                every = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets.float(), reduction="none")
                each = every.sum(dim=1)
            loss = loss + (each * weights).mean()
        return loss

    def _contrast(self, places: IntArray) -> Tensor:
        """A cue of each phrase shall be nearer to another cue of it, and to its words, than to those of the others."""
        torch = self._torch
        cues = [self._random.choice(self._pairs.cues[place], size=2, replace=False) for place in places]
        texts = [text for pair in cues for text in pair] + [self._pairs.phrases[place].plain for place in places]
        vectors = self._features(texts)[:, -self.encoder.dimensions :]
        count = len(places)
        asked, alike, answers = vectors[: 2 * count : 2], vectors[1 : 2 * count : 2], vectors[2 * count :]
        right = torch.arange(len(places))
        losses = [
            torch.nn.functional.cross_entropy(CONTRAST_SHARPNESS * asked @ other.T, right) for other in (alike, answers)
        ]
        loss: Tensor = CONTRAST * torch.stack(losses).sum()
        return loss


def _alike(side: Side, rows: IntArray) -> Iterator[IntArray]:
    """Batches of texts of like length, which need little padding."""
    for start in range(0, len(rows), BATCH * 20):
        pool = sorted(rows[start : start + BATCH * 20], key=lambda row: len(side.texts[row]))
        for place in range(0, len(pool), BATCH):
            yield np.array(pool[place : place + BATCH])
