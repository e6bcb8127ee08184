"""Guards against ghosts: does a transcript count as words that someone said?

A reason is a short phrase for logs and counters; None means that the words stand. Each gate alone errs, so a ghost
phrase needs a quiet segment, and no-speech needs an unsure text.
"""

from __future__ import annotations

import itertools
import re

GHOST_PHRASES = frozenset(
    {
        "you", "thank you", "thank you very much", "thanks", "thanks for watching", "thank you for watching",
        "please subscribe", "bye", "bye bye", "okay", "oh", "so", "the", "the end",
        "huh", "um", "uh", "mm", "hmm", "yeah",
    }
)  # fmt: skip
"""What recognisers say to noise. Real as well, so they count as ghosts only where the sound is faint."""

FAINT_ABOVE_MINIMUM_DB = 12.0
"""Sound less than this above the noise level is faint."""

MAXIMUM_WORDS_PER_SECOND = 7.0
"""Fast conversational English peaks near 6 words a second; hallucinated text is denser."""

MINIMUM_LOG_PROBABILITY = -1.0
"""Whisper's own gate: a mean token log-probability below this is a failed reading."""

MAXIMUM_NO_SPEECH = 0.6
"""Whisper's own gate: above this, together with a poor log-probability, there was no speech."""

MAXIMUM_COMPRESSION = 2.4
"""Whisper's own gate: text that gzip packs better than this repeats itself."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def reject_text(text: str, seconds: float, level_db: float, minimum_level_db: float = -55.0) -> str | None:
    """Why a final text does not count, or None.

    Args:
        text: the hypothesis.
        seconds: how long the utterance was.
        level_db: its loudest window, dB full scale.
        minimum_level_db: below this there is only line noise.
    """
    words = _WORD.findall(text.casefold().replace("\u2019", "'"))
    if not words:
        return "empty"
    if level_db < minimum_level_db:
        return "line noise"
    if level_db < minimum_level_db + FAINT_ABOVE_MINIMUM_DB and " ".join(words) in GHOST_PHRASES:
        return "ghost phrase on faint sound"
    if repeats_itself(words):
        return "repeats itself"
    if len(words) > 3 and len(words) > MAXIMUM_WORDS_PER_SECOND * seconds:
        return "more words than the time allows"
    return None


def reject_segment(no_speech_probability: float, log_probability: float, compression_ratio: float) -> str | None:
    """Why a Whisper segment does not count, or None, by the model's own measures."""
    if compression_ratio > MAXIMUM_COMPRESSION:
        return "repeats itself"
    if no_speech_probability > MAXIMUM_NO_SPEECH and log_probability < MINIMUM_LOG_PROBABILITY:
        return "no speech"
    return None


def repeats_itself(words: list[str]) -> bool:
    """True if a phrase of 1-6 words follows itself so often that it is a decoding loop, not emphasis.

    "no no no no" is said by people; a loop goes on: at least six times one word, four times two words, three times
    three words or more, and covers most of the text.
    """
    for size in range(1, min(6, len(words) // 2) + 1):
        needed = {1: 6, 2: 4}.get(size, 3)
        run = _longest_run(words, size)
        if run >= needed and run * size > len(words) / 2:
            return True
    return False


def _longest_run(words: list[str], size: int) -> int:
    longest = 1
    for offset in range(size):
        phrases = [tuple(words[i : i + size]) for i in range(offset, len(words) - size + 1, size)]
        run = 1
        for before, after in itertools.pairwise(phrases):
            run = run + 1 if before == after else 1
            longest = max(longest, run)
    return longest
