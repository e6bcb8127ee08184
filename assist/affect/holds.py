"""Waiting that was announced: holds, moments asked for, and whether the customer was told why and how long."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assist.affect.spans import Span

MOMENT_SECONDS = 20.0
"""An agent who asked for a moment has this much of it; a customer who did has as long as they need. Judgement."""

_SHORTEST_SECONDS = 3.0
"""After a shorter wait the call was not put on hold: the customer objected, or the agent went on at once."""

_HOLD = re.compile(
    r"\b(?:(?:put(?:ting)?|plac(?:e|ing)|pop(?:ping)?|keep(?:ing)?|leav(?:e|ing)) you (?:back )?on (?:a )?"
    r"(?:brief |short |quick )?hold|(?:brief|short|quick) hold|hold the line|bear with me|please hold\b(?! on)|"
    r"(?:can|could|would|will) you (?:please )?hold(?: for|$|\W*[.?!]))",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:(?:sorry|apologi[sz]e|thanks|thank you) (?:for|that|about)|had to)\b[^.?!]*$", re.IGNORECASE)
_MOMENT = re.compile(
    r"\b(?:(?:one|just a|give me a|wait a|won't be a|in a) (?:quick |short )?(?:moment|second|sec|minute|bit)|hold on|"
    r"hang on|let me (?:just |quickly )?(?:check|look|see|pull|find|bring|open|get|grab|search|write|think))\b",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\b(?:while i (?:'?m |am )?(?:check|look|pull|find|get|open|search|speak|talk|read|load|do)|"
    r"i'?m (?:just )?(?:checking|looking|pulling|opening|loading|searching))",
    re.IGNORECASE,
)
_ASSENT = re.compile(
    r"(?:(?:oh|uh|huh|mm+|hm+|mhm|yes|yeah|yep|sure|okay|ok|right|fine|please|thanks|thank you|no problem|no worries|"
    r"of course|all right|alright|that's (?:fine|okay|ok|all right)|go ahead|take your time|you're welcome)\W*)+",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:while|because|so (?:that )?(?:i|we)|let me|(?:need|want|have|going|like) to (?!put|place)|"
    r"to (?:check|look|speak|talk|find|see|get|ask|confirm|pull|verify|review|reach|call|read))\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:a|an|one|two|three|four|five|ten|\d+|few|couple of)(?: more| or two| short)? (?:moments?|minutes?|mins?|"
    r"seconds?|secs?|bit)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The customer waited on the line from ``at`` on. ``explained``: they were told why, or how long."""

    at: float
    seconds: float
    quote: str
    explained: bool


def announces_hold(text: str) -> bool:
    """Whether the agent's words put the call on hold; thanks and apologies for a hold do not."""
    found = _HOLD.search(text)
    return found is not None and not _PAST.search(text[: found.start()])


def is_assent(text: str) -> bool:
    """Whether this only agrees to wait ("sure, no problem"): the wait goes on after it."""
    return _ASSENT.fullmatch(text) is not None


def excused_seconds(spans: Sequence[Span]) -> float:
    """How long a silence after these utterances is no dead air: the last words announced it, or nobody did (0)."""
    after: Span | None = None
    for span in reversed(spans):
        if after and not _goes_on(span, after):
            return 0.0
        mine = span.speaker == "agent"
        if mine and announces_hold(span.text):
            return math.inf
        if _MOMENT.search(span.text) or (mine and _WORKING.search(span.text)):
            return MOMENT_SECONDS if mine else math.inf
        after = span
    return 0.0


def _goes_on(span: Span, after: Span) -> bool:
    """Whether what the words before announced still stands after these: agreement, or more of the agent's words."""
    at_once = span.speaker == after.speaker == "agent" and after.start - span.end < _SHORTEST_SECONDS
    return at_once or is_assent(after.text)


def holds(spans: Sequence[Span]) -> list[Hold]:
    """The holds of a call that ended before its end."""
    found = (_hold(spans, place) for place, span in enumerate(spans) if span.speaker == "agent")
    return [hold for hold in found if hold]


def _hold(spans: Sequence[Span], place: int) -> Hold | None:
    span = spans[place]
    if not announces_hold(span.text):
        return None
    told = [part.text for part in spans[max(0, place - 1) : place + 1] if part.speaker == "agent"]
    at = span.end
    for other in spans[place + 1 :]:
        if other.start - at < _SHORTEST_SECONDS and (other.speaker == "agent" or is_assent(other.text)):
            at = max(at, other.end)
            told += [other.text] if other.speaker == "agent" else []
        elif not is_assent(other.text):
            seconds = other.start - at
            words = " ".join(told)
            explained = bool(_REASON.search(words) or _DURATION.search(words))
            lasted = Hold(at=round(at, 3), seconds=round(seconds, 3), quote=span.text, explained=explained)
            return lasted if seconds >= _SHORTEST_SECONDS else None
    return None
