"""The stable prefix of a running utterance: what two successive hypotheses agree on (LocalAgreement).

Source: Liu et al., "Low-Latency Sequence-to-Sequence Speech Recognition and Translation by Partial Hypothesis
Selection" (Interspeech 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Partial:
    """What is shown of a running utterance.

    Attributes:
        text: all of it; begins with ``stable``.
        stable: the part that will not change until the utterance is final.
    """

    text: str
    stable: str


_MARKS = ".,;:!?"


class Stabilizer:
    """Follows the hypotheses of one utterance. The stable prefix only grows.

    Where a later hypothesis contradicts the stable part, the stable words stay on show and the hypothesis goes on
    after them, from where it aligns best: a reader never sees words taken back; the final may still differ. The mark
    after the last word of a hypothesis ("the order?") is never stable: it only says that the sound ends there.
    """

    def __init__(self) -> None:
        self._stable: list[str] = []
        self._previous: list[str] = []

    def update(self, text: str) -> Partial:
        """Take the next hypothesis of the utterance so far."""
        words = self._continue(text.split())
        agreed = _agreeing(self._previous, words)
        if agreed > len(self._stable):
            self._stable = words[:agreed]
            if agreed == len(words):
                self._stable[-1] = self._stable[-1].rstrip(_MARKS) or self._stable[-1]
        self._previous = words
        return Partial(" ".join(words), " ".join(self._stable))

    def _continue(self, words: list[str]) -> list[str]:
        """The stable words, then what the hypothesis says after them."""
        stable = [_plain(word) for word in self._stable]
        matcher = SequenceMatcher(None, stable, [_plain(word) for word in words], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if blocks:
            last = blocks[-1]
            skip = last.b + last.size + len(stable) - (last.a + last.size)
        else:
            skip = len(stable)
        kept = list(self._stable)
        if kept and 0 < skip <= len(words) and words[skip - 1].rstrip(_MARKS) == kept[-1]:
            kept[-1] = words[skip - 1]
        return kept + words[skip:]


def _agreeing(first: list[str], second: list[str]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if _plain(one) != _plain(other):
            break
        count += 1
    return count


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum()) or word
