"""What the model is shown: windows of at most 10 s with one to four sentences, cut ones, and such without speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import soxr

from tests.models.training.augment import Noises, Sound, on_its_way, without_speech
from tests.models.training.model import LETTERS
from tests.models.training.speech import SAMPLE_RATE
from tests.models.training.store import Sentence
from tests.models.training.tokens import WINDOW_SECONDS, Tokens

IGNORED = -100
_FIRST_STAMP = 1.0
"""faster-whisper takes no later one for the first words."""

_LONGEST_PROMPT = 200

_STAMPED = 0.85
"""faster-whisper asks for time stamps; only its alignment of words goes without."""

_UNHEARD = 0.7
"""A word of which less is heard is left out; more may be enough to know it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A window to be made.

    Attributes:
        sentences: what is said in it.
        gaps: silence in seconds before each, and after the last.
        seconds: its length; what reaches beyond it is cut.
        cut: the number of words of the only sentence that are heard, where it breaks off.
        previous: what was said before, as a prompt; may be empty.
        times: with time stamps.
    """

    sentences: tuple[Sentence, ...]
    gaps: tuple[float, ...]
    seconds: float
    cut: int
    previous: str
    times: bool


Span = tuple[float, float]
NOWHERE: Span = (-1.0, -1.0)


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what is to be read.

    Attributes:
        sound: 16 kHz.
        shown: tokens that the decoder is given.
        wanted: the token that should follow each; `IGNORED` where any may.
        spans: when each wanted token is said, in seconds; `NOWHERE` for those that are not, or unknown.
        letters: what the CTC head should spell.
        words: the words of those letters and when each is said, where that is known of all.
    """

    sound: Sound
    shown: list[int]
    wanted: list[int]
    spans: list[Span]
    letters: list[int]
    words: list[tuple[str, Span]] | None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in a window.

    Attributes:
        start: when it begins, in seconds.
        end: when it ends; None where the window ends first.
        words: its words with their signs; in a sentence that goes beyond the window, those that are heard.
        ends: when they end; empty where unknown.
    """

    start: float
    end: float | None
    words: list[str]
    ends: list[float]

    def spans(self) -> list[Span]:
        """When each word is said: it begins where the word before it ends."""
        if not self.ends:
            return [NOWHERE] * len(self.words)
        return list(zip([self.start, *self.ends], self.ends, strict=False))

    def bare(self) -> list[str]:
        """The letters of each word."""
        return ["".join(sign for sign in word.lower() if sign in LETTERS) for word in self.words]


def _any(store: Sequence[Sentence], chance: np.random.Generator) -> Sentence:
    return store[int(chance.integers(len(store)))]


def simple_plan(store: Sequence[Sentence], chance: np.random.Generator) -> Plan:
    """A window with one sentence and little else, to begin with."""
    sentence = _any(store, chance)
    lead, tail = (float(chance.uniform(0, 0.3)) for _ in range(2))
    seconds = min(lead + sentence.seconds + tail, WINDOW_SECONDS)
    return Plan((sentence,), (lead, tail), seconds, 0, "", bool(chance.random() < _STAMPED))


def plan(store: Sequence[Sentence], chance: np.random.Generator) -> Plan:
    """A random window."""
    previous = ""
    if chance.random() < 0.2:
        count = 1 + int(chance.integers(3)) if chance.random() < 0.98 else 20
        previous = " ".join(_any(store, chance).text for _ in range(count))
    times = bool(chance.random() < _STAMPED)
    kind = chance.random()
    if kind < 0.06:
        return Plan((), (), float(chance.uniform(0.3, WINDOW_SECONDS)), 0, previous, times)
    first = _any(store, chance)
    lead, tail = (float(chance.choice([chance.uniform(0, 0.4), chance.uniform(0, 2.0)])) for _ in range(2))
    lead = min(lead, max(0.0, WINDOW_SECONDS - first.seconds))
    if kind < 0.2 and len(first.ends) > 2 and first.ends[1] > 0.2:
        cut = int(chance.integers(2, len(first.ends)))
        return Plan((first,), (lead, 0.0), lead + _broken_off(first.ends, cut, chance), cut, previous, times)
    sentences, gaps, length = [first], [lead], lead + first.seconds
    beyond = kind > 0.95
    while (length < 6 and chance.random() < 0.45) or (beyond and length < WINDOW_SECONDS):
        other = _any(store, chance)
        gap = float(chance.uniform(0.1, 1.0))
        if not beyond and length + gap + other.seconds > WINDOW_SECONDS:
            break
        sentences.append(other)
        gaps.append(gap)
        length += gap + other.seconds
    gaps.append(tail)
    return Plan(tuple(sentences), tuple(gaps), min(length + tail, WINDOW_SECONDS), 0, previous, times or beyond)


def _broken_off(ends: Sequence[float], cut: int, chance: np.random.Generator) -> float:
    """A time at which so many words are over, and the next, if it has begun, is not: it is not to be guessed."""
    next_word = ends[cut] - ends[cut - 1]
    return ends[cut - 1] + float(chance.uniform(-0.02, max(0.08, _UNHEARD * next_word)))


def realise(planned: Plan, tokens: Tokens, noises: Noises, chance: np.random.Generator) -> Example:
    """Make the window."""
    shown, wanted = _prompt(planned.previous, tokens)
    if not planned.sentences:
        mode = tokens.time(chance.uniform(0, 1) * min(1.0, planned.seconds)) if planned.times else tokens.no_times
        sound = without_speech(planned.seconds, noises, chance)
        return Example(
            sound,
            [*shown, tokens.start, mode],
            [*wanted, tokens.no_speech, tokens.end],
            [NOWHERE] * (len(wanted) + 2),
            [],
            [],
        )
    speed = float(chance.uniform(0.92, 1.08)) if chance.random() < 0.1 and planned.seconds < 9 else 1.0
    sound, said = _joined(planned, speed, chance)
    sound = on_its_way(sound, noises, chance)
    follow, spans = _tokens_of(said, planned.times, tokens)
    words = [pair for part in said for pair in zip(part.bare(), part.spans(), strict=True)]
    return Example(
        sound,
        [*shown, tokens.start, *(follow if planned.times else [tokens.no_times, *follow])],
        [*wanted, *([] if planned.times else [IGNORED]), *follow, tokens.end],
        [NOWHERE] * len(wanted) + ([] if planned.times else [NOWHERE]) + [*spans, NOWHERE],
        [LETTERS.index(letter) + 1 for letter in " ".join(word for word, _ in words)],
        words if all(span != NOWHERE for _, span in words) else None,
    )


def _tokens_of(said: Sequence[Said], times: bool, tokens: Tokens) -> tuple[list[int], list[Span]]:
    """What is to be written, and when each token of it is said."""
    follow: list[int] = []
    spans: list[Span] = []

    def stamp(shown: float, true: float) -> None:
        if times:
            follow.append(tokens.time(shown))
            spans.append((true - 0.02, true + 0.02))

    for part in said:
        stamp(part.start if follow else min(part.start, _FIRST_STAMP), part.start)
        if part.end is None:
            break
        for word, span in zip(part.words, part.spans(), strict=True):
            pieces = tokens.text(word)
            follow += pieces
            spans += _shares(span, [tokens.length(piece) for piece in pieces])
        stamp(part.end, part.end)
    return follow, spans


def _shares(span: Span, lengths: Sequence[int]) -> list[Span]:
    """The time of a word, shared by its pieces as their letters are."""
    if span == NOWHERE:
        return [NOWHERE] * len(lengths)
    marks = [sum(lengths[:count]) / max(1, sum(lengths)) for count in range(len(lengths) + 1)]
    times = [span[0] + mark * (span[1] - span[0]) for mark in marks]
    return list(pairwise(times))


def _prompt(previous: str, tokens: Tokens) -> tuple[list[int], list[int]]:
    if not previous:
        return [], []
    pieces = [tokens.previous, *tokens.text(previous)[-_LONGEST_PROMPT:]]
    return pieces, [IGNORED] * len(pieces)


def _joined(planned: Plan, speed: float, chance: np.random.Generator) -> tuple[Sound, list[Said]]:
    """The sound, and what is said in it."""
    count = round(min(planned.seconds / speed, WINDOW_SECONDS) * SAMPLE_RATE)
    length = count / SAMPLE_RATE
    sound = np.zeros(count, np.float32)
    said: list[Said] = []
    at = 0.0
    for sentence, gap in zip(planned.sentences, planned.gaps, strict=False):
        at += gap / speed
        first = round(at * SAMPLE_RATE)
        if said and first >= count - SAMPLE_RATE // 10:
            break
        samples = sentence.samples().astype(np.float32) / 32768
        samples *= np.float32(10 ** (chance.uniform(-3, 3) / 20))
        if speed != 1.0:
            samples = soxr.resample(samples, SAMPLE_RATE * speed, SAMPLE_RATE)
        taken = samples[: count - first]
        sound[first : first + len(taken)] += taken
        end = at + len(samples) / SAMPLE_RATE
        words, ends = sentence.text.split(), [at + known / speed for known in sentence.ends]
        if planned.cut:
            words, ends, end = words[: planned.cut], ends[: planned.cut], length
            words[-1] = words[-1].rstrip(",.?")
        whole = end <= length + 0.02
        if not whole:
            heard = sum(known < length for known in ends)
            words, ends = words[:heard], ends[:heard]
        said.append(Said(at, end if whole else None, words, ends))
        at = end
    return sound, said
