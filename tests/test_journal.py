"""The record of a call survives what happens to the process and to the file."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from assist.engine import Call, play
from assist.errors import JournalError
from assist.events import JournalStopped, SuggestionOffered
from assist.journal import JOURNAL_NAME, JournalWriter, delete_old, is_journal, read_journal
from assist.session import CallSession
from assist.settings import JournalSettings, Settings
from assist.wire.codec import encode
from tests.scripts import FakeWorkers, of, turn
from tests.test_session import CALL, WORKERS


def record(path, items=CALL):
    """A call with its journal; the events that were told."""
    told = []
    call = Call(CallSession("call", Settings()), told.append, JournalWriter(path, "call", Settings()))
    play(call, items, FakeWorkers(**WORKERS))
    call.close()
    return told


def replay_of(recorded):
    """What a new session tells that is fed with the recorded inputs."""
    again = []
    play(Call(CallSession(recorded.call_id, recorded.settings), again.append), recorded.inputs, None)
    return again


def test_a_journal_replays_the_same_events_byte_for_byte(tmp_path):
    """A new session fed with the recorded inputs tells what the first one told."""
    told = record(tmp_path / "a.journal")
    recorded = read_journal(tmp_path / "a.journal")
    lines = [encode(event) for event in told]
    assert [encode(event) for event in replay_of(recorded)] == lines
    assert [encode(event) for event in recorded.events] == lines


def test_a_killed_writer_loses_nothing_that_was_committed(tmp_path):
    """Kill -9 in the middle of a call: what was committed is there, and the file is sound."""
    path = tmp_path / "killed.journal"
    script = textwrap.dedent(
        """
        import sys
        from dataclasses import replace
        from pathlib import Path
        from assist.inputs import CallOpened, UtteranceHeard
        from assist.engine import Call
        from assist.journal import JournalWriter
        from assist.session import CallSession
        from assist.settings import JournalSettings, Settings
        settings = Settings(journal=JournalSettings(commit_seconds=0.0))
        journal = JournalWriter(Path(sys.argv[1]), "call", settings)
        call = Call(CallSession("call", settings), lambda event: None, journal)
        call.take(CallOpened(source="test", started_at=""))
        number = 0
        while True:
            number += 1
            call.take(UtteranceHeard(at=number, speaker="agent", start=number, end=number, text="word"))
            print(number, flush=True)
        """
    )
    writer = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = 0
    while told < 50:
        told = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert len(read_journal(path).inputs) >= told


def test_a_full_disk_does_not_end_the_call(tmp_path, caplog):
    """The call goes on without its record, and says so once."""
    writer = JournalWriter(tmp_path / "a.journal", "call", Settings())
    writer._database.execute("PRAGMA max_page_count=1")
    told = []
    call = Call(CallSession("call", Settings()), told.append, writer)
    play(call, CALL, FakeWorkers(**WORKERS))
    assert told[-1].seq == len(told)
    assert caplog.text.count("goes on without a journal") == 1


def test_the_token_is_not_written_down(tmp_path):
    """A journal can be handed on."""
    record(tmp_path / "a.journal")
    meta = dict(sqlite3.connect(tmp_path / "a.journal").execute("SELECT key, value FROM meta"))
    assert "token" not in meta["settings"]


@pytest.mark.parametrize("damage", ["truncate", "scribble", "empty", "other"])
def test_a_damaged_journal_is_told_in_one_sentence(tmp_path, damage):
    """Whatever happened to the file."""
    path = tmp_path / "a.journal"
    record(path)
    body = path.read_bytes()
    match damage:
        case "truncate":
            path.write_bytes(body[:5000])
        case "scribble":
            path.write_bytes(body[:100] + os.urandom(len(body) - 100))
        case "empty":
            path.write_bytes(b"")
        case "other":
            path.unlink()
            sqlite3.connect(path).execute("CREATE TABLE something (x)").connection.close()
    with pytest.raises(JournalError, match=r"a\.journal: the journal is damaged"):
        read_journal(path)


def test_a_missing_journal_is_told(tmp_path):
    """With its path."""
    with pytest.raises(JournalError, match=r"none.journal: there is no journal"):
        read_journal(tmp_path / "none.journal")


def test_a_journal_is_never_overwritten(tmp_path):
    """A second call cannot take the place of the first."""
    record(tmp_path / "a.journal")
    with pytest.raises(JournalError, match="already"):
        JournalWriter(tmp_path / "a.journal", "call", Settings())


def test_a_journal_is_known_by_its_content(tmp_path):
    """Whatever its name."""
    record(tmp_path / "a")
    (tmp_path / "b").write_text("no")
    assert (is_journal(tmp_path / "a"), is_journal(tmp_path / "b")) == (True, False)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the user's own folder keeps others out")
def test_nobody_else_can_read_a_call(tmp_path):
    """Its folder is this user's alone, and so is whatever lies in it."""
    record(tmp_path / "call" / JOURNAL_NAME)
    assert (tmp_path / "call").stat().st_mode & 0o077 == 0


