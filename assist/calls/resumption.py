"""A live call that a crash cut off: found again by the engine that comes back, and taken up from its journal."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import msgspec

from assist.commands import AgentCommand, WorkerCommand
from assist.engine import Call
from assist.errors import JournalError
from assist.events import CallNamed, Event
from assist.inputs import (
    ActsRead,
    AffectRead,
    AgentDid,
    AudioEnded,
    BankSearched,
    CallClosed,
    CallOpened,
    Input,
    Transcribed,
)
from assist.journal import JOURNAL_NAME, Recorded, read_journal
from assist.session import CallSession
from assist.workers import failure_of, request_of

_MARK_NAME = "live.json"
_MOST_ATTEMPTS = 2
"""A call that the engine dies of each time is not taken up for ever."""

_MOST_SETTLED = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """The live call that runs, in which process, and how often it was taken up."""

    call_id: str
    pid: int
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A call as it stood when its engine died.

    Attributes:
        session: rebuilt from the call's inputs.
        opened: how the call began.
        commands: what the agent asked for in it.
        events: what it told.
        waiting: the commands that nobody will answer any more.
        at: the call's time, seconds.
        written_at: when its journal was last written, seconds since the epoch.
    """

    session: CallSession
    call_id: str
    opened: CallOpened
    commands: tuple[AgentCommand, ...]
    events: tuple[Event, ...]
    waiting: tuple[WorkerCommand, ...]
    at: float
    written_at: float

    @property
    def reference(self) -> str:
        """The softphone's or CRM's name for it, also where that came later."""
        named = [event.reference for event in self.events if isinstance(event, CallNamed)]
        return named[-1] if named else self.opened.reference


class LiveMark:
    """A file among the journals in ``folder`` that is there while a live call runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _MARK_NAME

    def set(self, call_id: str, attempts: int = 0) -> None:
        """A call runs in this process. Where the mark cannot be made, the call could not be taken up: no more."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.write_bytes(msgspec.json.encode(asdict(Mark(call_id, os.getpid(), attempts))))

    def clear(self) -> None:
        """No call runs."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def cut_off(self, earliest: float) -> Mark | None:
        """The mark of an engine that is gone, if its call was last written ``earliest`` or later; None otherwise.

        Args:
            earliest: seconds since the epoch.
        """
        try:
            mark = msgspec.json.decode(self._path.read_bytes(), type=Mark)
            written_at = self._written_at(mark)
        except (OSError, ValueError, msgspec.DecodeError):
            return None
        gone = not _runs(mark.pid) and mark.attempts < _MOST_ATTEMPTS
        return mark if gone and written_at >= earliest else None

    def broken_off(self, mark: Mark) -> BrokenOff | None:
        """The call of a mark; None where nothing of it can be read. Slow."""
        try:
            return replayed(read_journal(self._folder / mark.call_id / JOURNAL_NAME), self._written_at(mark))
        except (OSError, ValueError, JournalError):
            return None

    def _written_at(self, mark: Mark) -> float:
        """When the call's journal was last written. Raises ValueError where there is none."""
        return max(path.stat().st_mtime for path in (self._folder / mark.call_id).glob(f"{JOURNAL_NAME}*"))


def replayed(recorded: Recorded, written_at: float) -> BrokenOff | None:
    """The call where its record ends; None if it was over, or had hardly begun."""
    opened = next((item for item in recorded.inputs if isinstance(item, CallOpened)), None)
    if opened is None or any(isinstance(item, CallClosed) for item in recorded.inputs):
        return None
    session = CallSession(recorded.call_id, recorded.settings)
    events: list[Event] = []
    waiting: dict[str, WorkerCommand] = {}
    for item in recorded.inputs:
        waiting.pop(_answered(item), None)
        reaction = session.feed(item)
        events += reaction.events
        waiting |= {f"{type(command).__name__} {request_of(command)}": command for command in reaction.commands}
    return BrokenOff(
        session=session,
        call_id=recorded.call_id,
        opened=opened,
        commands=tuple(item.command for item in recorded.inputs if isinstance(item, AgentDid)),
        events=tuple(events),
        waiting=tuple(waiting.values()),
        at=max(item.at for item in recorded.inputs),
        written_at=written_at,
    )


def settle(call: Call, waiting: Sequence[WorkerCommand], at: float) -> None:
    """End what was being said when the engine died; its sound is gone."""
    commands = [*waiting, *call.take(AudioEnded(at=at))]
    for _ in range(_MOST_SETTLED):
        if not commands:
            return
        commands += call.take(replace(failure_of(commands.pop(0), "The engine had stopped."), at=at))


def _answered(item: Input) -> str:
    match item:
        case Transcribed():
            return f"Transcribe {item.utterance_id}"
        case AffectRead():
            return f"ReadAffect {item.utterance_id}"
        case ActsRead():
            return f"ReadActs {item.utterance_id}"
        case BankSearched():
            return f"SearchBank {item.request_id}"
        case _:
            return ""


def _runs(pid: int) -> bool:
    """Whether a process of this number runs. Windows has no harmless way to ask; there only the time decides."""
    if sys.platform == "win32" or pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
