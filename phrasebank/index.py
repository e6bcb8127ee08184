"""Search: which approved phrases answer what the customer said, felt and needs."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from phrasebank.bank import Bank
from phrasebank.encoder import Encoder, FloatArray
from phrasebank.phrase import Phrase
from phrasebank.selection import register_fit
from phrasebank.taxonomy import Emotion, load_taxonomy
from phrasebank.vectors import GroupedVectors, IntArray

TEXT_WEIGHT = 0.8
"""The phrase's own words count less than its cues: an answer need not sound like what it answers. Judgement. Those of a
phrase bound to a situation do not count at all: only its cues show the situation."""
EMOTION_SHARE, NEED_SHARE, PLACE_SHARE = 0.35, 0.40, 0.25
"""What the fits weigh when hits are ordered. Judgement: the need says most about which words help."""
SITUATION_SIMILARITY = 0.55
"""Words less like a cue than this do not show the phrase's situation. Replayed dialogues: at 0.45 a third of such
phrases spoke of something that the customer had not said."""
NEAR_EMOTION = 0.6
"""Distance in valence and arousal at which two emotions have nothing in common; below, the fit falls linearly."""
NEAR_SHARE = 0.6
"""The most that a neighbouring emotion fits: readers, too, take annoyance for anger."""
UNKNOWN = 0.5
"""The fit of a part about which the call says nothing."""
FIRST_LOOK = 4
"""How many phrases for each hit wanted are scored first. Only speed depends on it: what may be better is scored too."""
_LEAST = float(np.finfo(np.float32).min)
"""Below every rank but that of a phrase that is ruled out."""
WARM_PHASES = ("opening", "closing")
"""Warm words help at the ends of a call, competent ones in the middle (Packard, Li & Berger 2024)."""
COMPETENT_PHASES = ("discovery", "resolution")
PHASE_SHARE, TONE_SHARE, REGISTER_SHARE = 0.5, 0.3, 0.2
"""What makes up the fit to a place of the call. Judgement: between phrases that answer equally well, the register that
a team wants decides; it does not outweigh feeling or need."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was found.

    Attributes:
        phrase: the phrase.
        similarity: of what the customer said to the nearest of its cues, -1..1 (its own words count less).
        avoid_similarity: to the nearest of its do-not-trigger examples; 0 where it has none.
        emotion_fit, need_fit, place_fit: how well its emotions, needs, and its phases and tone fit, each 0..1.
    """

    phrase: Phrase
    similarity: float
    avoid_similarity: float
    emotion_fit: float
    need_fit: float
    place_fit: float


class PhraseIndex:
    """The approved phrases of a bank, ready to be searched. Immutable.

    Args:
        bank: its approved phrases are searched, in the order given where hits are equal.
        encoder: embeds cues, texts and do-not-trigger examples once; give a `CachedEncoder` for a fast start.
        register: the one that the team wants; phrases in another fit their place a little less.
    """

    def __init__(self, bank: Bank, encoder: Encoder, register: str = "plain") -> None:
        self._phrases = tuple(phrase for phrase in bank.approved if _answered(phrase))
        wanted = [_answered(phrase) for phrase in self._phrases]
        avoided = [phrase.avoid for phrase in self._phrases]
        vectors = encoder.encode([text for row in (*wanted, *avoided) for text in row])
        sizes = [len(row) for row in wanted]
        split = sum(sizes)
        answered = vectors[:split].copy()
        weights = [TEXT_WEIGHT if phrase.scope == "any" else 1.0 for phrase in self._phrases]
        answered[np.cumsum([0, *sizes])[:-1]] *= np.array(weights, dtype=np.float32)[:, None]
        self._wanted = GroupedVectors(answered, sizes)
        self._avoided = GroupedVectors(vectors[split:], [len(row) for row in avoided])
        self._fits = _Fits(self._phrases, register)

    def __len__(self) -> int:
        return len(self._phrases)

    def search(
        self, embedding: FloatArray, emotion: str, needs: Mapping[str, float], phase: str, limit: int = 24
    ) -> list[Hit]:
        """Phrases for a moment of the call, best first.

        Args:
            embedding: of what the customer said, shape (384,), length 1.
            emotion: an emotion's id; anything else (``unsure``) counts as not known.
            needs: ids of open needs with their weight, 0..1.
            phase: a phase's id.
            limit: the most hits wanted.

        Returns:
            At most ``limit`` hits. Boundary scripts (for abuse) come only for abuse, and then nothing else does. A
            phrase bound to a situation comes only if the words are as close to a cue as `SITUATION_SIMILARITY`.
        """
        if not self._phrases or limit < 1:
            return []
        fits = self._fits.of(emotion, needs, phase)
        structure = EMOTION_SHARE * fits[0] + NEED_SHARE * fits[1] + PLACE_SHARE * fits[2]
        near, exact = self._wanted.likeness(embedding)
        hope = self._rank(near, structure, slice(None))  # no rank is above it: what is avoided only lowers
        hope[self._fits.for_abuse != (emotion == "abuse")] = -np.inf
        places = _highest(hope, FIRST_LOOK * limit)
        found = self._score(embedding, structure, places, near if exact else None)
        best = found.best(limit)
        floor = found.rank[best[-1]] if len(best) == limit else _LEAST
        if np.count_nonzero(hope >= floor) > np.count_nonzero(hope[places] >= floor):  # others may still be better
            places = np.flatnonzero(hope >= floor)
            found = self._score(embedding, structure, places, near if exact else None)
            best = found.best(limit)
        places = places[best]
        parts = np.stack([found.similarity[best], found.avoid[best], *(fit[places] for fit in fits)], axis=1)
        return [Hit(self._phrases[place], *row) for place, row in zip(places, parts.tolist(), strict=True)]

    def _score(
        self, embedding: FloatArray, structure: FloatArray, places: IntArray, near: FloatArray | None
    ) -> _Scores:
        """What some phrases are worth; ``near`` holds the similarity of all of them where that is known exactly."""
        similarity = self._wanted.exact(embedding, places) if near is None else near[places]
        avoid = np.maximum(self._avoided.exact(embedding, places), 0.0)
        rank = self._rank(similarity, structure[places], places) - np.where(avoid > similarity, avoid, 0.0)
        return _Scores(rank, similarity, avoid)

    def _rank(self, similarity: FloatArray, structure: FloatArray, places: IntArray | slice) -> FloatArray:
        rank: FloatArray = 0.5 * np.maximum(similarity, 0.0) + 0.5 * structure
        rank[self._fits.bound[places] & (similarity < SITUATION_SIMILARITY)] = -np.inf
        return rank


class _Scores(NamedTuple):
    rank: FloatArray
    similarity: FloatArray
    avoid: FloatArray

    def best(self, limit: int) -> IntArray:
        """Where the highest ranks stand, best first, without phrases that are ruled out."""
        order = np.argsort(-self.rank, kind="stable")[:limit]
        return order[self.rank[order] > -np.inf]


def _answered(phrase: Phrase) -> tuple[str, ...]:
    """What the customer's words are compared with. A phrase bound to a situation is shown only by its cues."""
    return (phrase.plain, *phrase.cues) if phrase.scope == "any" else phrase.cues


