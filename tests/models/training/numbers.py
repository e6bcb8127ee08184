"""Numbers as they are said."""

from __future__ import annotations

import re


def listed(text: str, between: str = " ") -> list[str]:
    """The words of a text."""
    return text.split(between)


_SMALL = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = listed("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_SIGNS = {"$": "dollars", "\u00a3": "pounds", "\u20ac": "euros"}
_MONEY = re.compile(r"([$\u00a3\u20ac])(\d+)(?:\.(\d\d))?(?![\d.])")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d\d)\b")
_PLAIN = re.compile(r"(?<![\d.,])\d{1,4}(?![\d]|[.,]\d)")


def in_words(number: int) -> str:
    """0 to 999,999 in English words, without hyphens."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        more = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{_SMALL[number // 100]} hundred{more}"
    rest = number % 1000
    joined = f" and {in_words(rest)}" if 0 < rest < 100 else f" {in_words(rest)}" if rest else ""
    return f"{in_words(number // 1000)} thousand{joined}"


def written_out(text: str) -> str | None:
    """The text with amounts, clock times and whole numbers in words; None where digits are left."""

    def money(match: re.Match[str]) -> str:
        whole, cents = int(match[2]), int(match[3] or 0)
        if whole > 999_999:
            return match[0]
        return f"{in_words(whole)} {_SIGNS[match[1]]}" + (f" {in_words(cents)}" if cents else "")

    def clock(match: re.Match[str]) -> str:
        minute = int(match[2])
        last = "" if not minute else f" {in_words(minute)}" if minute > 9 else f" oh {in_words(minute)}"
        return in_words(int(match[1])) + last

    def plain(match: re.Match[str]) -> str:
        number = int(match[0])
        if 1900 <= number < 2000 or 2010 <= number < 2100:
            return f"{in_words(number // 100)} {in_words(number % 100)}" if number % 100 else "nineteen hundred"
        return in_words(number)

    text = _MONEY.sub(money, text)
    text = _CLOCK.sub(clock, text)
    text = _PLAIN.sub(plain, text)
    text = text.replace("%", " percent").replace("&", " and ")
    return None if re.search(r"[\d$\u00a3\u20ac+]", text) else text
