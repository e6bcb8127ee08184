"""Recorded calls: every form they come in, and every way they are broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.audio.chunks import SAMPLE_RATE, Samples
from assist.audio.wavfile import Recording, read_call
from assist.errors import SourceError


def tone(hz: float, rate: int, seconds: float = 1.0) -> Samples:
    """A sine of half scale."""
    times = np.arange(round(rate * seconds)) / rate
    return (0.5 * np.sin(2 * np.pi * hz * times)).astype(np.float32)


def write(path: Path, rate: int = SAMPLE_RATE, subtype: str = "PCM_16", channels: int = 2) -> Path:
    """A call: 300 Hz left, 700 Hz right."""
    voices = np.stack([tone(hz, rate) for hz in (300, 700, 900)[:channels]], axis=1)
    soundfile.write(path, voices, rate, subtype=subtype)
    return path


def pitch(samples: Samples) -> float:
    """The strongest frequency, Hz."""
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * SAMPLE_RATE / len(samples))


@pytest.mark.parametrize(
    ("name", "rate", "subtype"),
    [
        ("call.wav", 16_000, "PCM_16"),
        ("call.flac", 16_000, "PCM_16"),
        ("call.wav", 44_100, "PCM_16"),
        ("call.wav", 8_000, "ULAW"),
        ("call.wav", 48_000, "PCM_24"),
        ("call.wav", 22_050, "FLOAT"),
        ("call.ogg", 48_000, "OPUS"),
    ],
)
def test_common_forms_are_read(tmp_path: Path, name: str, rate: int, subtype: str) -> None:
    """Whatever the rate and the encoding: 16 kHz, equal lengths, customer left, agent right."""
    recording = read_call(write(tmp_path / name, rate, subtype))
    assert recording.seconds == pytest.approx(1.0, abs=0.01)
    assert len(recording.customer) == len(recording.agent)
    assert recording.customer.dtype == np.float32
    assert pitch(recording.customer) == pytest.approx(300, abs=2)
    assert pitch(recording.agent) == pytest.approx(700, abs=2)
    assert np.sqrt(np.mean(recording.customer**2)) == pytest.approx(0.35, abs=0.05)


def test_channels_can_be_swapped(tmp_path: Path) -> None:
    """A recording with the agent on the left is told so."""
    recording = read_call(write(tmp_path / "call.wav"), ("agent", "customer"))
    assert pitch(recording.agent) == pytest.approx(300, abs=2)


def test_a_recording_whose_end_is_missing_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """A transfer that broke off still gives the call's beginning."""
    path = write(tmp_path / "call.wav")
    path.write_bytes(path.read_bytes()[: 44 + 32_000])
    assert read_call(path).seconds == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty; record the call again"),
        (b"these are words, not sound" * 50, "this is no audio file that can be read"),
        (b"RIFF\x24\x00\x00\x00WAVEfm", "its beginning is damaged; give a stereo WAV or FLAC file"),
    ],
)
def test_what_is_not_audio_is_told(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Empty files, other files and damaged headers are one sentence that names the file and the mend."""
    path = tmp_path / "call.wav"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=sentence) as caught:
        read_call(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    """Each has its own sentence."""
    with pytest.raises(SourceError, match="there is no such file; check the name"):
        read_call(tmp_path / "nothing.wav")
    with pytest.raises(SourceError, match="this is a folder; give the recording inside it"):
        read_call(tmp_path)


@pytest.mark.parametrize(
    ("channels", "sentence"),
    [(1, "one channel, so nobody can tell the speakers apart; give a stereo file"), (3, "has 3 channels")],
)
def test_a_call_has_two_channels(tmp_path: Path, channels: int, sentence: str) -> None:
    """Mono and surround recordings are refused with the mend."""
    with pytest.raises(SourceError, match=sentence):
        read_call(write(tmp_path / "call.wav", channels=channels))


def test_a_recording_without_sound_is_told(tmp_path: Path) -> None:
    """A header alone is no call."""
    path = tmp_path / "call.wav"
    soundfile.write(path, np.zeros((0, 2), np.float32), 16_000)
    with pytest.raises(SourceError, match="holds no sound"):
        read_call(path)


def test_chunks_come_in_time_order() -> None:
    """Customer and agent take turns, window by window, and the last window is filled with silence."""
    recording = Recording(np.ones(1_300, np.float32), np.full(1_300, 0.5, np.float32))
    chunks = list(recording.chunks())
    assert [(chunk.speaker, chunk.start) for chunk in chunks] == [
        ("customer", 0), ("agent", 0), ("customer", 512), ("agent", 512), ("customer", 1_024), ("agent", 1_024),
    ]  # fmt: skip
    assert all(len(chunk.samples) == 512 for chunk in chunks)
    assert np.array_equal(chunks[-2].samples, np.concatenate((np.ones(276), np.zeros(236))))
