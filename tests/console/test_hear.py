"""A call in a file becomes turns, each of the customer's with what is made of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assist.audio.chunks import SAMPLE_RATE
from assist.audio.wavfile import read_call
from assist.console.hear import read_voices, run
from assist.console.office import Office
from assist.engine import Call, play
from assist.errors import SourceError
from assist.feeds import closing, say
from assist.journal import JournalWriter
from assist.session import CallSession
from assist.settings import BankSettings, Settings, SpeechSettings
from assist.turns import read_turns
from assist.workers import Workers
from phrasebank.bank import Bank, load_bank
from phrasebank.store.store import Store

SAMPLE = Path(__file__).resolve().parents[2] / "assist" / "demo" / "sample_call.flac"
SAID = "i have told three people about this already and nobody called me back"
TURNS = [
    {"speaker": "customer", "start": 0.5, "end": 5.0, "text": SAID},
    {"speaker": "agent", "start": 5.5, "end": 7.0, "text": "Let me look."},
    {"speaker": "customer", "start": 8.0, "end": 9.0, "text": "my card is 4111 1111 1111 1111"},
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Part of the bundled bank; the recogniser that is always there."""
    folder = tmp_path_factory.mktemp("office")
    Store.create(folder / "bank.db", Bank(load_bank().approved[:120]), "Attune")
    bank = BankSettings(taught=str(folder / "taught"))
    return Office(Settings(bank=bank, speech=SpeechSettings(recognizer="pocketsphinx")), folder / "bank.db")


class Told:
    """Keeps the progress."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def __call__(self, done: int, total: int, words: str = "") -> None:
        self.steps.append((done, total, words))


def turns_file(folder: Path) -> Path:
    """The call as text."""
    path = folder / "call.jsonl"
    path.write_text("".join(json.dumps(turn) + "\n" for turn in TURNS), encoding="utf-8")
    return path


@pytest.mark.models
def test_a_file_of_turns(office: Office, tmp_path: Path) -> None:
    """Its times stay, personal data goes, each of the customer's turns is explained."""
    told = Told()
    heard = run({"path": str(turns_file(tmp_path))}, office, told)
    assert [turn["start"] for turn in heard["turns"]] == [0.5, 5.5, 8.0]
    assert heard["turns"][2]["text"] == "my card is [CARD]"
    assert [(moment["turn"], moment["quote"]) for moment in heard["moments"]] == [(0, SAID), (2, "my card is [CARD]")]
    assert heard["notice"] == ""
    assert told.steps[-1] == (3, 3, "reading")


@pytest.mark.models
def test_a_journal(office: Office, tmp_path: Path) -> None:
    """What was said in it, whatever it was called."""
    writer = JournalWriter(tmp_path / "some.name", "call", Settings())
    call = Call(CallSession("call", Settings()), lambda _event: None, writer)
    workers = Workers(office.library("trial"), Settings())
    play(call, closing(say(read_turns(turns_file(tmp_path)))), workers)
    call.close()
    heard = run({"path": str(tmp_path / "some.name"), "bank": "published"}, office, Told())
    assert [turn["text"] for turn in heard["turns"]] == [SAID, "Let me look.", "my card is [CARD]"]
    assert [moment["turn"] for moment in heard["moments"]] == [0, 2]


@pytest.mark.models
def test_a_recording(office: Office, tmp_path: Path) -> None:
    """Both voices are transcribed, and how far it is is told second by second."""
    samples, rate = soundfile.read(SAMPLE, frames=20 * SAMPLE_RATE, dtype="float32")
    soundfile.write(tmp_path / "call.wav", samples, rate)
    told = Told()
    heard = run({"path": str(tmp_path / "call.wav")}, office, told)
    assert {turn["speaker"] for turn in heard["turns"]} == {"customer", "agent"}
    assert all(turn["text"] and turn["end"] > turn["start"] for turn in heard["turns"])
    listened = [done for done, total, words in told.steps if words == "listening"]
    assert listened == sorted(listened)
    assert len(listened) >= 19


def test_one_voice_alone_is_the_customers(tmp_path: Path) -> None:
    """At the rate of calls, beside a silent agent; two voices are read as ever."""
    tone = np.sin(np.linspace(0, 2000, 8000, dtype=np.float32))
    soundfile.write(tmp_path / "mono.wav", tone, 8000)
    heard = read_voices(tmp_path / "mono.wav")
    assert heard.seconds == pytest.approx(1.0, abs=0.01)
    assert np.abs(heard.customer).max() > 0.5
    assert not heard.agent.any()
    soundfile.write(tmp_path / "stereo.wav", np.stack([tone, tone], axis=1), 8000)
    assert np.array_equal(read_voices(tmp_path / "stereo.wav").agent, read_call(tmp_path / "stereo.wav").agent)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.wav", None, "there is no such file"),
        ("empty.wav", b"", "the file is empty"),
        ("text.wav", b"these are words", "this is no audio file"),
        ("bad.jsonl", b"{", "this is not JSON"),
        ("agent.jsonl", b'{"speaker":"agent","start":0,"end":1,"text":"hello"}', "no words of a customer's"),
    ],
)
def test_what_cannot_be_heard_is_told(
    tmp_path: Path, office: Office, name: str, content: bytes | None, sentence: str
) -> None:
    """One sentence that names the file, before any model is loaded."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=sentence):
        run({"path": str(path)}, office, Told())
