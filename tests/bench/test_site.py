"""`assist bench --audio DIR --references FILE`, on the small real model and freshly spoken recordings."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.bench.site import Profile, SiteBench, VoiceRead, table
from assist.cli import main
from assist.demo.render import SAMPLE_RATE_HZ, speak
from assist.demo.script import Delivery
from phrasebank.evaluation.report import Figure
from tests.models import WHISPER_MICRO

MONO = "Good morning, my name is Karen Miller. I ordered a kettle last week."
CUSTOMER, AGENT = "When will the money come back to me?", "You will have it in your account by Wednesday."


def said(voice: str, pitch: float, text: str) -> np.ndarray:
    """A sentence with a little silence around it."""
    speech = speak(text, Delivery(voice=voice, pace=1.0, pitch_hz=pitch, level_db=-24.0))
    edge = np.random.default_rng(5).normal(0.0, 1e-4, SAMPLE_RATE_HZ // 2)
    return np.concatenate([edge, speech, edge])


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A mono and a stereo file, and what is said in them."""
    soundfile.write(tmp_path / "mono.wav", said("slt", 172, MONO), SAMPLE_RATE_HZ)
    customer, agent = said("slt", 178, CUSTOMER), said("rms", 100, AGENT)
    stereo = np.zeros((len(customer) + len(agent), 2))
    stereo[: len(customer), 0], stereo[len(customer) :, 1] = customer, agent
    soundfile.write(tmp_path / "stereo.flac", stereo, SAMPLE_RATE_HZ)
    rows = [("mono.wav", "", MONO), ("stereo.flac", "customer", CUSTOMER), ("stereo.flac", "agent", AGENT)]
    table = "".join(f'{file},{speaker},"{text}"\n' for file, speaker, text in rows)
    (tmp_path / "references.csv").write_text(f"file,speaker,text\n{table}", encoding="utf-8")
    return tmp_path


def bench(folder: Path, *more: str) -> int:
    """The command."""
    references = str(folder / "references.csv")
    return main(
        ["bench", "--audio", str(folder), "--references", references, "--set", f"speech.model={WHISPER_MICRO}", *more]
    )


@pytest.mark.models
# What CTranslate2 and its tokenizer warn of on import is not ours.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_recordings_are_read_with_and_without_the_fast_profile(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every voice is counted in both profiles; a damaged file is told and left out; few voices have no interval."""
    (recordings / "broken.wav").write_bytes(b"RIFF")
    with (recordings / "references.csv").open("a", encoding="utf-8") as file:
        file.write("broken.wav,,Nobody knows.\n")
    assert bench(recordings, "--json") == 0
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    full, fast = found["profiles"]
    assert "broken.wav" in captured.err
    assert "broken.wav" in found["left_out"][0]
    assert [(full["name"], full["in_use"]), (fast["name"], fast["in_use"])] == [("full", True), ("fast", False)]
    for profile in (full, fast):
        assert [(voice["file"], voice["speaker"]) for voice in profile["voices"]] == [
            ("mono.wav", ""), ("stereo.flac", "customer"), ("stereo.flac", "agent"),
        ]  # fmt: skip
        assert [voice["words"] for voice in profile["voices"]] == [13, 8, 9]
        assert profile["word_error"]["value"] < 0.5
        assert profile["word_error"]["low"] is None
        assert profile["times_real_time"] > 0
        assert profile["cpu_seconds_per_minute"] > 0
        assert profile["reading_p95_seconds"] >= profile["reading_p50_seconds"] > 0
    errors = [sum(voice["errors"] for voice in profile["voices"]) for profile in (full, fast)]
    assert found["difference"]["value"] == pytest.approx((errors[1] - errors[0]) / 30)


def test_the_table_says_what_the_fast_profile_costs_and_which_voices_are_read_worst() -> None:
    """Both profiles, the one in use marked, the difference with its interval, the voices with most errors first."""
    voices = [VoiceRead("a.wav", "", 10, 1, 4.0), VoiceRead("b.flac", "agent", 20, 5, 8.0)]
    fewer = [VoiceRead("a.wav", "", 10, 2, 4.0), VoiceRead("b.flac", "agent", 20, 4, 8.0)]
    full = Profile("full", False, Figure(0.2, 0.1, 0.25), 10.7, 1.8, 0.272, 0.322, voices)
    fast = Profile("fast", True, Figure(0.2), 72.4, 0.25, 0.038, 0.071, fewer)
    found = SiteBench("faster-whisper", "base.en", 0.2, [full, fast], Figure(0.0, -0.017, 0.009), [])
    told = table(found).splitlines()
    assert told[0] == "faster-whisper, base.en: 2 voices, 0.2 minutes"
    assert told[2].split() == ["full", "20.0", "%", "(10.0", "to", "25.0)", "10.7", "1.80", "0.272", "s", "0.322", "s"]
    assert told[3].split() == ["fast", "(set)", "20.0", "%", "72.4", "0.25", "0.038", "s", "0.071", "s"]
    assert told[4] == "fast less full: 0.0 % (-1.7 to 0.9) of the words; 95 % intervals over the voices"
    assert [line.split() for line in told[7:]] == [["b.flac", "agent", "20", "5", "4"], ["a.wav", "10", "1", "2"]]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--audio", "."], "assist bench needs both --audio DIR and --references FILE"),
        (["--references", "a.csv"], "assist bench needs both --audio DIR and --references FILE"),
        (["--audio", ".", "--references", "a.csv"], "a.csv: there is no such file; check the name."),
    ],
)
def test_wrong_use_is_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    """Half of the question, or a file that is not there, ends with 2 before any model is loaded."""
    monkeypatch.chdir(tmp_path)
    assert main(["bench", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"assist: {sentence}")
    assert captured.err.count("\n") == 1
