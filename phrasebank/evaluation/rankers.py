"""Baselines of the choice of words: other ways to order the same phrases for the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from phrasebank.encoder import FloatArray
from phrasebank.evaluation.cases import Case
from phrasebank.phrase import Phrase

Embed = Callable[[Sequence[str]], FloatArray]
Ranker = Callable[[Sequence[Case], Sequence[Phrase]], FloatArray]
"""From cases and phrases to scores, shape (cases, phrases)."""

RANDOM = "random, right cell"
_SEED = 7
_WORD = re.compile(r"[a-z']+")


def rankers(embed: Embed) -> Mapping[str, Ranker]:
    """The baselines by name.

    Args:
        embed: the sentence embedding that nobody tuned for this.
    """

    def by_text(cases: Sequence[Case], phrases: Sequence[Phrase]) -> FloatArray:
        return embed(_queries(cases)) @ embed([phrase.plain for phrase in phrases]).T

    def by_cues(cases: Sequence[Case], phrases: Sequence[Phrase]) -> FloatArray:
        cues = [phrase.cues or (phrase.plain,) for phrase in phrases]
        likeness = embed(_queries(cases)) @ embed([cue for each in cues for cue in each]).T
        starts = np.cumsum([0, *(len(each) for each in cues)])[:-1]
        return np.maximum.reduceat(likeness, starts, axis=1)

    return {"MiniLM, text": by_text, "MiniLM, cues": by_cues, "BM25": by_words, RANDOM: at_random}


def by_words(cases: Sequence[Case], phrases: Sequence[Phrase]) -> FloatArray:
    """BM25 over each phrase's text and cues together."""
    import bm25s  # noqa: PLC0415 - only for this

    index = bm25s.BM25()
    index.index([_words(" ".join((phrase.plain, *phrase.cues))) for phrase in phrases], show_progress=False)
    rows = [index.get_scores(_words(query)) for query in _queries(cases)]
    return np.array(rows, dtype=np.float32)


def at_random(cases: Sequence[Case], phrases: Sequence[Phrase]) -> FloatArray:
    """Any order within the right cell, as if feeling and need were known and nothing else: what the words add."""
    order = np.random.default_rng(_SEED).random((len(cases), len(phrases)), dtype=np.float32)
    fits = np.array([[case.relevance(phrase) > 0 for phrase in phrases] for case in cases])
    scores: FloatArray = np.where(fits, order, order - 1.0).astype(np.float32)
    return scores


def _queries(cases: Sequence[Case]) -> list[str]:
    return [case.query for case in cases]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
