"""What the measures share: sentences spoken by flite, the small Whisper model, and which words were understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import jiwer
import numpy as np

from assist.audio.chunks import SAMPLE_RATE, Samples
from assist.demo.render import speak
from assist.demo.script import Delivery
from tests.models.training.sentences import own_texts, split

VOICES = {"slt": 178.0, "rms": 98.0}
"""flite's voices that the small model knows best, with their pitch."""

_LEAST_WORDS, _MOST_WORDS = 4, 12
_LINE_NOISE = 1e-4
_FIGURES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence and its sound at 16 kHz, without silence around it."""

    text: str
    voice: str
    sound: Samples

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.sound) / SAMPLE_RATE


def sentences(count: int, seed: int = 7) -> list[Sentence]:
    """So many of the repository's own sentences, spoken in turn by both voices. The same ones every time."""
    texts = {sentence.strip(): None for text in own_texts() for sentence in split(text)}
    fitting = [text for text in texts if _LEAST_WORDS <= len(words_of(text)) <= _MOST_WORDS]
    chosen = np.random.default_rng(seed).permutation(len(fitting))[:count]
    voices = [list(VOICES)[number % len(VOICES)] for number in range(count)]
    with ThreadPoolExecutor(2) as speakers:
        return list(speakers.map(lambda one: _spoken(fitting[one[0]], one[1]), zip(chosen, voices, strict=True)))


def _spoken(text: str, voice: str) -> Sentence:
    sound = speak(text, Delivery(voice=voice, pace=1.0, pitch_hz=VOICES[voice], level_db=-24.0))
    return Sentence(text, voice, sound.astype(np.float32))


def words_of(text: str) -> list[str]:
    """Lower case, without signs."""
    return re.findall(r"[a-z0-9']+", text.lower())


def understood(said: Sequence[str], read: Sequence[str]) -> list[bool]:
    """For each word that was said, whether it was read in its place."""
    if not said or not read:
        return [False] * len(said)
    (chunks,) = jiwer.process_words([" ".join(said)], [" ".join(read)]).alignments
    right = [False] * len(said)
    for chunk in chunks:
        if chunk.type == "equal":
            right[chunk.ref_start_idx : chunk.ref_end_idx] = [True] * (chunk.ref_end_idx - chunk.ref_start_idx)
    return right


def noise(count: int, seed: int = 5) -> Samples:
    """A line on which nobody speaks, -80 dB."""
    return np.random.default_rng(seed).normal(0.0, _LINE_NOISE, count).astype(np.float32)


def table(rows: Sequence[Sequence[object]]) -> str:
    """Rows in columns, the first one left, the others right."""
    cells = [[_written(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = [
        "  ".join(cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(parts))
        for parts in ([*zip(row, widths, strict=True)] for row in cells)
    ]
    return "\n".join(lines) + "\n"


def _written(cell: object) -> str:
    return f"{cell:.{_FIGURES}g}" if isinstance(cell, float) else str(cell)
