"""What customers did, as far as their own words show it: called again, waited, asked when, wanted to leave, thanked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assist.affect.spans import Span
from assist.report.insults import Insult
from assist.report.words import sentences

_TIMES = r"(?:second|third|fourth|fifth|sixth|umpteenth|2nd|3rd|4th|5th)"
_OFTEN = rf"(?:twice|(?:two|three|four|five|six|several|many|\d+)\ times|(?:for\ the\ )?{_TIMES}\ time)"
_CALLED = r"(?:call|called|calling|ring|rang|ringing|rung|phone|phoned|phoning|written|wrote|told|explained)"

_PATTERNS: Mapping[str, str] = {
    "called_again": rf"""
        \b(?:i|we|sorry\ to)\b(?:(?!\byou)[^.?!]){{0,25}}\b{_CALLED}\b[^.?!]{{0,40}}\b{_OFTEN}\b |
        \b{_TIMES}\ time\b[^.?!]{{0,30}}\b(?:i|we)\b[^.?!]{{0,20}}\b{_CALLED}\b |
        \bi(?:\ have|'ve)?\ (?:already\ )?(?:told|explained)\b[^.?!]{{0,30}}\b(?:before|already|again|two\ of)\b |
        \b(?:tell|explain|go\ through|repeat)\b[^.?!]{{0,25}}\b(?:all\ (?:over\ )?again|whole\ story\ again)""",
    "made_effort": r"""
        \bi(?:'ve|\ have)?\ (?:\w+\ ){0,2}?(?:waited|waiting|sat\ (?:in|here|there|by)|stayed\ in|stood\ in|queued|
        been\ on\ hold|spent\ (?:\w+\ ){0,3}(?:hours?|days?|minutes|weeks?|morning|afternoon|evening)|
        searched|looked\ everywhere|tried)\b |
        \btook\ (?:the|a|half\ a)\ (?:day|morning|afternoon)\ off\b""",
    "wanted_to_leave": r"""
        (?<!\bthan\ )\bcancel(?:ling|ing)?\ (?:it|the\ lot|everything|my\b|this\b|
        the\ (?:contract|account|policy|subscription|order)) |
        \b(?:go|going|switch|switching|move|moving)\ to\ (?:another|a\ different|some(?:body|one)\ (?:else|who)|
        (?:a|your|the)\ competit\w+) | \btake\ my\ (?:business|custom|money)\ (?:elsewhere|somewhere) |
        \bclos(?:e|ing)\ my\ account\b |
        \b(?:never|not)\ (?:\w+\ )?(?:order|buy|shop|book|bank|fly)\w*\ (?:\w+\ ){0,2}(?:with\ you|here|again)\b""",
    "wanted_to_complain": r"""
        \b(?:lawyer|solicitor|(?<!of\ )attorney|ombudsman|regulator|trading\ standards|small\ claims|newspaper)\b |
        \b(?:sue|suing)\ (?:you|your)\b | \b(?:take|taking)\ (?:you|this)\ to\ court\b |
        \b(?:make|making|file|filing|lodge|put\ in|want)\ (?:a|an)\ (?:\w+\ )?complaint\b | \bbad\ review\b""",
    "asked_for_a_person": r"""
        \b(?:speak|talk|put\ me\ (?:through|on)|get\ me|transfer\ me|pass\ me)\b[^.?!]{0,25}
        \b(?:manager|supervisor|boss|some(?:body|one)\ (?:else|who)|human|real\ person|in\ charge)\b""",
    "asked_for_money": r"""
        \b(?:refund|money\ back|compensat\w+|reimburse\w*)\b | \bwho\b[^.?!]{0,15}\bpay(?:s|ing)?\b""",
    "asked_when": r"""
        (?:^|\b(?:and|so|but)\ )
        (?:when|how\ (?:long|soon|much\ longer)|(?:by\ |on\ )?what\ (?:day|time|date))\b[^?]*\?""",
    "asked_why": r"""
        (?:^|\b(?:and|so|but)\ )(?:why|how\ come|how\ is\ that|how\ could|what\ (?:happened|went\ wrong))\b[^?]*\?""",
    "asked_what_to_do": r"""
        \bwhat\ (?:can|do|should|could|else\ can)\ i\b[^?]*\? | \bwhat\ am\ i\ (?:meant|supposed|going)\ to\b[^?]*\? |
        \bwhat\ happens\ (?:now|next|then)\b[^?]*\? | \b(?:my\ options|any\ choice|a\ choice)\b[^?]*\? |
        \b(?:do|must|will)\ i\ (?:need\ to|have\ to|just)\b[^?]*\?""",
    "agreed": r"""
        ^(?:[\w']+[,.]?\ ){0,2}that(?:\ works\b|(?:'s|\ is)\ fair\b) |
        \b(?:works\ for\ me|yes,?\ please|let's\ do\ (?:that|it)|sounds\ (?:good|fine)|
        i\ can\ (?:live|work)\ with\ (?:that|it)|
        that\ would\ (?:help|work|be\ (?:good|great|fine|lovely|perfect)))\b""",
    "apologised": r"""
        \b(?:sorry\ to\ (?:trouble|bother|ask|be)|i(?:'m|\ am)\ (?:so\ |really\ |very\ )?sorry\b(?!,?\ but)|
        (?:it(?:'s|\ is|\ was)|entirely|all)\ my\ (?:own\ )?(?:fault|mistake|doing)\b(?!\?)|i\ apologi[sz]e\b)""",
    "thanked": r"""
        \b(?:thank\ you|thanks|cheers|i\ appreciate|you(?:'ve|\ have)\ been\ (?:so\ |very\ )?(?:kind|helpful))\b
        (?!\ for\ nothing)""",
}
_SIGNS = {name: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for name, pattern in _PATTERNS.items()}
INSULTED = "insulted"
DOINGS = (*_PATTERNS, INSULTED)
"""Every name, in the order in which it matters to whoever plans the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Something that the customer did, with the words that show it, said at ``at``."""

    act: str
    at: float
    quote: str


def doings_in(sentence: str) -> tuple[str, ...]:
    """What one sentence of a customer's shows that they did."""
    return tuple(name for name, sign in _SIGNS.items() if sign.search(sentence))


def doings_of(spans: Iterable[Span], insults: Sequence[Insult] = ()) -> tuple[Doing, ...]:
    """What the customer did in a call, each act once with its first words."""
    found: dict[str, Doing] = {}
    for span in spans:
        if span.speaker != "customer":
            continue
        for sentence in sentences(span.text):
            for act in doings_in(sentence):
                found.setdefault(act, Doing(act=act, at=span.start, quote=sentence))
    if insults:
        found[INSULTED] = Doing(act=INSULTED, at=insults[0].at, quote=insults[0].quote)
    return tuple(sorted(found.values(), key=lambda doing: doing.at))
