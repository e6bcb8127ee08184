"""faster-whisper when the call is over: on each voice's whole recording, or (``--turns``) told where the turns are."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from faster_whisper import BatchedInferencePipeline, WhisperModel

from tests.bench.recognisers.drivers.stage import SAMPLE_RATE, Stage, Voices, read_voices

_EDGE_SECONDS = 0.25

Samples = npt.NDArray[np.float32]


def parts(folder: Path, voices: Voices, *, by_turns: bool) -> list[tuple[str, Samples]]:
    """What is read at a time, and whose it is."""
    sounds = {name: np.frombuffer(voice, np.int16).astype(np.float32) / 32768 for name, voice in voices.items()}
    if not by_turns:
        return list(sounds.items())
    turns = json.loads((folder / "turns.json").read_text(encoding="utf-8"))
    return [(turn["speaker"], _cut(sounds[turn["speaker"]], turn["start"], turn["end"])) for turn in turns]


def _cut(sound: Samples, start: float, end: float) -> Samples:
    first = max(0, round((start - _EDGE_SECONDS) * SAMPLE_RATE))
    return sound[first : round((end + _EDGE_SECONDS) * SAMPLE_RATE)]


def main() -> None:
    """``MODEL FOLDER [--turns]``."""
    model_folder, folder, *rest = sys.argv[1:]
    by_turns = "--turns" in rest
    stage = Stage()
    model = WhisperModel(model_folder, device="cpu", compute_type="int8", cpu_threads=1)
    sounds = parts(Path(folder), read_voices(Path(folder)), by_turns=by_turns)
    list(model.transcribe(np.zeros(SAMPLE_RATE, np.float32), language="en")[0])
    stage.begin()
    reader = model if by_turns else BatchedInferencePipeline(model=model)
    for speaker, sound in sounds:
        segments, _ = reader.transcribe(sound, language="en", beam_size=5)
        for segment in segments:
            stage.tell("final", speaker, segment.text)
    stage.end()


if __name__ == "__main__":
    main()
