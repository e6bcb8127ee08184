"""A second look at what the search found: would a coach find each phrase fitting, said now?

The search is quick and knows tags and nearness; the reranker, a small network fitted to coaches' grades
(`phrasebank.grades`), weighs them together with how sure the reading is and with what kind of phrase it is. Retrieval
in two stages is the usual way (Nogueira & Cho 2019).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from phrasebank.encoder import Encoder, FloatArray
from phrasebank.errors import RerankerError
from phrasebank.grades import grade_name
from phrasebank.heads import Network, bundled_heads, sigmoid
from phrasebank.index import Hit
from phrasebank.phrase import Phrase
from phrasebank.strategies import load_strategies
from phrasebank.taxonomy import load_taxonomy

GRADES = ("fits", "good")
"""What the network tells: the chances that a coach grades the phrase at least 1 (fitting), and 2 (glad to hear it)."""

RERANKER_FILE = "reranker.safetensors"
_NONE = (0.0,) * len(GRADES)
_ACTS = ("attentive", "cognitive", "affective", "action")
_REFIT = "run 'python -m phrasebank.reranking'"


@dataclass(frozen=True, slots=True)
class Moment:
    """Where words might help.

    Attributes:
        embedding: of what the customer said, shape (dimensions,), length 1.
        emotion: the emotion that the call goes by.
        needs: open needs with their weight, 0..1.
        phase: of the call.
        felt, needed: probabilities of every emotion and every need, as read from the words alone.
    """

    embedding: FloatArray
    emotion: str
    needs: Mapping[str, float]
    phase: str
    felt: Mapping[str, float]
    needed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Grader:
    """The fitted network.

    Attributes:
        network: from `Candidates.features` to the log odds of `GRADES`.
        leanings: what to add to these for single phrases, by ``phrase@version``; none for one that has no grades yet.
        encoder: fingerprint of the encoder whose similarities and readings it was fitted to.
        report: what cross-validation found.
    """

    network: Network
    leanings: Mapping[str, tuple[float, ...]]
    encoder: str
    report: Mapping[str, Any]


class Reranker:
    """Judges phrases for a moment. Immutable.

    Args:
        grader: the fitted network.
        candidates: what is known of the phrases.
    """

    def __init__(self, grader: Grader, candidates: Candidates) -> None:
        self._network = grader.network
        self._leanings = grader.leanings
        self._candidates = candidates

    def grades(self, moment: Moment, hits: Sequence[Hit]) -> FloatArray:
        """The chances of `GRADES` for each hit: shape (hits, 2), 0..1; the second is never above the first."""
        if not hits:
            return np.zeros((0, len(GRADES)), dtype=np.float32)
        leanings = leanings_of(self._leanings, [grade_name(hit.phrase) for hit in hits])
        chances = sigmoid(self._network.logits(self._candidates.features(moment, hits)) + leanings)
        return np.minimum(chances, chances[:, :1])


class Candidates:
    """What does not change about the phrases: their own words' embeddings, and what kind of phrase each is.

    Args:
        phrases: all that may be judged.
        encoder: embeds their texts once; give a `CachedEncoder` for a fast start.
    """

    def __init__(self, phrases: Sequence[Phrase], encoder: Encoder) -> None:
        taxonomy = load_taxonomy()
        self._emotions, self._needs = taxonomy.emotion_ids, taxonomy.need_ids
        self._phases = taxonomy.phase_ids
        self._place = {phrase.id: place for place, phrase in enumerate(phrases)}
        self._texts = encoder.encode([phrase.plain for phrase in phrases])
        self._kinds = np.array([_kind(phrase) for phrase in phrases], dtype=np.float32)
        self._felt = np.array([[tag in phrase.emotions for tag in self._emotions] for phrase in phrases])
        self._needed = np.array([[tag in phrase.needs for tag in self._needs] for phrase in phrases])
        self._first = np.array([[tag in phrase.needs[:1] for tag in self._needs] for phrase in phrases])

    def features(self, moment: Moment, hits: Sequence[Hit]) -> FloatArray:
        """What the network reads, shape (hits, features): of the match, of the phrase, of the moment."""
        places = np.array([self._place[hit.phrase.id] for hit in hits])
        felt = np.array([moment.felt[tag] for tag in self._emotions], dtype=np.float32)
        needed = np.array([moment.needed[tag] for tag in self._needs], dtype=np.float32)
        match = np.stack(
            [
                *np.array([_match(hit, moment) for hit in hits]).T,
                self._texts[places] @ moment.embedding,
                self._felt[places] @ felt,
                (self._needed[places] * needed).max(axis=1),
                self._first[places] @ needed,
            ],
            axis=1,
        )
        phases = [float(moment.phase == phase) for phase in self._phases]
        known = np.concatenate([phases, felt, needed, [needed.max()]])
        parts = [match, self._kinds[places], self._felt[places], self._needed[places]]
        return np.hstack([*parts, np.broadcast_to(known, (len(hits), len(known)))]).astype(np.float32)


def leanings_of(leanings: Mapping[str, tuple[float, ...]], names: Iterable[str]) -> FloatArray:
    """The leanings of some phrases: shape (names, 2)."""
    return np.array([leanings.get(str(name), _NONE) for name in names], dtype=np.float32)


def strategy_fit(phrase: Phrase, moment: Moment) -> float:
    """How well the phrase's act answers feeling and needs in this part of the call, 0..1."""
    return _fit(phrase.strategy, moment.emotion, tuple(moment.needs), moment.phase)


