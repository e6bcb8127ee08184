"""Moments when the customer showed a feeling and the agent's answer passed it by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assist.report.customer import Mood
from assist.report.exchanges import EMPATHIC_ACTS, LIFT, Exchange, Signs

_ADVICE: Mapping[str, str] = {
    "anger": "name what went wrong for them before you go on",
    "annoyance": "say in half a sentence what it has cost them, then go on",
    "anxiety": "name the worry first, then say what happens when",
    "distress": "slow down, and answer the feeling before the matter",
    "disappointment": "say what they could have expected before you go on",
    "embarrassment": "put them at ease first",
}
"""What comes first for each feeling (the taxonomy's default actions)."""
_HEARD = re.compile(
    r"\b(?:sorry|apologi[sz]e|understand|hear (?:you|that|how|why)|i (?:can )?see (?:why|how|that)|must (?:be|have)"
    r"|anyone|you['\u2019]?(?:re| are) right|don['\u2019]?t worry|no wonder|of course"
    r"|that['\u2019]?s (?:fair|hard|a long|not)|take your time|no problem"
    r"|nothing['\u2019]?s|not at all|perfectly|thank you for|happens)\b",
    re.IGNORECASE,
)
"""Words that show listening where nothing was sure enough to be told as an act: in doubt nothing was missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """Words that showed a feeling, the agent's answer that passed it by, and what to do first the next time."""

    at: float
    asked: str
    quote: str
    advice: str


def misses_of(exchanges: Sequence[Exchange], signs: Mapping[str, Signs], moods: Sequence[Mood]) -> tuple[Miss, ...]:
    """Such moments, by time; none where the mood rose after the answer, or the answer shows that they were heard."""
    felt = {mood.quote: mood for mood in moods if mood.emotion in _ADVICE}
    found = []
    for exchange in exchanges:
        asked = next((felt[span.text] for span in exchange.asked if span.text in felt), None)
        if asked is None or exchange.change >= LIFT or not exchange.reply or _answers(exchange, signs):
            continue
        found.append(
            Miss(
                at=exchange.answer[0].start,
                asked=asked.quote,
                quote=exchange.answer[0].text,
                advice=_ADVICE[asked.emotion],
            )
        )
    return tuple(found)


def _answers(exchange: Exchange, signs: Mapping[str, Signs]) -> bool:
    """Whether anything in the answer shows that the feeling, or what is behind it, was taken up."""
    done = [signs[span.utterance_id] for span in exchange.answer if span.utterance_id in signs]
    took_up = any(sign.needs or sign.cue or any(sign.levels.values()) for sign in done)
    return (
        took_up
        or any(
            act in EMPATHIC_ACTS or act in ("ownership", "personalised_solution", "alternatives", "commitment")
            for sign in done
            for act in sign.acts
        )
        or any(_HEARD.search(span.text) for span in exchange.answer)
    )
