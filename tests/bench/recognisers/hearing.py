"""What an engine told of a call, against what was said: word error, and how long the words took. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import jiwer

from assist.bench.words import plain

_SHARE = 1 / 3
"""A final tells a turn if at least this share of its words that are right belong to it."""

_EARLY_SECONDS = 0.3
"""A word may be known before its sound has died away."""

_LEFT_OVER_SECONDS = 5.0
"""What was told within so much before a turn and is told again are not its words."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was truly said, in seconds since the call began."""

    speaker: str
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What an engine told: words that may change (``partial``) or the next ones that stand (``final``)."""

    at: float
    speaker: str
    kind: Literal["partial", "final"]
    text: str


def read_heard(lines: Iterable[str]) -> list[Heard]:
    """The words among a driver's lines of JSON, in time order."""
    rows = [json.loads(line) for line in lines]
    heard = [Heard(**row) for row in rows if row["kind"] in ("partial", "final")]
    return sorted(heard, key=lambda one: one.at)


def word_error(turns: Sequence[Turn], heard: Sequence[Heard]) -> float:
    """Word error rate of the finals, each speaker's words in order."""
    speakers = sorted({turn.speaker for turn in turns})
    said = [plain(" ".join(turn.text for turn in turns if turn.speaker == speaker)) for speaker in speakers]
    read = [plain(" ".join(one.text for one in _finals(heard, speaker))) for speaker in speakers]
    return float(jiwer.wer(said, read))


def final_waits(turns: Sequence[Turn], heard: Sequence[Heard]) -> list[float | None]:
    """Seconds from each turn's true end until the last of its words stood; None for a turn that never came."""
    owned = _finals_of_turns(turns, heard)
    return [
        max(final.at for final in finals) - turn.end if finals else None
        for turn, finals in zip(turns, owned, strict=True)
    ]


def first_waits(turns: Sequence[Turn], heard: Sequence[Heard]) -> list[float | None]:
    """Seconds from each turn's true beginning until its first words, partial or final; None where none came.

    Words that were shown before, and finals of earlier turns, are not its first words.
    """
    owned = _finals_of_turns(turns, heard)
    firsts = [_first(index, turns, heard, owned) for index in range(len(turns))]
    return [first.at - turn.start if first else None for first, turn in zip(firsts, turns, strict=True)]


def first_right(turns: Sequence[Turn], heard: Sequence[Heard]) -> float:
    """The share of turns whose first words begin as the turn does: what comes early and is wrong helps nobody."""
    owned = _finals_of_turns(turns, heard)
    firsts = [_first(index, turns, heard, owned) for index in range(len(turns))]
    right = [
        first is not None and plain(first.text).split()[:1] == plain(turn.text).split()[:1]
        for first, turn in zip(firsts, turns, strict=True)
    ]
    return sum(right) / len(turns)


def _first(index: int, turns: Sequence[Turn], heard: Sequence[Heard], owned: Sequence[Sequence[Heard]]) -> Heard | None:
    turn = turns[index]
    foreign = {final for place, finals in enumerate(owned) for final in finals if place != index}
    foreign -= set(owned[index])
    mine = [one for one in heard if one.speaker == turn.speaker]
    before = {one.text for one in mine if turn.start - _LEFT_OVER_SECONDS <= one.at <= turn.start}
    last = max((final.at for final in owned[index]), default=turn.end)
    for one in mine:
        if turn.start < one.at <= last and one not in foreign and one.text not in before:
            return one
    return None


def shown_waits(turns: Sequence[Turn], heard: Sequence[Heard]) -> list[float | None]:
    """Seconds from each turn's true end until its last word was first shown, partial or final; None where it never was.

    The last word is that of the turn's last final; what was shown well before the end is the same word said earlier.
    """
    owned = _finals_of_turns(turns, heard)
    return [_shown_wait(turn, heard, finals) for turn, finals in zip(turns, owned, strict=True)]


def _shown_wait(turn: Turn, heard: Sequence[Heard], finals: Sequence[Heard]) -> float | None:
    if not finals:
        return None
    last = max(finals, key=lambda final: final.at)
    word = plain(last.text).split()[-1]
    shown = [
        one.at
        for one in heard
        if one.speaker == turn.speaker and turn.end - _EARLY_SECONDS <= one.at <= last.at
        if plain(one.text).split()[-1:] == [word]
    ]
    return shown[0] - turn.end if shown else None  # whole recordings are read before they would be over


def _finals(heard: Sequence[Heard], speaker: str) -> list[Heard]:
    return [one for one in heard if one.speaker == speaker and one.kind == "final"]


def _finals_of_turns(turns: Sequence[Turn], heard: Sequence[Heard]) -> list[list[Heard]]:
    """The finals that tell each turn, by the words that are right in the best alignment of the whole."""
    owned: list[list[Heard]] = [[] for _ in turns]
    for speaker in {turn.speaker for turn in turns}:
        places = [place for place, turn in enumerate(turns) if turn.speaker == speaker]
        finals = _finals(heard, speaker)
        said = [(word, place) for place in places for word in plain(turns[place].text).split()]
        read = [(word, number) for number, final in enumerate(finals) for word in plain(final.text).split()]
        right = _right(said, read)
        for number, final in enumerate(finals):
            counts = Counter(place for place, of in right if of == number)
            for place, count in counts.items():
                if count >= _SHARE * counts.total():
                    owned[place].append(final)
    return owned


def _right(said: Sequence[tuple[str, int]], read: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
    """For every word that is right: its turn and its final."""
    if not said or not read:
        return []
    aligned = jiwer.process_words(" ".join(word for word, _ in said), " ".join(word for word, _ in read))
    return [
        (said[chunk.ref_start_idx + step][1], read[chunk.hyp_start_idx + step][1])
        for chunk in aligned.alignments[0]
        if chunk.type == "equal"
        for step in range(chunk.ref_end_idx - chunk.ref_start_idx)
    ]
