"""The encoder with its heads, and the phrase bank, as the engine sees them."""

from __future__ import annotations

import contextlib
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from assist.commands import Said, SearchBank
from assist.errors import AttuneError, EncoderError
from assist.inputs import Hit
from assist.scale import AffectScale, WordsDone
from assist.settings import BankSettings
from assist.suggest.editions import Edition, edition_of
from phrasebank.bank import Bank
from phrasebank.context import CONTEXT_TURNS, Earlier
from phrasebank.encoder import CachedEncoder, Encoder, SentenceEncoder, open_encoder
from phrasebank.errors import EncoderError as BankEncoderError
from phrasebank.errors import PhrasebankError
from phrasebank.heads import HEADS_FILE, Heads
from phrasebank.index import Hit as Found
from phrasebank.index import PhraseIndex
from phrasebank.lessons import LessonBook
from phrasebank.reranker import RERANKER_FILE, Candidates, Grader, Moment, Reranker, load_grader, strategy_fit
from phrasebank.taxonomy import load_taxonomy

Features = npt.NDArray[np.float32]
Share = TypeVar("Share", float, int)

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LEAST_WORDS = 3
_LEAST_PART_WORDS = 5
"""A shorter sentence of a card ("Let me check.") is said in any call."""
_WINDOW_WORDS = 14
"""About one spoken sentence; windows overlap by half, so that each sentence lies in one of them."""

_REMEMBERED = 128
"""Texts whose features are kept: reading and searching ask for the same words, and so does each rehearsal."""

_FIRST_LOOK = 400
"""Phrases that the search hands to the reranker: most of a bank, since what is near in words need not fit."""

_PART_DISCOUNT = 0.3
"""Half of a card, said word for word, is 0.85 like it; its last five words of twenty 0.78. Judgement."""


class PhraseLibrary:
    """Reads words and finds phrases. One forward pass an utterance; not for two threads at once."""

    def __init__(
        self, encoder: SentenceEncoder, heads: Heads, index: PhraseIndex, reranker: Reranker, bank: Bank
    ) -> None:
        self._encoder = encoder
        self._heads = heads
        self._index = index
        self._reranker = reranker
        self._remembered: OrderedDict[str, Features] = OrderedDict()
        self.version = bank.version
        self.phrases = len(bank.approved)
        taxonomy = load_taxonomy()
        self.scale = AffectScale(
            circumplex={emotion.id: (emotion.valence, emotion.arousal) for emotion in taxonomy.emotions},
            **{task: heads.floors[task] for task in ("emotions", "needs", "acts", "answers")},
        )

    def customer(self, text: str, context: Sequence[Said] = ()) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Probabilities of every emotion and of every need."""
        reading = self._heads.read(self._features(text), self._earlier(context), len(text.split()))
        return reading.emotions, reading.needs

    def agent(self, text: str) -> WordsDone:
        """Probabilities of every act and of every need being answered, and the empathy."""
        spans = passages(text)
        rows = self._encoder.features(spans)
        for span, row in zip(spans, rows, strict=True):
            self._remember(span, row)  # whether these were the card's words is asked next
        readings = [self._heads.read(row) for row in rows]
        return WordsDone(
            acts=_strongest([reading.acts for reading in readings]),
            answers=_strongest([reading.answers for reading in readings]),
            empathy=_strongest([reading.epitome for reading in readings]),
        )

    def _earlier(self, context: Sequence[Said]) -> Earlier:
        """The last turn of each speaker among the two turns before; both have been read, so it costs no pass."""
        earlier = Earlier()
        for said in context[-CONTEXT_TURNS:]:
            reading = self._heads.read(self._features(said.text))
            if said.speaker == "customer":
                earlier = replace(earlier, customer=reading.as_customer)
            else:
                earlier = replace(earlier, agent=reading.as_agent)
        return earlier

    def likeness(self, text: str, card: str) -> float:
        """How like the words, or some part of them, are the card, or some part of it: a cosine, 0..1.

        A part of the card counts less the shorter it is beside the whole, by at most `_PART_DISCOUNT`.
        """
        self._remember_all([*passages(text), *parts(card)])
        said = np.stack([self._embedding(passage) for passage in passages(text)])
        return max(
            0.0,
            *(
                (1.0 - _PART_DISCOUNT * (1.0 - share)) * float(np.max(said @ self._embedding(part)))
                for part, share in parts(card).items()
            ),
        )

    def search(self, command: SearchBank) -> tuple[Hit, ...]:
        """Phrases that fit, best first."""
        moment = self._moment(command)
        found = self._index.search(
            moment.embedding, moment.emotion, moment.needs, moment.phase, max(_FIRST_LOOK, command.limit)
        )
        grades = self._reranker.grades(moment, found)
        best = np.argsort(-grades.sum(axis=1), kind="stable")[: command.limit]
        return tuple(_hit(found[place], moment, grades[place]) for place in best)

    def _moment(self, command: SearchBank) -> Moment:
        """Feeling and needs as the call goes by them, and as the words alone are read."""
        reading = self._heads.read(self._features(command.query))
        return Moment(
            embedding=self._embedding(command.query),
            emotion=command.emotion,
            needs=command.needs,
            phase=command.phase,
            felt=reading.emotions,
            needed=reading.needs,
        )

    def _embedding(self, text: str) -> Features:
        return self._features(text)[-self._encoder.dimensions :]

    def _remember_all(self, texts: Sequence[str]) -> None:
        """Encode what is not known yet in one pass."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        for text, row in zip(unknown, self._encoder.features(unknown) if unknown else (), strict=True):
            self._remember(text, row)

    def _features(self, text: str) -> Features:
        features = self._remembered.pop(text, None)
        if features is None:
            features = self._encoder.features([text])[0]
        self._remember(text, features)
        return features

    def _remember(self, text: str, features: Features) -> None:
        self._remembered[text] = features
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)


