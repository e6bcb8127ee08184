"""Concrete nouns from the customer's words, for the slots of a phrase.

A wrong word on the card is worse than none: a slot that was not heard, or heard twice with different values, stays
empty and the phrase falls back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from assist.affect import identity, quantities, topics

_FINDERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "product": topics.product,
    "amount": quantities.amount,
    "date": quantities.date,
    "name": identity.name,
    "place": identity.place,
    "duration": quantities.duration,
    "order": identity.order,
    "issue": topics.issue,
}

_REDACTED: Final = re.compile(r"\[[A-Z]+\]")

_LASTING: Final = frozenset({"product", "name", "order"})
"""These stay what they are; an amount, a date or an issue belongs to the topic at hand."""

_TOPIC_SECONDS: Final = 30.0
"""A named amount, date or issue fills no slot after this long: by then the talk may be of another."""


def find_slots(text: str) -> dict[str, str]:
    """The slots that an utterance names. An empty value: it names several, and nothing says which one is meant."""
    # A token of the redaction ends a thought: nothing is read across it, and it is never a value itself.
    words = _REDACTED.sub(";", text)
    found = ((slot, find(words)) for slot, find in _FINDERS.items())
    return {slot: value for slot, value in found if value is not None}


class SlotMemory:
    """What has been named in this call."""

    def __init__(self) -> None:
        self._filled: dict[str, tuple[str, float]] = {}

    def filled(self, now: float) -> dict[str, str]:
        """The slots known ``now`` (seconds of the call)."""
        horizon = now - _TOPIC_SECONDS
        return {slot: words for slot, (words, at) in self._filled.items() if slot in _LASTING or at >= horizon}

    def hear(self, text: str, now: float) -> None:
        """Take an utterance of the customer. A new issue ends the former topic with its amount, date and duration."""
        found = find_slots(text)
        if "issue" in found and found["issue"] != self._filled.get("issue", (found["issue"], now))[0]:
            self._filled = {slot: named for slot, named in self._filled.items() if slot in _LASTING}
        self._filled |= {slot: (words, now) for slot, words in found.items()}
        self._filled = {slot: named for slot, named in self._filled.items() if named[0]}
