"""Recordings and references are matched before anything is read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.bench.recordings import find_voices
from assist.errors import SourceError


def record(folder: Path, name: str, channels: int = 1, rate: int = 8000) -> None:
    """A second of faint noise."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(1).normal(0, 0.01, (rate, channels))
    soundfile.write(path, noise, rate)


def test_voices_are_found_with_what_they_say(tmp_path: Path) -> None:
    """Mono and stereo, WAV and FLAC, in folders below, at any rate; other files do not matter."""
    record(tmp_path, "a.wav")
    record(tmp_path, "calls/b.flac", channels=2)
    (tmp_path / "references.csv").write_text("", encoding="utf-8")
    references = {"a.wav": {"": "One."}, "calls/b.flac": {"agent": "Two.", "customer": "Three."}}
    voices, left_out = find_voices(tmp_path, references)
    told = [(voice.file, voice.speaker, voice.channel, voice.seconds, voice.said) for voice in voices]
    assert told == [
        ("a.wav", "", 0, 1.0, "One."),
        ("calls/b.flac", "agent", 1, 1.0, "Two."),
        ("calls/b.flac", "customer", 0, 1.0, "Three."),
    ]
    assert left_out == []
    assert len(voices[0].samples()) == 16_000


def test_a_damaged_file_is_told_and_the_others_stay(tmp_path: Path) -> None:
    """One bad file among many costs only itself."""
    record(tmp_path, "a.wav")
    (tmp_path / "b.wav").write_bytes(b"RIFFnonsense")
    (tmp_path / "c.wav").write_bytes(b"")
    voices, left_out = find_voices(tmp_path, {name: {"": "One."} for name in ("a.wav", "b.wav", "c.wav")})
    assert [voice.file for voice in voices] == ["a.wav"]
    assert [sentence.endswith("It is left out.") for sentence in left_out] == [True, True]
    assert "b.wav" in left_out[0]
    (tmp_path / "a.wav").unlink()
    with pytest.raises(SourceError, match="none of the recordings can be read"):
        find_voices(tmp_path, {name: {"": "One."} for name in ("b.wav", "c.wav")})


@pytest.mark.parametrize(
    ("channels", "references", "sentence"),
    [
        (1, {"a.wav": {"": "One."}, "z.wav": {"": "Two."}}, "z.wav stands in the references and is not in the folder"),
        (1, {"y.wav": {"": "One."}, "z.wav": {"": "Two."}}, "y.wav (and 1 more) stands in the references"),
        (1, {}, "a.wav has no reference; write down what is said"),
        (1, {"a.wav": {"agent": "One."}}, "it has one channel, so its references name no speaker"),
        (2, {"a.wav": {"": "One."}}, "it has two channels; say in its references who speaks"),
        (3, {"a.wav": {"agent": "One."}}, "it has 3 channels; give recordings with one or two"),
    ],
)
def test_what_does_not_match_is_one_sentence(
    tmp_path: Path, channels: int, references: dict[str, dict[str, str]], sentence: str
) -> None:
    """Nothing is left out silently: a figure over half the recordings would mislead."""
    record(tmp_path, "a.wav", channels)
    with pytest.raises(SourceError) as told:
        find_voices(tmp_path, references)
    assert sentence in str(told.value)


def test_no_folder_and_an_empty_one_are_one_sentence(tmp_path: Path) -> None:
    """The folder is looked at before a model is loaded."""
    with pytest.raises(SourceError, match="there is no recording in the folder"):
        find_voices(tmp_path, {"a.wav": {"": "One."}})
    with pytest.raises(SourceError, match="there is no such folder"):
        find_voices(tmp_path / "calls", {})
