"""The wording rules that can be seen in one phrase alone. Their reasons and sources stand in the README's decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from phrasebank.phrase import Phrase
from phrasebank.slots import slots_in

Level = Literal["error", "note"]

MOST_WORDS = 25
"""A card is read in two seconds and said in one breath."""
MOST_SENTENCES = 3
"""Reflect, validate, bridge to action: one sentence each."""
CUE_WORDS = range(3, 7)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that a phrase's text must not have.

    Attributes:
        name: of the rule, kebab-case.
        pattern: matched without regard to case, on every form of the text.
        mend: what to write instead.
        level: an error keeps the bank from passing, a note does not.
        acts: kinds of act the rule is for; empty for all.
    """

    name: str
    pattern: re.Pattern[str]
    mend: str
    level: Level = "error"
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a phrase breaks, before it is tied to file and line."""

    rule: str
    level: Level
    mend: str


def _rule(name: str, pattern: str, mend: str, level: Level = "error", acts: tuple[str, ...] = ()) -> Rule:
    return Rule(name, re.compile(pattern, re.IGNORECASE), mend, level, acts)


_EMPATHY = (
    r"\b(sorry|understand|understandable|appreciate|hear (you|that)|see (why|how|that)|frustrat\w*|upset|worr\w*)\b"
)
_PARTICIPLE = r"(?:\w{2,}ed|done|made|sent|given|taken|told|paid|put|held|kept|lost|broken|written)"

RULES = (
    _rule("calming-order", r"\bcalm down\b|\bno need to (get|be) (upset|angry|rude)\b", "say what you do instead"),
    _rule("mind-reading", r"\bi know (exactly )?how you( must)? feel\b", "reflect what they said instead"),
    _rule(
        "bare-understanding",
        r"\bi (completely |totally |fully )?understand (how you feel|your (frustration|concern|feelings))(?=[.!,?]|$)",
        "name what happened and why it is reasonable",
    ),
    _rule("but-after-empathy", _EMPATHY + r"[^.?!]*\bbut\b", "end the sentence, then say the next step"),
    _rule("unfortunately-first", r"(^|[.?!] )unfortunately\b", "begin with what can be done"),
    _rule("as-i-said", r"\bas i (said|mentioned|explained|told you)\b", "say it again in other words"),
    _rule(
        "blame",
        r"\byou (should|could|ought to)( not)? have (?!to\b)|\byou(?: should|'d)'ve\b|\byou failed\b"
        r"|\bif you(?:'d (?!rather|like|prefer|love|want)| had\b)|\b(is|was) your (own )?(fault|mistake|error)\b"
        r"|\byou (forgot|neglected|ignored|misread|misunderstood|caused)\b|\bwhy (didn't|did) you\b"
        r"|\byou need to understand\b|\bnext time,? you\b",
        "say what happens now; whose doing it was does not help",
    ),
    _rule(
        "to-be-honest", r"\bto be (perfectly |completely )?honest\b|\bhonestly,", "drop it; it casts doubt on the rest"
    ),
    _rule(
        "policy",
        r"\b(our|company) polic(y|ies)\b|\bthe system (won't|doesn't|does not) (let|allow)\b",
        "say what you can do",
    ),
    _rule(
        "passive",
        rf"\b(will|has|have|had|can|must|should|to)( not)? (be|been) {_PARTICIPLE}\b|\b(was|were) {_PARTICIPLE} by\b",
        "say who does it: 'I will ...'",
        "note",
    ),
    _rule("we-for-i", r"\b(we will|we'll|they will|they'll)\b", "own it: 'I will ...'", "note"),
    _rule(
        "over-promise",
        r"\bi (can )?(promise|guarantee)\b|\bguaranteed?\b|\bi'll (refund|waive|credit|compensate)\b"
        r"|\byou('ll| will) (definitely|certainly|surely)\b|\b(won't|never) happen again\b|\b100 ?%|\bno matter what\b"
        r"|\brest assured\b|\bi assure you\b|\b(it|this|that)('ll| will) (definitely|certainly|surely|never)\b"
        r"|\b(definitely|certainly) (get|have|receive|be)\b|\byou have my word\b|\bonce and for all\b",
        "promise only what the agent can do: to check, to ask, to call back",
    ),
    _rule("vague-noun", r"\b(your|the|this|that) (issue|inconvenience|situation)\b", "name the thing", "note"),
    _rule("stock-apology", r"\b(sorry|apologi[sz]e) for (any|the) inconvenience\b", "apologise for the definite harm"),
    _rule("exclamation-mark", r"!", "end with a full stop; the voice gives the warmth"),
    _rule("doubled-word", r"\b(\w+) \1\b(?<!that that)(?<!had had)", "mend the fallback or the words around the slot"),
    _rule(
        "determiner-clash",
        r"\b(a|an|the|your|my|our) (a|an|the|your|my|our|this|that|these|those|his|her|their)\b",
        "keep one of the two, or mend the slot's fallback",
    ),
    _rule("article-before-vowel", r"\ba (?!one|once)[aeio]\w{2,}", "write 'an', or 'your' before a slot", "note"),
)

_NEXT_STEP = re.compile(
    r"\b(i('ll| will)|i'm \w+ing|i can|let me|let's|shall i|would you|what would|may i|tell me|we (can|start))\b",
    re.IGNORECASE,
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def breaches(phrase: Phrase) -> Iterator[Breach]:
    """Every rule that the phrase breaks, once each."""
    forms = phrase.forms
    for rule in RULES:
        if (not rule.acts or phrase.act in rule.acts) and any(rule.pattern.search(form) for form in forms):
            yield Breach(rule.name, rule.level, rule.mend)
    for check in _CHECKS:
        yield from check(phrase, forms)


def _length(phrase: Phrase, forms: tuple[str, ...]) -> Iterator[Breach]:
    words = max(len(form.split()) for form in forms)
    if words > MOST_WORDS:
        yield Breach("length", "error", f"it has {words} words; say it in {MOST_WORDS} or fewer")
    sentences = max(len(re.findall(r"[.?!](?= |$)", form)) for form in forms)
    if sentences > MOST_SENTENCES:
        yield Breach("sentences", "error", f"it has {sentences} sentences; keep to {MOST_SENTENCES}")


def _card_cue(phrase: Phrase, _: tuple[str, ...]) -> Iterator[Breach]:
    words = len(re.findall(r"[\w'\u2019-]+", phrase.cue))
    if words not in CUE_WORDS:
        yield Breach("cue-length", "error", f"the cue has {words} words; write 3 to 6")
    if "{" in phrase.cue or "[" in phrase.cue:
        yield Breach("cue-slot", "error", "the cue is never filled; write plain words")


def _next_step(phrase: Phrase, forms: tuple[str, ...]) -> Iterator[Breach]:
    if phrase.act == "affective" and not _NEXT_STEP.search(forms[0]):
        yield Breach("affective-alone", "error", "add the next step: 'I will ...', 'let me ...'")


def _customer_cues(phrase: Phrase, _: tuple[str, ...]) -> Iterator[Breach]:
    if len(phrase.cues) < 2:
        yield Breach("few-cues", "note", "give at least two things a customer says that it answers")
    if overlap := sorted(set(phrase.cues) & set(phrase.avoid)):
        yield Breach("cue-and-avoid", "error", f"'{overlap[0]}' is a cue and a do-not-trigger example; remove one")


def _review(phrase: Phrase, _: tuple[str, ...]) -> Iterator[Breach]:
    if not _ID.fullmatch(phrase.id):
        yield Breach("id", "error", "write the id in small letters and digits joined by hyphens")
    if phrase.status == "approved" and not (phrase.author and re.fullmatch(r"\d{4}-\d{2}-\d{2}", phrase.reviewed)):
        yield Breach("unreviewed", "error", "an approved phrase needs an author and a review date (YYYY-MM-DD)")


def _abuse(phrase: Phrase, _: tuple[str, ...]) -> Iterator[Breach]:
    if "abuse" in phrase.emotions and len(phrase.emotions) > 1:
        yield Breach("abuse-mixed", "error", "a boundary script is for abuse alone; an empathy phrase never for abuse")


def _slot_places(phrase: Phrase, _: tuple[str, ...]) -> Iterator[Breach]:
    if re.search(r"\w(\[?\{|\[\w)|(\}\]?|\w\])\w", phrase.text) or "  " in phrase.text:
        yield Breach("slot-spacing", "error", "put one space between a slot or segment and the words around it")
    if re.search(r"\b(a|an) \{", phrase.text, re.IGNORECASE):
        yield Breach(
            "article-before-slot", "note", "write 'your' or 'the' before a slot; 'a' and 'an' may not fit its value"
        )
    if len({slot.name for slot in slots_in(phrase.text)}) > 3:
        yield Breach("many-slots", "note", "use at most three slots; a call rarely names more")


_CHECKS: tuple[Callable[[Phrase, tuple[str, ...]], Iterator[Breach]], ...] = (
    _length,
    _card_cue,
    _next_step,
    _customer_cues,
    _review,
    _abuse,
    _slot_places,
)
