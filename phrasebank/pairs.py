"""Customer's words beside words that answer them: what the encoder learns to search by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from phrasebank.bank import Bank
from phrasebank.corpus import spelling
from phrasebank.encoder import Encoder
from phrasebank.phrase import Phrase
from phrasebank.split import WRITTEN_SHARE, is_held_out


@dataclass(frozen=True, slots=True)
class AnswerPairs:
    """Each phrase of a bank with the cues it answers.

    Attributes:
        phrases: those with at least two cues to learn from.
        cues: the cues of each that are learned.
        held: the cues of each that are held out.
    """

    phrases: tuple[Phrase, ...]
    cues: tuple[tuple[str, ...], ...]
    held: tuple[tuple[str, ...], ...]


def answer_pairs(bank: Bank) -> AnswerPairs:
    """The pairs of the approved phrases."""
    kept = []
    for phrase in bank.approved:
        held = {cue for cue in phrase.cues if is_held_out(spelling(cue), WRITTEN_SHARE)}
        learned = tuple(cue for cue in phrase.cues if cue not in held)
        if len(learned) >= 2:
            kept.append((phrase, learned, tuple(held)))
    phrases, cues, held_out = zip(*kept, strict=True) if kept else ((), (), ())
    return AnswerPairs(phrases, cues, held_out)


def recall_of_held_cues(pairs: AnswerPairs, encoder: Encoder, within: int) -> float:
    """Share of held-out cues whose own phrase is among the nearest, by the cues that were learned."""
    owners = np.array([place for place, cues in enumerate(pairs.cues) for _ in cues])
    asked = [(place, cue) for place, cues in enumerate(pairs.held) for cue in cues]
    if not asked:
        return 0.0
    known = encoder.encode([cue for cues in pairs.cues for cue in cues])
    close = encoder.encode([cue for _, cue in asked]) @ known.T
    best = np.full((len(asked), len(pairs.cues)), -1.0, dtype=np.float32)
    for column, owner in enumerate(owners):
        best[:, owner] = np.maximum(best[:, owner], close[:, column])
    nearest = np.argsort(-best, axis=1)[:, :within]
    return float(np.mean([place in nearest[row] for row, (place, _) in enumerate(asked)]))
