"""What counts as a promise of the agent, and as a vague one: the live call and its report ask the same."""

from __future__ import annotations

import re

PROMISING_ACTS = frozenset({"commitment", "follow_up"})

_PROMISING = re.compile(r"\b(?:I|we|you)(?:['\u2019]ll\b|\s+will\b|['\u2019](?:m|re) going to\b)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_NUMBER = (
    r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|a few|a couple of)"
)
_WHEN = re.compile(
    r"\b(?:now|today|tonight|tomorrow|straight ?away|right away|immediately|noon|midnight|as we speak"
    r"|this (?:morning|afternoon|evening|week|month)|next (?:week|month|\w+day)"
    r"|end of (?:the |this )?(?:day|week|month)|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|before (?:we hang up|you go)|while (?:you|we)"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    rf"|{_NUMBER}(?:[ -]?to[ -]?{_NUMBER})?[ -](?:more |business |working )?(?:second|minute|hour|day|week|month)s?"
    r"|\d{1,2} ?(?:am|pm|o'clock)|\d{1,2}:\d\d)\b",
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


def is_vague(text: str) -> bool:
    """Whether a promise leaves open who keeps it, or by when. Looks at all of what was said with it."""
    return not (_WHEN.search(text) and _WHO.search(text))
