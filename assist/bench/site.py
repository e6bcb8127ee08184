"""`assist bench --audio DIR --references FILE`: word error and speed on a site's own recordings.

Each recording is heard as a call is and read twice, without and with the fast profile (``speech.fast``), so that a site
can decide about it on its own voices.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import jiwer
import numpy as np

from assist.bench.listening import Listened, listen
from assist.bench.recordings import Voice, find_voices
from assist.bench.references import read_references
from assist.bench.words import comparable
from assist.errors import UsageError
from assist.settings import Settings, SpeechSettings
from assist.speech.choose import open_transcriber
from assist.speech.transcriber import Transcriber
from assist.speech.vad import SileroModel
from assist.speech.whisper import WhisperTranscriber
from phrasebank.evaluation.intervals import IntArray, bootstrapped
from phrasebank.evaluation.report import Figure

_WORST = 10
"""So many files are named in the table; `--json` has all."""


@dataclass(frozen=True, slots=True)
class VoiceRead:
    """How one voice was read: words truly said, and how many of them were left out, put in or misread."""

    file: str
    speaker: str
    words: int
    errors: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Profile:
    """How all recordings were read in one way.

    Attributes:
        name: ``full`` or ``fast``.
        in_use: whether the settings say so.
        times_real_time: seconds of sound that are read in a second.
        cpu_seconds_per_minute: of sound.
        reading_p50_seconds, reading_p95_seconds: how long a reading takes, which is what final words wait for.
    """

    name: str
    in_use: bool
    word_error: Figure
    times_real_time: float
    cpu_seconds_per_minute: float
    reading_p50_seconds: float
    reading_p95_seconds: float
    voices: list[VoiceRead]


@dataclass(frozen=True, slots=True)
class SiteBench:
    """What came out.

    Attributes:
        difference: word error of ``fast`` less that of ``full``, over the same recordings; None for one profile.
        left_out: a sentence for each file that could not be read.
    """

    recognizer: str
    model: str
    minutes: float
    profiles: list[Profile]
    difference: Figure | None
    left_out: list[str]


def bench_recordings(settings: Settings, audio: Path | None, references: Path | None, *, as_json: bool) -> int:
    """Read the recordings of a folder and print what it took.

    Raises:
        AttuneError: recordings or references cannot be used, or the recogniser cannot.
    """
    if audio is None or references is None:
        raise UsageError(
            "assist bench needs both --audio DIR and --references FILE, or neither for the bundled sample call."
        )
    voices, left_out = find_voices(audio, read_references(references))
    found = measure(settings.speech, voices, left_out, _progress)
    sys.stdout.write(json.dumps(asdict(found)) + "\n" if as_json else table(found))
    return 0


def measure(
    settings: SpeechSettings, voices: Sequence[Voice], left_out: Sequence[str], tell: Callable[[str], None]
) -> SiteBench:
    """Read all voices with the full and, where the recogniser has one, the fast profile.

    Raises:
        RecognizerError: no recogniser can be had, or it failed.
    """
    for sentence in left_out:
        tell(sentence)
    ear = SileroModel()
    transcriber, notice = open_transcriber(replace(settings, fast=False))
    if notice:
        tell(notice)
    tell(f"Reading {len(voices)} voices, {_minutes(voices):.1f} minutes ...")
    profiles = [_profile(replace(settings, fast=False), voices, transcriber, ear, in_use=not settings.fast)]
    transcriber.close()
    if transcriber.name == WhisperTranscriber.name:
        tell("The same with the fast profile ...")
        transcriber, _ = open_transcriber(replace(settings, fast=True))
        profiles.append(_profile(replace(settings, fast=True), voices, transcriber, ear, in_use=settings.fast))
        transcriber.close()
    return SiteBench(
        recognizer=transcriber.name,
        model=transcriber.model,
        minutes=round(_minutes(voices), 2),
        profiles=profiles,
        difference=_difference(profiles),
        left_out=list(left_out),
    )


def _minutes(voices: Sequence[Voice]) -> float:
    return sum(voice.seconds for voice in voices) / 60


def _profile(
    settings: SpeechSettings, voices: Sequence[Voice], transcriber: Transcriber, ear: SileroModel, *, in_use: bool
) -> Profile:
    listened = [listen(voice.samples(), settings, transcriber, ear) for voice in voices]
    read = [_scored(voice, one) for voice, one in zip(voices, listened, strict=True)]
    readings = [seconds for one in listened for seconds in one.reading_seconds] or [0.0]
    p50, p95 = np.percentile(readings, (50, 95))
    cpu = sum(one.cpu_seconds for one in listened)
    return Profile(
        name="fast" if settings.fast else "full",
        in_use=in_use,
        word_error=_word_error(read),
        times_real_time=round(60 * _minutes(voices) / max(sum(readings), 1e-9), 1),
        cpu_seconds_per_minute=round(cpu / _minutes(voices), 2),
        reading_p50_seconds=round(float(p50), 3),
        reading_p95_seconds=round(float(p95), 3),
        voices=read,
    )


def _scored(voice: Voice, listened: Listened) -> VoiceRead:
    said = comparable(voice.said)
    found = jiwer.process_words(said, comparable(" ".join(listened.texts)))
    errors = found.substitutions + found.deletions + found.insertions
    return VoiceRead(voice.file, voice.speaker, len(said.split()), errors, round(voice.seconds, 2))


def _word_error(read: Sequence[VoiceRead]) -> Figure:
    words, errors = (np.array([getattr(one, name) for one in read]) for name in ("words", "errors"))

    def rate(rows: IntArray) -> dict[str, float]:
        return {"word error": float(errors[rows].sum() / words[rows].sum())}

    return bootstrapped(rate, len(read))["word error"]


def _difference(profiles: Sequence[Profile]) -> Figure | None:
    if len(profiles) < 2:
        return None
    full, fast = (np.array([one.errors for one in profile.voices]) for profile in profiles)
    words = np.array([one.words for one in profiles[0].voices])

    def rate(rows: IntArray) -> dict[str, float]:
        return {"difference": float((fast[rows].sum() - full[rows].sum()) / words[rows].sum())}

    return bootstrapped(rate, len(words))["difference"]


def table(found: SiteBench) -> str:
    """What came out, for people."""
    lines = [f"{found.recognizer}, {found.model}: {len(found.profiles[0].voices)} voices, {found.minutes:.1f} minutes"]
    lines.append(f"{'':<14}{'word error':<24}{'x real time':>12}{'CPU s/min':>11}{'reading p50':>13}{'p95':>9}")
    lines += [_profile_line(profile) for profile in found.profiles]
    if found.difference is not None:
        lines.append(f"fast less full: {_share(found.difference)} of the words; 95 % intervals over the voices")
    lines += ["", f"{'most errors':<40}{'words':>7}" + "".join(f"{profile.name:>8}" for profile in found.profiles)]
    lines += [_line(place, found.profiles) for place in _worst(found.profiles)]
    return "\n".join(lines) + "\n"


def _profile_line(profile: Profile) -> str:
    name = f"{profile.name} (set)" if profile.in_use else profile.name
    return (
        f"{name:<14}{_share(profile.word_error):<24}{profile.times_real_time:>12.1f}"
        f"{profile.cpu_seconds_per_minute:>11.2f}"
        f"{profile.reading_p50_seconds:>11.3f} s{profile.reading_p95_seconds:>7.3f} s"
    )


def _share(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return f"{100 * figure.value:.1f} %"
    return f"{100 * figure.value:.1f} % ({100 * figure.low:.1f} to {100 * figure.high:.1f})"


def _worst(profiles: Sequence[Profile]) -> list[int]:
    voices = profiles[0].voices
    return sorted(range(len(voices)), key=lambda place: -max(one.voices[place].errors for one in profiles))[:_WORST]


def _line(place: int, profiles: Sequence[Profile]) -> str:
    voice = profiles[0].voices[place]
    name = f"{voice.file} {voice.speaker}".strip()
    return f"{name[-38:]:<40}{voice.words:>7}" + "".join(f"{one.voices[place].errors:>8}" for one in profiles)


def _progress(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
