"""Which sentence of an utterance shows a feeling or a need, and which sentences of many calls say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assist.console.progress import Progress
from assist.report.digest import Digest, Felt, Line, Needed
from assist.report.words import sentences
from phrasebank.encoder import FloatArray, SentenceEncoder
from phrasebank.heads import Heads, Reading

ALIKE = 0.6
"""Sentences whose embeddings are this close say the same: chosen by reading what it joins in recorded calls."""
LEAST_WORDS = 4
"""A shorter sentence does not stand for an utterance that has longer ones."""
_NEED_WEIGHT = 0.5
"""What a need adds to a line, beside 1 for a sure feeling. Judgement."""
_BATCH = 128


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences, each read once: its embedding and its reading, by its words."""

    vectors: Mapping[str, FloatArray]
    readings: Mapping[str, Reading]

    @classmethod
    def of(cls, digests: Iterable[Digest], encoder: SentenceEncoder, heads: Heads, progress: Progress) -> Sentences:
        """Read all sentences that the digests quote."""
        texts = sorted({text for digest in digests for text in _texts(digest)}, key=lambda text: (len(text), text))
        vectors: dict[str, FloatArray] = {}
        readings: dict[str, Reading] = {}
        for start in range(0, len(texts), _BATCH):
            progress(start, len(texts), "reading what was said")
            batch = texts[start : start + _BATCH]
            for text, row in zip(batch, encoder.features(batch), strict=True):
                vectors[text] = row[-encoder.dimensions :]
                readings[text] = heads.read(row, words=len(text.split()))
        return cls(vectors, readings)

    def sharpened(self, digest: Digest) -> Digest:
        """The digest, each quote cut to the sentence that shows it best, each line with what it weighs."""
        return replace(
            digest,
            said=tuple(replace(line, weight=round(self._weight(line), 3)) for line in digest.said),
            felt=tuple(map(self._felt, digest.felt)),
            needed=tuple(map(self._needed, digest.needed)),
        )

    def themes(self, weights: Mapping[str, float]) -> dict[str, tuple[int, float]]:
        """The number of each text's theme and how near it is: the heaviest lead, others follow the nearest leader."""
        found: dict[str, tuple[int, float]] = {}
        leaders: list[FloatArray] = []
        for text in sorted(weights, key=lambda text: -weights[text]):
            near = np.stack(leaders) @ self.vectors[text] if leaders else np.zeros(0)
            best = int(np.argmax(near)) if len(near) else -1
            if best < 0 or near[best] < ALIKE:
                leaders.append(self.vectors[text])
                found[text] = (len(leaders) - 1, 1.0)
            else:
                found[text] = (best, round(float(near[best]), 3))
        return found

    def _weight(self, line: Line) -> float:
        """How telling a sentence is by itself."""
        reading = self.readings[line.quote]
        felt = 1.0 - reading.emotions["neutral"]
        return felt + _NEED_WEIGHT * max(reading.needs.values())

    def _felt(self, felt: Felt) -> Felt:
        quote, strength = self._best(felt.quote, lambda read: read.emotions.get(felt.emotion, 0.0))
        return replace(felt, quote=quote, strength=strength)

    def _needed(self, needed: Needed) -> Needed:
        quote, strength = self._best(needed.quote, lambda read: read.needs.get(needed.need, 0.0))
        answer, _ = self._best(needed.answer, lambda read: read.answers.get(needed.need, 0.0))
        return replace(needed, quote=quote, strength=strength, answer=answer)

    def _best(self, words: str, worth: Callable[[Reading], float]) -> tuple[str, float]:
        """The sentence that is worth most, and what it is worth; the words themselves where none may stand for them."""
        worths = {part: worth(self.readings[part]) for part in _parts(words)}
        best = max(worths, key=lambda part: worths[part], default=words)
        return best, round(worths.get(best, 0.0), 3)


def with_themes(digests: Sequence[Digest], read: Sentences) -> list[Digest]:
    """The digests, each line with the number of its theme."""
    weights: dict[str, float] = {}
    for line in (line for digest in digests for line in digest.said):
        weights[line.quote] = weights.get(line.quote, 0.0) + line.weight
    themes = read.themes(weights)
    return [digest.themed(tuple(themes[line.quote] for line in digest.said)) for digest in digests]


def _texts(digest: Digest) -> Iterable[str]:
    yield from (line.quote for line in digest.said)
    for words in (*(one.quote for one in digest.felt), *(w for one in digest.needed for w in (one.quote, one.answer))):
        yield from _parts(words)


def _parts(words: str) -> list[str]:
    """The sentences that may stand for the words."""
    return [part for part in sentences(words) if len(part.split()) >= LEAST_WORDS]
