"""``phrasebank check``: every wording rule that a program can hold, with file, line and mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from phrasebank.bank import Bank
from phrasebank.coverage import Coverage, load_wanted
from phrasebank.diction import word_breaches
from phrasebank.encoder import Encoder
from phrasebank.phrase import Origin, Phrase
from phrasebank.wording import Level, breaches

ALIKE = 0.95
"""Two phrases whose embeddings are this similar are one phrase: the agent hears no variety."""
SAME_WORDS = 0.92
"""Customer's words this similar say the same."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule.

    Attributes:
        origin: file and line.
        phrase_id: the phrase; empty where the bank as a whole is meant.
        rule: its name.
        level: ``error`` or ``note``.
        mend: what to do about it.
    """

    origin: Origin
    phrase_id: str
    rule: str
    level: Level
    mend: str

    def __str__(self) -> str:
        subject = f" '{self.phrase_id}'" if self.phrase_id else ""
        return f"{self.origin}: {self.level} {self.rule}{subject}: {self.mend}"


def check_bank(bank: Bank, encoder: Encoder | None = None, where: str = "bank") -> list[Finding]:
    """All findings, in the order of files and lines, those on the whole bank last.

    Args:
        bank: what to check; retired phrases are left out.
        encoder: compares phrases by meaning; without it only equal texts are found.
        where: names the bank in findings on the whole of it.
    """
    phrases = [phrase for phrase in bank.phrases if phrase.status != "retired"]
    own = [
        Finding(phrase.origin, phrase.id, breach.rule, breach.level, breach.mend)
        for phrase in phrases
        for breach in (*breaches(phrase), *word_breaches(phrase))
    ]
    own += _equal_texts(phrases)
    own += _shared_cues(phrases)
    if encoder is not None:
        own += _alike(phrases, encoder)
        own += _contradictions(phrases, encoder)
    own.sort(key=lambda finding: (finding.origin.file, finding.origin.line))
    return own + list(_whole(bank, Origin(where)))


def _equal_texts(phrases: Sequence[Phrase]) -> Iterator[Finding]:
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        other = first.setdefault(_words(phrase.plain), phrase)
        if other is not phrase and _meet(phrase, other):
            yield _duplicate(phrase, other, "duplicate-text", "says the same as")


def _alike(phrases: Sequence[Phrase], encoder: Encoder) -> Iterator[Finding]:
    if len(phrases) < 2:
        return
    vectors = encoder.encode([phrase.plain for phrase in phrases])
    for later, earlier in np.argwhere(np.tril(vectors @ vectors.T, k=-1) > ALIKE):
        phrase, other = phrases[later], phrases[earlier]
        if _meet(phrase, other) and _words(phrase.plain) != _words(other.plain):
            yield _duplicate(phrase, other, "duplicate-meaning", "means the same as")


def _duplicate(phrase: Phrase, other: Phrase, rule: str, relation: str) -> Finding:
    mend = f"it {relation} '{other.id}' ({other.origin}); rewrite or retire one"
    return Finding(phrase.origin, phrase.id, rule, "error", mend)


def _contradictions(phrases: Sequence[Phrase], encoder: Encoder) -> Iterator[Finding]:
    """Do-not-trigger examples that mean the same as a cue of their own phrase: it would be found and barred at once."""
    pairs = [(phrase, cue, avoided) for phrase in phrases for cue, avoided in _near_pairs(phrase)]
    if not pairs:
        return
    vectors = encoder.encode([text for _, cue, avoided in pairs for text in (cue, avoided)])
    for (phrase, cue, avoided), likeness in zip(pairs, (vectors[::2] * vectors[1::2]).sum(axis=1), strict=True):
        if likeness > SAME_WORDS:
            mend = f"'{avoided}' is avoided and means the same as the cue '{cue}'; remove one"
            yield Finding(phrase.origin, phrase.id, "cue-and-avoid", "error", mend)


def _near_pairs(phrase: Phrase) -> Iterator[tuple[str, str]]:
    """Cue and example with half of their words in common: only those are worth the encoder's time."""
    for cue in phrase.cues:
        for avoided in phrase.avoid:
            one, other = set(_words(cue).split()), set(_words(avoided).split())
            if len(one & other) >= 0.5 * min(len(one), len(other)) > 0:
                yield cue, avoided


def _shared_cues(phrases: Sequence[Phrase]) -> Iterator[Finding]:
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        for cue in phrase.cues:
            other = first.setdefault(_words(cue), phrase)
            if other is not phrase and other.pack == phrase.pack and _meet(phrase, other):
                mend = f"the cue '{cue}' also stands at '{other.id}' ({other.origin}); word one of them differently"
                yield Finding(phrase.origin, phrase.id, "shared-cue", "note", mend)


def _meet(phrase: Phrase, other: Phrase) -> bool:
    """Whether one team may see both: not an American phrase and its British twin."""
    return phrase.locale == other.locale or "any" in (phrase.locale, other.locale)


def _whole(bank: Bank, where: Origin) -> Iterator[Finding]:
    """What only the bank as a whole shows: notes, for it may be a part of another."""
    for hole in Coverage(bank).holes(load_wanted()):
        yield Finding(where, "", hole.rule, "note", str(hole))
    acts = Counter(phrase.act for phrase in bank.approved)
    if acts["affective"] > acts["attentive"] + acts["cognitive"]:
        mend = "more phrases console than reflect or validate; rewrite some as attentive or cognitive"
        yield Finding(where, "", "too-affective", "note", mend)


def _words(text: str) -> str:
    return " ".join("".join(letter for letter in text.lower() if letter.isalnum() or letter == " ").split())
