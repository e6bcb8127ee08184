"""How much, how long and which day, from spoken words: ``£149.99``, ``three weeks``, ``last Tuesday``.

Number words are read by text2num. Money and days are matched here: dateparser takes "may" and "of march" for dates, and
price-parser reads no words.
"""

from __future__ import annotations

import re
from typing import Final

from text_to_num import alpha2digit

UNCLEAR: Final = ""
"""Several were named, and nothing says which one is meant."""

_SMALL_NUMBERS: Final = 10
_SYMBOLS: Final = {"pound": "£", "quid": "£", "dollar": "$", "buck": "$", "euro": "€"}
_SUM: Final = re.compile(
    r"(?<!couple of )(?<!few )(?<!several )(?<![\w.])(?:"
    r"(?P<symbol>[$£€])\s?(?P<written>\d[\d,]*(?:\.\d\d)?)"
    r"|(?P<whole>\d[\d,]*(?:\.\d+)?)(?P<half> and a half)?[ -](?:(?P<grand>grand)"
    r"|(?P<coin>pence|cents?)|(?P<unit>pound|quid|dollar|buck"
    r"|euro)s?(?: (?:and )?(?P<rest>\d\d)(?![\d,.:]))?(?: pence| cents)?)"
    r")\b(?! (?:over(?!draft)|overweight|heavier|lighter|in the pound))(?! (?:or|to) \d)",
    re.IGNORECASE,
)
_LATER_UNIT: Final = re.compile(r" ?(?:minute|hour|day|week|month|year|time|percent|people|of\b)", re.IGNORECASE)

_COUNT: Final = (
    r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|a few|several|a couple of)(?: and a half)? "
    r"(?:minutes|hours|days|weeks|months|years)"
)
_SINGLE: Final = r"(?:half an|an|a|one|a whole|a full|over an?) (?:hour|day|week|month|year|fortnight)"
_SPAN: Final = re.compile(
    rf"\b(?:(?P<many>{_COUNT})|(?P<single>{_SINGLE}))(?: and (?:a half|{_COUNT}))?\b", re.IGNORECASE
)
_ENDURED: Final = re.compile(
    r"\b(?:wait(?:ed|ing)|been|hold|held|holding|queu\w+|without|stuck|stranded|sat|sitting|stood|lasted|gone|going on"
    r"|dragg\w+|took|taken|taking|ignored|silence|heard nothing|haven't \w+|hasn't \w+|no \w+|not \w+"
    r"|had (?:my|the|our) \w+)\b"
    r"(?:\W+\w+){0,4}?\W+(?:(?:for|about|over|nearly|almost|like|around|at least|now) )*$",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:for|waited|waiting|been|over|nearly|almost|took|taken) (?:about |over |nearly )?$", re.I
)
_STILL: Final = re.compile(
    r"\W*(?:now\b|on hold|on the (?:phone|tarmac|line)|waiting|i(?:'ve| have)? (?:waited|been|sat|stood)|without"
    r"|and (?:still|nothing|counting|no\b|not)|it's been|i was on hold|in (?:this|the|a) queue|no \w+|with no\b"
    r"|of (?:waiting|hold|silence|nothing|being|this|calls|calling))",
    re.IGNORECASE,
)
_OTHER_SPAN: Final = re.compile(
    r"(?:\b(?:every|per|within|in|next|another|last|first|each|to|or|only|the|this|these|over|by|once|twice|times"
    r"|with you|customer|loyal|you for|live[sd]?|work(?:ed|ing)|since|until|under|suspended|excluded|lasted"
    r"|stood at the \w+)(?: for)?(?: over| about)?|-)\s*$",
    re.IGNORECASE,
)
_NOT_WAITED: Final = re.compile(
    r"\W*(?:old|ago|away|early|late|left|notice|warranty|guarantee|plan|contract|worth|supply|free|each|off|ride|drive"
    r"|flight|window|to (?:go|pay|move|cancel)|or|of (?:my|his|her|our|work|data|photo\w*)|with you|before"
    r"|until|earlier"
    r"|later|max|loyal\w*|experience|married|'s|s')(?!\w)",
    re.IGNORECASE,
)

