"""Train for a fixed time, in processes of one thread each that average their weights every few steps.

One thread a process, because threads that share one operation wait for each other many times a step, and on a busy
machine each wait costs a time slice. A run that is cut off leaves its last checkpoint and goes on from there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.multiprocessing.spawn import spawn
from torch.nn import functional

from tests.models.training.batches import Batch, Windows
from tests.models.training.examples import IGNORED
from tests.models.training.model import Layer, Rest, Shape, Whisper
from tests.models.training.store import load
from tests.models.training.tokens import Tokens, train_tokenizer

_PEAK_RATE = 2.5e-3
_WARM_STEPS = 300
_SMOOTHING = 0.02
_AVERAGE = 0.98
_TOGETHER_STEPS = 8
"""So often the processes agree on the mean of their weights."""

_SAVE_SECONDS = 240
_LOG_STEPS = 50
_REST_POSITIONS = 16
_EASY_STEPS = 2400
"""Over so many steps windows become harder, and letters are no longer told frame by frame."""

_SPAN_MARGIN = 2


class Run:
    """One process of the training."""

    def __init__(self, given: argparse.Namespace, rank: int) -> None:
        torch.set_num_threads(1)
        self._given, self._rank = given, rank
        vocabulary = given.run / "tokenizer.json"
        torch.manual_seed(1)
        shape = Shape(
            tokens=Tokens(vocabulary).count, width=given.width, heads=given.width // 64,
            encoder_layers=given.encoder, decoder_layers=given.decoder,
        )  # fmt: skip
        self._model = Whisper(shape)
        trained = [weights for weights in self._model.parameters() if weights.requires_grad]
        self._trained = trained
        inner = (*self._model.encoder.layers.parameters(), *self._model.decoder.layers.parameters())
        matrices = [weights for weights in inner if weights.ndim == 2]
        kept_apart = {id(weights) for weights in matrices}
        others = [weights for weights in trained if id(weights) not in kept_apart]
        self._optimizers: tuple[torch.optim.Optimizer, ...] = (
            torch.optim.Muon(matrices, lr=1e-3, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(others, lr=1e-3, betas=(0.9, 0.98), weight_decay=0.02, fused=True),
        )
        self._average = {name: value.detach().clone() for name, value in self._model.state_dict().items()}
        self._steps, self._before = 0, 0.0
        self._resume()
        torch.manual_seed(1000 * self._steps + rank)
        seed = 100_000 * rank + self._steps
        self._windows = Windows(given.speech, vocabulary, given.frames, seed)
        self._batches = iter(self._windows)

    def _resume(self) -> None:
        path = self._given.run / "resume.pt"
        if path.exists():
            kept: dict[str, Any] = torch.load(path, weights_only=True)
            self._model.load_state_dict(kept["weights"])
            if "optimizers" in kept:
                for optimizer, state in zip(self._optimizers, kept["optimizers"], strict=True):
                    optimizer.load_state_dict(state)
            self._average, self._steps, self._before = kept["average"], kept["steps"], kept["seconds"]

    def go(self) -> None:
        """Train until the time is over."""
        began = saved = time.monotonic()
        budget = 60 * self._given.minutes
        sums = torch.zeros(5)
        spent = self._before
        while spent < budget:
            if self._steps % _TOGETHER_STEPS == 0:
                self._agree()
                spent = self._agreed(self._before + time.monotonic() - began)
            for optimizer in self._optimizers:
                optimizer.param_groups[0]["lr"] = _rate(self._steps, spent / budget)
            self._windows.ease = max(0.0, 1 - self._steps / _EASY_STEPS)
            sums += self._step(next(self._batches), spent / budget)
            self._steps += 1
            if self._rank:
                continue
            if self._steps % _LOG_STEPS == 0:
                words, letters, right, frames, led = (sums / _LOG_STEPS).tolist()
                sys.stdout.write(
                    f"{spent / 60:.1f} min, step {self._steps}: tokens {words:.3f}, right {right:.3f}, "
                    f"ctc {letters:.3f}, frames {frames:.3f}, attention {led:.3f}\n"
                )
                sys.stdout.flush()
                sums.zero_()
            if time.monotonic() - saved > _SAVE_SECONDS:
                self._save(spent)
                saved = time.monotonic()
        if not self._rank:
            self._save(budget)

    def _agreed(self, seconds: float) -> float:
        clock = torch.tensor(seconds)
        distributed.broadcast(clock, 0)
        return float(clock)

    def _step(self, batch: Batch, progress: float) -> Tensor:
        positions = batch.mels.shape[2] // 2
        whole = (
            self._model.shape.encoder_positions
            if torch.rand(()) < 0.7
            else int(torch.randint(positions + 30, 1500, ()))
        )
        rest = Rest(torch.randint(positions, whole, (_REST_POSITIONS,)), whole - positions)
        with torch.autocast("cpu", torch.bfloat16):
            scores, letters = self._model(batch.mels, batch.shown, rest)
        scores = scores.float().flatten(0, 1)
        wanted = batch.wanted.flatten()
        loss = functional.cross_entropy(scores, wanted, ignore_index=IGNORED, label_smoothing=_SMOOTHING)
        spelled = letters.float().log_softmax(-1).transpose(0, 1)
        lengths = torch.full((len(batch.mels),), positions)
        # By letters in all, not window by window: windows without letters would only teach to spell nothing.
        ctc = functional.ctc_loss(
            spelled, batch.letters, lengths, batch.letter_counts, reduction="sum", zero_infinity=True
        ) / max(1, len(batch.letters))
        self._model.zero_grad(set_to_none=True)
        frames = functional.cross_entropy(
            letters.float().flatten(0, 1), batch.frame_letters.flatten(), ignore_index=IGNORED, reduction="sum"
        ) / max(1, int((batch.frame_letters != IGNORED).sum()))
        early = max(0.0, 1 - self._steps / _EASY_STEPS)
        led = self._led_astray(batch.spans)
        torch.autograd.backward(loss + (0.5 - 0.2 * progress) * ctc + early * frames + 0.3 * led)
        nn.utils.clip_grad_norm_(self._trained, 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
        known = wanted != IGNORED
        right = (scores.argmax(-1) == wanted)[known].float().mean()
        return torch.stack([loss.detach(), ctc.detach(), right, frames.detach(), led.detach()])

    def _led_astray(self, spans: Tensor) -> Tensor:
        """How little the first heads of the decoder look where each token is said."""
        lost = torch.zeros(())
        rows, asking = torch.nonzero(spans[..., 0] >= 0, as_tuple=True)
        if not len(rows):
            return lost
        chosen = spans[rows, asking]
        for layer in self._model.decoder.layers:
            looks = _looks(layer)[rows, asking]
            at = torch.arange(looks.shape[1])
            inside = (at >= chosen[:, :1] - _SPAN_MARGIN) & (at <= chosen[:, 1:] + _SPAN_MARGIN)
            lost = lost - torch.logsumexp(looks.masked_fill(~inside, -12.0), 1).clamp(max=0.0).mean()
        return lost / len(self._model.decoder.layers)

    @torch.no_grad()
    def _agree(self) -> None:
        """Take the mean of all processes' weights."""
        flat = torch.cat([weights.flatten() for weights in self._trained])
        distributed.all_reduce(flat)
        flat /= distributed.get_world_size()
        at = 0
        for weights in self._trained:
            weights.copy_(flat[at : at + weights.numel()].view_as(weights))
            at += weights.numel()
        self._follow()

    @torch.no_grad()
    def _follow(self) -> None:
        """The running average of the weights is what is kept."""
        if self._rank:
            return
        share = min(_AVERAGE, self._steps / (self._steps + 40))
        for name, value in self._model.state_dict().items():
            self._average[name].lerp_(value, 1 - share)

    def _save(self, spent: float) -> None:
        self._write("checkpoint.pt", {"shape": asdict(self._model.shape), "weights": self._average})
        state = {
            "weights": self._model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self._optimizers],
            "average": self._average,
        }
        self._write("resume.pt", {**state, "steps": self._steps, "seconds": spent})

    def _write(self, name: str, content: dict[str, Any]) -> None:
        """Whole or not at all."""
        part = self._given.run / f"{name}.part"
        torch.save(content, part)
        part.replace(self._given.run / name)


