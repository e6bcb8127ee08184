"""What leaves the agent's machine: nothing by default, and never more than the setting says."""

import logging
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assist import events as ev
from assist.commands import StartCall
from assist.engine import Call, play
from assist.inputs import AgentDid, RecognizerChosen, ReportWritten, SourceFailed, WorkFailed
from assist.journal import JOURNAL_NAME, JournalWriter, read_journal
from assist.session import CallSession
from assist.settings import AudioSettings, BankSettings, Settings, SharingSettings, SuggestSettings
from assist.sharing import share, sharer
from phrasebank.outcomes import OutcomeStore
from tests.calls.spoken import with_line
from tests.live import live_settings, models
from tests.scripts import FakeWorkers, hit
from tests.test_journal import replay_of
from tests.test_session import CALL, WORKERS

HOME = "/home/maria"
PRIVATE = Settings(
    audio=AudioSettings(agent_device="Maria's headset"),
    bank=BankSettings(store=f"{HOME}/bank.db", taught=f"{HOME}/taught", packs="banking"),
    suggest=replace(SuggestSettings(), outcomes=f"{HOME}/o.db", experiments=f"{HOME}/e", review=f"{HOME}/r", cap=5),
    sharing=SharingSettings(share="calls", folder=f"{HOME}/shared"),
)
NAMING = [
    RecognizerChosen(recognizer="faster-whisper", model=f"{HOME}/models/tiny", reduced_accuracy=False, reason=""),
    SourceFailed(speaker="agent", reason="Maria's headset is gone"),
    AgentDid(command=StartCall(reference="customer-4711")),
    WorkFailed(request="agent-9", reason=f"{HOME}/models/tiny cannot be read"),
]


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    return tmp_path / "own" / "installation"


def recorded(folder: Path) -> tuple[list[ev.Event], Path]:
    """A call on a machine that bears a name, and its journal."""
    told: list[ev.Event] = []
    path = folder / "call-1" / JOURNAL_NAME
    call = Call(CallSession("call-1", PRIVATE), told.append, JournalWriter(path, "call-1", PRIVATE))
    opened = replace(CALL[0], reference="customer-4711")
    play(call, [opened, *NAMING, *CALL[1:]], FakeWorkers(**WORKERS))
    call.take(ReportWritten(path=f"{HOME}/calls/report.html"))
    call.close()
    return told, path


def settings_for(folder: Path, what, name: str = "") -> SharingSettings:
    return SharingSettings(share=what, folder=str(folder / "shared"), name=name)


def files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def test_nothing_is_shared_unless_the_agent_says_so(tmp_path, identity):
    """Not even a folder or a name of the installation is made."""
    told, journal = recorded(tmp_path)
    share(SharingSettings(folder=str(tmp_path / "shared")), told, journal, identity)
    share(SharingSettings(share="calls"), told, journal, identity)
    assert not (tmp_path / "shared").exists()
    assert not identity.exists()


def test_outcomes_are_shared_without_words_or_name(tmp_path, identity):
    """Call after call into one file, which is whole at any moment and can be read over a network."""
    told, journal = recorded(tmp_path)
    settings = settings_for(tmp_path, "outcomes")
    share(settings, told, journal, identity)
    share(settings, [replace(event, call_id="call-2") for event in told], None, identity)
    (name,) = files(tmp_path / "shared")
    assert name == Path(f"{identity.read_text()}.outcomes.db")
    content = (tmp_path / "shared" / name).read_bytes()
    assert content[18:20] == b"\x01\x01", "no write-ahead log, which does not work over a network"
    kept = OutcomeStore(tmp_path / "shared" / name).outcomes()
    assert [(outcome.call_id, outcome.phrase_id, outcome.result) for outcome in kept] == [
        ("call-1", "p1", "spoken"),
        ("call-2", "p1", "spoken"),
    ]
    assert b"refund" not in content


