"""Banks side by side: models loaded once, a library for each bank and team, and what is said encoded once for all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assist.settings import BankSettings
from assist.suggest.editions import Edition
from assist.suggest.library import LanguageModels, PhraseLibrary, load_language, told_in_a_sentence
from phrasebank.bank import Bank
from phrasebank.encoder import FloatArray, SentenceEncoder
from phrasebank.remembering import RememberingEncoder
from phrasebank.selection import selected

_KEPT = 2000
"""Texts whose features are kept (8 kB each): those of the calls that run at once, and more."""


_LIBRARIES = 8
"""Libraries that are kept (some 20 MB each): those of four teams."""


class ReadingAhead:
    """A sentence encoder that is told what it will be asked: many texts at once take a third of the time.

    Args:
        encoder: does the work.
    """

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self.dimensions = encoder.dimensions
        self.fingerprint = encoder.fingerprint
        self._known: dict[str, FloatArray] = {}

    def expect(self, texts: Sequence[str]) -> None:
        """Encode what is not known yet in one pass."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(unknown) > _KEPT:
            self._known.clear()
            unknown = list(dict.fromkeys(texts))
        if unknown:
            self._known.update(zip(unknown, self._encoder.features(unknown), strict=True))

    def features(self, texts: Sequence[str]) -> FloatArray:
        """As `SentenceEncoder.features`."""
        self.expect(texts)
        return np.stack([self._known[text] for text in texts])

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """As `SentenceEncoder.encode`."""
        return np.ascontiguousarray(self.features(texts)[:, -self.dimensions :])


class Banks:
    """Some banks by name, ready to be asked side by side.

    Args:
        models: the encoder, its heads and the judge of cards.
        banks: all phrases of each; a team's part is taken from them.
    """

    def __init__(self, models: LanguageModels, banks: Mapping[str, Bank]) -> None:
        self._ahead = ReadingAhead(models.encoder)
        corpora = RememberingEncoder(models.encoder, models.corpora)
        corpora.encode(_texts(banks.values()))  # at once: a library of any team then finds all of its texts there
        self._models = replace(models, encoder=self._ahead, corpora=corpora)  # type: ignore[arg-type]
        self._banks = banks
        self._libraries: OrderedDict[tuple[str, tuple[str, ...], str, str], PhraseLibrary] = OrderedDict()

    @property
    def names(self) -> tuple[str, ...]:
        """What the banks are called."""
        return tuple(self._banks)

    def library(self, name: str, rules: BankSettings) -> PhraseLibrary:
        """One bank as a team has it.

        Args:
            name: of the bank.
            rules: packs, register and place; the rest is not looked at.

        Raises:
            AttuneError: there is no such pack, register or place.
        """
        key = (name, rules.pack_names, rules.register, rules.locale)
        library = self._libraries.pop(key, None)
        if library is None:
            with told_in_a_sentence():
                part = selected(self._banks[name], rules.pack_names, rules.register, rules.locale)
                library = self._models.library(Edition(part, rules.register, part.version))
        self._libraries[key] = library
        if len(self._libraries) > _LIBRARIES:
            self._libraries.popitem(last=False)
        return library

    def expect(self, texts: Sequence[str]) -> None:
        """These words will be looked for: encode them in one pass."""
        self._ahead.expect(texts)


def _texts(banks: Iterable[Bank]) -> list[str]:
    """All that is compared with what customers say, each once."""
    phrases = (phrase for bank in banks for phrase in bank.approved)
    return list(dict.fromkeys(text for phrase in phrases for text in (phrase.plain, *phrase.cues, *phrase.avoid)))


def load_banks(banks: Mapping[str, Bank], settings: BankSettings) -> Banks:
    """Load the models: seconds.

    Args:
        banks: by name.
        settings: say which encoder and whose lessons.

    Raises:
        AttuneError: a file of the models is missing or damaged.
    """
    with told_in_a_sentence():
        return Banks(load_language(settings), banks)
