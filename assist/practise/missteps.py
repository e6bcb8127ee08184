"""What an agent's words do wrong, as far as words alone show it; the engine tells what they do well. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_PATTERNS = {
    "blame": r"""
        \byou\ should(?:'ve|\ have)\b | \byou\ (?:failed|forgot|neglected)\ to\b | \bif\ you\ had\b |
        \b(?:it's|that's|it\ is|that\ is)\ your\ (?:own\ )?(?:fault|mistake|problem)\b |
        \byou(?:'re|\ are)\ (?:wrong|mistaken)\b | \bwhy\ did(?:n't|\ not)\ you\b |
        \byou\ must\ have\ (?:forgotten|missed|entered|clicked|lost|done|left)\b |
        \b(?:maybe|perhaps|probably)\ you\ (?:forgot|left|lost|pressed|clicked|entered|did|missed)\b |
        \byou\ (?:didn't|did\ not)\ (?:read|listen|pay\ attention|follow)\b""",
    "dismissal": r"""
        \bcalm\ down\b | \brelax\b | \bno\ need\ to\ (?:get|be|shout)\b | \bcheer\ up\b | \bi\ don't\ care\b |
        \bour\ policy\b | \bpolicy\ (?:is|says|does)\b | \bi\ don't\ make\ the\ rules\b |
        \b(?:nothing|not\ much)\ (?:i|we)\ can\ do\b | \bcan't\ help\ you\b |
        \bas\ i\ (?:already\ )?said\b | \bi(?:'ve|\ have)?\ already\ (?:told|explained)\b |
        \bnot\ my\ (?:job|department|problem|fault)\b | \byou(?:'re|\ are)\ overreacting\b |
        ^\W*whatever\W*$ | \bwhatever\ you\ say\b | ^\W*at\ least\b | \bit's\ not\ that\ bad\b |
        \bthat's\ (?:just\ )?how\ it\ (?:is|works)\b | \bit\ is\ what\ it\ is\b |
        \bdon't\ be\ (?:silly|upset|rude)\b""",
    "overpromise": r"""
        \bi\ (?:can\ )?guarantee\b | \bguaranteed\b | \b(?:one|a)\ hundred\ (?:and\ ten\ )?per\ ?cent\b | \b1[01]0\ ?% |
        \bnever\ happen\ again\b | \bwill\ never\ happen\b | \bi\ promise\ (?:you\ )?(?:it|that|everything)\b |
        \bno\ matter\ what\b | \bwithout\ (?:any|a)\ doubt\b | \babsolutely\ (?:certain|sure)\b |
        \bdefinitely\ (?:be|get|have|arrive|work)\b""",
    "brush_off": r"""
        \bgood\ ?bye\b | \bbye\b | \b(?:have|enjoy)\ (?:a|the|your)\ (?:nice|good|great|lovely|rest)\b |
        \bcall\ (?:us\ )?(?:back\ )?(?:again\ )?(?:later|another\ time|tomorrow)\b |
        \b(?:go\ to|visit|try|tried)\ (?:the|our)\ website\b""",
}
_KINDS = {name: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for name, pattern in _PATTERNS.items()}

_SCRIPT = re.compile(
    r"""
    ^\W*(?:
        (?:i|we)\ (?:completely\ |totally\ |fully\ |do\ )?(?:understand|hear\ you|apologi[sz]e)
        (?:\ (?:how\ you\ feel|your\ (?:frustration|concern|feelings)|for\ (?:the|any|this)\ inconvenience))? |
        (?:i'm\ |we're\ |i\ am\ |we\ are\ )?(?:so\ |very\ |truly\ )?sorry
        (?:\ (?:for|about)\ (?:the|any|this|that)\ inconvenience|\ to\ hear\ that|\ about\ that)? |
        your\ call\ is\ important\ to\ us | thank\ you\ for\ your\ patience
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_JARGON = re.compile(
    r"\b(?:SLA|KYC|CRM|ETA|RMA|T&Cs?|ticket number|escalation matrix|back ?office|tier (?:two|2)|SOP|"
    r"terms and conditions|pursuant|per our|provisioning|reconcil\w+|backend|end user)\b"
)
_ABBREVIATION = re.compile(r"\b(?!PIN\b|SMS\b|USA\b|ATM\b|GPS\b|NHS\b|CARD\b|NAME\b)(?<!\[)[A-Z]{3,5}\b(?!\])")
"""Three to five capitals, but for everyday ones and the kinds that stand for redacted data."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]", re.IGNORECASE)
_EVERYDAY = """
a about again all am an and any are as at be because been but by call can could did do does for from get go
had happened has have he hello help her here hi him his how i if in is it just know let like look make me
money more mr mrs ms my name need new no not now of ok okay on one or our out please right say see she should
so sorry take tell thank thanks that the them then there they this time to today too two up us was we well
were what when where which who why will with would yes yet you your
"""
_COMMON = frozenset(_EVERYDAY.split())
_TELLING_WORDS = 3
"""So many words in a row of which none is an everyday one are no sentence."""


def missteps_in(text: str, before: Sequence[str] = (), jargon: Iterable[str] = ()) -> frozenset[str]:
    """The missteps that the words show, by their names in `assist.practise.scenario.MISSTEPS`.

    Args:
        text: what the agent said; empty for silence.
        before: what they said earlier in the call.
        jargon: further words that this customer does not know.
    """
    if not text.strip():
        return frozenset({"silence"})
    if _is_nonsense(text):
        return frozenset({"nonsense"})
    found = {name for name, pattern in _KINDS.items() if pattern.search(text)}
    if _SCRIPT.match(text):
        found.add("script")
    if _JARGON.search(text) or says(text, jargon) or _ABBREVIATION.search(text):
        found.add("jargon")
    if _plain(text) in {_plain(earlier) for earlier in before}:
        found.add("repetition")
    return frozenset(found)


def says(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words or phrases stands in the text; ``refund`` is found in "refunded" too."""
    return any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in words)


def alike(question: str, line: str) -> int:
    """How many telling words a question shares with a line."""
    return len(_telling(question) & _telling(line))


def _telling(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3 and word not in _COMMON}


def _is_nonsense(text: str) -> bool:
    """Keys hit at random: words that nobody could say, and none of the everyday ones."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return True
    if any(word in _COMMON for word in words):
        return False
    if len(words) >= _TELLING_WORDS:
        return True
    odd = [word for word in words if len(word) > 2 and (not _VOWELS.search(word) or re.search(r"[^aeiouy']{5}", word))]
    return len(odd) * 2 >= len(words)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
