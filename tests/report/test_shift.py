from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from assist.errors import UsageError
from assist.events import CallStarted, Event
from assist.inputs import CallOpened
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.report.checklist import write_done
from assist.report.day import calls_of
from assist.report.render import JSON_NAME, to_json, write_report
from assist.report.scorecard import scorecard
from assist.report.shift import Shift, shift_of, show_shift, write_shift
from assist.settings import JournalSettings, Settings
from tests.report.calls import call, evidence, felt, refund_call, said
from tests.report.test_render import Page

DAY = date(2026, 3, 2)
PROMISE = "I will send the refund today. (promised at 0:15)"


def at_hour(events: Sequence[Event], hour: int, day: date = DAY) -> list[Event]:
    """The same call, begun at this hour of this machine's day."""
    began = datetime(day.year, day.month, day.day, hour).astimezone().astimezone(UTC).isoformat()
    return [replace(event, started_at=began) if isinstance(event, CallStarted) else event for event in events]


def angry_call() -> list[Event]:
    """A customer who is angry to the end."""
    words = evidence("customer-1", "This is a disgrace!")
    return call(said("customer-1", "customer", 0.0, 2.0, words.quote), felt(2.0, "anger", -0.8, words), ended_at=62.0)


def journal(folder: Path, events: Sequence[Event]) -> None:
    writer = JournalWriter(folder / JOURNAL_NAME, "call-1", Settings())
    writer.append(CallOpened(source="calls/one.wav", started_at=""), tuple(events))
    writer.close()


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Two calls of the day and one of the day before."""
    write_report(at_hour(refund_call(), 14), tmp_path / "second")
    write_report(at_hour(angry_call(), 9), tmp_path / "first")
    write_report(at_hour(angry_call(), 9, date(2026, 3, 1)), tmp_path / "yesterday")
    return tmp_path


def the_shift(calls: Path) -> Shift:
    return shift_of(calls_of(calls, DAY), DAY)


def test_a_shift_adds_up_the_calls_of_its_day(calls: Path) -> None:
    """Calls by their begin, what they needed, what weighed on the agent, and the best moments with their words."""
    shift = the_shift(calls)
    assert [(one.folder, one.began, one.heavy) for one in shift.calls] == [
        ("first", "09:00", ("anger",)),
        ("second", "14:00", ("anger",)),
    ]
    assert shift.talk_seconds == 84.0
    assert [(load.emotion, load.seconds, load.moments) for load in shift.load] == [("anger", 68.0, 2)]
    assert (shift.needs, shift.needs_met) == (2, 2)
    assert [(one.began, one.rise) for one in shift.moments] == [("14:00", 1.1)]
    assert [(one.folder, one.text) for one in shift.promises] == [("second", PROMISE)]
    assert shift.wellbeing[0] == "Two of two callers were angry; after the next one take two minutes."


def test_a_promise_that_was_ticked_off_is_open_no_more(calls: Path) -> None:
    """What the summary window keeps is read here."""
    write_done(calls / "second", [PROMISE])
    shift = the_shift(calls)
    assert (shift.promises, shift.done) == ((), 1)


def test_a_call_without_a_readable_report_is_judged_from_its_journal(calls: Path) -> None:
    """A report that was cut off costs nothing while the journal is there."""
    journal(calls / "third", at_hour(refund_call(), 16))
    journal(calls / "fourth", at_hour(refund_call(), 17))
    (calls / "fourth" / JSON_NAME).write_text('{"version": 2, "call_')
    assert [one.folder for one in the_shift(calls).calls] == ["first", "second", "third", "fourth"]


def test_a_report_of_an_older_version_is_judged_anew(calls: Path) -> None:
    """It lacks what the shift adds up."""
    events = at_hour(angry_call(), 18)
    journal(calls / "old", events)
    (calls / "old" / JSON_NAME).write_text(to_json(replace(scorecard(events), version=0, load=())))
    assert the_shift(calls).calls[-1].heavy == ("anger",)


def test_what_cannot_be_read_is_named_and_left_out(calls: Path) -> None:
    """One sentence each; the other calls are there."""
    (calls / "broken").mkdir()
    (calls / "broken" / JSON_NAME).write_text("{")
    (calls / "damaged").mkdir()
    (calls / "damaged" / JOURNAL_NAME).write_text("no database")
    shift = the_shift(calls)
    assert [sentence.split()[0] for sentence in shift.skipped] == ["broken", "damaged"]
    assert len(shift.calls) == 2


def test_calls_written_before_the_day_are_not_read(calls: Path) -> None:
    """A month of calls does not slow down the shift: a damaged old one is not even opened."""
    (calls / "ancient").mkdir()
    broken = calls / "ancient" / JSON_NAME
    broken.write_text("{")
    os.utime(broken, (0, 0))
    assert the_shift(calls).skipped == ()


def test_a_shift_is_written_beside_the_calls(calls: Path) -> None:
    """JSON for programs, and a page that fetches nothing and says that it is private."""
    path = write_shift(calls, DAY)
    assert path == calls / "shift-2026-03-02.html"
    assert msgspec.json.decode(path.with_suffix(".json").read_bytes(), type=Shift) == the_shift(calls)
    page = Page(path.read_text(encoding="utf-8"))
    assert page.open == []
    assert {"script", "link", "img", "iframe"}.isdisjoint(page.tags)
    assert "Two of two callers were angry; after the next one take two minutes." in page.text
    assert f"it stays in {calls} on this computer and is sent to nobody" in page.text
    assert PROMISE in page.text


def settings_for(folder: Path) -> Settings:
    return Settings(journal=JournalSettings(folder=str(folder)))


def test_the_command_writes_and_says_where(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The note for the agent comes first, then the page."""
    assert show_shift(settings_for(calls), "2026-03-02", as_json=False, out=calls / "out") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("Two of two callers")
    assert told[-1] == str(calls / "out" / "shift-2026-03-02.html")


def test_the_command_prints_json_and_nothing_else(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program reads the shift from stdout; no file is written."""
    before = sorted(calls.iterdir())
    assert show_shift(settings_for(calls), "2026-03-02", as_json=True, out=None) == 0
    assert msgspec.json.decode(capsys.readouterr().out, type=Shift) == the_shift(calls)
    assert sorted(calls.iterdir()) == before


def test_a_day_without_calls_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder, or none yet, is no error."""
    assert show_shift(settings_for(tmp_path / "none"), None, as_json=False, out=tmp_path) == 0
    assert "there is no call of" in capsys.readouterr().err


def test_a_day_that_is_none_is_named() -> None:
    """The error says how a day is written."""
    with pytest.raises(UsageError, match=r"--day yesterday: write the day as YYYY-MM-DD"):
        show_shift(Settings(), "yesterday", as_json=False, out=None)
