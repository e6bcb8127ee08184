"""The choice of words in one phrase: spelling, country, reading level, jargon, and what its sector forbids."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources

import readability
import yaml

from phrasebank.packs import CORE, load_packs
from phrasebank.phrase import Phrase
from phrasebank.spelling import load_speller
from phrasebank.wording import Breach

HIGHEST_GRADE = 8.0
"""School grade (Flesch-Kincaid) up to which most adults follow at once, also upset ones."""

_MARKUP = re.compile(r"\{\w+(?:\|([^{}]*))?\}")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_TOKEN = re.compile(r"[\w'\u2019-]+|[.,;:?!]")


def word_breaches(phrase: Phrase) -> Iterator[Breach]:
    """Every rule on the choice of words that the phrase breaks."""
    for check in (_spelling, _country, _grade, _jargon, _sector):
        yield from check(phrase)


def reading_grade(text: str) -> float:
    """The school grade from which on a text is understood, after Flesch and Kincaid; may lie below 0."""
    tokens = [" ".join(_TOKEN.findall(sentence)) for sentence in _SENTENCE_END.split(text)]
    measures = readability.getmeasures("\n".join(tokens) + "\n", lang="en")
    return float(measures["readability grades"]["Kincaid"])


def _spelling(phrase: Phrase) -> Iterator[Breach]:
    speller = load_speller()
    for word, near in speller.misspelt(_said(phrase)):
        yield Breach("spelling", "error", f"'{word}' is not a word; {_spelling_mend(near)}")
    for word, near in speller.misspelt(" ".join((*phrase.cues, *phrase.avoid))):
        yield Breach("cue-spelling", "note", f"'{word}' in the customer's words is not one; {_spelling_mend(near)}")


def _spelling_mend(near: str) -> str:
    return f"write '{near}'" if near else "correct it, or add it to data/spelling.yaml"


def _country(phrase: Phrase) -> Iterator[Breach]:
    for marked in load_speller().marked(_said(phrase)):
        if marked.locale == phrase.locale:
            continue
        other = f" ('{marked.elsewhere}' elsewhere)" if marked.elsewhere else ""
        if phrase.locale == "any":
            mend = f"use a word that all write alike, or set locale: {marked.locale}"
        else:
            mend = f"write it as {phrase.locale} does"
        yield Breach("locale-word", "error", f"'{marked.word}' is {marked.locale}{other}; {mend}")


def _grade(phrase: Phrase) -> Iterator[Breach]:
    grade = reading_grade(phrase.plain)
    if grade > HIGHEST_GRADE:
        yield Breach(
            "reading-level", "error", f"it reads at grade {grade:.1f}; use shorter words or sentences, up to grade 8"
        )


def _jargon(phrase: Phrase) -> Iterator[Breach]:
    text = _said(phrase)
    for pattern, mend in _load_jargon():
        if found := pattern.search(text):
            yield Breach("jargon", "error", f"'{found.group()}' is jargon; {mend}")


@functools.cache
def _load_jargon() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = yaml.safe_load(resources.files("phrasebank").joinpath("data/jargon.yaml").read_text(encoding="utf-8"))
    return tuple((re.compile(rf"\b({row['words']})\b", re.IGNORECASE), row["mend"]) for row in rows)


def _sector(phrase: Phrase) -> Iterator[Breach]:
    """A sector's do-nots bind its own phrases; a core phrase that breaks one is left out in that sector."""
    for sector in load_packs().values():
        if phrase.pack not in (CORE, sector.id):
            continue
        for broken in sector.breaches((*phrase.forms, phrase.cue)):
            if phrase.pack == sector.id:
                yield Breach(f"{sector.id}-{broken.id}", "error", f"{broken.what}: {broken.mend} ({broken.why})")
            else:
                mend = f"with the pack '{sector.id}' it is left out ({broken.what}); or {broken.mend}"
                yield Breach(f"{sector.id}-{broken.id}", "note", mend)


def _said(phrase: Phrase) -> str:
    """Every word that is written: fallbacks and optional segments too, and the card's cue."""
    text = _MARKUP.sub(lambda match: f" {match.group(1) or ''} ", phrase.text)
    return f"{text.replace('[', ' ').replace(']', ' ')} {phrase.cue}"
