"""An utterance as a span of time with its words."""

from __future__ import annotations

from dataclasses import dataclass

from assist.events import Evidence, Speaker


@dataclass(frozen=True, slots=True)
class Span:
    """An utterance, ``start``..``end`` seconds into the call; ``text`` is empty while its words are not known."""

    utterance_id: str
    speaker: Speaker
    start: float
    end: float
    text: str = ""

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start

    @property
    def evidence(self) -> Evidence:
        """Its words, as evidence."""
        return Evidence(utterance_id=self.utterance_id, quote=self.text)
