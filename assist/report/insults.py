"""Abusive words of the customer's, and the boundary that the agent set. The report sides with the agent here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assist import events as facts
from assist.affect.spans import Span
from assist.events import Event
from assist.report.exchanges import Signs

_NEAR_SECONDS = 60.0
"""Words this near to an insult are about it; judgement."""
_BOUNDARY = re.compile(
    r"\b(?:(?:end|ending|terminat\w+) (?:the|this) call|(?:speak|talk)(?:ing)? to me|respectful\w*"
    r"|(?:your|that|such) language|swear\w*|name[- ]calling|insult\w*|shout\w*|my supervisor)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Insult:
    """Words of the customer's that insulted or threatened the agent; ``boundary``: what the agent set against them."""

    at: float
    quote: str
    boundary: str | None = None


def insults_of(
    events: Iterable[Event], spans: Sequence[Span] = (), signs: Mapping[str, Signs] | None = None
) -> tuple[Insult, ...]:
    """Abusive words, an utterance once."""
    found: dict[str, Insult] = {}
    for event in events:
        if not isinstance(event, facts.AbuseFlagged | facts.EmotionChanged):
            continue
        if isinstance(event, facts.AbuseFlagged) or event.emotion == "abuse":
            words = event.evidence
            boundary = _boundary(event.at, spans, signs or {})
            found.setdefault(words.utterance_id, Insult(at=event.at, quote=words.quote, boundary=boundary))
    return tuple(found.values())


def _boundary(at: float, spans: Sequence[Span], signs: Mapping[str, Signs]) -> str | None:
    """The agent's words near the insult that answer it: those after it before those that came too early for it."""
    near = [span for span in spans if span.speaker == "agent" and abs(span.start - at) <= _NEAR_SECONDS]
    for span in sorted(near, key=lambda span: (span.start < at, abs(span.start - at))):
        calm = span.start >= at and span.utterance_id in signs and "staying_calm" in signs[span.utterance_id].acts
        if calm or _BOUNDARY.search(span.text):
            return span.text
    return None
