"""The task ``moments``: good empathy in shared calls, nobody counted."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from assist.console.moments import MOST_A_CALL, run
from assist.console.office import Office
from assist.console.progress import silent
from assist.console.recordings import shared_by
from assist.inputs import CallOpened
from assist.journal import JournalWriter
from assist.settings import Settings
from assist.sharing import sharer
from tests.report.calls import RELIEF, TOOK_IT, refund_call


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """It is not needed for this."""
    return Office(Settings(), tmp_path / "bank.db")


def keep(folder: Path) -> None:
    """A journal with the refund call, shared or not by where it lies."""
    writer = JournalWriter(folder / "call.journal", "call-1", Settings())
    writer.append(CallOpened(source="test", started_at="2026-03-02T09:30:00+00:00"), tuple(refund_call()))
    writer.close()


def found(office: Office, folder: Path) -> dict[str, Any]:
    return run({"calls": [str(folder)]}, office, silent)


def test_a_moment_bears_the_words_of_both_and_why_it_is_good(office: Office, tmp_path: Path) -> None:
    """And the customer's mood before and after it."""
    keep(tmp_path / "calls" / "0123456789abcdef" / "call-1")
    (moment,) = found(office, tmp_path)["moments"]
    assert moment["quote"] == TOOK_IT
    assert moment["reply"] == RELIEF
    assert "took them from angry to grateful" in moment["reasons"]
    assert (moment["before"], moment["after"], moment["day"], moment["by"]) == ("anger", "gratitude", "2026-03-02", "")


def test_a_call_that_was_not_shared_stays_closed(office: Office, tmp_path: Path) -> None:
    """It is told only that there is one."""
    keep(tmp_path / "calls" / "call-1")
    assert found(office, tmp_path) == {"moments": [], "calls": 0, "older": 0, "private": 1, "failed": []}


def test_a_name_is_told_only_where_the_agent_gave_one(tmp_path: Path) -> None:
    """The folders are those that sharing makes."""
    identity = tmp_path / "installation"
    named, unnamed = sharer("Ann B.", identity), sharer("", identity)
    assert shared_by(tmp_path / "calls" / named / "call-1" / "call.journal") == "Ann B"
    assert shared_by(tmp_path / "calls" / unnamed / "call-1" / "call.journal") == ""
    assert shared_by(tmp_path / "calls" / "call-1" / "call.journal") is None
    assert shared_by(tmp_path / "attune-c0ffee" / "call-1" / "call.journal") is None, "an own folder that looks alike"


def test_the_result_has_no_figure_about_a_person(office: Office, tmp_path: Path) -> None:
    """The only numbers are how many calls there are in all, and the time of a moment."""
    keep(tmp_path / "calls" / "Ann-0a1b2c" / "call-1")
    result = found(office, tmp_path)
    assert set(result) == {"moments", "calls", "older", "private", "failed"}
    (moment,) = result["moments"]
    assert [name for name, value in moment.items() if isinstance(value, int | float)] == ["at"]
    assert moment["by"] == "Ann"


def test_the_same_words_of_an_agent_are_praised_once(office: Office, tmp_path: Path) -> None:
    """Two calls, one card."""
    keep(tmp_path / "calls" / "Ann-0a1b2c" / "call-1")
    keep(tmp_path / "calls" / "Ann-0a1b2c" / "call-2")
    assert len(found(office, tmp_path)["moments"]) == 1


def test_a_damaged_record_is_told(office: Office, tmp_path: Path) -> None:
    """The others are read all the same."""
    keep(tmp_path / "calls" / "Ann-0a1b2c" / "call-1")
    bad = tmp_path / "calls" / "Ann-0a1b2c" / "call-2" / "call.journal"
    bad.parent.mkdir()
    bad.write_text("nothing")
    result = found(office, tmp_path)
    assert len(result["moments"]) == 1
    assert len(result["failed"]) == 1


@pytest.mark.models
def test_the_sample_has_moments_by_day(office: Office, sample_folder: Path, tmp_path: Path) -> None:
    """The newest first, never more than a few of a call."""
    shutil.copytree(sample_folder / "calls", tmp_path / "calls")
    moments = found(office, tmp_path / "calls")["moments"]
    assert moments
    days = [moment["day"] for moment in moments]
    assert days == sorted(days, reverse=True)
    calls = [moment["call_id"] for moment in moments]
    assert max(map(calls.count, calls)) <= MOST_A_CALL
