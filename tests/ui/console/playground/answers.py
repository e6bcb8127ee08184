"""Answers of the task ``play`` as a test wants them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from phrasebank.phrase import Phrase
from phrasebank.taxonomy import load_taxonomy

PARTS = {
    "fits": 0.9,
    "good": 0.6,
    "similarity": 0.4,
    "need": 1.0,
    "emotion": 1.0,
    "phase": 0.85,
    "strategy": 0.7,
}


def card(phrase: Phrase, rank: int = 1, lost: Mapping[str, Any] | None = None, **parts: float) -> dict[str, Any]:
    """A candidate; shown where nothing says why it lost."""
    return {
        "phrase_id": phrase.id,
        "text": phrase.plain,
        "cue": phrase.cue,
        "strategy": phrase.strategy,
        "score": 0.75,
        "parts": {**PARTS, **parts},
        "rank": rank,
        "place": "lost" if lost else "shown",
        "lost": dict(lost) if lost else None,
    }


def moment(quote: str, *cards: dict[str, Any], turn: int = 0, **changes: Any) -> dict[str, Any]:
    """An angry customer who wants to be heard; a card comes where the first candidate was shown."""
    shown = bool(cards) and cards[0]["place"] == "shown"
    told = {
        "turn": turn,
        "quote": quote,
        "emotion": "anger",
        "confidence": 0.8,
        "probabilities": {label: 0.8 if label == "anger" else 0.02 for label in load_taxonomy().emotion_ids},
        "valence": -0.6,
        "arousal": 0.5,
        "phase": "discovery",
        "needs": [
            {"need": "heard", "confidence": 0.7, "shown": True, "open": True, "times": 2},
            {"need": "speed", "confidence": 0.5, "shown": False, "open": True, "times": 1},
        ],
        "need_probabilities": {},
        "bank": "abc",
        "phrases": 60,
        "floor": 0.8,
        "verdict": {"why": "shown", "phrase_id": cards[0]["phrase_id"]} if shown else {"why": "work"},
        "worth": shown,
        "cards": list(cards),
        "asked": None,
    }
    return {**told, **changes}


def answer(*moments: dict[str, Any]) -> dict[str, Any]:
    """What the task returns where every turn of the customer's is asked for."""
    return {**moments[-1], "moments": list(moments)}
