"""Recognisers behind one protocol."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assist.line_events import Effort

SAMPLE_RATE = 16_000
"""Samples a second that every recogniser takes."""

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word. ``start``, ``end``: seconds since the utterance began; ``probability``: 0..1."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a recogniser made of an utterance.

    Attributes:
        text: the words; empty if there were none.
        confidence: 0..1, how far the words can be trusted as a whole; 0 for an empty text.
        words: the words with their times, where the recogniser gives them.
        model: which model read it, where that is not the recogniser's own.
    """

    text: str
    confidence: float
    words: tuple[Word, ...] = ()
    model: str = ""

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in 0..1, not {self.confidence}")

    def between(self, start: float, end: float) -> Hypothesis:
        """The words whose middle lies in ``start``..``end`` seconds; all of them where their times are not known."""
        if not self.words:
            return self
        words = tuple(word for word in self.words if start <= (word.start + word.end) / 2 < end)
        text = " ".join(word.text for word in words)
        return replace(self, text=text, words=words, confidence=self.confidence if text else 0.0)


NOTHING_HEARD = Hypothesis("", 0.0)


class Transcriber(Protocol):
    """Reads utterances. Slow: call it from one worker, never from the loop.

    Attributes:
        name: ``faster-whisper`` or ``pocketsphinx``.
        model: which weights.
        reduced_accuracy: True where a person should be told to trust the words less.
    """

    name: str
    model: str
    reduced_accuracy: bool

    def transcribe(
        self, utterance_id: str, samples: Samples, *, final: bool, prompt: str = "", effort: Effort = "full"
    ) -> Hypothesis:
        """Read the utterance so far.

        Args:
            utterance_id: readings of one utterance share it; each holds the samples of the one before, and maybe more.
            samples: float32, shape (n,), 16 kHz, mono, -1..1, from the utterance's beginning.
            final: read as well as possible, as if the utterance were over. If it goes on after all, a longer
                reading of the same utterance may follow.
            prompt: what was said before, for recognisers that can use it.
            effort: how much the reading may cost, for recognisers that have a choice.

        Raises:
            RecognizerError: the recogniser failed; the utterance goes on without this reading.
        """
        ...

    def close(self) -> None:
        """Give the memory back. Nothing may be asked afterwards."""
        ...
