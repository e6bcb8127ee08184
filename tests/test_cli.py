"""What a person sees who uses a command wrongly or gives it something broken: one sentence, exit 2, nothing lost."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.cli import main
from assist.demo.script import sample_path
from assist.errors import SourceError
from assist.journal import read_journal

SAID = "i am so angry nobody ever listens to me i have told you this three times"
TURN = json.dumps({"speaker": "customer", "start": 1.0, "end": 2.0, "text": SAID}) + "\n"


def refused(capsys, *arguments) -> str:
    """Run a command that must refuse; its one sentence."""
    assert main([str(argument) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("assist: ")
    assert lines[0].endswith((".", "?"))
    return lines[0]


@pytest.fixture
def turns(tmp_path) -> Path:
    """A call of one turn."""
    path = tmp_path / "turns.jsonl"
    path.write_text(TURN)
    return path


def recording(path: Path, samples: np.ndarray, rate: int = 16000) -> Path:
    """A WAV of shape (n, channels)."""
    soundfile.write(path, samples, rate)
    return path


SOUND = np.zeros((16000, 2))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("missing.wav", None, "there is no such file"),
        ("text.wav", b"this is no sound at all", "audio"),
        ("empty.wav", b"", "empty"),
        ("header.wav", b"RIFF\x24\x00\x00\x00WAVEfm", "audio"),
        ("call.journal", b"SQLite format 3\x00" + bytes(80), "the journal is damaged"),
        ("turns.jsonl", b'{"speaker": "robot"}\n', "line 1"),
    ],
)
def test_a_file_that_cannot_be_replayed(capsys, tmp_path, name, content, sentence):
    """Missing, not audio, empty, cut off in its header, a corrupt journal, a bad turn."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    told = refused(capsys, "replay", path)
    assert name in told
    assert sentence in told


def test_a_mono_recording_is_told(capsys, tmp_path):
    """The two speakers cannot be told apart by their voices."""
    assert "mono" in refused(capsys, "replay", recording(tmp_path / "mono.wav", SOUND[:, 0]))


def test_a_recording_of_three_channels_is_told(capsys, tmp_path):
    """Nobody knows who the third one is."""
    assert "3" in refused(capsys, "replay", recording(tmp_path / "three.wav", np.zeros((16000, 3))))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--set", "speech.recogniser=x"], "did you mean 'speech.recognizer'"),
        (["--set", "speech.recognizer=x"], "faster-whisper"),
        (["--config", "none.toml"], "cannot be read"),
        (["--speed", "fast"], "--speed fast"),
        (["--channels", "left,right"], "customer,agent"),
    ],
)
def test_a_wrong_option_is_told(capsys, arguments, sentence):
    """Unknown setting, unknown recogniser, missing settings file, no speed, no channels."""
    assert sentence in refused(capsys, "replay", sample_path(), *arguments)


def test_a_broken_bank_is_told_with_file_and_line(capsys, tmp_path, turns):
    """A supervisor's slip in YAML does not end in a traceback."""
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "mine.yaml").write_text("phrases:\n  - id: a\n   text: b\n")
    told = refused(capsys, "replay", turns, "--set", f"bank.folder={tmp_path / 'bank'}")
    assert "mine.yaml:3" in told


def test_a_taken_port_is_told(capsys, tmp_path, turns):
    """With the way out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = refused(
            capsys, "serve", "--play", turns, "--set", f"wire.port={port}", "--set", "wire.token=t",
            "--set", f"journal.folder={tmp_path}",
        )  # fmt: skip
    assert f"127.0.0.1:{port}" in told
    assert "wire.port=0" in told


def test_a_machine_that_cannot_hear_at_all_is_told(capsys, monkeypatch, tmp_path):
    """Before any model is loaded."""

    def fail():
        raise SourceError("Live audio needs the PortAudio library; install it.")

    monkeypatch.setattr("assist.wiring.list_devices", fail)
    told = refused(capsys, "serve", "--set", "wire.token=t", "--set", f"journal.folder={tmp_path}")
    assert "needs the PortAudio library" in told


def test_a_report_folder_in_use_is_not_overwritten(capsys, tmp_path, turns):
    """The first call's journal stays as it was."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "call.journal").write_text("mine")
    told = refused(capsys, "replay", turns, "--out", tmp_path / "out")
    assert "already" in told
    assert (tmp_path / "out" / "call.journal").read_text() == "mine"


def test_rows_that_are_not_rows_are_told(capsys, tmp_path):
    """The line is named."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"speaker": "customer", "text": "hello"}\n{"text": 3}\n')
    assert "line 2" in refused(capsys, "read", path, "--json")


def test_the_launcher_imports_nothing_heavy():
    """`assist run` and `assist demo` start in a moment: no model library, no numpy, no Qt."""
    code = (
        "import sys, assist.cli; print(sorted(set(sys.modules) & {'numpy', 'torch', 'PySide6', 'yaml', 'websockets'}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.models
def test_a_call_of_text_is_understood(capsys, turns, tmp_path):
    """Every line parses, the card has its reason, journal and report are written, and the journal gives the same."""
    assert main(["replay", str(turns), "--json", "--out", str(tmp_path / "out")]) == 0
    first = capsys.readouterr().out
    events = [json.loads(line) for line in first.splitlines()]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    cards = [event for event in events if event["type"] == "suggestion_offered"]
    assert len(cards) == 1
    assert cards[0]["because"]["quote"] == SAID
    assert {"call.journal", "report.html", "report.json"} == {path.name for path in (tmp_path / "out").iterdir()}
    assert main(["replay", str(tmp_path / "out" / "call.journal"), "--json"]) == 0
    assert capsys.readouterr().out == first


@pytest.mark.models
def test_rows_are_read(capsys, tmp_path):
    """Emotion and needs of a customer, acts of an agent, a line a row."""
    path = tmp_path / "rows.jsonl"
    rows = [
        {"speaker": "customer", "text": "i'm really worried i won't get my money back"},
        {"speaker": "customer", "text": "my name is anna miller"},
        {"speaker": "agent", "text": "i will call you back tomorrow at ten"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["read", str(path), "--json"]) == 0
    read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row.get("emotion") for row in read] == ["anxiety", "neutral", None]
    assert read[0]["valence"] < 0
    assert all({"need", "confidence"} == set(need) for need in read[0]["needs"])
    assert read[2]["acts"]


@pytest.mark.models
def test_personal_data_reaches_neither_the_events_nor_the_journal(capsys, tmp_path):
    """A card number is replaced before anything is told or written."""
    path = tmp_path / "turns.jsonl"
    said = "my card is 4111 1111 1111 1111 and my email is ann dot lee at example dot com"
    path.write_text(json.dumps({"speaker": "customer", "start": 1.0, "end": 2.0, "text": said}) + "\n")
    assert main(["replay", str(path), "--json", "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "[CARD]" in told
    assert "[EMAIL]" in told
    journal = read_journal(tmp_path / "out" / "call.journal")
    written = told + repr(journal.inputs) + (tmp_path / "out" / "report.html").read_text()
    assert "1111" not in written
    assert "ann dot lee" not in written
