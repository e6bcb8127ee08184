"""What the words around digits say they are: "my card number is ...", "what's the security code?"."""

from __future__ import annotations

import re
from typing import Final

from assist.numerals import TOKEN

# What the words before a run say it is. "far" cues may stand a few words before it, "near" ones only right before it.
_CUE: Final = re.compile(
    r"\b(?:"
    r"(?P<keep_far>(?:order|booking|reservation|ticket|ref(?:erence)?|case|tracking|confirmation|invoice|claim"
    r"|complaint"
    r"|error|fault|flight|model|serial|part|incident|job|quote|room|gate|seat|bus|promo|discount|voucher|area|product)"
    r"\s(?:number|no|code|id|is)\b|(?:card|account)\w*\s(?:is\s)?ending\b"
    r"|last four(?:\sdigits)?\sof\s(?:my|the|your)\scard|how (?:much|many|long|old|often)|what time|meter reading"
    r"|reading(?= is|'s)|extension|error(?: code)?)"
    r"|(?P<keep_near>order|booking|ticket|ref(?:erence)?|case|tracking|invoice|claim|error|flight|model|version|build"
    r"|firmware|windows|iphone|galaxy|room)"
    r"|(?P<code_far>security code|c\s?v\s?[vc]2?|cv2|pin|passcode|pass code|otp|(?:verification|one[- ]time"
    r"|access|secret)"
    r"\s(?:pass)?(?:code|word)|(?:digits|number|code|three|3)\son the (?:back|signature strip)|code (?:from|in) the \w+"
    r"|(?:text(?:ed)?|sent?|sending)\b[^.?!]{0,24}?\bcode|code (?:that )?(?:we|i|you|they)(?:'ve"
    r"| have)? (?:just )?(?:sent|texted))"
    r"|(?P<id_far>social(?: security)?|ssn|national insurance|ni number|passport"
    r"|(?:driver'?s|driving) licen[cs]e|tax id|nhs number|medicare)"
    r"|(?P<account_far>(?:account|customer|member|membership|policy|routing|roll)\s(?:number|no|id)|sort code|iban)"
    r"|(?P<account_near>account|customer|policy|routing)"
    r"|(?P<card_own>card(?:'s| is))"
    r"|(?P<card_far>card (?:number|details)|(?:long|big) number|(?:number|digits) (?:on|across) the (?:front"
    r"|card|middle)"
    r"|(?:sixteen|16)[- ]digits?|(?:number|digits) (?:on|off|from) (?:your|the|my) card)"
    r"|(?P<card_near>(?:credit |debit |bank )?card|visa|master ?card|amex)"
    r"|(?P<address_far>zip(?: code)?|post ?code|postal code|(?<!ip )(?<!mail )(?<!web )(?<!mac )address"
    r"|(?:house|door) number"
    r"|where (?:do|are) you liv\w+)"
    r"|(?P<dob_far>date of birth|birth ?date|d\.?\s?o\.?\s?b\b|were you born)"
    r"|(?P<email_far>e-?mail\b(?: address)?)"
    r"|(?P<address_near>alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii"
    r"|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota"
    r"|mississippi"
    r"|missouri|montana|nebraska|nevada|new (?:hampshire|jersey|mexico|york)|(?:north|south) (?:carolina|dakota)|ohio"
    r"|oklahoma|oregon|pennsylvania|rhode island|tennessee|texas|utah|vermont|(?:west )?virginia|washington|wisconsin"
    r"|wyoming|a[klrz]|c[aot]|d[ce]|fl|ga|i[al]|k[sy]|la|m[adinost]|n[cdehjmvy]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy])"
    r"|(?P<phone_far>(?:phone|mobile|cell|telephone|contact|home|work|daytime|my|his|her|landline)\snumber"
    r"|(?:my|his|her) (?:mobile|cell|phone|landline)(?: is|'s)|(?:call|ring|text|reach|phone) \w+(?: back)? (?:on|at)"
    r"|(?:take|have|get|give me|what's|confirm) (?:your|a|the best) (?:mobile|phone|cell\w*|landline|telephone|contact)"
    r"|number(?: is|'s))"
    r")(?:\snumber)?(?: is|'s)?(?!\w)"
)
_FAR_WORDS: Final = 6
WINDOW: Final = 100  # characters before a run in which a cue is looked for
FEWEST: Final = {"CODE": 3, "ID": 4, "ACCOUNT": 4, "CARD": 4, "ADDRESS": 5, "PHONE": 4, "DOB": 4}
MOST: Final = {"CODE": 8, "ID": 16, "ACCOUNT": 34, "CARD": 40, "ADDRESS": 9, "PHONE": 15, "DOB": 8}


def cue_before(heard: str) -> str:
    """What the last telling words before a run say it is: a kind, ``KEEP``, or empty where nothing is said."""
    near = heard[-WINDOW:].lower()
    if not (cues := list(_CUE.finditer(near))):
        return ""
    kind, reach = _named(cues[-1])
    words = [word for word in TOKEN.findall(near[cues[-1].end() :]) if len(word) > 1]
    return kind if len(words) <= (0 if reach == "near" else _FAR_WORDS) else ""


def asked_for(question: str) -> str:
    """What one speaker asks the other for: a kind, ``KEEP``, or empty. However much is said after it."""
    asked = ""
    for cue in _CUE.finditer(question.lower()):
        kind, reach = _named(cue)
        last = not TOKEN.search(question, cue.end())
        if reach == "far" or (reach == "near" and last and not asked):  # "the number on your account" is no account's
            asked = kind
    return asked


def _named(cue: re.Match[str]) -> tuple[str, str]:
    kind, _, reach = (cue.lastgroup or "").partition("_")
    return kind.upper(), reach
