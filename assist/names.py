"""What feelings and needs are called in front of people: on the overlay and in the report."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FEELINGS: Mapping[str, str] = MappingProxyType(
    {
        "neutral": "neutral",
        "annoyance": "annoyed",
        "anger": "angry",
        "disappointment": "disappointed",
        "anxiety": "anxious",
        "confusion": "confused",
        "distress": "distressed",
        "embarrassment": "embarrassed",
        "gratitude": "grateful",
        "abuse": "abusive",
    }
)
"""The adjective of each emotion."""

NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "heard": "Being heard",
        "validated": "Being understood",
        "respected": "Respect",
        "fairness": "Fairness",
        "control": "A choice",
        "clarity": "Clarity",
        "certainty": "Certainty",
        "speed": "Speed",
        "ownership": "Ownership",
        "continuity": "Not repeating",
        "competence": "Competence",
        "honesty": "Honesty",
        "resource": "Their money",
        "safety": "Safety",
    }
)
"""The name of each need, short enough for a chip."""
