"""Which phrase fits best: one best card and two alternates that really differ."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from assist.events import Phase
from assist.inputs import Hit

ABUSE = "abuse"

_AFTER_FIRST = 0.6
"""What the second need that the words show counts beside the first, the third beside the second ..."""

_STILL_OPEN = 0.3
"""What a need that was open before these words counts, beside one that they show."""


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A moment where words might help.

    Attributes:
        utterance_id, quote: the customer's words that caused it.
        emotion, confidence: how they feel (a label of the taxonomy), 0..1.
        valence: how good or bad they feel whatever the label, -1..1.
        shown: the needs that these words show, strongest first, with their confidence.
        still_open: needs that were open before them, latest first.
        phase: where the call stands.
        at: end of the customer's words, seconds.
        again: those needs among them that had been shown before.
    """

    utterance_id: str
    quote: str
    emotion: str
    confidence: float
    valence: float
    shown: Mapping[str, float]
    still_open: tuple[str, ...]
    phase: Phase
    at: float
    again: frozenset[str] = frozenset()

    @property
    def needs(self) -> dict[str, float]:
        """The weight of every need to answer: how sure it is, less for each before it, and for what was open before."""
        still = {need: _STILL_OPEN * _AFTER_FIRST**place for place, need in enumerate(self.still_open)}
        shown = {need: share * _AFTER_FIRST**place for place, (need, share) in enumerate(self.shown.items())}
        return {**{need: weight for need, weight in still.items() if need not in shown}, **shown}

    @property
    def topic(self) -> str:
        """What a card would be about: the need that the words show, else the feeling."""
        return next(iter(self.shown), self.emotion)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit with its score (0..1, half the grade that a coach would give it on average) and what it was made of."""

    hit: Hit
    score: float
    parts: dict[str, float] = field(default_factory=dict)


def rank(
    hits: Sequence[Hit], opportunity: Opportunity, used: Collection[str], worn: Collection[str], penalty: float
) -> list[Candidate]:
    """Order the hits that may be shown, best first.

    Args:
        hits: what the bank found.
        opportunity: the moment.
        used: ids of phrases shown in this call; they are out.
        worn: strategies of the last cards; their phrases lose ``penalty``.
        penalty: taken from the score of a worn strategy, 0..1.
    """
    candidates = [
        _score(hit, penalty if hit.strategy in worn else 0.0)
        for hit in hits
        if hit.phrase_id not in used and _allowed(hit, opportunity)
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.hit.phrase_id))


def alternates(candidates: Sequence[Candidate], count: int = 2) -> list[Candidate]:
    """The best candidates after the first that do something else than the ones before them."""
    chosen = list(candidates[:1])
    for candidate in candidates[1:]:
        if len(chosen) > count:
            break
        if all(candidate.hit.strategy != other.hit.strategy for other in chosen):
            chosen.append(candidate)
    return chosen[1:]


def _allowed(hit: Hit, opportunity: Opportunity) -> bool:
    if (ABUSE in hit.emotions) != (opportunity.emotion == ABUSE):
        return False
    return hit.avoid_similarity <= hit.similarity


def _score(hit: Hit, penalty: float) -> Candidate:
    parts = {
        "fits": hit.fits,
        "good": hit.good,
        "similarity": round(min(max(hit.similarity, 0.0), 1.0), 4),
        "need": hit.need_fit,
        "emotion": hit.emotion_fit,
        "phase": hit.place_fit,
        "strategy": hit.strategy_fit,
    }
    if penalty:
        parts["repetition"] = -penalty
    return Candidate(hit, round(max((hit.fits + hit.good) / 2.0 - penalty, 0.0), 4), parts)
