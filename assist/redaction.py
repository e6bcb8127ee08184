"""Personal data out of what was said, before it is journaled, sent or logged. The token keeps the kind: ``[CARD]``.

A recogniser writes numbers as words, so digits are gathered into runs, written or spoken ("double four one oh"), and
the nearest words before a run say what it is. A long run that nothing explains goes too: it may be half of a card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from typing import Final

_DIGIT_WORDS: Final = {
    **{"zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4"},
    **{"five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9"},
}
_TEENS: Final = {
    **{"ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15"},
    **{"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19"},
}
_TENS_WORDS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS: Final = {word: str(tens) for tens, word in enumerate(_TENS_WORDS, start=2)}
_REPEATS: Final = {"double": 2, "triple": 3, "treble": 3}
_FILLERS: Final = frozenset(("um", "uh", "er", "erm", "ah", "dash", "hyphen", "space", "then"))

_SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
_DIGIT: Final = rf"(?:\d|{'|'.join(_DIGIT_WORDS)})"
_NUMBER_WORD: Final = rf"(?:{'|'.join([*_DIGIT_WORDS, *_TEENS, *_TENS, 'hundred'])})"
_ORDINAL: Final = (
    r"(?:(?:twenty|thirty)[ -]?)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_UNIT: Final = (
    r"(?:dollars?|pounds?|euros?|cents?|pence|quid|bucks|grand|percent|per|times?|seconds?|minutes?|mins?|hours?|days?"
    r"|nights?|weeks?|months?|years?|miles?|kilometers?|people|gigabytes?|gigs?|megabytes?|terabytes?|inch|foot|feet"
    r"|am|pm|o'clock|points|thousand|million|billion|hundred|items?|units?|hundreds|thousands)"
)

_HAS_PERSONAL: Final = re.compile(rf"\d|@|\b(?:{_NUMBER_WORD}|at)\b", re.I)
_TOKEN: Final = re.compile(r"\[[A-Z]+\]|\w+")
_LETTERED: Final = re.compile(r"(?!0x|kb\d)\w*?\d{7}")
_GAP: Final = re.compile(r"[\s,.()\-\u2010-\u2015]{0,4}")
_UNIT_AFTER: Final = re.compile(rf"[\s-]*(?:%|{_UNIT}\b)", re.I)
_PLAIN: Final = re.compile(  # dates, thousands, network addresses, two years
    r"(?:19|20)\d\d-[01]?\d-[0-3]?\d|[0-3]?\d[-.][0-3]?\d[-.](?:19|20)\d\d|\d{1,3}(?:,\d{3})+(?:\.\d\d)?"
    r"|\d{1,3}(?:\.\d{1,3}){3}|(?:19|20)\d\d\D+(?:19|20)\d\d"
)
_LOCAL_PHONE: Final = re.compile(r"\d{3}-\d{4}")
_CORRECTION: Final = re.compile(
    r"\W*(?:(?:no|sorry|wait|i mean|actually|or|and|then|make that|it's|its|um|uh|oops|yeah|yes)\b\W*){1,4}", re.I
)
# What the words before a run say it is. "far" cues may stand a few words before it, "near" ones only right before it.
_CUE: Final = re.compile(
    r"\b(?:"
    r"(?P<keep_far>(?:order|booking|reservation|ticket|ref(?:erence)?|case|tracking|confirmation|invoice|claim|complaint"
    r"|error|fault|flight|model|serial|part|incident|job|quote|room|gate|seat|bus|promo|discount|voucher|area|product)"
    r"\s(?:number|no|code|id|is)\b|(?:card|account)\w*\s(?:is\s)?ending\b"
    r"|last four(?:\sdigits)?\sof\s(?:my|the|your)\scard)"
    r"|(?P<keep_near>order|booking|ticket|ref(?:erence)?|case|tracking|invoice|claim|error|flight|model|version|build"
    r"|firmware|windows|iphone|galaxy)"
    r"|(?P<code_far>security code|cv[vc]2?|cv2|pin|passcode|pass code|otp|(?:verification|one[- ]time|access|secret)"
    r"\s(?:pass)?(?:code|word)|(?:digits|number|code)\son the back)"
    r"|(?P<id_far>social(?: security)?|ssn|national insurance|ni number|passport"
    r"|(?:driver'?s|driving) licen[cs]e|tax id|nhs number|medicare)"
    r"|(?P<account_far>(?:account|customer|member|membership|policy|routing|roll)\s(?:number|no|id)|sort code|iban)"
    r"|(?P<account_near>account|customer|policy|routing)"
    r"|(?P<card_far>card number|card(?:'s| is)|long number|(?:number|digits) (?:on|across) the front)"
    r"|(?P<card_near>(?:credit |debit |bank )?card|visa|master ?card|amex)"
    r"|(?P<address_far>zip(?: code)?|post ?code|postal code)"
    r"|(?P<address_near>alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii"
    r"|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi"
    r"|missouri|montana|nebraska|nevada|new (?:hampshire|jersey|mexico|york)|(?:north|south) (?:carolina|dakota)|ohio"
    r"|oklahoma|oregon|pennsylvania|rhode island|tennessee|texas|utah|vermont|(?:west )?virginia|washington|wisconsin"
    r"|wyoming|a[klrz]|c[aot]|d[ce]|fl|ga|i[al]|k[sy]|la|m[adinost]|n[cdehjmvy]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy])"
    r"|(?P<phone_far>(?:phone|mobile|cell|telephone|contact|home|work|daytime|my|his|her|landline)\snumber"
    r"|(?:my|his|her) (?:mobile|cell|phone|landline)(?: is|'s)|(?:call|ring|text|reach|phone) \w+(?: back)? (?:on|at)"
    r"|number(?: is|'s))"
    r")(?:\snumber)?(?: is|'s)?(?!\w)"
)
_FAR_WORDS, _LONG_RUN = 6, 7
_WINDOW: Final = 100  # characters before a run in which a cue is looked for
_FEWEST: Final = {"CODE": 3, "ID": 4, "ACCOUNT": 4, "CARD": 4, "ADDRESS": 5, "PHONE": 4}
_MOST: Final = {"CODE": 8, "ID": 16, "ACCOUNT": 34, "CARD": 40, "ADDRESS": 9, "PHONE": 15}
_MAIL_HOSTS: Final = r"(?:(?:g|google|hot|proton) ?mail|outlook|yahoo|i ?cloud|aol|msn|live|bt ?internet|me)"
_LOCAL: Final = (
    rf"\w+(?:(?:\s(?:dot|underscore|dash|hyphen|plus)\s|[.+-])\w+)*(?:\s(?:{_NUMBER_WORD}|\d{{1,4}})){{0,6}}"
)
_HOST: Final = r"\w+(?:(?:\sdash\s|-)\w+)*(?:(?:\sdot\s|\.)\w+){1,3}"
_SPELLED: Final = rf"(?:(?:[a-z]|{_NUMBER_WORD}|\d+)\s){{0,30}}"
_STREET: Final = r"(?:street|st|road|rd|avenue|ave|lane|boulevard|blvd|crescent|terrace|mews|grove|parkway)"
_WEAK_STREET: Final = r"(?:drive|dr|close|court|ct|way|place|hill|square|circle|gardens?|park|walk|row|highway|view)"
_STREET_WORD: Final = (
    rf"(?:(?!(?:{_UNIT}|{_NUMBER_WORD}|of|the|an?|on|in|at|to|from|down|up|by|for|and|or|is|was|with|my|your|his|her"
    r"|their|our|this|that|past|off|more|other|different|across|over|along|thing|i|you|we|they|it)\b)[a-z']+"
    r"|\d{1,3}(?:st|nd|rd|th))"
)
_HOUSE: Final = rf"(?:\d{{1,5}}[a-z]?|{_NUMBER_WORD}(?:[ -]{_NUMBER_WORD}){{0,4}})"
_FLAT: Final = rf"(?:flat|apartment|apt|unit|suite)\.?\s{_HOUSE}"
_DATE_PART: Final = rf"(?:\d{{1,4}}(?:st|nd|rd|th)?\b|(?:{_MONTH}|{_ORDINAL}|{_NUMBER_WORD})\b)"

_MAIL_CUED: Final = rf"\be[- ]?mail(?:\saddress)?(?:\sis|'s)?\s(?P<private>(?:[\w.]+\s){{1,10}}?at\s{_HOST})"
_MAIL_KNOWN: Final = rf"(?<![\w']){_SPELLED}{_LOCAL}\s(?:at\s|@\s?){_MAIL_HOSTS}(?:(?:\sdot\s|\.)\w+){{1,2}}\b"
_MAIL_DOTTED: Final = rf"(?<![\w']){_SPELLED}\w+(?:\s(?:dot|underscore)\s\w+|\.\w+)+\sat\s(?:{_HOST}|{_MAIL_HOSTS})\b"
_POSTCODE: Final = r"\b[a-z]{1,2}\d[a-z\d]?\s?(?!\d(?:gb|tb|st|nd|rd|th)\b)\d[abd-hjlnp-uw-z]{2}\b"
_SPOKEN_CODE: Final = rf"\b(?:[a-z]\s){{1,2}}{_DIGIT}(?:\s(?:[a-z]|{_DIGIT}))?\s{_DIGIT}(?:\s[abd-hjlnp-uw-z]){{2}}\b"
_HOME: Final = rf"\b(?:{_FLAT},?\s)?{_HOUSE},?\s(?:{_STREET_WORD}\s){{1,3}}?{_STREET}\b(?:,?\s{_FLAT}\b)?"
_HOME_CUED: Final = (
    r"\b(?:address|liv(?:e|es|ing)|moved|deliver\w*|ship\w*|sent|house|based|residing)\b(?:\W+\w+){0,4}?\W+"
    rf"(?P<private>(?:{_FLAT},?\s)?\b{_HOUSE},?\s(?:the\s)?(?:{_STREET_WORD}\s){{1,3}}?{_WEAK_STREET})\b"
)
_BIRTH: Final = (
    r"\b(?:date of birth|d\.?o\.?b|born|birth\s?date|birth\s?day)\b(?:\W+\w+){0,4}?\W+(?P<private>(?:19|20)\d\d\b"
    rf"|(?>{_DATE_PART}(?:[\s,/.-]+(?:(?:of|the|and|in)\s)*{_DATE_PART})+))(?!\s{_UNIT}\b)"
)
# Each: kind; what such a text must hold, cheap to look for; pattern, whose group "private" goes, or the whole match.
_SHAPES: Final = tuple(
    (kind, re.compile(needs), re.compile(pattern))
    for kind, needs, pattern in (
        ("EMAIL", "@", r"[\w.+'-]+@\w[\w-]*(?:\.[\w-]+)*"),
        ("EMAIL", "mail", _MAIL_CUED),
        ("EMAIL", rf"\s(?:at\s|@\s?){_MAIL_HOSTS}\b", _MAIL_KNOWN),
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
        ("DOB", r"born|birth|dob|d\.o", _BIRTH),
    )
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits next to each other. ``kind``: of a token that already stands there; empty for digits."""

    start: int
    end: int
    digits: str = ""
    kind: str = ""


