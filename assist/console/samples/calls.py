"""Sample calls: practice scenarios played through the real session by a sample agent, and kept as live calls are."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

from assist.console.office import Office
from assist.console.samples.agent import SampleAgent
from assist.console.samples.cast import SEED, Booking
from assist.engine import Call
from assist.events import Event
from assist.inputs import BankLoaded, CallOpened, Input
from assist.journal import JOURNAL_NAME, JournalWriter
from assist.practise.lines import Stock, load_stock
from assist.practise.roleplay import RolePlay, Theatre
from assist.practise.stage import Stage
from assist.session import CallSession
from assist.settings import Settings
from assist.suggest.learning import Learning
from assist.suggest.splitting import Split, split_of
from assist.workers import Workers


class Studio:
    """Plays booked calls with the bank that is published when they are played.

    Args:
        office: has models and bank.
        folder: of the sample.
        settings: as the calls' journals tell them.
    """

    def __init__(self, office: Office, folder: Path, settings: Settings) -> None:
        self._office = office
        self._folder = folder
        self._settings = settings
        self._stock: Stock = load_stock()

    def play(self, booking: Booking) -> Path:
        """Play a call to its end; returns its journal."""
        path = self._folder / "calls" / booking.agent / booking.call_id / JOURNAL_NAME
        play = RolePlay(booking.scenario, self._stock, lambda _items: self._open(booking, path))
        agent = SampleAgent(booking.manner, Random(f"{SEED} {booking.call_id}"))
        while not play.over:
            agent.answer(play)
        ended = booking.started_at.timestamp() + play.stage.now
        os.utime(path, (ended, ended))
        return path

    def _open(self, booking: Booking, path: Path) -> Theatre:
        sector = booking.scenario.sector
        settings = replace(self._settings, bank=replace(self._settings.bank, packs=(sector,)))
        library = self._office.library("published", replace(self._office.settings.bank, packs=(sector,)))
        learning = self._learning(booking)
        split = split_of(booking.call_id, self._folder / "experiments", learning)
        told: list[Event] = []
        journal = JournalWriter(path, booking.call_id, settings)
        call = Call(CallSession(booking.call_id, settings), told.append, journal, learning)
        stage = Stage(call, told, Workers(library, settings, experience=split))
        stage.open([self._opening(booking), self._bank(library.phrases, split)])
        return Theatre(stage=stage, told=told)

    def _learning(self, booking: Booking) -> Learning:
        outcomes = self._folder / "outcomes" / f"{booking.agent}.db"
        return Learning(outcomes, self._folder / "review.jsonl", booking.started_at.date().isoformat())

    def _opening(self, booking: Booking) -> Input:
        started_at = booking.started_at.isoformat(timespec="seconds")
        return CallOpened(source=f"sample: {booking.scenario.title}", started_at=started_at)

    def _bank(self, phrases: int, split: Split) -> Input:
        version = f"r{self._office.snapshot.published}"
        return BankLoaded(version=version, phrases=phrases, experiments=split.arms)
