"""Cards for tests of what they did."""

from __future__ import annotations

from typing import Any

from phrasebank.outcomes import Outcome

_FIELDS: dict[str, Any] = {
    "call_id": "call-20260302-090000-000",
    "suggestion_id": "s1",
    "phrase_id": "late-refund-1",
    "emotion": "annoyance",
    "need": "speed",
    "strategy": "validation",
    "day": "2026-03-02",
    "bank": "r1",
    "shown": True,
    "result": "spoken",
}


def card(**changes: Any) -> Outcome:
    """A card that was said, but for the changes."""
    return Outcome(**{**_FIELDS, **changes})


def cards(count: int, result: str, **changes: Any) -> list[Outcome]:
    """So many cards, each in a call of its own."""
    stem = f"{changes.get('phrase_id', 'p')}-{changes.get('day', 'd')}-{result}"
    return [card(call_id=f"call-{stem}-{number:04d}", result=result, **changes) for number in range(count)]
