"""The customer's mood as a track beside the label: smoothed valence and arousal, and where they are going."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Sequence
from itertools import combinations

from assist.affect.feeling import is_raised
from assist.affect.fusion import NEUTRAL, UNSURE
from assist.affect.voice import VoiceReading
from assist.events import MoodTracked, Trend
from assist.inputs import AffectRead
from assist.settings import AffectSettings

_PRIOR = 0.2
"""Weight of the neutral mood that a call begins with: the first clear words make it nearly theirs, so that a customer
who is angry from the start does not seem to be getting angrier."""

_FEWEST_TURNS = 3
"""Two points have no trend."""


class MoodTrack:
    """Valence and arousal over a call, a point for each reading; a mean whose weights fade with each turn.

    `EmotionTrack` decides on the label; this one never jumps, so it can show a slow rise under one and the same label.
    """

    def __init__(self, settings: AffectSettings) -> None:
        self._settings = settings
        self._valence = _Fading()
        self._arousal = _Fading()
        self._points: deque[float] = deque(maxlen=settings.mood_turns)

    def update(self, reading: AffectRead, voice: VoiceReading | None = None) -> MoodTracked:
        """Take one reading, its arousal joined with the voice's; return the mood after it.

        Flat words in a raised voice leave the valence where it was: they calm nobody.
        """
        weight = reading.confidence * self._weight_of(reading.emotion)
        flat_but_raised = reading.emotion == NEUTRAL and is_raised(voice)
        self._valence.take(reading.valence, 0.0 if flat_but_raised else self._settings.mood_smoothing * weight)
        heard = max(weight, voice.reliability if voice else 0.0)
        self._arousal.take(reading.arousal, self._settings.mood_smoothing * heard)
        self._points.append(self._valence.mean)
        return MoodTracked(
            utterance_id=reading.utterance_id,
            valence=round(self._valence.mean, 4),
            arousal=round(self._arousal.mean, 4),
            trend=self._trend(),
        )

    def _weight_of(self, emotion: str) -> float:
        settings = self._settings
        return {NEUTRAL: settings.mood_neutral_weight, UNSURE: settings.mood_unsure_weight}.get(emotion, 1.0)

    def _trend(self) -> Trend:
        change = slope(list(self._points)) if len(self._points) >= _FEWEST_TURNS else 0.0
        if abs(change) < self._settings.mood_slope:
            return "steady"
        return "rising" if change > 0 else "falling"


class _Fading:
    """A weighted mean; each new value takes its weight from all before it."""

    def __init__(self) -> None:
        self._sum = 0.0
        self._weights = _PRIOR

    def take(self, value: float, weight: float) -> None:
        self._sum = (1 - weight) * self._sum + weight * value
        self._weights = (1 - weight) * self._weights + weight

    @property
    def mean(self) -> float:
        return max(-1.0, min(1.0, self._sum / self._weights))


def slope(values: Sequence[float]) -> float:
    """The change a turn: the median slope of all pairs, which one odd turn does not bend (Theil 1950, Sen 1968)."""
    pairs = combinations(enumerate(values), 2)
    return statistics.median((later - sooner) / (after - before) for (before, sooner), (after, later) in pairs)