def passages(text: str) -> list[str]:
    """The whole of what was said and, where it is long, its parts: an agent does one thing after the other.

    Sentences where the recogniser wrote them, else overlapping windows of words.
    """
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if len(part.split()) >= _LEAST_WORDS]
    if len(sentences) > 1:
        return [text, *sentences]
    words = text.split()
    if len(words) <= _WINDOW_WORDS:
        return [text]
    starts = range(0, len(words) - _WINDOW_WORDS // 2, _WINDOW_WORDS // 2)
    return [text, *(" ".join(words[start : start + _WINDOW_WORDS]) for start in starts)]


def parts(card: str) -> dict[str, float]:
    """The card as a whole and its longer sentences, each with its share of the card's words."""
    words = len(card.split())
    sentences = [part.strip() for part in _SENTENCE_END.split(card) if len(part.split()) >= _LEAST_PART_WORDS]
    return {card: 1.0} | {sentence: len(sentence.split()) / words for sentence in sentences if sentence != card}


@dataclass(frozen=True, slots=True)
class LanguageModels:
    """What is loaded once for every bank: the encoder with its heads, and the judge of cards.

    Attributes:
        corpora: embeds phrases, from disk as far as they are kept there.
    """

    encoder: SentenceEncoder
    corpora: Encoder
    heads: Heads
    grader: Grader

    def library(self, edition: Edition) -> PhraseLibrary:
        """An edition, ready to be searched: quick where most of its phrases were embedded before."""
        index = PhraseIndex(edition.bank, self.corpora, edition.register)
        reranker = Reranker(self.grader, Candidates(edition.bank.approved, self.corpora))
        library = PhraseLibrary(self.encoder, self.heads, index, reranker, edition.bank)
        library.version = edition.version
        return library


def load_language(settings: BankSettings) -> LanguageModels:
    """Load the models: seconds.

    Raises:
        PhrasebankError: their files are missing or damaged.
    """
    folder = Path(settings.encoder) if settings.encoder else None
    encoder = open_encoder(folder)
    heads = LessonBook(Path(settings.taught)).current(encoder.fingerprint, folder / HEADS_FILE if folder else None)
    grader = load_grader(folder / RERANKER_FILE if folder else None, encoder.fingerprint)
    return LanguageModels(encoder, CachedEncoder(encoder), heads, grader)


def open_library(settings: BankSettings) -> PhraseLibrary:
    """Load encoder, heads and bank: seconds.

    Raises:
        AttuneError: the weights are not there, or a file of the bank is broken; the sentence names it.
    """
    with told_in_a_sentence():
        edition = edition_of(settings)
        library = load_language(settings).library(edition)
        library.customer("hello")  # the first pass is slow; not in a call
    return library


@contextlib.contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """The bank's errors as the engine's own."""
    try:
        yield
    except BankEncoderError as error:
        raise EncoderError(str(error)) from error
    except PhrasebankError as error:
        raise AttuneError(str(error)) from error


def _hit(found: Found, moment: Moment, grades: Features) -> Hit:
    phrase = found.phrase
    names = ("similarity", "avoid_similarity", "emotion_fit", "need_fit", "place_fit")
    numbers: dict[str, Any] = {name: round(float(getattr(found, name)), 4) for name in names}
    return Hit(
        phrase_id=phrase.id,
        text=phrase.text,
        cue=phrase.cue,
        strategy=phrase.strategy,
        emotions=phrase.emotions,
        needs=phrase.needs,
        strategy_fit=round(strategy_fit(phrase, moment), 4),
        fits=round(float(grades[0]), 4),
        good=round(float(grades[1]), 4),
        **numbers,
    )


def _strongest(shares: Sequence[Mapping[str, Share]]) -> dict[str, Share]:
    return {name: max(share[name] for share in shares) for name in shares[0]}
