"""Word error of a converted model through faster-whisper: on unseen sentences by voice, and on the sample call."""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import soundfile
from faster_whisper import WhisperModel

from assist.demo.script import load_script, load_timing, sample_path
from tests.models.training.augment import Noises, Sound, telephone, without_speech
from tests.models.training.sentences import bare
from tests.models.training.speech import SAMPLE_RATE
from tests.models.training.store import Sentence, load

_LEAD_SECONDS, _TAIL_SECONDS = 0.3, 0.5
_TURN_EDGE_SECONDS = 0.25


@dataclass(slots=True)
class Score:
    """What was said and what was read."""

    said: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def add(self, said: str, read: str) -> None:
        """One sentence."""
        self.said.append(bare(said))
        self.read.append(bare(read))

    @property
    def error(self) -> float:
        """Word error in percent, case and signs aside."""
        return 100 * float(jiwer.wer(self.said, self.read))


class Reader:
    """faster-whisper, asked as the product asks it."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)

    def segments(self, sound: Sound, beam: int, **options: Any) -> list[Any]:
        """All segments."""
        found, _ = self._model.transcribe(
            sound, language="en", beam_size=beam, temperature=0.0, condition_on_previous_text=False,
            no_speech_threshold=None, log_prob_threshold=None, **options,
        )  # fmt: skip
        return list(found)

    def text(self, sound: Sound, beam: int) -> str:
        """All words."""
        return " ".join(segment.text.strip() for segment in self.segments(sound, beam))


def unseen(reader: Reader, index: Path, count: int, tell: Callable[[str], None]) -> None:
    """Word error on the sentences kept for this, clean and by telephone, and how far word ends are off."""
    for line in ("clean", "telephone"):
        for beam in (1, 5):
            chance = np.random.default_rng(5)
            whole = Score()
            voices: dict[str, Score] = defaultdict(Score)
            for sentence in load([index])[:count]:
                sound = _set_in_silence(sentence, chance)
                read = reader.text(telephone(sound) if line == "telephone" else sound, beam)
                for score in (whole, voices[sentence.voice]):
                    score.add(sentence.text, read)
            parts = ", ".join(f"{voice} {voices[voice].error:.1f}" for voice in sorted(voices))
            tell(f"unseen, {line}, beam {beam}: {whole.error:.1f} % ({parts})")
    off = word_ends_off(reader, index, count // 4)
    if off:
        tell(f"word ends off by {np.median(off):.2f} s in the middle, {np.quantile(off, 0.9):.2f} s at 90 %")


def word_ends_off(reader: Reader, index: Path, count: int) -> list[float]:
    """How many seconds the ends of words are off, in sentences that are read without a fault."""
    off: list[float] = []
    for sentence in load([index])[:count]:
        sound = _set_in_silence(sentence, np.random.default_rng(5))
        words = [word for part in reader.segments(sound, 5, word_timestamps=True) for word in part.words]
        if [bare(word.word) for word in words] == bare(sentence.text).split() and len(sentence.ends) == len(words):
            off += [abs(word.end - end - _LEAD_SECONDS) for word, end in zip(words, sentence.ends, strict=True)]
    return off


def _set_in_silence(sentence: Sentence, chance: np.random.Generator) -> Sound:
    speech = sentence.samples().astype(np.float32) / 32768
    lead, tail = (np.zeros(round(seconds * SAMPLE_RATE)) for seconds in (_LEAD_SECONDS, _TAIL_SECONDS))
    sound = np.concatenate([lead, speech, tail])
    return (sound + chance.normal(0, 1e-4, len(sound))).astype(np.float32)


def silent(reader: Reader, tell: Callable[[str], None], count: int = 60) -> None:
    """How often something is read where nobody speaks, and how sure the model is that nobody does."""
    chance, noises = np.random.default_rng(3), Noises(3)
    texts, odds = 0, []
    for _ in range(count):
        found = reader.segments(without_speech(chance.uniform(1, 9), noises, chance), 1)
        texts += bool(found)
        odds += [segment.no_speech_prob for segment in found]
    told = f", no-speech probability of those {min(odds):.2f} and more" if odds else ""
    tell(f"no speech: words in {texts} of {count} windows{told}")


def sample_call(reader: Reader, tell: Callable[[str], None]) -> None:
    """Word error on the sample call, cut by turns."""
    call, _ = soundfile.read(sample_path(), dtype="float32")
    edge = round(_TURN_EDGE_SECONDS * SAMPLE_RATE)
    for beam in (1, 5):
        scores: dict[str, Score] = defaultdict(Score)
        for turn, time_of in zip(load_script().turns, load_timing(), strict=True):
            first, last = round(time_of.start * SAMPLE_RATE), round(time_of.end * SAMPLE_RATE)
            channel = 0 if turn.speaker == "customer" else 1
            read = reader.text(call[max(0, first - edge) : last + edge, channel], beam)
            for name in (turn.speaker, "both"):
                scores[name].add(turn.text, read)
            if beam == 5:
                tell(f"  {turn.speaker}: {read}")
        tell(f"sample call, beam {beam}: " + ", ".join(f"{name} {scores[name].error:.1f} %" for name in sorted(scores)))


def main(arguments: Sequence[str]) -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.models.training measure", description=__doc__)
    parser.add_argument("model", type=Path, help="the converted model's folder")
    parser.add_argument("speech", type=Path, help="the folder of `speak`")
    parser.add_argument("--count", type=int, default=200, help="unseen sentences")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args(arguments)

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    reader = Reader(given.model, given.threads)
    began = time.process_time()
    sample_call(reader, tell)
    silent(reader, tell)
    unseen(reader, given.speech / "unseen.jsonl", given.count, tell)
    tell(f"{time.process_time() - began:.0f} s of processor time")
