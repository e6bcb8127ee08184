"""What words and voice say together: valence from the words, arousal from both, and where the feeling was heard."""

from __future__ import annotations

from dataclasses import dataclass

from assist.affect.voice import VoiceReading
from assist.events import HeardIn

_VOICE_SHARE = 0.6
"""The voice's part in arousal at full reliability: arousal is heard better than read, valence read better than heard
(Karadogan & Larsen 2012, "Combining semantic and acoustic features for valence and arousal recognition in speech")."""

_CLEAR = 0.3
"""A voice, weighed with its reliability, this far from usual says something; a calm speaker's seldom is."""

_SUPPORT = 0.5
"""How much of the doubt a fully agreeing voice takes away."""


@dataclass(frozen=True, slots=True)
class Feeling:
    """Valence and arousal lie in -1..1, confidence (of the words' label) in 0..1."""

    valence: float
    arousal: float
    confidence: float
    heard_in: HeardIn


def join(words: Feeling, voice: VoiceReading | None, *, told: bool) -> Feeling:
    """Join a reading of the words with one of the voice.

    The voice moves arousal. It makes a label that agrees with it surer, never less sure: people say angry words coldly.
    It names no emotion: joy and anger sound alike in arousal.

    Args:
        words: what the words alone say.
        voice: nothing where the call is text, or too little of a voice was heard.
        told: whether the words show a feeling: their label is neither neutral nor unsure.
    """
    if voice is None:
        return words
    share = _VOICE_SHARE * voice.reliability
    source = heard_in(words.arousal, voice.arousal * voice.reliability, told=told)
    doubt = 1 - words.confidence
    support = _SUPPORT * abs(voice.arousal) * voice.reliability if source == "both" else 0.0
    return Feeling(
        valence=words.valence,
        arousal=round((1 - share) * words.arousal + share * voice.arousal, 4),
        confidence=round(1 - doubt * (1 - support), 4),
        heard_in=source,
    )


def is_raised(voice: VoiceReading | None) -> bool:
    """Whether a voice is clearly more aroused than its speaker's usual one."""
    return voice is not None and voice.arousal * voice.reliability >= _CLEAR


def heard_in(word_arousal: float, voice_arousal: float, *, told: bool) -> HeardIn:
    """Where a feeling was heard.

    Args:
        word_arousal: what the words alone imply, -1..1.
        voice_arousal: the voice's, times its reliability, -1..1.
        told: whether the words show a feeling.
    """
    if abs(voice_arousal) < _CLEAR:
        return "words"
    if not told:
        return "voice"
    return "both" if word_arousal * voice_arousal > 0 else "words"
