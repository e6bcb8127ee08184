"""Speak the sample call: `python -m assist.demo.render OUT.flac`, with Debian's `flite`.

Writes the audio and, beside it, `timing.json` with the start and end of every turn. The same script gives the same
samples.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from assist.demo.script import Delivery, SampleCall, TurnTime, load_script
from assist.errors import AttuneError

SAMPLE_RATE_HZ = 16_000
CHANNELS = {"customer": 0, "agent": 1}

# About -90 dBFS: a silent line is never digital zero, and FLAC still packs it small.
_NOISE_RMS = 1 / 32768
_NOISE_SEED = 20240501
_CLOSING_SILENCE_SECONDS = 1.0
# flite pads every utterance with silence; the script alone decides the pauses.
_SPEECH_FLOOR = 0.002
_EDGE_SECONDS = 0.02

Samples = npt.NDArray[np.float32]


class SpeakingError(AttuneError):
    """The speech synthesiser is missing or refused a turn."""

    code = "cannot_speak"


def speak(text: str, delivery: Delivery) -> Samples:
    """Speak one turn.

    Args:
        text: The words.
        delivery: Voice, pace, pitch and level.

    Returns:
        Mono samples in -1..1 at 16 kHz, silence at both ends trimmed.

    Raises:
        SpeakingError: flite is not installed, or does not have the voice at 16 kHz.
    """
    program = shutil.which("flite")
    if program is None:
        raise SpeakingError("The speech synthesiser flite was not found; install it with `apt-get install flite`.")
    # flite takes its default voice, and exits 0, where it does not know the name.
    voices = subprocess.run([program, "-lv"], check=True, capture_output=True, text=True).stdout.split()
    if delivery.voice not in voices:
        raise SpeakingError(f"flite has no voice {delivery.voice}; name one that `flite -lv` lists in call.yaml.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "turn.wav"
        options = ["--setf", f"duration_stretch={delivery.pace}", "--setf", f"int_f0_target_mean={delivery.pitch_hz}"]
        subprocess.run([program, "-voice", delivery.voice, *options, "-t", text, "-o", str(path)], check=True)
        samples, rate = soundfile.read(path, dtype="float32")
    if rate != SAMPLE_RATE_HZ:
        raise SpeakingError(f"The flite voice {delivery.voice} speaks at {rate} Hz; choose a voice of 16000 Hz.")
    return _levelled(_trimmed(samples), delivery.level_db)


def mix(script: SampleCall) -> tuple[Samples, tuple[TurnTime, ...]]:
    """Speak the whole call.

    Returns:
        Samples of shape (n, 2), customer left and agent right, and the time of each turn.

    Raises:
        SpeakingError: As `speak`.
    """
    spoken = [speak(turn.text, turn.delivery) for turn in script.turns]
    starts, position = [], 0
    for turn, samples in zip(script.turns, spoken, strict=True):
        position += round(turn.pause_seconds * SAMPLE_RATE_HZ)
        starts.append(position)
        position += len(samples)
    length = position + round(_CLOSING_SILENCE_SECONDS * SAMPLE_RATE_HZ)
    noise = np.random.default_rng(_NOISE_SEED).normal(0.0, _NOISE_RMS, (length, len(CHANNELS)))
    call = noise.astype(np.float32)
    for turn, samples, start in zip(script.turns, spoken, starts, strict=True):
        call[start : start + len(samples), CHANNELS[turn.speaker]] += samples
    times = [
        TurnTime(start=round(start / SAMPLE_RATE_HZ, 4), end=round((start + len(samples)) / SAMPLE_RATE_HZ, 4))
        for start, samples in zip(starts, spoken, strict=True)
    ]
    return call, tuple(times)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render the bundled script to a FLAC file with `timing.json` beside it."""
    parser = argparse.ArgumentParser(prog="python -m assist.demo.render", description="Speak the sample call.")
    parser.add_argument("out", type=Path, metavar="OUT.flac")
    out: Path = parser.parse_args(arguments).out
    script = load_script()
    try:
        call, times = mix(script)
        soundfile.write(out, call, SAMPLE_RATE_HZ, format="FLAC", subtype="PCM_16", compression_level=1.0)
    except SpeakingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except soundfile.SoundFileError:
        sys.stderr.write(f"{out} cannot be written; name a file in a folder that exists.\n")
        return 2
    seconds = len(call) / SAMPLE_RATE_HZ
    turns = [
        {"speaker": turn.speaker, "start": time.start, "end": time.end}
        for turn, time in zip(script.turns, times, strict=True)
    ]
    timing = {"sample_rate_hz": SAMPLE_RATE_HZ, "seconds": seconds, "turns": turns}
    out.with_name("timing.json").write_text(json.dumps(timing, indent=2) + "\n", encoding="utf-8")
    return 0


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > _SPEECH_FLOOR)
    edge = round(_EDGE_SECONDS * SAMPLE_RATE_HZ)
    return samples[max(0, loud[0] - edge) : loud[-1] + edge]


def _levelled(samples: Samples, level_db: float) -> Samples:
    rms = float(np.sqrt(np.mean(np.square(samples))))
    levelled: Samples = np.clip(samples * np.float32(10 ** (level_db / 20) / rms), -1.0, 1.0)
    return levelled


if __name__ == "__main__":
    sys.exit(main())
