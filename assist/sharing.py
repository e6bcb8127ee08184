"""What an agent shares with the team's supervisors when a live call is over: nothing, unless a setting says so.

Files go into a shared folder under a random name of this installation. That hides who it is from a glance, not from a
search: who knows when which agent was on the phone can put two and two together.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import re
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assist.commands import StartCall
from assist.errors import AttuneError, JournalError
from assist.events import (
    CallNamed,
    CallStarted,
    Event,
    JournalStopped,
    RecognizerChanged,
    ReportReady,
    SourceLost,
)
from assist.inputs import (
    AgentDid,
    CallOpened,
    Input,
    JournalFailed,
    RecognizerChosen,
    ReportWritten,
    SourceFailed,
    WorkFailed,
)
from assist.journal import JOURNAL_NAME, JournalWriter, read_journal
from assist.settings import DATA_FOLDER, JournalSettings, Settings, SharingSettings, WireSettings
from assist.suggest.history import CardHistory
from phrasebank.errors import PhrasebankError
from phrasebank.outcomes import OutcomeStore

logger = logging.getLogger(__name__)

ENDING = ".outcomes.db"
CALLS = "calls"
"""The folder for journals in the shared one."""
IDENTITY_FILE = DATA_FOLDER / "installation"
"""Keeps the random name."""


def share(
    settings: SharingSettings, events: Sequence[Event], journal: Path | None, identity: Path = IDENTITY_FILE
) -> None:
    """Share a call that is over. What fails is logged and not tried again. Slow where the folder is on a network.

    Args:
        settings: what, and where to.
        events: all of the call.
        journal: its record; None where calls are not kept, which holds for shared ones too.
        identity: the file with this installation's name.
    """
    if settings.share == "nothing" or not settings.folder:
        return
    folder = Path(settings.folder)
    try:
        name = sharer(settings.name, identity)
        _add_outcomes(events, folder / f"{name}{ENDING}")
        if settings.share == "calls" and journal is not None:
            _add_call(journal, folder / CALLS / name)
    except (AttuneError, PhrasebankError, OSError, sqlite3.Error) as error:
        logger.warning("%s: this call is not shared (%s).", folder, error)


def sharer(name: str, identity: Path = IDENTITY_FILE) -> str:
    """Under which name this installation shares: a random one, or the agent's with signs that no other agent has.

    Raises:
        OSError: the random name cannot be kept.
    """
    if not identity.is_file() or not identity.read_text(encoding="ascii").strip():  # the disk was full
        identity.parent.mkdir(parents=True, exist_ok=True)
        identity.write_text(secrets.token_hex(8), encoding="ascii")
    number = identity.read_text(encoding="ascii").strip()
    told = re.sub(r"[^\w .-]", "", name).strip(" .")
    if not told:
        return number
    own = hashlib.sha256(f"{number} {told}".encode()).hexdigest()[:6]  # tells nothing of what was shared without name
    return f"{told}-{own}"


def _add_outcomes(events: Sequence[Event], target: Path) -> None:
    """A reader never meets half a file: the new one is made here and takes the place of the old one."""
    started = next((event.started_at for event in events if isinstance(event, CallStarted)), "")
    day = datetime.fromisoformat(started).astimezone().date().isoformat() if started else ""
    history = CardHistory(day)
    for event in events:
        history.follow(event)
    outcomes = history.outcomes()
    if not outcomes:
        return
    with tempfile.TemporaryDirectory(prefix="attune-") as here:
        made = Path(here) / target.name
        if target.exists():
            shutil.copyfile(target, made)
        OutcomeStore(made).record(outcomes)
        with contextlib.closing(sqlite3.connect(made)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # one file, that can be read over a network
        _put(made, target)


def _add_call(journal: Path, folder: Path) -> None:
    """The record without what names this machine, its user, or the customer's file."""
    recorded = read_journal(journal)
    with tempfile.TemporaryDirectory(prefix="attune-") as here:
        made = Path(here) / JOURNAL_NAME
        writer = JournalWriter(made, recorded.call_id, _plain(recorded.settings))
        inputs = [kept for item in recorded.inputs if (kept := _without_place(item)) is not None]
        events = tuple(said for event in recorded.events if (said := _told(event)) is not None)
        if not inputs:
            raise JournalError(f"{journal}: nothing is recorded in it")
        writer.append(inputs[0], events)
        for item in inputs[1:]:
            writer.append(item, ())
        writer.close()
        _put(made, folder / recorded.call_id / JOURNAL_NAME)


def _plain(settings: Settings) -> Settings:
    """The rules of a call without devices, folders and addresses; the usual folders, too, bear a user's name."""
    bank = settings.bank
    return Settings(
        speech=replace(settings.speech, model=Path(settings.speech.model).name),
        affect=settings.affect,
        suggest=replace(settings.suggest, outcomes="", experiments="", review=""),
        nudges=settings.nudges,
        calls=settings.calls,
        wire=WireSettings(address_file=""),
        journal=JournalSettings(folder=""),
        bank=replace(bank, folder="", store="", encoder="", taught=""),
    )


def _without_place(item: Input) -> Input | None:
    match item:
        case ReportWritten() | JournalFailed() | SourceFailed() | AgentDid(command=StartCall()):
            return None
        case CallOpened():
            return replace(item, reference="")
        case RecognizerChosen():
            return replace(item, model=Path(item.model).name, reason="")
        case WorkFailed():
            return replace(item, reason="")
        case _:
            return item


def _told(event: Event) -> Event | None:
    match event:
        case ReportReady() | JournalStopped() | SourceLost() | CallNamed():
            return None
        case CallStarted():
            return replace(event, reference="")
        case RecognizerChanged():
            return replace(event, model=Path(event.model).name, reason="")
        case _:
            return event


def _put(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, beside)
    beside.replace(target)