def _looks(layer: nn.Module) -> Tensor:
    if not isinstance(layer, Layer) or layer.looks is None:
        raise TypeError("The decoder keeps where it looks in training only.")
    return layer.looks


def _rate(steps: int, progress: float) -> float:
    """Up over the first steps, then down to nothing by the clock."""
    return _PEAK_RATE * min(1.0, (steps + 1) / _WARM_STEPS) * max(0.0, 1 - progress)


def _process(rank: int, given: argparse.Namespace) -> None:
    meeting = f"file://{given.run.resolve()}/meeting"
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=given.processes)
    Run(given, rank).go()
    distributed.destroy_process_group()


def main(arguments: Sequence[str]) -> None:
    """Train on what was spoken; more may be spoken meanwhile."""
    parser = argparse.ArgumentParser(prog="python -m tests.models.training train", description=__doc__)
    parser.add_argument("speech", type=Path, help="the folder of `speak`")
    parser.add_argument("run", type=Path, help="the folder of checkpoints and vocabulary")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--frames", type=int, default=4500, help="frames in a batch of one process; 100 make a second")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--encoder", type=int, default=4, help="layers")
    parser.add_argument("--decoder", type=int, default=2, help="layers")
    given = parser.parse_args(arguments)
    given.run.mkdir(parents=True, exist_ok=True)
    (given.run / "meeting").unlink(missing_ok=True)
    vocabulary = given.run / "tokenizer.json"
    if not vocabulary.exists():
        spoken = load(sorted(given.speech.glob("speech-*.jsonl")))
        train_tokenizer(sentence.text for sentence in spoken).save(str(vocabulary))
    spawn(_process, (given,), nprocs=given.processes)  # type: ignore[no-untyped-call]
