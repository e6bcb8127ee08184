"""Which phrases of the bank say nearly the same: kept as vectors, so that an answer comes while one types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from phrasebank.encoder import Encoder, FloatArray
from phrasebank.phrase import Phrase
from phrasebank.store.records import Snapshot

LIKE = 0.75
"""Phrases less alike than this give the agent variety. Of the bundled bank's 721 phrases five pairs are more alike, and
all five read as two wordings of one thing."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A phrase and how like it is, a cosine up to 1."""

    phrase: Phrase
    likeness: float


class Neighbours:
    """The phrases of a bank by meaning. Not for two threads at once.

    Args:
        bank: embeds what stands in the bank; remembers it.
        words: embeds what is being written, which is not worth remembering.
    """

    def __init__(self, bank: Encoder, words: Encoder) -> None:
        self._bank = bank
        self._words = words
        self._mark = -1
        self._plain: dict[str, tuple[int, str]] = {}
        self._phrases: tuple[Phrase, ...] = ()
        self._vectors: FloatArray = np.empty((0, 0), dtype=np.float32)

    def see(self, snapshot: Snapshot) -> None:
        """Take over the bank as it stands; only what has changed is worked out anew. Retired phrases are left out."""
        if snapshot.mark == self._mark:
            return
        used = [entry for entry in snapshot.entries if entry.phrase.status != "retired"]
        known = self._plain
        self._plain = {}
        for entry in used:
            kept = known.get(entry.phrase.id)
            if kept is None or kept[0] != entry.revision:
                kept = entry.revision, entry.phrase.plain
            self._plain[entry.phrase.id] = kept
        self._phrases = tuple(entry.phrase for entry in used)
        self._vectors = self._bank.encode([plain for _, plain in self._plain.values()])
        self._mark = snapshot.mark

    def of(self, phrase: Phrase, phrase_id: str) -> Iterator[Alike]:
        """The nearest ones to a phrase's words, nearest first.

        Args:
            phrase: as it is being written.
            phrase_id: its id in the bank, for it is no neighbour of itself; empty for a new one.
        """
        if not self._phrases:
            return
        likeness = self._vectors @ self._words.encode([phrase.plain])[0]
        for place in np.argsort(-likeness).tolist():
            if likeness[place] < LIKE:
                return
            found = self._phrases[place]
            if found.id != phrase_id and _meet(found, phrase):
                yield Alike(found, min(1.0, float(likeness[place])))


def _meet(phrase: Phrase, other: Phrase) -> bool:
    """Whether one team may see both: not an American phrase and its British twin."""
    return phrase.locale == other.locale or "any" in (phrase.locale, other.locale)
