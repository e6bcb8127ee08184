"""Words as they are compared: case and signs aside."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def plain(text: str) -> str:
    """The words of a text in lower case with one space between them."""
    return " ".join(_WORD.findall(text.casefold().replace("\u2019", "'")))


def comparable(text: str) -> str:
    """The same with numbers in digits, for one writes "32" where another writes "thirty-two"."""
    from text_to_num import alpha2digit  # noqa: PLC0415 - not needed where all numbers are words

    return plain(alpha2digit(text, "en", 0))
