"""One utterance without its personal data. The token keeps the kind: ``[CARD]``.

A recogniser writes numbers as words, so digits are gathered into runs, written or spoken ("double four one oh"), and
the nearest words before a run say what it is. A long run that nothing explains goes too: it may be half of a card.
Libraries were weighed: phonenumbers tells valid numbers from invalid ones, yet an unexplained long number goes either
way; number words are read by our own runs, as text2num knows no "double four".
"""

from __future__ import annotations

import re
from typing import Final

from assist.numerals import TEENS, TENS, TOKEN, Run, runs
from assist.redaction.answers import bare_digits, redact_answer
from assist.redaction.cues import FEWEST, MOST, asked_for, cue_before
from assist.redaction.shapes import NUMBER_WORD, UNIT, redact_shapes

_LONG_RUN: Final = 7
_HAS_PERSONAL: Final = re.compile(rf"\d|@|\b(?:{NUMBER_WORD}|at|dot|underscore)\b", re.I)
_UNIT_AFTER: Final = re.compile(rf"[\s-]*(?:%|{UNIT}\b)", re.I)
_PLAIN: Final = re.compile(  # dates, thousands, network addresses, two years
    r"(?:19|20)\d\d-[01]?\d-[0-3]?\d|[0-3]?\d[-.][0-3]?\d[-.](?:19|20)\d\d|\d{1,3}(?:,\d{3})+(?:\.\d\d)?"
    r"|\d{1,3}(?:\.\d{1,3}){3}|(?:19|20)\d\d\D+(?:19|20)\d\d"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LOCAL_PHONE: Final = re.compile(r"\d{3}-\d{4}")
_CORRECTION: Final = re.compile(
    r"\W*(?:(?:no|sorry|wait|i mean|actually|or|and|then|make that|it's|its|um|uh|oops|yeah|yes)\b\W*){1,4}", re.I
)


def redact(text: str, asked: str = "", earlier: str = "") -> str:
    """Replace personal data by tokens that keep its kind, such as ``[CARD]``.

    Kinds: CARD, CODE, ID, PHONE, EMAIL, ADDRESS, DOB, ACCOUNT, and NUMBER for 7 or more digits that nothing explains.
    Order, booking, ticket and reference numbers, amounts, durations, times, years, product names and the names of
    people stay: they are what a call is about.

    Args:
        text: words of one speaker, as a recogniser or a person writes them.
        asked: what was asked for before: "what's the security code?" explains a bare "one two three".
        earlier: digits that the speaker has read out right before: four groups of four make a card.

    Returns:
        The text with tokens. Redacting it again changes nothing.
    """
    kind = asked_for(asked)
    if not kind and not _HAS_PERSONAL.search(text):
        return text
    text = _redact_bare(text, kind, earlier)
    while (once := _redact_runs(redact_shapes(text), kind)) != text:
        text = once
    return text


def _redact_bare(text: str, asked: str, earlier: str) -> str:
    """What is all digits: an answer to what was asked for, or the next group of a number that is being read out."""
    if asked == "KEEP":
        return text
    if asked:
        return redact_answer(text, asked, fewest=1 if earlier else 2)
    digits = earlier + (bare_digits(text) or "")
    if not earlier or digits == earlier or len(digits) < _LONG_RUN:
        return text
    return redact_answer(text, "CARD" if _card(digits) else "NUMBER", fewest=1)


def _redact_runs(text: str, asked: str) -> str:
    """Digits, by the words before them and by how many they are."""
    pieces, done, before, kind = [], 0, 0, ""
    for run in runs(text):
        gap = text[before : run.start]
        told = cue_before(gap) if len(run.digits) >= 3 else ""
        corrected = kind if before and _CORRECTION.fullmatch(gap) else ""
        kind = run.kind or _kind(run, text, told or corrected, asked)
        if kind and kind != "KEEP" and not run.kind:
            pieces += [text[done : run.start], f"[{kind}]"]
            done = run.end
        before = run.end
    return "".join([*pieces, text[done:]])


def _kind(run: Run, text: str, told: str, asked: str) -> str:
    """The kind of a run: a token's name, ``KEEP`` where the words before it say that it may stay, or empty."""
    count = len(run.digits)
    if told == "KEEP" or count < 3 or _quantity(run, text):
        return "KEEP" if told == "KEEP" else ""
    if _card(run.digits) and (count in {15, 16} or (asked != "KEEP" and told != "PHONE")):
        return "CARD"  # even where an order number was asked for: a number of a card's length and check digit is one
    if asked == "KEEP" and not told:
        return ""
    cue = told or (asked if _read_out(text[run.start : run.end]) else "")
    if cue in FEWEST and FEWEST[cue] <= count <= MOST[cue]:
        return cue
    if count < _LONG_RUN:
        return ""
    return "PHONE" if _phone(run, text) else "NUMBER"


def _read_out(said: str) -> bool:
    """Whether digits are said one by one or written, as in a code; "twelve fifty" is a price and 2019 a year."""
    words = TOKEN.findall(said.lower())
    return not _YEAR.fullmatch(said) and not any(word in TENS or word in TEENS or word == "hundred" for word in words)


def _quantity(run: Run, text: str) -> bool:
    """Whether a run is an amount, a duration, a date, a year or a network address."""
    said = text[run.start : run.end]
    if len(run.digits) < _LONG_RUN + 2 and not _card(run.digits):
        single = said.isdecimal() or any(word in TENS or word in TEENS for word in said.lower().split())
        money = text[max(0, run.start - 2) : run.start].strip()[-1:] in {"$", "£", "€"}
        if money or ((single or "hundred" in said or "." in said) and _UNIT_AFTER.match(text, run.end)):
            return True
    return bool(_PLAIN.fullmatch(said))


def _phone(run: Run, text: str) -> bool:
    count, said = len(run.digits), text[run.start : run.end]
    if said.startswith("+") or run.digits.startswith(("0044", "001")):
        return count <= 15
    return count in {10, 11} or (count == 12 and run.digits[:2] == "44") or bool(_LOCAL_PHONE.fullmatch(said))


def _card(digits: str) -> bool:
    """Whether a card number opens the run; its expiry date and code may follow in one breath."""
    if 13 <= len(digits) <= 19 and _luhn(digits):
        return True
    return digits[:1] in {"3", "4", "5", "6"} and any(len(digits) > size and _luhn(digits[:size]) for size in (15, 16))


def _luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1."""
    values = [int(digit) for digit in reversed(digits)]
    return sum(value if at % 2 == 0 else sum(divmod(2 * value, 10)) for at, value in enumerate(values)) % 10 == 0
