"""One call after another is run here: its session, record, workers and report, and who hears of it."""

from __future__ import annotations

import asyncio
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from assist import wiring
from assist.calls.device_feed import DeviceFeed
from assist.calls.errands import errand
from assist.calls.patience import Patience
from assist.calls.reception import Reception
from assist.calls.resumption import BrokenOff, settle
from assist.engine import Call, Learner, LiveCall, never, no_overruns
from assist.errors import AttuneError, JournalError
from assist.events import Event, SuggestionRejected
from assist.feeds import Feed, opening
from assist.inputs import CallInterrupted, Input, JournalFailed, ReportWritten
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.report.render import write_report
from assist.report.shift import write_shift
from assist.settings import Settings, SharingSettings
from assist.sharing import share
from assist.suggest.learning import Learning
from assist.suggest.splitting import Split
from assist.workers import Workers

Publish = Callable[[Event], None]


class _Told:
    """What a call has told, which the report is made of."""

    def __init__(self, publish: Publish, patience: Patience) -> None:
        self.events: list[Event] = []
        self._publish = publish
        self.patience = patience

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.patience.follow(event)
        self._publish(event)


class Switchboard:
    """Runs calls, one at a time.

    Args:
        settings: all of them.
        models: shared by all calls.
        publish: takes every event.
        reception: passes gestures on to the call that runs.
        live: the calls happen now; False where they come from files, which neither teach, nor are shared, nor end by
            themselves.
        taking_turns: where other calls run beside these, lets their workers take turns. No page of the day is written
            then: it is for one agent alone, and reads all calls.
    """

    def __init__(
        self,
        settings: Settings,
        models: wiring.Models,
        publish: Publish,
        reception: Reception,
        *,
        live: bool,
        taking_turns: Callable[[Workers], Workers] | None = None,
    ) -> None:
        self._own = settings
        self._settings = wiring.rules_of(settings, models)
        self._models = models
        self._publish = publish
        self._reception = reception
        self._live = live
        self._taking_turns = taking_turns
        self._keeps = settings.journal.keep_days > 0
        self._past: Path | None = None
        self._sharing = threading.Lock()

    def use(self, models: wiring.Models) -> None:
        """The calls to come work with these; what a team's profile says goes before the settings."""
        self._models = models
        self._settings = wiring.rules_of(self._own, models)

    async def connect(self, feed: Feed, line: wiring.Line, agent: str = "") -> None:
        """Run a call from its beginning to its end; ``agent``: whose it is, where that is told."""
        self.forget()
        learning = wiring.make_learning(self._settings, feed, live=self._live)
        split = await asyncio.to_thread(self._split, feed, learning)
        told = self._telling()
        begun: list[Input] = [opening(feed, agent), *self._models.facts(split)]
        try:
            call = wiring.make_call(self._settings, feed, told, self._folder(feed), learning)
        except JournalError as error:
            call = wiring.make_call(self._settings, feed, told, None, learning)
            begun.append(JournalFailed(reason=str(error)))
        begun += self._reception.wishes()
        await self._run(
            call, told, begun, feed, wiring.make_workers(self._settings, self._models, line, learning, split)
        )

    async def go_on(self, broken_off: BrokenOff, at: float, feed: Feed, line: wiring.Line) -> None:
        """Run a call that broke off, from ``at`` seconds to its end."""
        self.forget()
        learning = wiring.make_learning(self._settings, feed, live=self._live)
        split = await asyncio.to_thread(self._split, feed, learning)
        told = self._telling()
        for event in broken_off.events:
            told(event)
        if learning is not None:
            _recollect(learning, broken_off.events)
        begun: list[Input] = [CallInterrupted(at=at, missed_seconds=round(at - broken_off.at, 3))]
        journal: JournalWriter | None = None
        try:
            journal = JournalWriter(self._folder(feed) / JOURNAL_NAME, feed.call_id, self._settings, goes_on=True)
        except JournalError as error:
            begun.append(JournalFailed(at=at, reason=str(error)))
        call = Call(broken_off.session, told, journal, learning)
        settle(call, broken_off.waiting, broken_off.at)
        await self._run(
            call, told, begun, feed, wiring.make_workers(self._settings, self._models, line, learning, split)
        )

    async def _run(self, call: Call, told: _Told, begun: Sequence[Input], feed: Feed, workers: Workers) -> None:
        if self._taking_turns is not None:
            workers = self._taking_turns(workers)
        overdue = told.patience.overdue if self._live else never
        # Devices alone lose sound: a file waits, and so does a connection.
        overruns = feed.overruns if isinstance(feed, DeviceFeed) else no_overruns
        living = LiveCall(call, workers, feed.expected_seconds, overdue, overruns)
        self._reception.begin(living, feed.reference)
        try:
            await living.run(begun, feed.stream())
            self._reception.over()  # what is asked for while the report is written is for the next call
            await self._report(call, told, feed)
        finally:
            self._reception.over()
            call.close()
            self._past = self._folder(feed)
        if self._live:
            self._share(told, feed)

    def forget(self) -> None:
        """Delete the last call where nothing is kept. Not sooner: its report is read when the overlay is told of it."""
        past, self._past = self._past, None
        if past is not None and not self._keeps:
            shutil.rmtree(past, ignore_errors=True)

    def _share(self, told: _Told, feed: Feed) -> None:
        """What the agent shares goes its way while the next call is waited for."""
        journal = self._folder(feed) / JOURNAL_NAME if self._keeps else None
        errand(partial(self._share_in_turn, self._settings.sharing, told.events, journal))

    def _share_in_turn(self, settings: SharingSettings, events: Sequence[Event], journal: Path | None) -> None:
        """On a thread: the next call may be over while this one's files are still on their way over a slow network."""
        with self._sharing:
            share(settings, events, journal)

    def _split(self, feed: Feed, learning: Learning | None) -> Split:
        """The experiments of a call; without them where the bank that it should try cannot be loaded."""
        split = wiring.make_split(self._settings, feed, learning)
        try:
            wiring.load_bank_of(self._settings, self._models, split)
        except AttuneError as error:
            sys.stderr.write(f"assist: {error} This call takes part in no experiment.\n")
            return Split(known=learning)
        return split

    def _telling(self) -> _Told:
        return _Told(self._publish, Patience(self._settings.calls))

    def _folder(self, feed: Feed) -> Path:
        return Path(self._settings.journal.folder) / feed.call_id

    async def _report(self, call: Call, told: _Told, feed: Feed) -> None:
        """Write the report, and the page of the call's day, which the report's readers turn to."""
        try:
            path = await asyncio.to_thread(write_report, told.events, self._folder(feed))
            if self._live and self._keeps and self._taking_turns is None:
                day = datetime.fromisoformat(feed.started_at).astimezone().date()
                await asyncio.to_thread(write_shift, path.parent.parent, day)
        except AttuneError as error:
            sys.stderr.write(f"assist: {error}\n")
        else:
            call.take(ReportWritten(path=str(path)))


def _recollect(learning: Learner, events: Sequence[Event]) -> None:
    """What the engine that died had learned from the call; its objections are on disk."""
    for event in events:
        if not isinstance(event, SuggestionRejected):
            learning.follow(event)
