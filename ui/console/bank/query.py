"""What is looked for in the bank, as one line of words: ``status:review need:fairness refund``. No Qt.

A term ``name:value`` asks for a tag that begins so, ``name:one,two`` for either; all else is looked for in id, text,
cue and the customer's words. All terms have to hold; a ``-`` before one turns it round; quotes keep words together.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from phrasebank.packs import pack_ids
from phrasebank.phrase import LOCALES, REGISTERS, SCOPES, STATUSES, Phrase
from phrasebank.taxonomy import load_taxonomy
from ui.console.bank.rows import Row

_TERM = re.compile(r'(?P<minus>-?)(?:(?P<half>\w+):(?=\s|$)|(?:(?P<name>\w+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+)))')

ME = "me"

_TAGS: Mapping[str, Callable[[Phrase], Sequence[str]]] = {
    "status": lambda phrase: (phrase.status,),
    "emotion": lambda phrase: phrase.emotions,
    "need": lambda phrase: phrase.needs,
    "strategy": lambda phrase: (phrase.strategy,),
    "act": lambda phrase: (phrase.act,),
    "tone": lambda phrase: (phrase.tone,),
    "phase": lambda phrase: phrase.phases,
    "pack": lambda phrase: (phrase.pack,),
    "register": lambda phrase: (phrase.register,),
    "locale": lambda phrase: (phrase.locale,),
    "scope": lambda phrase: (phrase.scope,),
}
_MARKS: Mapping[str, Callable[[Row], bool]] = {
    "comments": lambda row: bool(row.entry and row.entry.comments),
    "changes": lambda row: row.unsaved,
    "slots": lambda row: "{" in row.text,
}
NAMES = (*_TAGS, "by", "has")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for. ``name`` is empty for plain words; no values ask for nothing."""

    name: str
    values: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        value = ",".join(self.values)
        shown = f'"{value}"' if " " in value else value
        return f"{'-' if self.negated else ''}{f'{self.name}:' if self.name else ''}{shown}"


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        terms: all of them have to hold.
        mistaken: ``(term, known)`` for each name or value that nothing has, with what there is to choose from.
    """

    terms: tuple[Term, ...] = ()
    mistaken: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def select(self, rows: Iterable[Row], me: str = "") -> list[Row]:
        """The rows for which all terms hold, in their order; ``me`` is who looks."""
        kept = list(rows)
        for term in self.terms:
            holds = _holds(term, me)
            kept = [row for row in kept if holds(row) is not term.negated]
        return kept

    def value(self, name: str) -> str:
        """What the one plain term of this name asks for; empty where there is none."""
        return next((",".join(term.values) for term in self.terms if term.name == name and not term.negated), "")


def parse(words: str) -> Query:
    """Read a line of words; half a term, as while typing, asks for nothing yet."""
    terms: list[Term] = []
    mistaken: list[tuple[str, tuple[str, ...]]] = []
    for match in _TERM.finditer(words):
        name = (match["name"] or match["half"] or "").lower()
        value = (match["quoted"] or match["bare"] or "").lower()
        if name and name not in NAMES:
            mistaken.append((match.group(), _near(name, NAMES)))
            name, value = "", match.group().lower()
        values = tuple(part for part in (value.split(",") if name else (value,)) if part)
        if not values:
            continue
        known = known_values(name)
        mistaken += [(f"{name}:{one}", _near(one, known)) for one in values if known and not _meant(known, one)]
        terms.append(Term(name, values, bool(match["minus"])))
    return Query(tuple(terms), tuple(mistaken))


def with_term(words: str, name: str, value: str) -> str:
    """The line with this term in place of others of its name; an empty value takes it out."""
    kept = [str(term) for term in parse(words).terms if term.name != name or term.negated]
    return " ".join([*kept, str(Term(name, (value,)))] if value else kept)


def known_values(name: str) -> tuple[str, ...]:
    """What a term of this name may ask for; empty where it may be anything."""
    taxonomy = load_taxonomy()
    return {
        "status": STATUSES,
        "emotion": taxonomy.emotion_ids,
        "need": taxonomy.need_ids,
        "strategy": taxonomy.strategy_ids,
        "act": taxonomy.act_ids,
        "tone": taxonomy.tone_ids,
        "phase": taxonomy.phase_ids,
        "pack": pack_ids(),
        "register": REGISTERS,
        "locale": LOCALES,
        "scope": SCOPES,
        "has": tuple(_MARKS),
    }.get(name, ())


def _holds(term: Term, me: str) -> Callable[[Row], bool]:
    values = term.values
    if not term.name:
        wanted = values[0]
        return lambda row: wanted in row.words
    if term.name == "has":
        marks = [mark for name, mark in _MARKS.items() if name.startswith(values)]
        return lambda row: any(mark(row) for mark in marks)
    if term.name == "by":
        people = tuple(me.lower() if value == ME and me else value for value in values)
        return lambda row: row.people.startswith(people) or any(f"\n{one}" in row.people for one in people)
    tags, known = _TAGS[term.name], known_values(term.name)
    wanted_tags = frozenset(tag for value in values for tag in _meant(known, value))
    return lambda row: not wanted_tags.isdisjoint(tags(row.phrase))


def _meant(known: Iterable[str], value: str) -> list[str]:
    """The tags that a value means: the one that it spells, or all that begin so."""
    begun = [tag for tag in known if tag.lower().startswith(value)]
    return [tag for tag in begun if tag.lower() == value] or begun


def _near(value: str, known: Sequence[str]) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(value, known, n=1)) or tuple(known)
