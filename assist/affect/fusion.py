"""The customer's emotion over a call: readings in, changes out, with hysteresis so that the chip does not flicker."""

from __future__ import annotations

from dataclasses import replace

from assist.events import EmotionChanged, Evidence, HeardIn
from assist.inputs import AffectRead
from assist.settings import AffectSettings

UNSURE = "unsure"
NEUTRAL = "neutral"

_SAME_SIDE = 0.15
"""Two valences this far on the same side of zero are the same direction of feeling."""


class EmotionTrack:
    """The emotion shown now. A label changes after two agreeing readings in a row, or after one sure one.

    Readings of neighbouring labels (annoyance, then anger) agree when both lie on the same side of neutral: the later
    one is taken, since feelings move through their neighbours.
    """

    def __init__(self, settings: AffectSettings) -> None:
        self._settings = settings
        self.emotion = NEUTRAL
        self._valence = 0.0
        self._candidate: AffectRead | None = None

    def update(
        self, reading: AffectRead, evidence: Evidence, heard_in: HeardIn = "words", *, raised: bool = False
    ) -> EmotionChanged | None:
        """Take one reading; return the change that it brings, if it does.

        Args:
            reading: what words and voice say.
            evidence: the words.
            heard_in: where the feeling was heard.
            raised: the voice is clearly aroused; then flat words do not calm an upset customer.
        """
        if reading.emotion == UNSURE or (raised and reading.emotion == NEUTRAL and self._valence < -_SAME_SIDE):
            return None
        before, self._candidate = self._candidate, reading
        if reading.emotion == self.emotion:
            return None
        enough = len(evidence.quote.split()) >= self._settings.minimum_words
        sure = enough and reading.confidence >= self._settings.emotion_sure
        if not (sure or (before is not None and _agree(before, reading))):
            return None
        self.emotion, self._valence = reading.emotion, reading.valence
        return EmotionChanged(
            emotion=reading.emotion,
            confidence=reading.confidence,
            valence=reading.valence,
            arousal=reading.arousal,
            evidence=evidence,
            heard_in=heard_in,
        )


def doubted(reading: AffectRead, heard: float, settings: AffectSettings) -> AffectRead:
    """A reading of words that may have been misheard: emotion and needs are the less sure, the label perhaps *unsure*.

    Args:
        reading: what the words say.
        heard: the recogniser's confidence in them, 0..1.
        settings: from which confidence on words count as clear.
    """
    share = min(1.0, heard / settings.clear_confidence)
    if share == 1.0:
        return reading
    confidence = round(reading.confidence * share, 4)
    known = reading.emotion == NEUTRAL or confidence >= settings.emotion_floor
    needs = {need: round(sure * share, 4) for need, sure in reading.needs.items()}
    return replace(reading, emotion=reading.emotion if known else UNSURE, confidence=confidence, needs=needs)


def _agree(before: AffectRead, now: AffectRead) -> bool:
    if before.emotion == now.emotion:
        return True
    return before.valence * now.valence > 0 and min(abs(before.valence), abs(now.valence)) >= _SAME_SIDE
