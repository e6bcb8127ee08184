"""The task ``example``: what customers named in recorded calls."""

from __future__ import annotations

import os
from pathlib import Path

from assist.console import example
from assist.console.office import Office
from assist.console.progress import silent
from assist.events import UtteranceFinished
from assist.inputs import AudioEnded
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.settings import Settings


def said(number: int, text: str, speaker: str = "customer") -> UtteranceFinished:
    return UtteranceFinished(
        seq=number,
        at=float(number),
        utterance_id=f"u{number}",
        speaker=speaker,  # type: ignore[arg-type]
        text=text,
        start=float(number),
        end=number + 0.5,
        confidence=1.0,
    )


def record(folder: Path, call_id: str, *texts: str, at: float = 0.0) -> None:
    """A journal with what the customer said, last written ``at``."""
    path = folder / call_id / JOURNAL_NAME
    writer = JournalWriter(path, call_id, Settings())
    writer.append(AudioEnded(at=9.0), tuple(said(n, text) for n, text in enumerate(texts, start=1)))
    writer.close()
    os.utime(path, (at, at))


def asked(*folders: Path) -> list[dict[str, object]]:
    values = {"folders": [str(folder) for folder in folders]}
    calls: list[dict[str, object]] = example.run(values, Office(Settings(), Path("none")), silent)["calls"]
    return calls


def test_what_was_named_fills_the_slots(tmp_path):
    """The latest call first; each with what the engine knew when it knew most."""
    record(tmp_path, "old", "my name is Maria", at=100_000.0)
    record(tmp_path, "new", "my router has been down for two weeks", "yes", at=400_000.0)
    old, new = asked(tmp_path)[1], asked(tmp_path)[0]
    assert (new["name"], new["slots"]) == ("new", {"product": "router", "duration": "two weeks"})
    assert (old["name"], old["slots"]) == ("old", {"name": "Maria"})
    assert str(new["day"]) > str(old["day"])


def test_calls_that_name_nothing_or_cannot_be_read_are_left_out(tmp_path):
    """A folder that is not there holds no calls."""
    record(tmp_path, "quiet", "hello there")
    broken = tmp_path / "broken" / JOURNAL_NAME
    broken.parent.mkdir()
    broken.write_text("no journal")
    assert asked(tmp_path, tmp_path / "missing") == []
