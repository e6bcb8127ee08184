"""Guards against ghosts: does a transcript count as words that someone said?

A reason is a short phrase for logs and counters; None means that the words stand. Each gate alone errs, so a ghost
phrase needs a quiet segment, and no-speech needs an unsure text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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

SCRAP_WORDS, SCRAP_SECONDS, SCRAP_VOICE = 2, 1.2, 0.75
"""The notes of hold music that pass for speech last half a second (with 0.5 s around them) and reach 0.5 to 0.7. So do
8 in 100 utterances of recorded calls, but those are longer, or their words are not doubted as well."""

SURE_OF_A_WORD = 0.75
"""A single word of such a sound has to be read clearly. Notes of hold music were read as "I'll" (0.65) and "Ro" (0.70);
of 101 utterances of recorded calls one is lost, an "okay" (0.60)."""

SAME_TIMES = 3
"""People repeat themselves, and shout "hello" three times, loudly. Recognisers do it over noise."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Sound:
    """What is known of an utterance but its words.

    Attributes:
        seconds: how long it was.
        level_db: its loudest window, dB full scale.
        voice: of the window that was most like speech, the probability that it was, 0..1.
    """

    seconds: float
    level_db: float
    voice: float = 1.0


@dataclass(frozen=True, slots=True)
class Said:
    """What a recogniser made of an utterance.

    Attributes:
        words: lower case, without signs.
        sound: of which they were read.
        noise_db: the level of line noise.
        confidence: 0..1, how far the recogniser trusts the words.
        times: how often the same words have come now, one utterance after the other.
    """

    words: tuple[str, ...]
    sound: Sound
    noise_db: float
    confidence: float
    times: int = 1

    @property
    def faint(self) -> bool:
        """Whether the sound is hardly more than noise."""
        return self.sound.level_db < self.noise_db + FAINT_ABOVE_MINIMUM_DB

    @property
    def doubted(self) -> bool:
        """Whether the recogniser half disowns it."""
        return self.confidence < 0.5

    @property
    def scrap(self) -> bool:
        """Whether it is a short sound that hardly passed for a voice."""
        short = len(self.words) <= SCRAP_WORDS and self.sound.seconds <= SCRAP_SECONDS
        return short and self.sound.voice < SCRAP_VOICE

    @property
    def ghost(self) -> bool:
        """Whether this is what recognisers say to noise, once or over and over."""
        return " ".join(_once(self.words)) in GHOST_PHRASES


GATES: tuple[tuple[str, Callable[[Said], bool]], ...] = (
    ("empty", lambda said: not said.words),
    ("line noise", lambda said: said.sound.level_db < said.noise_db),
    ("ghost phrase on faint sound", lambda said: said.faint and said.ghost),
    ("repeats itself", lambda said: repeats_itself(said.words)),
    (
        "more words than the time allows",
        lambda said: len(said.words) > max(3, MAXIMUM_WORDS_PER_SECOND * said.sound.seconds),
    ),
    ("a doubted scrap of sound", lambda said: said.scrap and said.doubted),
    (
        "a single word of a scrap of sound",
        lambda said: said.scrap and len(said.words) == 1 and said.confidence < SURE_OF_A_WORD,
    ),
    ("the same again and again on faint sound", lambda said: said.faint and said.times >= SAME_TIMES),
    ("a doubted ghost phrase again and again", lambda said: said.ghost and said.doubted and said.times >= SAME_TIMES),
)
"""Why words do not count: the first reason that holds."""


class WordGates:
    """One speaker's final words, each judged with those before it."""

    def __init__(self, minimum_level_db: float = -55.0, minimum_confidence: float = 0.0) -> None:
        """Begin a call.

        Args:
            minimum_level_db: below this there is only line noise.
            minimum_confidence: words that the recogniser trusts less do not count.
        """
        self._minimum_level_db = minimum_level_db
        self._minimum_confidence = minimum_confidence
        self._before: tuple[str, ...] = ()
        self._times = 0

    def refuse(self, text: str, sound: Sound, confidence: float = 1.0) -> str | None:
        """Why a final text does not count, or None.

        Args:
            text: the hypothesis.
            sound: of which it was read.
            confidence: 0..1, how far the recogniser trusts the text.
        """
        words = tuple(_WORD.findall(text.casefold().replace("\u2019", "'")))
        self._times = self._times + 1 if words == self._before else 1
        self._before = words
        said = Said(words, sound, self._minimum_level_db, confidence, self._times)
        if confidence < self._minimum_confidence:
            return "doubted"
        return next((reason for reason, holds in GATES if holds(said)), None)


def reject_segment(no_speech_probability: float, log_probability: float, compression_ratio: float) -> str | None:
    """Why a Whisper segment does not count, or None, by the model's own measures."""
    if compression_ratio > MAXIMUM_COMPRESSION:
        return "repeats itself"
    if no_speech_probability > MAXIMUM_NO_SPEECH and log_probability < MINIMUM_LOG_PROBABILITY:
        return "no speech"
    return None


def repeats_itself(words: Sequence[str]) -> bool:
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


def _longest_run(words: Sequence[str], size: int) -> int:
    longest = 1
    for offset in range(size):
        phrases = [tuple(words[i : i + size]) for i in range(offset, len(words) - size + 1, size)]
        run = 1
        for before, after in itertools.pairwise(phrases):
            run = run + 1 if before == after else 1
            longest = max(longest, run)
    return longest


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    """The phrase that the words consist of, without its repetitions."""
    for size in range(1, len(words) // 2 + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return words[:size]
    return words