def _highest(values: FloatArray, count: int) -> IntArray:
    """The places of the highest values, in their order, without those that are ruled out."""
    places = np.flatnonzero(values > -np.inf)
    if count >= len(places):
        return places
    return np.sort(places[np.argpartition(values[places], -count)[-count:]])


class _Fits:
    """For each tag of the taxonomy, how well every phrase fits it: rows of 0..1, one column a phrase."""

    def __init__(self, phrases: Sequence[Phrase], register: str) -> None:
        taxonomy = load_taxonomy()
        felt = _Kinds(phrases, lambda phrase: phrase.emotions)
        needed = _Kinds(phrases, lambda phrase: phrase.needs)
        placed = _Kinds(phrases, lambda phrase: (phrase.phases, phrase.tone, phrase.register))
        self._unknown = np.full(len(phrases), UNKNOWN, dtype=np.float32)
        self._emotions = {tag.id: felt.row(partial(_emotion_fit, tag)) for tag in taxonomy.emotions}
        self._needs = {need: needed.row(partial(_need_fit, need)) for need in taxonomy.need_ids}
        self._places = {phase: placed.row(partial(_place_fit, phase, register)) for phase in taxonomy.phase_ids}
        self.for_abuse = np.array(["abuse" in phrase.emotions for phrase in phrases], dtype=bool)
        self.bound = np.array([phrase.scope == "situation" for phrase in phrases], dtype=bool)

    def of(self, emotion: str, needs: Mapping[str, float], phase: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """How well each phrase fits emotion, needs and phase: three times shape (phrases,), 0..1."""
        known = [weight * self._needs[need] for need, weight in needs.items() if need in self._needs]
        return (
            self._emotions.get(emotion, self._unknown),
            np.max(np.stack(known), axis=0).astype(np.float32) if known else self._unknown,
            self._places.get(phase, self._unknown),
        )


class _Kinds:
    """Phrases alike in some tags: a fit that depends on these alone is worked out once a kind."""

    def __init__(self, phrases: Sequence[Phrase], tags: Callable[[Phrase], Hashable]) -> None:
        kinds: dict[Hashable, int] = {}
        self._kind_of = np.array([kinds.setdefault(tags(phrase), len(kinds)) for phrase in phrases], dtype=np.intp)
        _, firsts = np.unique(self._kind_of, return_index=True)
        self._examples = [phrases[place] for place in firsts]

    def row(self, fit: Callable[[Phrase], float]) -> FloatArray:
        """The fit of every phrase, shape (phrases,)."""
        return np.array([fit(phrase) for phrase in self._examples], dtype=np.float32)[self._kind_of]


def _emotion_fit(emotion: Emotion, phrase: Phrase) -> float:
    if not phrase.emotions:
        return UNKNOWN
    if emotion.id in phrase.emotions:
        return 1.0
    taxonomy = load_taxonomy()
    others = [taxonomy.emotion(name) for name in phrase.emotions if name != "abuse"]
    distances = [np.hypot(emotion.valence - other.valence, emotion.arousal - other.arousal) for other in others]
    return NEAR_SHARE * max(0.0, 1.0 - float(min(distances, default=NEAR_EMOTION)) / NEAR_EMOTION)


def _need_fit(need: str, phrase: Phrase) -> float:
    """1 for the phrase's strongest need, a little less for each later one."""
    return 1.0 - 0.1 * phrase.needs.index(need) if need in phrase.needs else 0.0


def _place_fit(phase: str, register: str, phrase: Phrase) -> float:
    """The phase it is written for counts more than the tone that helps there, and that more than the register."""
    wrong = (phase in WARM_PHASES and phrase.tone == "competent") or (
        phase in COMPETENT_PHASES and phrase.tone == "warm"
    )
    phased, toned, sounding = phase in phrase.phases, UNKNOWN if wrong else 1.0, register_fit(phrase.register, register)
    return PHASE_SHARE * phased + TONE_SHARE * toned + REGISTER_SHARE * sounding
