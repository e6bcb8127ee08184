"""What the fast profile saves and costs: ``python -m tests.bench.padding [--speech FOLDER] [--threads N]``.

The encoder's time for windows of several lengths, on random weights of Whisper's sizes, since real ones cannot be had
everywhere and the time does not depend on them; and, with the folder of `python -m tests.models.training speak`, word
error and time of whole readings by the small test model on sentences that it was not trained on, for several margins.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ctranslate2
import numpy as np
import torch
from faster_whisper import WhisperModel

from assist.speech import padding
from tests.models import WHISPER_MICRO
from tests.models.training.convert import convert
from tests.models.training.measure import Score, _set_in_silence
from tests.models.training.model import Shape, Whisper
from tests.models.training.store import Sentence, load
from tests.models.training.tokens import Tokens

SIZES = {"tiny": (384, 6, 4, 4), "base": (512, 8, 6, 6), "small": (768, 12, 12, 12)}
"""Width, heads, encoder and decoder layers."""

SECONDS = (30, 20, 15, 10, 5, 3)
MARGINS = (0, 50, 100, 200, 300)
REPEATS = 7


def encoder_times(size: str, threads: int) -> dict[int, float]:
    """Milliseconds that the encoder takes for windows of so many seconds: medians, int8."""
    tokenizer = WHISPER_MICRO / "tokenizer.json"
    width, heads, encoder, decoder = SIZES[size]
    shape = Shape(Tokens(tokenizer).count, width, heads, encoder, decoder)
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "checkpoint.pt"
        torch.save({"shape": asdict(shape), "weights": Whisper(shape).state_dict()}, checkpoint)
        convert(checkpoint, tokenizer, Path(folder) / "converted")
        model = ctranslate2.models.Whisper(
            str(Path(folder) / "converted"), device="cpu", compute_type="int8", intra_threads=threads
        )
        return {seconds: _median(partial(_encode, model, seconds)) for seconds in SECONDS}


def _encode(model: Any, seconds: int) -> None:
    features = np.random.default_rng(1).normal(0, 0.3, (1, 80, 100 * seconds)).astype(np.float32)
    np.array(model.encode(ctranslate2.StorageView.from_array(features), to_cpu=True))


def _median(job: Callable[[], None]) -> float:
    job()
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        job()
        taken.append(1000 * (time.perf_counter() - began))
    return float(np.median(taken))


def read_all(model: WhisperModel, sentences: Sequence[Sentence], beam: int) -> tuple[float, float]:
    """Word error in percent, and milliseconds of processor time a reading."""
    score, chance = Score(), np.random.default_rng(5)
    began = time.process_time()
    for sentence in sentences:
        sound = _set_in_silence(sentence, chance)
        segments, _ = model.transcribe(
            sound, language="en", beam_size=beam, temperature=0.0, condition_on_previous_text=False,
            no_speech_threshold=None, log_prob_threshold=None, word_timestamps=beam > 1,
        )  # fmt: skip
        score.add(sentence.text, " ".join(segment.text.strip() for segment in segments))
    return score.error, 1000 * (time.process_time() - began) / len(sentences)


def compare(sentences: Sequence[Sentence], threads: int) -> None:
    """Print a line for the full window, and for the fast profile with each margin."""
    sys.stdout.write(f"{len(sentences)} unseen sentences{'beam 1':>24}{'beam 5':>24}\n")
    ways: list[tuple[str, type, int]] = [("full windows", WhisperModel, 0)]
    ways += [(f"fast, margin {margin / 100:.1f} s", padding.ShortWindowModel, margin) for margin in MARGINS]
    for name, kind, margin in ways:
        model = kind(str(WHISPER_MICRO), device="cpu", compute_type="int8", cpu_threads=threads)
        with patch.object(padding, "MARGIN_FRAMES", margin):
            found = [read_all(model, sentences, beam) for beam in (1, 5)]
        told = "".join(f"{error:>12.1f} %{milliseconds:>7.0f} ms" for error, milliseconds in found)
        sys.stdout.write(f"{name:<22}{told}\n")
        sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.padding", description="What the fast profile costs.")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=["base"])
    parser.add_argument("--speech", type=Path, metavar="FOLDER", help="folder of spoken sentences, with unseen.jsonl")
    parser.add_argument("--count", type=int, default=200, help="so many of them")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args(arguments)
    for size in given.sizes:
        times = encoder_times(size, given.threads)
        told = ", ".join(f"{seconds} s: {milliseconds:.0f} ms" for seconds, milliseconds in times.items())
        sys.stdout.write(f"encoder, {size}, random weights, int8, {given.threads} thread(s): {told}\n")
    if given.speech:
        compare(load([given.speech / "unseen.jsonl"])[: given.count], given.threads)
    return 0


if __name__ == "__main__":
    sys.exit(main())
