"""When a final reading is not to be trusted as it is, and the utterance is worth a second one. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assist.speech.guards import MAXIMUM_COMPRESSION, repeats_itself
from assist.speech.transcriber import Word

CROWD_WORDS, CROWD_SECONDS = 6, 0.3
"""So many words in so little time: nobody speaks a third as fast. Of a loop of the small test model 40 words shared a
tenth of a second."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def echoes(text: str, prompt: str) -> bool:
    """Whether the words are just those at the end of the prompt: said again, or not said at all but remembered."""
    words, before = _words(text), _words(prompt)
    return bool(words) and before[-len(words) :] == words


def loops(text: str, compression_ratio: float) -> bool:
    """Whether the recogniser fell into a loop, so that what was said beside it may have been lost."""
    return compression_ratio > MAXIMUM_COMPRESSION or repeats_itself(_words(text))


def crowded(words: Sequence[Word]) -> set[int]:
    """Which words have no sound of their own: where a recogniser goes round in a circle, their times collapse.

    A single word without length is none: of 34 such words of the small test model 21 were right.
    """
    found: set[int] = set()
    for first in range(len(words) - CROWD_WORDS + 1):
        last = first + CROWD_WORDS - 1
        if words[last].end - words[first].start < CROWD_SECONDS:
            found.update(range(first, last + 1))
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