def test_calls_are_shared_without_what_names_machine_user_or_customer(tmp_path, identity):
    """The journal replays as the own one does; paths, devices and the CRM's number stay behind."""
    told, journal = recorded(tmp_path)
    share(settings_for(tmp_path, "calls"), told, journal, identity)
    (path,) = (tmp_path / "shared" / "calls").glob("*/call-1/call.journal")
    assert path.parent.parent.name == identity.read_text()
    shared, own = read_journal(path), read_journal(journal)
    for sign in ("maria", "Maria", "4711", "cannot be read"):
        assert sign not in repr(shared), sign
        assert sign in repr(own), "the test would not see it"
    assert (shared.settings.suggest.cap, shared.settings.bank.pack_names) == (5, ("banking",))
    cards = [event.text for event in shared.events if isinstance(event, ev.SuggestionOffered)]
    again = replay_of(shared)
    assert [event.text for event in again if isinstance(event, ev.SuggestionOffered)] == cards != []


def test_a_call_that_is_not_kept_is_not_shared(tmp_path, identity):
    """Its outcomes are: they hold no words."""
    told, _ = recorded(tmp_path)
    share(settings_for(tmp_path, "calls"), told, None, identity)
    assert [path.suffix for path in files(tmp_path / "shared")] == [".db"]


def test_a_name_is_a_choice(tmp_path, identity):
    """With the signs of the installation, so that two Marias stay apart; the random name does not come out with it."""
    number = sharer("", identity)
    named = sharer("Maria / Support", identity)
    assert named.startswith("Maria  Support-")
    assert number not in named
    assert not number.startswith(named[-6:])
    assert sharer("Maria / Support", tmp_path / "another") != named
    assert sharer(" ..", identity) == number
    assert "/" not in sharer("../../etc/passwd", identity)
    identity.write_text("")
    assert len(sharer("", identity)) == 16, "a name that could not be written is made anew"


@pytest.mark.parametrize("hindrance", ["the folder is a file", "the shared file is damaged"])
def test_what_fails_is_logged_and_hurts_nobody(tmp_path, identity, hindrance, caplog):
    """One line with the folder."""
    told, journal = recorded(tmp_path)
    if hindrance == "the folder is a file":
        (tmp_path / "shared").write_text("in the way")
    else:
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared" / f"{sharer('', identity)}.outcomes.db").write_bytes(b"SQLite format 3\0 and nothing")
    with caplog.at_level(logging.WARNING):
        share(settings_for(tmp_path, "calls"), told, journal, identity)
    (record,) = caplog.records
    assert record.message.startswith(f"{tmp_path / 'shared'}: this call is not shared (")


def test_a_live_call_is_shared_when_it_is_over(tmp_path):
    """By the engine itself, on a thread of its own, while it waits for the next one."""
    settings = replace(live_settings(tmp_path), sharing=settings_for(tmp_path, "calls"))

    async def test(line):
        await line.call(1)

    with_line(settings, models((hit(),), "anger"), test)
    for thread in threading.enumerate():
        if thread.name == "errand":
            thread.join()
    (journal,) = (tmp_path / "shared" / "calls").rglob(JOURNAL_NAME)
    assert any(isinstance(event, ev.CallEnded) for event in read_journal(journal).events)
    (outcomes,) = (tmp_path / "shared").glob("*.outcomes.db")
    assert len(OutcomeStore(outcomes).outcomes()) == 1


def test_a_call_waits_until_the_one_before_is_shared(tmp_path, monkeypatch):
    """Both add to one file: on a slow network the second would else leave out what the first adds."""
    sharing, at_once, slow = [], [], threading.Event()

    def share_slowly(*_call: object) -> None:
        sharing.append(1)
        at_once.append(len(sharing))
        slow.wait(5)
        sharing.pop()

    monkeypatch.setattr("assist.calls.switchboard.share", share_slowly)

    async def test(line):
        await line.call(1)
        await line.call(2)

    with_line(live_settings(tmp_path), models((hit(),), "anger"), test)
    slow.set()
    for thread in threading.enumerate():
        if thread.name == "errand":
            thread.join()
    assert at_once == [1, 1]
