"""``phrasebank check``: every wording rule that a program can hold, with file, line and mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from phrasebank.bank import Bank
from phrasebank.encoder import Encoder
from phrasebank.phrase import Origin, Phrase
from phrasebank.taxonomy import load_taxonomy
from phrasebank.wording import Level, breaches

ALIKE = 0.95
"""Two phrases whose embeddings are this similar are one phrase: the agent hears no variety."""
VARIANTS = 3
"""Fewer in a cell and callers recognise the script."""


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
        for breach in breaches(phrase)
    ]
    own += _equal_texts(phrases)
    if encoder is not None:
        own += _alike(phrases, encoder)
    own.sort(key=lambda finding: (finding.origin.file, finding.origin.line))
    return own + list(_holes(bank, Origin(where)))


def _equal_texts(phrases: Sequence[Phrase]) -> Iterator[Finding]:
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        other = first.setdefault(_words(phrase.plain), phrase)
        if other is not phrase:
            yield _duplicate(phrase, other, "duplicate-text", "says the same as")


def _alike(phrases: Sequence[Phrase], encoder: Encoder) -> Iterator[Finding]:
    if len(phrases) < 2:
        return
    vectors = encoder.encode([phrase.plain for phrase in phrases])
    for later, earlier in np.argwhere(np.tril(vectors @ vectors.T, k=-1) > ALIKE):
        phrase, other = phrases[later], phrases[earlier]
        if _words(phrase.plain) != _words(other.plain):
            yield _duplicate(phrase, other, "duplicate-meaning", "means the same as")


def _duplicate(phrase: Phrase, other: Phrase, rule: str, relation: str) -> Finding:
    mend = f"it {relation} '{other.id}' ({other.origin}); rewrite or retire one"
    return Finding(phrase.origin, phrase.id, rule, "error", mend)


def _holes(bank: Bank, where: Origin) -> Iterator[Finding]:
    """Cells with too few variants and strategies without a phrase: notes, for a bank may be a part of another."""
    taxonomy = load_taxonomy()
    cells = Counter((emotion, need) for phrase in bank.approved for emotion in phrase.emotions for need in phrase.needs)
    for emotion, need in taxonomy.sensible:
        found = cells[emotion, need]
        if found < VARIANTS:
            yield Finding(where, "", "few-variants", "note", f"{emotion} x {need} has {found} of {VARIANTS} phrases")
    used = {phrase.strategy for phrase in bank.approved}
    for strategy in taxonomy.strategy_ids:
        if strategy not in used:
            yield Finding(where, "", "unused-strategy", "note", f"no approved phrase carries '{strategy}'")


def _words(text: str) -> str:
    return " ".join("".join(letter for letter in text.lower() if letter.isalnum() or letter == " ").split())
