"""What the set-up says about sound, words and models. Pure."""

from __future__ import annotations

import difflib
import re
from collections import deque
from typing import Literal

from assist.soundcheck.news import LevelHeard, Model, SentenceRead

Loudness = Literal["silent", "very quiet", "quiet", "good", "too loud"]

FLOOR_DB = -60
"""The left end of the meter."""

_NOISE_DB, _QUIET_DB, _LOUD_DB, _CLIPPING_DB = -55.0, -40.0, -10.0, -0.5
"""Below the first, utterances are line noise to the recogniser; at the last, the converter is at its end. The two
between are judgement: speech near a headset lies at -30 to -15."""

_DEAD_DB = -100.0
"""A live microphone always has some noise; a muted one has none."""

_REMEMBERED = 15
"""Levels, a tenth of a second each: between two words the meter's word stays."""

LOUDNESS_ADVICE: dict[Loudness, str] = {
    "silent": "Not a sound: is it muted, or nothing playing?",
    "very quiet": "Hardly anything: speak, or play something.",
    "quiet": "Quiet: move closer or turn it up.",
    "good": "Good.",
    "too loud": "Too loud: turn it down or move away.",
}

_CLEAR, _FAIR = 0.75, 0.55
"""As `assist.settings.AffectSettings`: words are trusted fully, or not at all below."""

CUSTOMER_INTRO = (
    "Attune hears the customer on its own line: the input that carries what your softphone plays. It is often called "
    "Monitor, Loopback, Stereo Mix, BlackHole or Cable."
)
AGENT_INTRO = "Attune hears you by your headset's microphone. Speak, and see the bar move."

MODEL_INTRO = (
    "Words are recognised on this machine. Larger models understand more and take more of the processor. A model is "
    "fetched once; no sound and no word leaves this machine for it."
)
BUILT_IN = (
    "Calls are heard at reduced accuracy: it reads clear voices well and telephone voices poorly. The overlay says so "
    "while it is in use."
)
OFFERS: dict[str, tuple[str, str]] = {
    "tiny.en": ("Small", "for slow computers"),
    "base.en": ("Medium", "right for most computers"),
    "small.en": ("Large", "more accurate, for fast computers"),
    "folder": ("From a folder", "a model that was copied: for computers without the internet"),
    "built-in": ("Built in", "always there, at reduced accuracy"),
}
"""What the choice of a recogniser is called, and for whom it is."""

NOT_YET = (
    "It is not on this machine yet. Download it here. Else Attune tries when it starts, and where that fails, "
    "hears calls with the built-in one, at reduced accuracy."
)
STILL_FETCHING = "The speech model is still being downloaded. Wait for it, or finish once more to leave it for later."

KEYS_INTRO = (
    "These keys work while you are in another program, and that program does not see them. To change one, choose it "
    "and press the new keys. Delete takes a key away, Escape leaves it as it was."
)
KEYS_OF_DESKTOP = "Your desktop asks you itself which keys Attune may have; these are our proposals."

TRIAL_INTRO = (
    "Now see it work: a made-up customer with a coffee machine that was sent back, nearly three minutes. The overlay "
    "comes up as in a real call."
)


class LoudnessWord:
    """How loud it has been in the last moments, in a word."""

    def __init__(self) -> None:
        self._levels: deque[LevelHeard] = deque(maxlen=_REMEMBERED)

    def hear(self, level: LevelHeard) -> Loudness:
        """The word after this level."""
        self._levels.append(level)
        loudest = max(heard.level_db for heard in self._levels)
        if max(heard.peak_db for heard in self._levels) >= _CLIPPING_DB or loudest > _LOUD_DB:
            return "too loud"
        if loudest <= _DEAD_DB:
            return "silent"
        if loudest < _NOISE_DB:
            return "very quiet"
        return "quiet" if loudest < _QUIET_DB else "good"


def reading(heard: SentenceRead, expected: str) -> tuple[str, bool]:
    """What was understood, with the confidence in words, and whether that is good enough for calls.

    Args:
        heard: what was recognised.
        expected: the sentence that was to be said; empty where anything might be.
    """
    tail = f" {heard.notice}" if heard.notice else ""
    if not heard.text:
        return f"A voice was heard, but no word understood: speak closer, or choose a larger model later.{tail}", False
    clearness = _clearness(heard.confidence)
    well = heard.confidence >= _FAIR
    counted = ""
    if expected:
        right, all_words = matched(heard.text, expected)
        counted = f" {right} of {all_words} words are right."
        if right * 2 < all_words:
            well, tail = False, f" Something else may have been heard: try again, or choose another device.{tail}"
    return f"Understood {clearness}: “{heard.text}”.{counted}{tail}", well


def matched(text: str, expected: str) -> tuple[int, int]:
    """How many words of what was expected were recognised in their order, and how many there are."""
    said, wanted = _words(text), _words(expected)
    blocks = difflib.SequenceMatcher(a=said, b=wanted, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks), len(wanted)


def model_line(model: Model) -> str:
    """What a choice of model means here."""
    place = "on this machine" if model.folder else f"{model.megabytes} MB to download"
    return f"{OFFERS[model.name][1]} · {model.name} · {place}"


def fetched(done_bytes: int, total_bytes: int) -> str:
    """How far a download is."""
    if not total_bytes:
        return "Looking for it…"
    return f"{done_bytes / 1e6:.0f} of {total_bytes / 1e6:.0f} MB"


def _clearness(confidence: float) -> str:
    if confidence >= _CLEAR:
        return "clearly"
    return "fairly" if confidence >= _FAIR else "with doubt"


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
