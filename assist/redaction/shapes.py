"""What has a shape of its own: an e-mail, a street, a postcode, a national number, a date of birth."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from assist.numerals import DIGIT_WORDS, TEENS, TENS
from assist.redaction.cues import WINDOW, cue_before

_SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
_DIGIT: Final = rf"(?:\d|{'|'.join(DIGIT_WORDS)})"
NUMBER_WORD: Final = rf"(?:{'|'.join([*DIGIT_WORDS, *TEENS, *TENS, 'hundred'])})"
ORDINAL: Final = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -]?)?(?:first|second|third|fourth|fifth"
    r"|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
UNIT: Final = (
    r"(?:dollars?|pounds?|euros?|cents?|pence|quid|bucks|grand|percent|per|times?|seconds?|minutes?|mins?|hours?|days?"
    r"|nights?|weeks?|months?|years?|miles?|kilometers?|people|gigabytes?|gigs?|megabytes?|terabytes?|inch|foot|feet"
    r"|am|pm|o'clock|points|thousand|million|billion|hundred|items?|units?|hundreds|thousands)"
)

MAIL_HOSTS: Final = r"(?:(?:g|google|hot|proton) ?mail|outlook|yahoo|i ?cloud|aol|msn|live|bt ?internet|me)"
_LOCAL: Final = rf"\w+(?:(?:\s(?:dot|underscore|dash|hyphen|plus)\s|[.+-])\w+)*(?:\s(?:{NUMBER_WORD}|\d{{1,4}})){{0,6}}"
_HOST: Final = r"\w+(?:(?:\sdash\s|-)\w+)*(?:(?:\sdot\s|\.)\w+){1,3}"
_SPELLED: Final = rf"(?:(?:[a-z]|{NUMBER_WORD}|\d+)\s){{0,30}}"
_STREET: Final = r"(?:street|st|road|rd|avenue|ave|lane|boulevard|blvd|crescent|terrace|mews|grove|parkway)"
_WEAK_STREET: Final = r"(?:drive|dr|close|court|ct|way|place|hill|square|circle|gardens?|park|walk|row|highway|view)"
STREET_WORD: Final = (
    rf"(?:(?!(?:{UNIT}|{NUMBER_WORD}|of|the|an?|on|in|at|to|from|down|up|by|for|and|or|is|was|with|my|your|his|her"
    r"|their|our|this|that|past|off|more|other|whole|same|back|entire|different|across|over|along|thing|i|you|we|they|it)\b)[a-z']+"
    rf"|\d{{1,3}}(?:st|nd|rd|th)|(?:{ORDINAL})\b)"
)
HOUSE: Final = rf"(?:\d{{1,5}}[a-z]?|{NUMBER_WORD}(?:[ -]{NUMBER_WORD}){{0,4}})"
FLAT: Final = rf"(?:flat|apartment|apt|unit|suite)\.?\s{HOUSE}"
_DATE_PART: Final = rf"(?:\d{{1,4}}(?:st|nd|rd|th)?\b|(?:{MONTH}|{ORDINAL}|{NUMBER_WORD})\b)"

_MAIL_CUED: Final = rf"\be[- ]?mail(?:\saddress)?(?:\sis|'s)?\s(?P<private>(?:[\w.]+\s){{1,10}}?at\s{_HOST})"
_MAIL_KNOWN: Final = rf"(?<![\w']){_SPELLED}{_LOCAL}\s(?:at\s|@\s?){MAIL_HOSTS}(?:(?:\sdot\s|\.)\w+){{1,2}}\b"
_MAIL_TOLD: Final = (
    r"\b(?:it's|it is|its|mail is|address is)\s"
    rf"(?P<private>(?:(?!at\b)\w+\s){{1,6}}at\s{MAIL_HOSTS}(?:(?:\sdot\s|\.)\w+){{1,2}})\b"
)
_MAIL_DOTTED: Final = rf"(?<![\w']){_SPELLED}\w+(?:\s(?:dot|underscore)\s\w+|\.\w+)+\sat\s(?:{_HOST}|{MAIL_HOSTS})\b"
_POSTCODE: Final = r"\b[a-z]{1,2}\d[a-z\d]?\s?(?!\d(?:gb|tb|st|nd|rd|th)\b)\d[abd-hjlnp-uw-z]{2}\b"
_SPOKEN_CODE: Final = rf"\b(?:[a-z]\s){{1,2}}{_DIGIT}(?:\s(?:[a-z]|{_DIGIT}))?\s{_DIGIT}(?:\s[abd-hjlnp-uw-z]){{2}}\b"
_HOME: Final = rf"\b(?:{FLAT},?\s)?{HOUSE},?\s(?:{STREET_WORD}\s){{1,3}}?{_STREET}\b(?:,?\s{FLAT}\b)?"
_HOME_CUED: Final = (
    r"\b(?:address|liv(?:e|es|ing)|moved|deliver\w*|ship\w*|sent|house|based|residing)\b(?:\W+\w+){0,4}?\W+"
    rf"(?P<private>(?:{FLAT},?\s)?\b{HOUSE},?\s(?:the\s)?(?:{STREET_WORD}\s){{1,3}}?{_WEAK_STREET})\b"
)
_BIRTH: Final = (
    r"\b(?:date of birth|d\.?\s?o\.?\s?b|born|birth\s?date|birth\s?day)\b(?:\W+\w+){0,4}?\W+(?P<private>(?:19|20)\d\d\b"
    rf"|(?>{_DATE_PART}(?:[\s,/.-]+(?:(?:of|the|and|in)\s)*{_DATE_PART})+))(?!\s{UNIT}\b)"
)
# Each: kind; what such a text must hold, cheap to look for; pattern, whose group "private" goes, or the whole match.
_SHAPES: Final = tuple(
    (kind, re.compile(needs), re.compile(pattern))
    for kind, needs, pattern in (
        ("EMAIL", "@", r"[\w.+'-]+@\w[\w-]*(?:\.[\w-]+)*"),
        ("EMAIL", "mail", _MAIL_CUED),
        ("EMAIL", rf"\s(?:at\s|@\s?){MAIL_HOSTS}\b", _MAIL_TOLD),
        ("EMAIL", rf"\s(?:at\s|@\s?){MAIL_HOSTS}\b", _MAIL_KNOWN),
        ("EMAIL", r"(?:\s(?:dot|underscore)\s|\.)\w+\sat\s", _MAIL_DOTTED),
        ("ACCOUNT", r"\d{4}", r"\b[a-z]{2}\d{2}(?=[\s\w]*?\d{4})(?:\s?[a-z\d]{4}){2,7}(?:\s?[a-z\d]{1,3})?\b"),
        ("ID", r"\d\d\s?[a-d]\b", r"\b[a-ceghj-tw-z][a-ceghj-nqprtw-z]\s?\d\d\s?\d\d\s?\d\d\s?[a-d]\b"),
        ("ID", rf"\s{_DIGIT}\s[a-d]\b", rf"\b[a-z]\s[a-z]\s(?:{_DIGIT}\s){{6}}[a-d]\b"),
        ("ID", r"-\d\d-", r"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])"),
        ("ADDRESS", r"\d[a-z]{2}\b", _POSTCODE),
        ("ADDRESS", rf"{_DIGIT}\s[a-z]\s[a-z]\b", _SPOKEN_CODE),
        ("ADDRESS", rf"\s{_STREET}\b", _HOME),
        ("ADDRESS", rf"\s{_WEAK_STREET}\b", _HOME_CUED),
        ("ADDRESS", r",\s[a-z]{2}\s\d", r",\s(?:hi|in|me|o[hkr])\s(?P<private>\d{5}(?:-\d{4})?)\b"),
        ("ADDRESS", r"\sbox\s", r"\bp\.?\s?o\.?\sbox\s\d+"),
        ("DOB", r"born|birth|dob|d.o", _BIRTH),
    )
)


def redact_shapes(text: str) -> str:
    """What has a shape of its own: an e-mail, a street, a postcode, a date of birth."""
    small = text.translate(_SMALL)
    for kind, needs, pattern in _SHAPES:
        near = needs.search(small)
        if near is None:
            continue
        pieces, done = [], 0
        for match in pattern.finditer(small, max(0, near.start() - WINDOW)):
            start, end = match.span("private" if "private" in pattern.groupindex else 0)
            if cue_before(text[:start]) != "KEEP":
                pieces += [text[done:start], f"[{kind}]"]
                done = end
        if done:
            text = "".join([*pieces, text[done:]])
            small = text.translate(_SMALL)
    return text
