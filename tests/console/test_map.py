"""The task ``map`` on real journals with the real encoder."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from assist.console.map import run
from assist.console.office import Office
from assist.console.progress import silent
from assist.console.recordings import journals_under, read_events
from assist.errors import JournalError
from assist.journal import read_journal
from assist.report.digest import Digest
from assist.report.empathy_map import empathy_map
from assist.settings import Settings
from tests.console.sample import SMALL

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def office(sample_folder: Path) -> Office:
    """Models loaded once."""
    return Office(Settings(), sample_folder / "bank.db")


@pytest.fixture(scope="module")
def digests(office: Office, sample_folder: Path) -> list[Digest]:
    """What the task makes of the sample."""
    result = run({"calls": [str(sample_folder / "calls")]}, office, silent)
    assert result["failed"] == []
    return msgspec.convert(result["calls"], list[Digest])


def test_every_call_is_digested_by_time(digests: list[Digest]) -> None:
    """With its sector, and with quotes."""
    assert len(digests) == SMALL
    assert [call.started_at for call in digests] == sorted(call.started_at for call in digests)
    assert all(call.packs and call.said and call.felt for call in digests)


def test_every_quote_was_said_in_its_call(digests: list[Digest]) -> None:
    """Nothing is made up, and long words are cut to the sentence that shows it."""
    for call in digests:
        events = read_events(Path(call.path)).events
        spoken = " ".join(str(event.text) for event in events if hasattr(event, "text"))
        for quote in (
            *(line.quote for line in call.said),
            *(felt.quote for felt in call.felt),
            *(needed.quote for needed in call.needed),
            *(needed.answer for needed in call.needed),
            *(did.quote for did in call.did),
        ):
            assert quote in spoken


def test_lines_that_say_the_same_share_a_theme(office: Office, digests: list[Digest]) -> None:
    """And the same words always do, whichever call they are of."""
    themes: dict[str, set[int]] = {}
    for line in (line for call in digests for line in call.said):
        themes.setdefault(line.quote, set()).add(line.theme)
    assert {len(numbers) for numbers in themes.values()} == {1}
    assert all(line.theme >= 0 for call in digests for line in call.said)


def test_the_map_of_the_sample_has_all_fields(digests: list[Digest]) -> None:
    """Said, felt, needed, did, pains, gains, and the mood."""
    drawn = empathy_map(digests)
    assert drawn.calls == SMALL
    assert drawn.said
    assert drawn.felt
    assert drawn.needed
    assert drawn.did
    assert drawn.pains
    assert drawn.gains
    assert drawn.arc is not None


def test_a_damaged_record_is_told_and_left_out(office: Office, sample_folder: Path, tmp_path: Path) -> None:
    """The others are mapped all the same, and progress is told."""
    (good, *_) = journals_under([sample_folder / "calls"])
    shutil.copytree(good.parent, tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "call.journal").write_bytes(b"SQLite format 3\0 and then nothing")
    told: list[str] = []
    result = run({"calls": [str(tmp_path)]}, office, lambda _done, _total, words="": told.append(words))
    assert len(result["calls"]) == 1
    (sentence,) = result["failed"]
    assert "the journal is damaged" in sentence
    assert set(told) == {"reading calls", "reading what was said"}


def test_the_newest_calls_are_read_first(office: Office, digests: list[Digest], sample_folder: Path) -> None:
    """The number of the others is told."""
    result = run({"calls": [str(sample_folder / "calls")], "most": 2}, office, silent)
    assert result["older"] == SMALL - 2
    assert [call["path"] for call in result["calls"]] == [call.path for call in digests[-2:]]


def test_no_call_gives_no_digest(office: Office, tmp_path: Path) -> None:
    """A folder that is not there is a folder without calls."""
    assert run({"calls": [str(tmp_path / "none")]}, office, silent) == {"calls": [], "older": 0, "failed": []}


def test_events_are_read_as_the_whole_journal_has_them(sample_folder: Path, tmp_path: Path) -> None:
    """Inputs are left alone; a missing file is named."""
    for path in journals_under([sample_folder / "calls"]):
        recorded, recording = read_journal(path), read_events(path)
        assert recording.events == recorded.events
        assert recording.settings == recorded.settings
    with pytest.raises(JournalError, match=r"none\.journal"):
        read_events(tmp_path / "none.journal")
