"""Which rows are held out from every weight: decided by the row itself, so that it stays so as the corpus grows."""

from __future__ import annotations

import hashlib

REAL_SHARE, WRITTEN_SHARE, DIALOGUE_SHARE = 0.2, 0.12, 0.42
"""Shares held out. Real rows are few and are what counts, so more of them; dialogues: enough to judge the ledger by."""
TWIN = 0.95
"""Cosine of the original model's embeddings above which two texts count as the same: what is tested was not learned."""


def is_held_out(name: str, share: float) -> bool:
    """Whether a row belongs to the development split.

    Args:
        name: the row's words in plain spelling (`phrasebank.corpus.spelling`), or a dialogue's id.
        share: of all rows that is held out, 0..1.
    """
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * 2**64
