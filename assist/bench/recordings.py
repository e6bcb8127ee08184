"""Recordings of one's own and what is said in them, brought together and checked before any model is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assist.audio.chunks import SAMPLE_RATE, Samples
from assist.audio.wavfile import read_channels
from assist.bench.references import References
from assist.errors import SourceError

_CHANNELS = {"": 0, "customer": 0, "agent": 1}
_SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")


@dataclass(frozen=True, slots=True)
class Voice:
    """One channel of a recording.

    Attributes:
        file: its name within the folder.
        speaker: empty where the file has one channel.
        path: where the file is.
        channel: which of its channels.
        seconds: how long it is.
        said: what is truly said.
    """

    file: str
    speaker: str
    path: Path
    channel: int
    seconds: float
    said: str

    def samples(self) -> Samples:
        """The sound, 16 kHz, decoded anew: many recordings do not fit into memory."""
        return read_channels(self.path)[self.channel]


def find_voices(folder: Path, references: References) -> tuple[list[Voice], list[str]]:
    """The voices that have a reference, and a sentence for each file that is damaged and left out.

    Raises:
        SourceError: the folder holds no recordings, or recordings and references do not match, or nothing is left.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder; give the one that holds the recordings.")
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _SUFFIXES and path.is_file()
    }
    if not found:
        raise SourceError(f"{folder}: there is no recording in the folder; put WAV or FLAC files there.")
    _match(folder, found, references)
    voices: list[Voice] = []
    left_out: list[str] = []
    for file, path in found.items():
        try:
            channels = read_channels(path)
        except SourceError as error:
            left_out.append(f"{error} It is left out.")
            continue
        voices += _voices_of(file, path, channels, references[file])
    if not voices:
        raise SourceError(f"{folder}: none of the recordings can be read; the first says: {left_out[0]}")
    return voices, left_out


def _match(folder: Path, found: Iterable[str], references: References) -> None:
    unheard = sorted(set(references) - set(found))
    if unheard:
        raise SourceError(
            f"{folder}: {_some(unheard)} stands in the references and is not in the folder; "
            "add the recording or take its rows out."
        )
    unwritten = sorted(set(found) - set(references))
    if unwritten:
        raise SourceError(
            f"{folder}: {_some(unwritten)} has no reference; write down what is said in it or take it out there."
        )


def _some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} (and {len(names) - 1} more)"


def _voices_of(file: str, path: Path, channels: list[Samples], said: Mapping[str, str]) -> Iterable[Voice]:
    seconds = len(channels[0]) / SAMPLE_RATE
    for speaker, text in said.items():
        if len(channels) == 1 and speaker:
            raise SourceError(f"{path}: it has one channel, so its references name no speaker; leave '{speaker}' out.")
        if len(channels) == 2 and not speaker:
            raise SourceError(f"{path}: it has two channels; say in its references who speaks, customer or agent.")
        if len(channels) > 2:
            raise SourceError(f"{path}: it has {len(channels)} channels; give recordings with one or two.")
        yield Voice(file, speaker, path, _CHANNELS[speaker], seconds, text)