@functools.lru_cache(maxsize=16384)
def _fit(strategy: str, emotion: str, needs: tuple[str, ...], phase: str) -> float:
    """Asked for each of hundreds of phrases, which have two dozen strategies."""
    return load_strategies().fit(strategy, emotion, needs, phase)


def _match(hit: Hit, moment: Moment) -> tuple[float, ...]:
    fits = (hit.emotion_fit, hit.need_fit, hit.place_fit, strategy_fit(hit.phrase, moment))
    return (hit.similarity, hit.avoid_similarity, *fits)


def _kind(phrase: Phrase) -> list[float]:
    flags = [phrase.scope == "situation", phrase.tone == "warm", not phrase.emotions]
    acts = [phrase.act == act for act in _ACTS]
    strategies = [phrase.strategy == strategy for strategy in load_taxonomy().strategy_ids]
    counts = [len(phrase.plain.split()), len(phrase.emotions), len(phrase.needs)]
    return [float(value) for value in (*flags, *acts, *strategies, *counts)]


def bundled_reranker() -> Path:
    """The file that comes with the package."""
    return bundled_heads().parent / RERANKER_FILE


def save_grader(grader: Grader, path: Path) -> None:
    """Write the network to one file."""
    from safetensors.numpy import save  # noqa: PLC0415 - judging alone needs no file format

    network = grader.network
    tensors = {
        name: np.ascontiguousarray(getattr(network, name)) for name in ("hidden", "hidden_bias", "out", "out_bias")
    }
    description = {"encoder": grader.encoder, "report": grader.report, "leanings": grader.leanings}
    path.write_bytes(save(tensors, metadata={"reranker": json.dumps(description)}))


def load_grader(path: Path | None = None, encoder: str | None = None) -> Grader:
    """Read the network.

    Args:
        path: a file that `save_grader` wrote; the bundled one by default.
        encoder: fingerprint of the encoder that will feed it; None where none does.

    Raises:
        RerankerError: the file is missing or damaged, or was fitted for another encoder.
    """
    from safetensors import SafetensorError, safe_open  # noqa: PLC0415

    path = path or bundled_reranker()
    try:
        with safe_open(path, framework="numpy") as file:
            description = json.loads(file.metadata()["reranker"])
            network = Network(**{name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118 - no dict
        leanings = {name: tuple(found) for name, found in description["leanings"].items()}
        grader = Grader(network, leanings, description["encoder"], description["report"])
    except OSError as error:
        raise RerankerError(
            f"{path}: the reranker cannot be read ({error.strerror or 'no such file'}); {_REFIT}."
        ) from error
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise RerankerError(f"{path}: the file of the reranker is damaged; {_REFIT}.") from error
    if encoder is not None and grader.encoder != encoder:
        raise RerankerError(f"{path}: the reranker was fitted for another sentence encoder; {_REFIT}.")
    return grader