def redact(text: str, asked: str = "") -> str:
    """Replace personal data by tokens that keep its kind, such as ``[CARD]``.

    Kinds: CARD, CODE, ID, PHONE, EMAIL, ADDRESS, DOB, ACCOUNT, and NUMBER for 7 or more digits that nothing explains.
    Order, booking, ticket and reference numbers, amounts, durations, times, years and product names stay.

    Args:
        text: words of one speaker, as a recogniser or a person writes them.
        asked: what the other speaker said right before: "what's the security code?" explains a bare "one two three".

    Returns:
        The text with tokens. Redacting it again changes nothing.
    """
    redacted = _redact_runs(_redact_shapes(text), asked) if _HAS_PERSONAL.search(text) else text
    return text if redacted == text else redact(redacted, asked)


def _redact_shapes(text: str) -> str:
    """What has a shape of its own: an e-mail, a street, a postcode, a date of birth."""
    small = text.translate(_SMALL)
    for kind, needs, pattern in _SHAPES:
        near = needs.search(small)
        if near is None:
            continue
        pieces, done = [], 0
        for match in pattern.finditer(small, max(0, near.start() - _WINDOW)):
            start, end = match.span("private" if "private" in pattern.groupindex else 0)
            if _cue(text[max(0, start - _WINDOW) : start]) != "KEEP":
                pieces += [text[done:start], f"[{kind}]"]
                done = end
        if done:
            text = "".join([*pieces, text[done:]])
            small = text.translate(_SMALL)
    return text


