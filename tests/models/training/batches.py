"""Batches of windows of similar length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from tests.models.training.augment import Noises
from tests.models.training.examples import IGNORED, Example, Plan, Span, plan, realise, simple_plan
from tests.models.training.features import FRAMES_A_SECOND, Log, mels
from tests.models.training.model import LETTERS, MELS
from tests.models.training.store import load
from tests.models.training.tokens import Tokens

_POSITIONS_A_SECOND = FRAMES_A_SECOND / 2
_FAVOURED = {"slt": 2, "rms": 2}
"""The voices that tests and the sample call have are heard more often than they speak."""

_POOL = 300
"""So many windows are sorted by length at a time."""

_POOLS = 8
"""After so many of them it is looked up what was spoken meanwhile."""


@dataclass(slots=True)
class Batch:
    """Windows of one length.

    Attributes:
        mels: `(batch, 80, frames)`.
        shown: what the decoder is given.
        wanted: what should follow; `IGNORED` where any may.
        letters: of all windows in a row.
        letter_counts: how many of them belong to each.
        spans: the first and the last position at which each wanted token is said; -1 where there is none.
        frame_letters: the letter at each position, as far as words' times tell; `IGNORED` where they do not.
    """

    mels: Tensor
    shown: Tensor
    wanted: Tensor
    letters: Tensor
    letter_counts: Tensor
    spans: Tensor
    frame_letters: Tensor


class Windows:
    """Endless random batches; what is spoken meanwhile is taken in.

    Attributes:
        ease: the share of windows with one sentence only.
    """

    def __init__(self, folder: Path, vocabulary: Path, frames: int, seed: int) -> None:
        self._folder, self._vocabulary, self._frames, self._seed = folder, vocabulary, frames, seed
        self.ease = 0.0

    def __iter__(self) -> Iterator[Batch]:
        """Make batches of about so many frames."""
        chance, noises = np.random.default_rng(self._seed), Noises(self._seed)
        tokens = Tokens(self._vocabulary)
        while True:
            spoken = load(sorted(self._folder.glob("speech-*.jsonl")))
            store = [sentence for sentence in spoken for _ in range(_FAVOURED.get(sentence.voice, 1))]
            for _ in range(_POOLS):
                plans = [(simple_plan if chance.random() < self.ease else plan)(store, chance) for _ in range(_POOL)]
                plans.sort(key=lambda planned: planned.seconds)
                groups = _groups(plans, self._frames)
                for number in chance.permutation(len(groups)):
                    examples = [realise(planned, tokens, noises, chance) for planned in groups[number]]
                    yield _batch(examples, tokens, chance)


def _groups(plans: Sequence[Plan], frames: int) -> list[list[Plan]]:
    groups: list[list[Plan]] = [[]]
    for planned in plans:
        longest = planned.seconds * FRAMES_A_SECOND
        if groups[-1] and (len(groups[-1]) + 1) * longest > frames:
            groups.append([])
        groups[-1].append(planned)
    return groups


def _batch(examples: Sequence[Example], tokens: Tokens, chance: np.random.Generator) -> Batch:
    logs = [_masked(mels(example.sound), chance) for example in examples]
    longest = max(log.shape[1] for log in logs) + 2 * int(chance.integers(1, 12))
    longest += longest % 2
    longest = min(longest, 1000)
    filled = np.zeros((len(logs), MELS, longest), np.float32)
    for row, log in zip(filled, logs, strict=True):
        row[:, : log.shape[1]] = log[:, :longest]
    width = max(len(example.shown) for example in examples)
    spans = np.full((len(examples), width, 2), -1)
    frames = np.full((len(examples), longest // 2), IGNORED)
    shown = np.full((len(examples), width), tokens.end)
    wanted = np.full((len(examples), width), IGNORED)
    for row, example in enumerate(examples):
        shown[row, : len(example.shown)] = example.shown
        wanted[row, : len(example.wanted)] = example.wanted
        spans[row, : len(example.spans)] = np.floor(np.asarray(example.spans) * _POSITIONS_A_SECOND)
        if example.words is not None:
            frames[row] = _spread(example.words, longest // 2)
    letters = [letter for example in examples for letter in example.letters]
    counts = [len(example.letters) for example in examples]
    return Batch(
        torch.from_numpy(filled),
        torch.from_numpy(shown),
        torch.from_numpy(wanted),
        torch.tensor(letters, dtype=torch.long),
        torch.tensor(counts, dtype=torch.long),
        torch.from_numpy(spans),
        torch.from_numpy(frames),
    )


def _spread(words: Sequence[tuple[str, Span]], positions: int) -> npt.NDArray[np.int64]:
    """The letters of each word evenly over its time; a rough beginning that the CTC loss mends."""
    frames = np.zeros(positions, np.int64)
    for word, span in words:
        first, last = (min(positions, round(time * _POSITIONS_A_SECOND)) for time in span)
        if word and last > first:
            places = (np.arange(last - first) * len(word)) // (last - first)
            frames[first:last] = [LETTERS.index(word[place]) + 1 for place in places]
    return frames


def _masked(log: Log, chance: np.random.Generator) -> Log:
    """Now and then a few bands or frames are hidden."""
    if chance.random() < 0.1:
        first = chance.integers(MELS - 10)
        log[first : first + chance.integers(3, 10)] = log.mean()
    if chance.random() < 0.1 and log.shape[1] > 60:
        first = chance.integers(log.shape[1] - 12)
        log[:, first : first + chance.integers(3, 12)] = log.mean()
    return log
