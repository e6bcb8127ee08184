"""Who calls, from where, and about which order."""

from __future__ import annotations

import re
from typing import Final

from assist.numerals import digits_of

_TITLE: Final = r"(?:(?i:mr|mrs|ms|miss|dr|doctor) )"
_NOT_A_NAME: Final = re.compile(
    r"a|about|above|actually|again|all|already|also|always|an|and|at|awful|because|been|being|beside|both|but|by|"
    r"called|changed|clear|coming|correct|different|double|down|er|erm|even|exactly|far|first|for|from|"
    r"gone|got|hardly|he|here|him|hyphenated|i|in|is|it|just|last|listed|me|missing|misspelled|"
    r"misspelt|mr|mrs|ms|my|never|no|not|now|of|off|on|only|or|out|printed|quite|really|"
    r"registered|ridiculous|right|she|showing|simply|so|somebody|someone|something|sorry|spelled|spelt|still|"
    r"such|supposed|that|the|them|there|this|to|too|uh|um|under|up|us|very|was|we|what|when|who|"
    r"why|with|written|wrong|you|your",
    re.IGNORECASE,
)
_WORD: Final = r"[A-Za-z](?:'[A-Za-z])?[a-z]+(?:[-'][A-Za-z]+)?"
_SELF: Final = re.compile(
    rf"(?<!in )(?<!on )(?<!under )\b(?i:my (?:first )?name(?:'s| is)|you're speaking (?:to|with)|i'm called"
    rf"|my name,? it's)"
    rf" (?:(?:um|uh|er|erm),? )?(?P<title>{_TITLE})?(?P<name>{_WORD})(?![a-z])"
)
_CALLING: Final = re.compile(
    rf"\b(?i:this is|it's|i'm)(?: (?:um|uh|er),?)? (?P<title>{_TITLE})?(?:(?P<name>{_WORD})(?: {_WORD})?,?"
    rf" (?i:calling|speaking|ringing|phoning)|(?P<other>[A-Z][a-z]+)(?: [A-Z][a-z]+)?,? here)\b"
)
_GREETED: Final = re.compile(
    rf"(?:^|[,.!] )(?i:(?:hi|hello|hiya|hey|good (?:morning|afternoon|evening))(?: there)?,? |yes,? |yeah,? )?"
    rf"(?:(?i:this is) (?P<title>{_TITLE})?(?P<name>[A-Z][a-z]+)(?: [A-Z][a-z]+)?(?:[,.]|$| from\b)"
    rf"|(?i:hi|hello|hiya),? (?:I'm|it's|It's) (?P<other>[A-Z][a-z]+)(?:[,.]|$| from\b))"
)

_CITIES: Final = (
    "london|manchester|birmingham|leeds|liverpool|bristol|sheffield|newcastle|nottingham|leicester|coventry|cardiff"
    "|swansea|wrexham|edinburgh|glasgow|aberdeen|dundee|inverness|belfast|dublin|cork|galway|york|norwich|oxford"
    "|cambridge|brighton|southampton|portsmouth|plymouth|exeter|derby|stoke|wolverhampton|sunderland|carlisle|euston"
    "|heathrow|gatwick|stansted|luton|new york|boston|chicago|los angeles|san francisco|san diego|seattle|denver|dallas"
    "|houston|austin|atlanta|miami|orlando|las vegas|philadelphia|washington|detroit|toronto|montreal|vancouver"
    "|sydney|melbourne|brisbane|perth|auckland|paris|lyon|marseille|madrid|barcelona|malaga|alicante|seville|lisbon"
    "|porto|faro|rome|milan|venice|naples|florence|berlin|munich|hamburg|frankfurt|vienna|zurich|geneva|amsterdam"
    "|rotterdam|brussels|antwerp|copenhagen|oslo|stockholm|helsinki|warsaw|krakow|prague|budapest|athens|istanbul"
    "|dubai|doha|delhi|mumbai|bangalore|karachi|lagos|accra|nairobi|cape town|johannesburg|cairo|tokyo|singapore"
    "|hong kong|manila|bangkok|spain|france|italy|portugal|germany|greece|turkey|ireland|scotland|wales|england"
    "|poland|india|canada|australia|america|texas|florida|california|tenerife|majorca|ibiza|cyprus|malta"
)
_PLACE: Final = re.compile(
    rf"\b(?<!born )(?:to|in|at|from|into|near|outside) (?P<place>{_CITIES})\b(?! (?:road|street|lane|avenue))", re.I
)

_ORDER: Final = re.compile(
    r"(?:\b(?:the|my|this|that|an?|our|your|of|on|for|about|it's|with|same|is) |^|[,.] )"
    r"(?:\w+ )?(?<!standing )order(?P<number> (?:number|reference(?: number)?|ref|no|id|code))?"
    r"(?:'s| is| was|,|:|\.| it's)*(?: (?:um|uh|er|it's))*,? #?(?P<rest>.+)",
    re.IGNORECASE,
)
_PIECES: Final = re.compile(r"[A-Za-z]*\d[\w-]*|[A-Za-z]+|-")


def name(text: str) -> str | None:
    """The first name, or title and surname, of a speaker who introduces themselves; nobody else's."""
    for pattern in (_SELF, _CALLING, _GREETED):
        match = pattern.search(text)
        if match is None:
            continue
        found = match["name"] or match.groupdict().get("other") or ""
        title = match["title"] or ""
        if not _NOT_A_NAME.fullmatch(found) and not (title and found.islower() and len(found) < 3):
            return f"{title.strip().capitalize()} {_capital(found)}".strip()
    return None


def place(text: str) -> str | None:
    """The one well-known town or country that is gone to or spoken from."""
    found = {match["place"].lower() for match in _PLACE.finditer(text)}
    return found.pop().title() if len(found) == 1 else None


def order(text: str) -> str | None:
    """The number of an order as it is written: "double seven four nine dash b" is ``7749-B``."""
    for match in _ORDER.finditer(text):
        code = _code(match["rest"])
        digits = sum(map(str.isdecimal, code))
        if digits >= 2 and (match["number"] or "of " not in match["rest"][:24]):
            return code
    return None


def _code(words: str) -> str:
    """The letters and digits that words begin with."""
    pieces = _PIECES.findall(words.lower())
    code, at = "", 0
    while at < len(pieces):
        piece, following = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        said, used = _piece(piece, following)
        if not said:
            break
        code, at = code + said, at + used
    return code.strip("-").upper()


def _piece(piece: str, following: str) -> tuple[str, int]:
    """What a piece is in a code, and how many pieces that takes; empty where the code has ended."""
    digits, used = digits_of(piece, following)
    if digits:
        return digits, used
    if piece in {"dash", "hyphen", "-"}:
        return "-", 1
    written = any(map(str.isdecimal, piece)) or (len(piece) == 1 and piece not in "ai")
    return (piece, 1) if written else ("", 1)


def _capital(found: str) -> str:
    return found[0].upper() + found[1:]
