"""Where a role play is put together: real session, real readers, its record in a folder of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assist import wiring
from assist.engine import Call
from assist.errors import JournalError, UsageError
from assist.events import Event
from assist.inputs import CallOpened, Input
from assist.journal import JOURNAL_NAME, JournalWriter, delete_old
from assist.practise.debrief import debrief
from assist.practise.lines import Stock, load_stock
from assist.practise.outcome import Debrief
from assist.practise.roleplay import RolePlay, Theatre
from assist.practise.scenario import Scenario
from assist.practise.stage import Reader, Stage
from assist.report.render import write_report
from assist.session import CallSession
from assist.settings import Settings
from assist.workers import Workers

Publish = Callable[[Event], None]


def practice_folder(settings: Settings) -> Path:
    """Where role plays are kept: beside the calls, never among them."""
    return Path(settings.journal.folder).with_name("practice")


def _ignore(_event: Event) -> None:
    """Nobody listens."""


class Studio:
    """Makes role plays: the models loaded once. Nothing is learned from what happens in one."""

    def __init__(
        self,
        settings: Settings,
        *,
        publish: Publish = _ignore,
        reader: Reader | None = None,
        stock: Stock | None = None,
        facts: Sequence[Input] = (),
    ) -> None:
        """Load what is slow: seconds.

        Args:
            settings: those of calls; a role play uses them as they are.
            publish: takes each event as it happens.
            reader: stands in for the models.
            stock: stands in for the bundled lines.
            facts: what a call should know about the models that ``reader`` stands in for.
        """
        self._settings = settings
        self._publish = publish
        self._stock = stock or load_stock()
        self._facts = list(facts)
        self._folder: Path | None = None
        if reader is None:
            models = wiring.load_models(settings, audio=False)
            self._facts = models.facts()
            self._settings = settings = wiring.rules_of(settings, models)
            reader = Workers(models.library, settings)
        self.reader: Reader = reader
        delete_old(practice_folder(settings), settings.journal.keep_days, time.time())

    def play(self, scenario: Scenario) -> RolePlay:
        """A role play at its beginning: the customer has said the first words."""
        return RolePlay(scenario, self._stock, lambda items: self._open(scenario, items))

    def close(self, play: RolePlay) -> tuple[Debrief, Path | None]:
        """Look back on a role play that has ended, and write the report of its call; None where none can be kept."""
        page: Path | None = None
        if self._folder:
            with contextlib.suppress(UsageError):  # as with the record: the lessons do not wait for room on the disk
                page = write_report(play.events, self._folder)
        return debrief(play, self.reader), page

    def _open(self, scenario: Scenario, items: Iterable[Input]) -> Theatre:
        now = datetime.now(UTC)
        call_id = f"{scenario.name}-{now:%Y%m%d-%H%M%S-%f}"
        told: list[Event] = []

        def tell(event: Event) -> None:
            told.append(event)
            self._publish(event)

        call = Call(CallSession(call_id, self._settings), tell, self._journal(call_id))
        stage = Stage(call, told, self.reader)
        opened = CallOpened(source=f"practice: {scenario.title}", started_at=now.isoformat(timespec="seconds"))
        stage.open([opened, *self._facts])
        stage.open(items)
        return Theatre(stage=stage, told=told)

    def _journal(self, call_id: str) -> JournalWriter | None:
        """A record of the call; none where calls are not kept, and a disk that is full keeps nobody from practising."""
        self._folder = None
        if self._settings.journal.keep_days == 0:
            return None
        folder = practice_folder(self._settings) / call_id
        try:
            journal = JournalWriter(folder / JOURNAL_NAME, call_id, self._settings)
        except JournalError:
            return None
        self._folder = folder
        return journal
