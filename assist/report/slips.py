"""Words that make an upset customer more so, and what to say in their place (the wording rules of the bank)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assist.report.exchanges import Exchange
from assist.report.words import sentences

_UPSET = -0.15
"""From here down the customer is upset enough for such words to sting; judgement."""

_SLIPS = tuple(
    (re.compile(pattern, re.IGNORECASE), advice)
    for pattern, advice in (
        (
            r"\b(?:calm down|no need to (?:be|get) (?:so )?(?:upset|angry|rude)|(?:just )?relax)\b",
            "name what upset them, and what you do about it",
        ),
        (
            r"\byou (?:should(?:n['\u2019]t| not)? have|(?:need|have) to understand)\b",
            "leave out what they did, and say what can be done now",
        ),
        (r"\b(?:our|company|the) policy\b", "give the reason behind the rule, and what it leaves open"),
        (
            r"\b(?:nothing (?:else |more )?(?:that )?(?:i|we) can do|i can(?:['\u2019]?t|not) help you)\b",
            "name one thing that you can do, however small",
        ),
        (
            r"\b(?:(?:as|like) i(?:['\u2019]ve)? (?:already )?(?:said|told you)|i(?:['\u2019]ve)? already told you)\b",
            "say it once more in other words",
        ),
        (r"\bi know exactly how you feel\b", "name what happened to them"),
        (
            r"\b(?:not|n['\u2019]t) (?:my|our) (?:fault|job|department|problem)\b",
            "say who takes it on, and hand it over yourself",
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A sentence of the agent's, the customer's words after it, and what to do in its place."""

    at: float
    quote: str
    reply: str
    change: float
    advice: str


def slips_of(exchanges: Iterable[Exchange]) -> tuple[Slip, ...]:
    """Such words, where they met an upset customer or left one; by time."""
    found = []
    for exchange in exchanges:
        stung = min(exchange.before or 0.0, exchange.after or 0.0) <= _UPSET and exchange.reply
        for span in exchange.answer if stung else ():
            for sentence in sentences(span.text):
                advice = next((advice for pattern, advice in _SLIPS if pattern.search(sentence)), None)
                if advice:
                    reply = max((span.text for span in exchange.reply), key=len)
                    found.append(
                        Slip(
                            at=span.start, quote=sentence, reply=reply, change=round(exchange.change, 3), advice=advice
                        )
                    )
    return tuple(found)
