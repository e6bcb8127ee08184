"""How the agent speaks, against their own usual way: fast, raised, or settled."""

from __future__ import annotations

from assist.affect.feeling import is_raised
from assist.affect.voice import VoiceReading
from assist.settings import AffectSettings

_KNOWN = 0.6
"""Reliability of a baseline of two utterances; with less nobody's usual way is known."""

_SETTLED = 0.1
"""Arousal, weighed with its reliability, up to which a voice is as usual or below it."""

_IN_A_ROW = 2
"""One fast utterance may be an address read out."""


class Manner:
    """The agent's voice over a call."""

    def __init__(self, settings: AffectSettings) -> None:
        self._settings = settings
        self._fast = 0
        self._voice: VoiceReading | None = None

    def hear(self, voice: VoiceReading | None) -> None:
        """Take an utterance; one with too little of a voice says nothing about the manner."""
        self._voice = voice if voice and voice.reliability >= _KNOWN else None
        if self._voice:
            self._fast = self._fast + 1 if self._voice.pace >= self._settings.pace_deviation else 0

    @property
    def fast(self) -> bool:
        """Whether the last utterances with enough of a voice were faster than usual."""
        return self._voice is not None and self._fast >= _IN_A_ROW

    @property
    def raised(self) -> bool:
        """Whether the last utterance was clearly more agitated, or louder, than usual."""
        voice = self._voice
        return voice is not None and (is_raised(voice) or voice.loudness >= self._settings.loud_deviation)

    @property
    def settled(self) -> float:
        """How surely (0..1) the last utterance was as calm as usual or calmer; 0 where it was not."""
        voice = self._voice
        calm = voice is not None and voice.arousal * voice.reliability <= _SETTLED and not (self.raised or self.fast)
        return voice.reliability if voice and calm else 0.0
