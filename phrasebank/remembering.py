"""Embeddings that stay in memory: of a bank that changes a phrase at a time, only what is new is encoded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from phrasebank.encoder import Encoder, FloatArray

CORPUS = 64
"""So many texts at once are worth keeping on disk; a phrase that is being written is not."""


class RememberingEncoder:
    """Encodes each text once. Not for what is said in a call: it never forgets.

    Args:
        encoder: encodes single texts that are not known yet.
        corpora: encodes many that are not known: a `CachedEncoder` takes from disk what was in a bank before.
    """

    def __init__(self, encoder: Encoder, corpora: Encoder | None = None) -> None:
        self._encoder = encoder
        self._corpora = corpora or encoder
        self._known: dict[str, FloatArray] = {}

    @property
    def fingerprint(self) -> str:
        """That of the encoder behind."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Embeddings as the encoder behind makes them: shape (texts, dimensions)."""
        unknown = list(dict.fromkeys(text for text in texts if text not in self._known))
        if unknown:
            source = self._corpora if len(unknown) >= CORPUS else self._encoder
            self._known.update(zip(unknown, source.encode(unknown), strict=True))
        if not texts:
            return self._encoder.encode([])
        return np.stack([self._known[text] for text in texts])
