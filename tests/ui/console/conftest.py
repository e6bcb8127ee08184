"""A desk for pages: a real store with a real bank, a worker whose answers the test gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from phrasebank.bank import Bank, load_bank
from phrasebank.store.store import Store
from tests.ui.console.fakes import FakeWorker
from ui.console.desk import Desk, Sources
from ui.theme import DARK, Palette, Theme, load_font

SMALL = 60
"""Phrases of the bank that most tests work with."""


@pytest.fixture(scope="session")
def whole_bank() -> Bank:
    """The bank that comes with the product."""
    return load_bank()


@pytest.fixture(scope="session")
def small_bank(whole_bank: Bank) -> Bank:
    """Some of its phrases, all approved."""
    return Bank(whole_bank.approved[:: len(whole_bank.approved) // SMALL])


class NewDesk(Protocol):
    """Makes a desk."""

    def __call__(
        self, bank: Bank | None = None, who: str = "Ann", scale: float = 1.0, palette: Palette = DARK
    ) -> Desk: ...


@pytest.fixture
def new_desk(qtbot: QtBot, tmp_path: Path, small_bank: Bank) -> Iterator[NewDesk]:
    """Makes desks: the first one's store is made, later ones open it as another console does.

    Their worker is a `FakeWorker`.
    """
    desks: list[Desk] = []

    def make(bank: Bank | None = None, who: str = "Ann", scale: float = 1.0, palette: Palette = DARK) -> Desk:
        path = tmp_path / "bank.db"
        store = Store(path) if path.exists() else Store.create(path, bank or small_bank, "Attune")
        sources = Sources(
            calls=(tmp_path / "calls",),
            outcomes=(tmp_path / "outcomes.db",),
            review=tmp_path / "review.jsonl",
            experiments=tmp_path / "experiments",
        )
        theme = Theme(palette, scale, load_font(), reduced_motion=True)
        desk = Desk(theme, store, FakeWorker(), who, sources)  # type: ignore[arg-type]  # a fake at the edge
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.deleteLater()


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """A desk of Ann's."""
    return new_desk()
