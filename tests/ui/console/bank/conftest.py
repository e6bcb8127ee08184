"""The page of the bank, as it stands in the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeWorker
from tests.ui.console.stage import NewPage, opened
from ui.console.bank.page import BankPage
from ui.console.desk import Desk


@pytest.fixture
def new_page(qtbot: QtBot) -> NewPage[BankPage]:
    """Shows pages, opened as the window opens them."""
    return lambda desk: opened(qtbot, BankPage(desk))


@pytest.fixture
def page(new_page: NewPage[BankPage], desk: Desk) -> BankPage:
    """Ann's page."""
    return new_page(desk)


@pytest.fixture
def bens_desk(new_desk: NewDesk, desk: Desk) -> Desk:
    """Another console on the same bank."""
    return new_desk(who="Ben")


@pytest.fixture
def worker(desk: Desk) -> FakeWorker:
    """The worker of Ann's desk."""
    assert isinstance(desk.worker, FakeWorker)
    return desk.worker