def _redact_runs(text: str, asked: str) -> str:
    """Digits, by the words before them and by how many they are."""
    pieces, done, before, kind = [], 0, 0, ""
    for run in _runs(text):
        gap = text[before : run.start]
        corrected = kind if before and _CORRECTION.fullmatch(gap) else ""
        kind = run.kind or _kind(run, text, gap if before else f"{asked}\n{gap}", corrected)
        if kind and kind != "KEEP" and not run.kind:
            pieces += [text[done : run.start], f"[{kind}]"]
            done = run.end
        before = run.end
    return "".join([*pieces, text[done:]])


def _kind(run: _Run, text: str, heard: str, corrected: str) -> str:
    """The kind of a run: a token's name, ``KEEP`` where the words before it say that it may stay, or empty."""
    count = len(run.digits)
    cue = (_cue(heard[-_WINDOW:]) if count >= 3 else "") or corrected
    if cue == "KEEP" or count < 3 or _quantity(run, text):
        return "KEEP" if cue == "KEEP" else ""
    if _card(run.digits):
        return "CARD"
    if cue in _FEWEST and _FEWEST[cue] <= count <= _MOST[cue]:
        return cue
    if count < _LONG_RUN:
        return ""
    return "PHONE" if _phone(run, text) else "NUMBER"


