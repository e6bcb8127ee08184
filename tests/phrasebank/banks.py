"""Phrases and an encoder for tests: words in common stand in for meaning in common."""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from phrasebank.bank import Bank
from phrasebank.encoder import DIMENSIONS, FloatArray
from phrasebank.phrase import Phrase

FIELDS: dict[str, Any] = {
    "id": "late-refund-1",
    "text": "A refund that never comes would bother anyone. I'll trace {amount|it} now.",
    "cue": "Trace the late refund",
    "emotions": ("annoyance",),
    "needs": ("resource", "speed"),
    "strategy": "validation",
    "act": "cognitive",
    "tone": "competent",
    "phases": ("discovery", "resolution"),
    "cues": ("where is my refund", "i'm still waiting for my money"),
    "status": "approved",
    "author": "Attune",
    "reviewed": "2026-01-01",
}

YAML = """\
author: Attune
reviewed: 2026-01-01
status: approved
phrases:
  - id: late-refund-1
    text: "A refund that never comes would bother anyone. I'll trace {amount|it} now."
    cue: "Trace the late refund"
    emotions: [annoyance]
    needs: [resource, speed]
    strategy: validation
    act: cognitive
    tone: competent
    phases: [discovery, resolution]
    cues: ["where is my refund", "i'm still waiting for my money"]
"""


def phrase(**changes: Any) -> Phrase:
    """A sound phrase, but for the changes."""
    return Phrase(**{**FIELDS, **changes})


def bank(*phrases: Phrase) -> Bank:
    """A bank of these phrases."""
    return Bank(phrases)


class WordEncoder:
    """Each word adds its own random direction; counts how often it is asked."""

    def __init__(self, fingerprint: str = "words") -> None:
        self.fingerprint = fingerprint
        self.calls = 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, alike where words are shared."""
        self.calls += 1
        return np.array([_direction(text) for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)


def _direction(text: str) -> FloatArray:
    words = text.lower().split() or [""]
    total = np.sum([np.random.default_rng(zlib.crc32(word.encode())).normal(size=DIMENSIONS) for word in words], axis=0)
    unit: FloatArray = (total / np.linalg.norm(total)).astype(np.float32)
    return unit
