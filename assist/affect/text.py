"""From probabilities to a reading: the label above its floor or *unsure*, valence, arousal, needs, acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assist.affect.fusion import UNSURE
from assist.scale import AffectScale
from assist.settings import AffectSettings


@dataclass(frozen=True, slots=True)
class AffectReading:
    """What a customer's utterance says. ``emotion`` is a label or ``unsure``; valence, arousal in -1..1."""

    emotion: str
    confidence: float
    valence: float
    arousal: float
    needs: dict[str, float]


def read_affect(
    emotions: Mapping[str, float], needs: Mapping[str, float], scale: AffectScale, settings: AffectSettings
) -> AffectReading:
    """Turn calibrated probabilities into a reading.

    Args:
        emotions: probability of each emotion; they add up to 1.
        needs: probability of each need, each on its own in 0..1.
        scale: meaning and floors of the labels; a label without a floor has that of the settings.
        settings: the general floors; the higher of both counts.
    """
    label = max(emotions, key=lambda name: emotions[name])
    confidence = emotions[label]
    floor = max(settings.emotion_floor, scale.emotions.get(label, 0.0)) if label != "neutral" else 0.0
    valence = sum(share * scale.circumplex[name][0] for name, share in emotions.items())
    arousal = sum(share * scale.circumplex[name][1] for name, share in emotions.items())
    return AffectReading(
        emotion=label if confidence >= floor else UNSURE,
        confidence=round(confidence, 4),
        valence=round(valence, 4),
        arousal=round(arousal, 4),
        needs=above(needs, settings.need_floor, scale.needs),
    )


def above(probabilities: Mapping[str, float], floor: float, floors: Mapping[str, float]) -> dict[str, float]:
    """The labels at or above their floor (the higher of the general and their own), strongest first."""
    kept = {name: share for name, share in probabilities.items() if share >= max(floor, floors.get(name, 0.0))}
    return {name: round(kept[name], 4) for name in sorted(kept, key=lambda name: -kept[name])}