def _cue(heard: str) -> str:
    """What the last telling words before a run say it is; empty where nothing is said."""
    if not (cues := list(_CUE.finditer(heard.lower()))):
        return ""
    last = cues[-1]
    kind, _, reach = (last.lastgroup or "").partition("_")
    words = [word for word in _TOKEN.findall(heard[last.end() :]) if len(word) > 1]
    return kind.upper() if len(words) <= (_FAR_WORDS if reach == "far" else 0) else ""


def _quantity(run: _Run, text: str) -> bool:
    """Whether a run is an amount, a duration, a date, a year or a network address."""
    said = text[run.start : run.end]
    if len(run.digits) < _LONG_RUN + 2 and not _card(run.digits):
        single = said.isdecimal() or any(word in _TENS or word in _TEENS for word in said.lower().split())
        money = text[max(0, run.start - 2) : run.start].strip()[-1:] in {"$", "£", "€"}
        if money or ((single or "hundred" in said or "." in said) and _UNIT_AFTER.match(text, run.end)):
            return True
    return bool(_PLAIN.fullmatch(said))


def _phone(run: _Run, text: str) -> bool:
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


def _runs(text: str) -> Iterator[_Run]:
    """Digits next to each other, and the tokens that already stand there, in order."""
    words = [(match.group().lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    run: _Run | None = None
    at = reach = 0
    while at < len(words):
        word, start, end = words[at]
        digits, used = _digits(word, words[at + 1][0] if at + 1 < len(words) else "")
        joined = run is not None and _GAP.fullmatch(text, reach, start)
        if run and not (joined and (digits or word in _FILLERS)):
            yield run
            run = None
        if digits:
            end = words[at + used - 1][2]
            run = (
                _Run(run.start, end, run.digits + digits)
                if run
                else _Run(start - (text[max(0, start - 1) : start] in {"+", "("}), end, digits)
            )
        elif word.startswith("["):
            yield _Run(start, end, kind=text[start + 1 : end - 1])
        at, reach = at + used, end
    if run:
        yield run


def _digits(word: str, following: str) -> tuple[str, int]:
    """The digits of a word, or of it and the word after it where both make one number; and how many words that is."""
    if word.isdecimal():
        return word, 1
    if word in _REPEATS:
        digit = following if following.isdecimal() and len(following) == 1 else _DIGIT_WORDS.get(following, "")
        return digit * _REPEATS[word], 2 if digit else 1
    if word in _TENS:
        one = _DIGIT_WORDS.get(following, "0")
        return _TENS[word] + one, 1 if one == "0" else 2
    if word in _DIGIT_WORDS and following == "hundred":
        return _DIGIT_WORDS[word] + "00", 2
    if word in _DIGIT_WORDS or word in _TEENS:
        return _DIGIT_WORDS.get(word) or _TEENS[word], 1
    return ("".join(filter(str.isdecimal, word)), 1) if _LETTERED.match(word) else ("", 1)
