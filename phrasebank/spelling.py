"""Spelling, and the words that belong to one country: American and British English differ in some."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

import yaml
from breame.data.spelling_constants import AMERICAN_ENGLISH_SPELLINGS, BRITISH_ENGLISH_SPELLINGS
from spellchecker import SpellChecker

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_ENDING = re.compile(r"'(s|d|ll|re|ve)$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A word of one country. ``elsewhere`` is how others spell it; empty where they use another word."""

    word: str
    locale: str
    elsewhere: str = ""


class Speller:
    """Knows the words of both countries. Its dictionary is pyspellchecker's, which spells as Americans do.

    Args:
        known: words that are right everywhere although the dictionary lacks them.
        both: American spellings that are right in Britain too.
        terms: by locale, words and terms that mark it.
    """

    def __init__(self, known: frozenset[str], both: frozenset[str], terms: Mapping[str, tuple[str, ...]]) -> None:
        self._words = SpellChecker(distance=1)
        self._known = known.union(*terms.values())
        self._both = both
        self._terms = {
            locale: re.compile(rf"\b({'|'.join(map(re.escape, marked))})\b") for locale, marked in terms.items()
        }

    def misspelt(self, text: str) -> Iterator[tuple[str, str]]:
        """Words that neither country writes, once each, with the nearest word there is (empty if none is near)."""
        for word in dict.fromkeys(_WORD.findall(_plain(text))):
            if not self._is_word(word):
                near = self._words.correction(word)
                yield word, near if near and near != word else ""

    def marked(self, text: str) -> Iterator[Marked]:
        """Words that one country only writes so, once each."""
        text = _plain(text)
        for word in dict.fromkeys(_WORD.findall(text)):
            if word in AMERICAN_ENGLISH_SPELLINGS and word not in self._both:
                yield Marked(word, "en-US", AMERICAN_ENGLISH_SPELLINGS[word])
            elif word in BRITISH_ENGLISH_SPELLINGS and word not in self._words:  # both spell 'cancellation' so
                yield Marked(word, "en-GB", BRITISH_ENGLISH_SPELLINGS[word])
        for locale, pattern in self._terms.items():
            for term in dict.fromkeys(match.group() for match in pattern.finditer(text)):
                yield Marked(term, locale)

    def _is_word(self, word: str) -> bool:
        forms = {word, _ENDING.sub("", word)}
        return any(form in self._words or form in self._known or form in BRITISH_ENGLISH_SPELLINGS for form in forms)


@functools.cache
def load_speller() -> Speller:
    """The bundled speller; its dictionary is read once (0.1 s)."""
    values = yaml.safe_load(resources.files("phrasebank").joinpath("data/spelling.yaml").read_text(encoding="utf-8"))
    terms = {locale: tuple(marked) for locale, marked in values["terms"].items()}
    return Speller(frozenset(values["known"]), frozenset(values["both"]), terms)


def _plain(text: str) -> str:
    return text.lower().replace("\u2019", "'")
