"""Bare answers: words that are personal only because they were asked for, "three two one" or "the third of May"."""

from __future__ import annotations

import re
from typing import Final

from assist.numerals import digits_of, runs
from assist.redaction.shapes import FLAT, HOUSE, MAIL_HOSTS, MONTH, NUMBER_WORD, ORDINAL, STREET_WORD

_NUMERIC: Final = frozenset(("CARD", "CODE", "ID", "PHONE", "ACCOUNT", "NUMBER", "ADDRESS", "DOB"))
_ASIDE: Final = re.compile(
    r"a|about|actually|address|again|ah|ahead|alright|and|are|back|be|birth|born|card|code|cool|"
    r"date|dob|er|erm|expiry|fine|first|go|good|got|great|hang|have|here|hm|hold|i|i'll|i'm|is|"
    r"it|it'll|it's|its|just|last|last's|let|lovely|me|minute|my|next|no|number|of|off|oh|ok|"
    r"okay|on|one|perfect|please|postcode|ready|right|says|sec|second|so|so's|sorry|sure|thank|"
    r"thanks|that|that's|the|then|there|uh|um|up|was|well|with|yeah|yep|yes|you|zip",
    re.IGNORECASE,
)
"""Words around a bare answer that tell nothing of their own."""
_MISHEARD: Final = frozenset(["for", "to", "too", "won", "ate", "tree", "free"])
"""What a recogniser makes of four, two, one, eight and three."""
_MARKS: Final = frozenset(["dash", "hyphen", "slash", "dot", "point", "space", "stroke", "then", "capital"])
_ALPHABET: Final = re.compile(
    r"alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|juliett|kilo|lima|mike|"
    r"november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|whisky|xray|yankee|zulu",
    re.IGNORECASE,
)
_LETTER_FOR: Final = re.compile(r"\b([a-z]) (?:for|as in) [a-z]+\b", re.IGNORECASE)
_LAST_FOUR: Final = re.compile(r"\b(?:last|first) (?:three|four|3|4)(?= (?:are|is|digits|of)\b|'s)", re.IGNORECASE)
_DATE_WORD: Final = re.compile(rf"(?:{MONTH}|{ORDINAL}|\d{{1,4}}(?:st|nd|rd|th)?)", re.IGNORECASE)

_LEAD: Final = (
    r"^\W*(?:(?:yes|yeah|yep|sure|okay|ok|um|uh|er|so|right|it's|its|it is|that's|i'm at|i live at|at|the"
    r"|my address is)\W+){0,4}?"
)
_HOME: Final = re.compile(
    rf"{_LEAD}(?P<private>(?:{FLAT},?\s)?\b(?!oh?\b|one (?:sec|second|mo|moment|minute)\b){HOUSE},?\s(?:the\s)?"
    rf"(?:{STREET_WORD}[\s,]*){{1,6}}(?:{NUMBER_WORD}\W*|[a-z]\d\w*\W*|\d\w*\W*|\b[a-z]\b\W*)*)(?:please|thanks)?\W*$",
    re.IGNORECASE,
)
_FLAT_NAMED: Final = re.compile(rf"{_LEAD}(?P<private>{FLAT}\b(?:,?\s(?:the\s)?{STREET_WORD}){{0,4}})", re.IGNORECASE)
_MAIL: Final = re.compile(
    rf"{_LEAD}(?P<private>(?:[\w.-]+\s){{1,12}}?(?:at|@)\s(?:\w+(?:(?:\sdot\s|\.)\w+)+|{MAIL_HOSTS})"
    r"|(?:\w+\s){1,6}?(?:dot|underscore|hyphen)\s\w+(?:\s\w+){0,4}|at\s\w+(?:\sdot\s\w+)+)\W*$",
    re.IGNORECASE,
)


def bare_digits(text: str) -> str | None:
    """The digits of an utterance that holds little else; None where it tells more than digits."""
    words = [match.group().lower().rstrip("\x00") for match in _words(text)]
    if any(not _spelled(word) and not _ASIDE.fullmatch(word) for word in words):
        return None
    return "".join(run.digits for run in runs(text))


def redact_answer(text: str, kind: str, fewest: int = 2) -> str:
    """Replace a bare answer to a question.

    Args:
        text: what was answered.
        kind: what was asked for.
        fewest: digits that make a bare answer.
    """
    if "[" in text:
        return text
    if kind == "EMAIL":
        return _replaced(text, kind, _MAIL.search(text))
    if kind == "ADDRESS" and (home := _HOME.search(text) or _FLAT_NAMED.search(text)):
        return _replaced(text, kind, home)
    return _spelled_out(text, kind, fewest) if kind in _NUMERIC else text


def _replaced(text: str, kind: str, found: re.Match[str] | None) -> str:
    if found is None:
        return text
    start, end = found.span("private")
    end = start + len(text[start:end].rstrip(" ,.?!"))
    return f"{text[:start]}[{kind}]{text[end:]}"


def _spelled_out(text: str, kind: str, fewest: int) -> str:
    """From the first to the last digit or letter, where nothing else of weight is said."""
    telling: list[re.Match[str]] = []
    strong = 0
    for match in _words(text):
        word = match.group().lower().rstrip("\x00")
        dated = kind == "DOB" and _DATE_WORD.fullmatch(word) is not None
        if dated or _spelled(word) or (word == "a" and telling):
            telling.append(match)
            strong += dated or bool(_digit(word))
        elif not _ASIDE.fullmatch(word):
            return text
    digits = sum(len(run.digits) for run in runs(text))
    said = len(telling) if kind in {"ADDRESS", "ID"} else max(digits, strong)  # a postcode has more letters than digits
    if not strong or said < fewest:
        return text
    return f"{text[: telling[0].start()]}[{kind}]{text[telling[-1].end() :]}"


def _words(text: str) -> list[re.Match[str]]:
    """The words, "b for bravo" shortened to its letter, "the last four" without its number; places stay."""
    plain = _LETTER_FOR.sub(lambda match: match.group(1).ljust(len(match.group()), "\x00"), text)
    plain = _LAST_FOUR.sub(lambda match: "last".ljust(len(match.group()), "\x00"), plain)
    return list(re.finditer(r"\[[A-Z]+\]|[\w'\x00]+", plain))


def _digit(word: str) -> str:
    return "".join(letter for letter in word if letter.isdecimal()) or digits_of(word, "one")[0]


def _spelled(word: str) -> bool:
    """Whether a word can be part of a number that is read out."""
    letter = len(word) == 1 and word not in "ai"
    return (
        letter
        or bool(_digit(word))
        or word in _MISHEARD
        or word in _MARKS
        or _ALPHABET.fullmatch(word) is not None
        or word == "hundred"
    )
