"""Concrete nouns from the customer's words, for the slots of a phrase: product, amount, date, duration, order, issue.

Patterns over spoken register, where a recogniser writes numbers as words. Later mentions replace earlier ones; a slot
that was not heard stays empty and the phrase falls back.
"""

from __future__ import annotations

import re

_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_TENS = "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
_NUMBER = rf"(?:\d[\d,.]*\d|\d|(?:(?:{_ONES}|{_TENS}|a hundred|a thousand)[ -]?(?:and )?)+)"
_DAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (slot, re.compile(pattern, re.IGNORECASE))
    for slot, pattern in (
        ("amount", rf"([$£€]\s?\d[\d,.]*\d|[$£€]\s?\d|\b{_NUMBER}\s*(?:dollars?|pounds?|euros?|quid|bucks))\b"),
        ("duration", rf"\b((?:{_NUMBER}|a few|several|a couple of)\s*(?:days?|weeks?|months?|hours?|years?))\b"),
        ("date", rf"\b((?:last |next |this )?(?:{_DAY})|(?:{_MONTH}) \w+|yesterday|last (?:week|month))\b"),
        ("order", r"\b(?:order|reference|booking|ticket)(?: number)?(?: is)? #?([A-Z]*\d[A-Z0-9-]{3,})\b"),
        ("name", r"\bmy name is ([A-Z][a-z]+)\b"),
        (
            "product",
            r"\bmy (?:new |old |little |current )?((?:coffee |washing |credit |debit |savings |checking |phone |"
            r"current |broadband |car |travel |health |home )?(?:machine|router|modem|phone|laptop|tablet|card|account|"
            r"order|package|parcel|flight|booking|reservation|subscription|plan|contract|policy|claim|prescription|meter|"
            r"heating|internet|broadband|line|ticket|suitcase|luggage|mortgage|loan))\b",
        ),
    )
)

_ISSUES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), phrase)
    for pattern, phrase in (
        (r"\brefund", "the refund"),
        (r"\b(double|twice)\b.*\bcharg|\bcharg\w* (me )?twice", "the double charge"),
        (r"\bfees?\b", "the fee"),
        (r"\bcharge[sd]?\b", "the charge"),
        (r"\b(bill|invoice)\b", "the bill"),
        (r"\b(deliver\w*|parcel|package)\b", "the delivery"),
        (r"\b(outage|internet|broadband|wi-?fi|connection)\b", "the connection"),
        (r"\b(flight)\b", "the flight"),
        (r"\b(appointment)\b", "the appointment"),
        (r"\b(claim)\b", "the claim"),
        (r"\b(repair|engineer|technician)\b", "the repair"),
        (r"\b(cancel\w*)\b", "the cancellation"),
        (r"\b(password|log ?in|locked out)\b", "the login"),
    )
)


_LASTING = frozenset({"product", "name", "order"})
"""These stay what they are; an amount, a date or an issue belongs to the topic at hand."""

_TOPIC_SECONDS = 30.0
"""A named amount, date or issue fills no slot after this long: by then the talk may be of another."""


class SlotMemory:
    """What has been named in this call."""

    def __init__(self) -> None:
        self._filled: dict[str, tuple[str, float]] = {}

    def filled(self, now: float) -> dict[str, str]:
        """The slots known ``now`` (seconds of the call)."""
        horizon = now - _TOPIC_SECONDS
        return {slot: words for slot, (words, at) in self._filled.items() if slot in _LASTING or at >= horizon}

    def hear(self, text: str, now: float) -> None:
        """Take an utterance of the customer."""
        for slot, pattern in _PATTERNS:
            found = pattern.search(text)
            if found:
                self._filled[slot] = (_spoken(found.group(1).strip()), now)
        for pattern, phrase in _ISSUES:
            if pattern.search(text):
                self._filled["issue"] = (phrase, now)
                return


def _spoken(words: str) -> str:
    """Weekdays and months get their capital back; a recogniser writes them small."""
    return re.sub(rf"\b({_DAY}|{_MONTH})\b", lambda match: match.group(1).capitalize(), words)
