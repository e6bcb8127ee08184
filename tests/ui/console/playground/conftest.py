"""The playground, as it stands in the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from phrasebank.phrase import Phrase
from tests.ui.console.fakes import FakeJob
from ui.console.desk import Desk
from ui.console.playground.page import PlaygroundPage
from ui.console.style import console_style


class NewPage(Protocol):
    """Shows the page of a desk."""

    def __call__(self, desk: Desk) -> PlaygroundPage: ...


@pytest.fixture
def new_page(qtbot: QtBot) -> Iterator[NewPage]:
    """Shows pages, opened as the window opens them."""
    pages: list[PlaygroundPage] = []

    def make(desk: Desk) -> PlaygroundPage:
        page = PlaygroundPage(desk)
        pages.append(page)
        page.setStyleSheet(console_style(desk.theme))
        page.resize(desk.theme.px(1100), desk.theme.px(780))
        page.show()
        qtbot.waitExposed(page)
        page.enter({})
        return page

    yield make
    for page in pages:
        page.close()
        page.deleteLater()


@pytest.fixture
def page(desk: Desk, new_page: NewPage) -> PlaygroundPage:
    """The page of Ann's desk."""
    return new_page(desk)


@pytest.fixture
def phrases(desk: Desk) -> list[Phrase]:
    """What the bank holds."""
    return [entry.phrase for entry in desk.snapshot.entries]


def last_job(page: PlaygroundPage, task: str = "play") -> FakeJob:
    """What was asked last."""
    jobs: list[FakeJob] = page.desk.worker.of(task)  # type: ignore[attr-defined]  # a fake worker
    return jobs[-1]
