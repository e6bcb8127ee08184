"""The choice among the phrases that fit: none twice, few again, sooner those that agents have found useful. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assist.card_settings import SuggestSettings
from assist.inputs import Hit, TrackRecord
from assist.suggest.ranking import ABUSE, Candidate, Opportunity, rank

_COUNTED = 3
"""Repeats beyond so many take no more from the score."""


@dataclass(slots=True)
class Used:
    """What the cards of this call have used up: phrases, and strategies, the latest last."""

    phrases: set[str] = field(default_factory=set)
    strategies: list[str] = field(default_factory=list)


def choose(
    hits: Sequence[Hit], opportunity: Opportunity, used: Used, settings: SuggestSettings, call_id: str
) -> list[Candidate]:
    """The candidates for a moment, the best first; none where no phrase fits well enough.

    The floor is the least chance of fitting. What became of earlier cards, and what was shown before, orders the
    phrases at or above it and moves none across it. A phrase's rate of use is drawn from its Beta posterior (Thompson
    sampling), so that new phrases are tried as often as they may be the best; the draw depends on nothing but the call,
    the utterance, the phrase and its record, so that a call replays.
    """
    worn = used.strategies[-1:]
    fresh = [
        _less_worn(candidate, used, settings)
        for candidate in rank(hits, opportunity, used.phrases, worn, settings.novelty_penalty)
    ]
    seed = f"{call_id}/{opportunity.utterance_id}"
    floor = 0.0 if opportunity.emotion == ABUSE else settings.floor  # a boundary is due whatever the insult's words
    fitting = [_learned(candidate, settings, seed) for candidate in fresh if candidate.hit.fits >= floor]
    others = [candidate for candidate in fresh if candidate.hit.fits < floor]
    return [*_sorted(fitting), *_sorted(others)] if fitting else []


def drawn_rate(record: TrackRecord, strength: float, seed: str) -> float:
    """A rate of use, 0..1, drawn from what is known of it; the same for the same seed."""
    useful = strength * record.expected + record.useful
    useless = strength * (1.0 - record.expected) + record.useless
    return random.Random(seed).betavariate(max(useful, 1e-3), max(useless, 1e-3))


def _less_worn(candidate: Candidate, used: Used, settings: SuggestSettings) -> Candidate:
    """Seen today, or of a strategy that this call has used already: a little less."""
    record, strategy = candidate.hit.record, candidate.hit.strategy
    before = Counter(used.strategies[:-1])[strategy]
    today = record.today if record else 0
    penalty = settings.variety_penalty * min(before, _COUNTED) + settings.today_penalty * min(today, _COUNTED)
    if not penalty:
        return candidate
    repetition = candidate.parts.get("repetition", 0.0) - penalty
    parts = {**candidate.parts, "repetition": round(repetition, 4)}
    return replace(candidate, score=round(max(candidate.score - penalty, 0.0), 4), parts=parts)


def _learned(candidate: Candidate, settings: SuggestSettings, seed: str) -> Candidate:
    record = candidate.hit.record
    if record is None or not settings.prior_weight:
        return candidate
    rate = drawn_rate(record, settings.prior_strength, f"{seed}/{candidate.hit.phrase_id}")
    prior = round(settings.prior_weight * (rate - record.expected), 4)
    score = round(min(max(candidate.score + prior, 0.0), 1.0), 4)
    return replace(candidate, score=score, parts={**candidate.parts, "prior": prior})


def _sorted(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.hit.phrase_id))
