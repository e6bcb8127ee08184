"""The page of the bank, as it stands in the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeWorker
from ui.console.bank.page import BankPage
from ui.console.desk import Desk
from ui.console.style import console_style


class NewPage(Protocol):
    """Shows the page of a desk."""

    def __call__(self, desk: Desk) -> BankPage: ...


@pytest.fixture
def new_page(qtbot: QtBot) -> Iterator[NewPage]:
    """Shows pages, opened as the window opens them."""
    pages: list[BankPage] = []

    def make(desk: Desk) -> BankPage:
        page = BankPage(desk)
        pages.append(page)
        page.setStyleSheet(console_style(desk.theme))
        page.resize(desk.theme.px(1100), desk.theme.px(780))
        page.show()
        page.enter({})
        return page

    yield make
    for page in pages:
        page.close()
        page.deleteLater()


@pytest.fixture
def page(new_page: NewPage, desk: Desk) -> BankPage:
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
