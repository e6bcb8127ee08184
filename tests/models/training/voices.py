"""Speak the sentences by all voices into one folder, which training reads while it grows."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.models.training import espeak, festival, flite
from tests.models.training.sentences import bare, sentences
from tests.models.training.speech import SAMPLE_RATE, Spoken
from tests.models.training.store import load

SHARES = {
    "slt": 19, "rms": 19, "awb": 12, "kal16": 9,
    "en-us": 6, "en-us+f3": 6, "en-gb+m3": 5, "en-gb-x-rp+f2": 5,
    "cmu_us_slt_arctic_hts": 9, "ked_diphone": 5, "kal_diphone": 5,
}  # fmt: skip
"""Voices of flite, espeak-ng and festival, and in how many of a hundred sentences each speaks."""

UNSEEN = 200
"""So many sentences are spoken for the measurement only."""

_LONGEST_SECONDS = 9.6
_BLOCK = 100


class Row(NamedTuple):
    """A sentence and who says it how."""

    text: str
    voice: str
    pace: float
    pitch: float


def rows_of(texts: Sequence[str], chance: random.Random) -> Iterator[Row]:
    """Each sentence with a random voice, pace and pitch."""
    for text in texts:
        voice = chance.choices(list(SHARES), list(SHARES.values()))[0]
        yield Row(text, voice, chance.uniform(0.88, 1.14), chance.random())


class Voices:
    """All synthesisers."""

    def __init__(self) -> None:
        self._flite = flite.Flite()
        self._espeak = espeak.Espeak()

    def speak(self, rows: Sequence[Row]) -> list[tuple[Row, Spoken]]:
        """Speak the rows; those that a voice refuses, or that are longer than a window, are left out."""
        spoken: list[tuple[Row, Spoken | None]] = []
        for row in rows:
            if row.voice in flite.VOICES:
                spoken.append((row, self._flite.speak(row.text, row.voice, pace=row.pace, pitch=row.pitch)))
            elif row.voice in espeak.VOICES:
                spoken.append((row, self._espeak.speak(row.text, row.voice, pace=row.pace, pitch=row.pitch)))
        for voice in festival.VOICES:
            chosen = [row for row in rows if row.voice == voice]
            if chosen:
                spoken += zip(chosen, festival.speak_all([(row.text, row.pace) for row in chosen], voice), strict=True)
        longest = _LONGEST_SECONDS * SAMPLE_RATE
        return [(row, said) for row, said in spoken if said is not None and len(said.samples) <= longest]


def write(texts: Sequence[str], folder: Path, name: str, seed: int) -> None:
    """Speak into `folder/name.pcm` (16 bit) and `folder/name.jsonl` (what, by whom, from which sample on)."""
    chance = random.Random(seed)
    voices = Voices()
    rows = list(rows_of(texts, chance))
    at = 0
    with (folder / f"{name}.pcm").open("wb") as sound, (folder / f"{name}.jsonl").open("w", encoding="utf-8") as index:
        for first in range(0, len(rows), _BLOCK):
            said = voices.speak(rows[first : first + _BLOCK])
            chance.shuffle(said)
            for row, speech in said:
                speech.samples.tofile(sound)
                entry = {"text": row.text, "voice": row.voice, "at": at, "count": len(speech.samples)}
                entry["ends"] = list(speech.ends) if len(speech.ends) == len(row.text.split()) else []
                lines = json.dumps(entry)
                at += len(speech.samples)
                sound.flush()
                index.write(lines + "\n")
            index.flush()


def main(arguments: Sequence[str]) -> None:
    """Speak a part of the sentences; several parts may be spoken at the same time."""
    parser = argparse.ArgumentParser(prog="python -m tests.models.training speak", description=__doc__)
    parser.add_argument("folder", type=Path, help="where speech goes")
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="further .jsonl(.gz) files with a field text")
    parser.add_argument("--count", type=int, default=36_000, help="sentences in all")
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--more", action="store_true", help="only what the folder lacks, into further files")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.more:
        heard = {bare(sentence.text) for sentence in load(given.folder.glob("*.jsonl"))}
        lacking = [text for text in sentences(given.text) if bare(text) not in heard][: given.count]
        write(lacking[given.part :: given.parts], given.folder, f"speech-more-{given.part}", seed=1000 + given.part)
        return
    texts = sentences(given.text, given.count + UNSEEN)
    if given.part == 0:
        write(texts[:UNSEEN], given.folder, "unseen", seed=99)
    write(texts[UNSEEN:][given.part :: given.parts], given.folder, f"speech-{given.part}", seed=given.part)
