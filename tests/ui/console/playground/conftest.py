"""The playground, as it stands in the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from phrasebank.phrase import Phrase
from tests.ui.console.fakes import FakeJob
from tests.ui.console.stage import NewPage, opened
from ui.console.desk import Desk
from ui.console.playground.page import PlaygroundPage


@pytest.fixture
def new_page(qtbot: QtBot) -> NewPage[PlaygroundPage]:
    """Shows pages, opened as the window opens them."""
    return lambda desk: opened(qtbot, PlaygroundPage(desk))


@pytest.fixture
def page(desk: Desk, new_page: NewPage[PlaygroundPage]) -> PlaygroundPage:
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
