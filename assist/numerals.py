"""Digits as they are written and spoken: "double four one oh" is 4410."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DIGIT_WORDS: Final = {
    **{"zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4"},
    **{"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
}
TEENS: Final = {
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"},
}
_TENS_WORDS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS: Final = {word: str(tens) for tens, word in enumerate(_TENS_WORDS, start=2)}
_REPEATS: Final = {"double": 2, "triple": 3, "treble": 3}
_FILLERS: Final = frozenset(("um", "uh", "er", "erm", "ah", "dash", "hyphen", "space", "then"))

TOKEN: Final = re.compile(r"\[[A-Z]+\]|\w+")
_LETTERED: Final = re.compile(r"(?!0x|kb\d)\w*?\d{7}")
_GAP: Final = re.compile(r"[\s,.()\-\u2010-\u2015]{0,4}")


@dataclass(frozen=True, slots=True)
class Run:
    """Digits next to each other. ``kind``: of a token that already stands there; empty for digits."""

    start: int
    end: int
    digits: str = ""
    kind: str = ""


def runs(text: str) -> Iterator[Run]:
    """Digits next to each other, and the tokens that already stand there, in order."""
    words = [(match.group().lower(), match.start(), match.end()) for match in TOKEN.finditer(text)]
    run: Run | None = None
    at = reach = 0
    while at < len(words):
        word, start, end = words[at]
        digits, used = digits_of(word, words[at + 1][0] if at + 1 < len(words) else "")
        joined = run is not None and _GAP.fullmatch(text, reach, start)
        if run and not (joined and (digits or word in _FILLERS)):
            yield run
            run = None
        if digits:
            end = words[at + used - 1][2]
            run = (
                Run(run.start, end, run.digits + digits)
                if run
                else Run(start - (text[max(0, start - 1) : start] in {"+", "("}), end, digits)
            )
        elif word.startswith("["):
            yield Run(start, end, kind=text[start + 1 : end - 1])
        at, reach = at + used, end
    if run:
        yield run


def digits_of(word: str, following: str) -> tuple[str, int]:
    """The digits of a word, or of it and the word after it where both make one number; and how many words that is."""
    if word.isdecimal():
        return word, 1
    if word in _REPEATS:
        digit = following if following.isdecimal() and len(following) == 1 else DIGIT_WORDS.get(following, "")
        return digit * _REPEATS[word], 2 if digit else 1
    if word in TENS:
        one = DIGIT_WORDS.get(following, "0")
        return TENS[word] + one, 1 if one == "0" else 2
    if word in DIGIT_WORDS and following == "hundred":
        return DIGIT_WORDS[word] + "00", 2
    if word in DIGIT_WORDS or word in TEENS:
        return DIGIT_WORDS.get(word) or TEENS[word], 1
    return ("".join(filter(str.isdecimal, word)), 1) if _LETTERED.match(word) else ("", 1)
