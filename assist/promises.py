"""What counts as a promise of the agent, and as a vague one: the live call and its report ask the same."""

from __future__ import annotations

import re

PROMISING_ACTS = frozenset({"commitment", "follow_up"})

_PROMISING = re.compile(
    r"\b(?:I|we|you)(?:['\u2019]ll\b|\s+will\b|\s+won['\u2019]t\b[^.!?]*\buntil\b|['\u2019](?:m|re) going to\b)",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"(?:\b(?:will|won['\u2019]t|going to)\b|['\u2019]ll\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|a few|a couple of)"
)
_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|\w+teenth|twentieth|thirtieth"
    r"|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_TIME_ENDS = (
    r"(?=\s*(?:$|[.,;:!?]|(?:and|or|but|so|in|on|at|this|tonight|today|tomorrow|latest|fifteen|thirty|forty|with"
    r"|when|because|if|I|we|you)\b))"
)
"""After a number or an ordinal that is a time: "by four", not "by four engineers"."""
_WHEN = re.compile(
    r"\b(?:now|today|tonight|tomorrow|straight ?away|right away|immediately|noon|midnight|as we speak"
    r"|this (?:morning|afternoon|evening|week|month)|next (?:week|month|\w+day)"
    r"|end of (?:the |this )?(?:day|week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|before (?:we hang up|you go)|while (?:you|we)|until|first thing|lunch(?:time)?|close of business"
    r"|in the (?:morning|afternoon|evening)|within the (?:hour|day|week|month)"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    rf"|{_NUMBER}(?:[ -]?to[ -]?{_NUMBER})?[ -](?:more |business |working )?(?:second|minute|hour|day|week|month)s?"
    rf"|{_HOUR} ?(?:am|pm|o['\u2019]clock)|\d{{1,2}}:\d\d"
    rf"|(?:by|before|till) (?:about |around )?{_HOUR}{_TIME_ENDS}"
    rf"|(?:by|before|till|on) the {_DAY}(?: of\b|{_TIME_ENDS}))(?:\b|$)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:(?:I|we)(?:['\u2019](?:ll|ve|m|re))?|(?:a|my|our|the|your) (?:\w+ )?"
    r"(?:colleague|team|department|engineer|technician|courier|driver|manager|supervisor|specialist|adviser|advisor))\b",
    re.IGNORECASE,
)


def promising_words(text: str) -> str:
    """The sentences that say what will be, or all of it where none does."""
    promising = " ".join(part for part in _SENTENCE_END.split(text) if _PROMISING.search(part))
    return promising or text


def says_what_will_be(text: str) -> bool:
    """Whether the words speak of what is to come; acts of promising are sometimes read into words that do not."""
    return _FUTURE.search(text) is not None


def is_vague(text: str) -> bool:
    """Whether a promise leaves open who keeps it, or by when. Looks at all of what was said with it."""
    return not (_WHEN.search(text) and _WHO.search(text))