_WEEKDAY: Final = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTH: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBERED: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY: Final = re.compile(
    rf"\b(?:(?P<before>by|till?|until|before|next|every|each|this coming|a) (?:the )?)?"
    rf"(?P<day>(?:last )?(?:{_WEEKDAY})|the {_NUMBERED} of (?:{_MONTH})|{_NUMBERED} (?:of )?(?:{_MONTH})"
    rf"|(?:{_MONTH}) (?:the )?{_NUMBERED}|yesterday|this morning|last night)\b(?!'s|s\b| (?:in a row|to|works"
    rf"|please|or)\b)",
    re.IGNORECASE,
)
_SPENT: Final = re.compile(
    r"\b(?:since|last|was|were|had|came|went|took|paid|rang|called|said|told|sent|ordered|bought|left"
    r"|got|did|didn't|broke|fell|began"
    r"|spoke|stopped|lost|gave|never|been|\w{3,}ed|yesterday|this morning)\b",
    re.IGNORECASE,
)
_TO_COME: Final = re.compile(
    r"\b(?:will|won't|\w+'ll|leave|leaving|fly|due|normally|usually|booked|going to|guaranteed|what are|can i|could i"
    r"|tomorrow|next|until|till|birth|born|is it|works)\b",
    re.IGNORECASE,
)
_PROPER: Final = re.compile(rf"\b(?:{_WEEKDAY}|{_MONTH})\b", re.IGNORECASE)


def amount(text: str) -> str | None:
    """The one sum of money in the words, as it is written: ``£149.99``, ``$30``, ``37 pence``."""
    digits = alpha2digit(text, "en", 0)
    return _only([_written(match, digits) for match in _SUM.finditer(digits)])


def duration(text: str) -> str | None:
    """How long the customer has waited or gone without, as said; other spans (ages, plans, dates) are not meant."""
    words = alpha2digit(text, "en", _SMALL_NUMBERS)
    return _only([match.group().lower() for match in _SPAN.finditer(words) if _waited(match, words)])


def date(text: str) -> str | None:
    """The one day that is named and not still to come: ``last Tuesday``, ``the 14th of March``."""
    if not _SPENT.search(text) or _TO_COME.search(text):
        return None
    digits = alpha2digit(text, "en", 0)
    return _only([_proper(match["day"].lower()) for match in _DAY.finditer(digits) if not match["before"]])


def _only(found: list[str]) -> str | None:
    distinct = set(found)
    if not distinct:
        return None
    return found[0] if len(distinct) == 1 else UNCLEAR


def _written(match: re.Match[str], text: str) -> str:
    if match["symbol"]:
        return match["symbol"] + _grouped(match["written"])
    half = 0.5 if match["half"] else 0
    if match["grand"]:
        return f"{float(match['whole'].replace(',', '')) + half:g} grand"
    if match["coin"]:
        return f"{match['whole']} {match['coin'].lower()}"
    symbol = _SYMBOLS[match["unit"].lower()]
    cents = match["rest"] if match["rest"] and not _LATER_UNIT.match(text, match.end()) else "50" if half else ""
    return symbol + _grouped(match["whole"]) + (f".{cents}" if cents else "")


def _grouped(number: str) -> str:
    whole, dot, cents = number.replace(",", "").partition(".")
    return f"{int(whole):,}{dot}{cents}"


def _waited(match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()], match.end()
    if _NOT_WAITED.match(text, after) or _OTHER_SPAN.search(before):
        return False
    told = _ENDURED.search(before) is not None
    if match["single"]:
        return told and _FOR.search(before) is not None
    years = "year" in match.group().lower()
    if years:
        return re.search(r"\bwait(?:ed|ing)\W+(?:\w+ )?$", before) is not None
    return told or _STILL.match(text, after) is not None


def _proper(words: str) -> str:
    """Weekdays and months get their capital back; a recogniser writes them small."""
    return _PROPER.sub(lambda match: match.group().capitalize(), words)