def test_old_calls_are_deleted_with_their_reports(tmp_path):
    """After the days of the setting; younger ones stay."""
    for name, age_days in (("old", 31), ("young", 29)):
        path = tmp_path / name / JOURNAL_NAME
        record(path)
        (path.parent / "report.html").write_text("x")
        os.utime(path, (1_000_000_000 - age_days * 86400,) * 2)
    for day, age_days in (("2001-08-09", 31), ("2001-08-11", 29)):
        for kind in ("json", "html"):
            page = tmp_path / f"shift-{day}.{kind}"
            page.write_text("x")
            os.utime(page, (1_000_000_000 - age_days * 86400,) * 2)
    assert delete_old(tmp_path, 30, 1_000_000_000) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "shift-2001-08-11.html",
        "shift-2001-08-11.json",
        "young",
    ]


SPOKEN = [turn("customer", 10.0 * number, f"these are the words of turn {number}") for number in range(1, 400)]


def test_a_folder_that_vanishes_in_mid_call_does_not_cost_the_call(tmp_path):
    """SQLite would go on writing into nothing; it is noticed, told once, and the help goes on."""
    path = tmp_path / "call" / "a.journal"
    eager = Settings(journal=JournalSettings(commit_seconds=0.0))
    told = []
    call = Call(CallSession("call", eager), told.append, JournalWriter(path, "call", eager))
    play(call, CALL[:2], FakeWorkers(**WORKERS))
    shutil.rmtree(path.parent)
    play(call, CALL[2:], FakeWorkers(**WORKERS))
    call.close()
    (stopped,) = of(told, JournalStopped)
    assert "was deleted" in stopped.reason
    assert of(told, SuggestionOffered)
    assert [event.seq for event in told] == list(range(1, len(told) + 1))


FULL_DISK = """
import json, resource, sys
from pathlib import Path
from assist.engine import Call, play
from assist.events import JournalStopped, UtteranceFinished
from assist.journal import JournalWriter
from assist.session import CallSession
from assist.settings import JournalSettings, Settings
from tests.scripts import FakeWorkers, of, turn
from tests.test_journal import CALL, SPOKEN

eager, told = Settings(journal=JournalSettings(commit_seconds=0.0)), []
call = Call(CallSession("call", eager), told.append, JournalWriter(Path(sys.argv[1]), "call", eager))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
play(call, [CALL[0], *SPOKEN], FakeWorkers())
call.close()
stopped = [event.reason for event in told if isinstance(event, JournalStopped)]
print(json.dumps([stopped, sum(isinstance(event, UtteranceFinished) for event in told)]))
"""


def test_a_full_disk_does_not_cost_the_call(tmp_path):
    """A limit on files stands in for it: told once with the mend; what was written before is there."""
    path = tmp_path / "full.journal"
    ran = subprocess.run([sys.executable, "-c", FULL_DISK, path], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    (reason,), understood = json.loads(ran.stdout)
    assert "free some disk space" in reason
    assert understood == len(SPOKEN)
    kept = read_journal(path)
    assert 10 < len(kept.events) < 3 * len(SPOKEN)
    assert replay_of(kept) == list(kept.events)


def test_a_call_that_goes_on_is_written_into_its_journal(tmp_path):
    """Opened again where it was, by a later process."""
    path = tmp_path / "a.journal"
    one = JournalWriter(path, "call", Settings())
    call = Call(CallSession("call", Settings()), [].append, one)
    play(call, CALL[:2], FakeWorkers(**WORKERS))
    one.commit()
    one.abandon()
    recorded = read_journal(path)
    session = CallSession("call", Settings())
    for item in recorded.inputs:
        session.feed(item)
    again = Call(session, [].append, JournalWriter(path, "call", Settings(), goes_on=True))
    play(again, CALL[2:], FakeWorkers(**WORKERS))
    again.close()
    whole = read_journal(path)
    assert replay_of(whole) == list(whole.events)
    assert whole.events[-1].seq == len(whole.events)
