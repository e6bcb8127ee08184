"""The recognition page, driven by its real widgets."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeWorker
from tests.ui.console.stage import opened
from ui.console.desk import Desk
from ui.console.praise.page import AT_ONCE, MOST, PraisePage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


def moment(**changes: Any) -> dict[str, Any]:
    """A moment as the worker tells it."""
    plain = {
        "day": "2026-03-02",
        "call_id": "call-1",
        "at": 11.0,
        "asked": "You are not listening to me!",
        "quote": "That is too long. I will send the refund today.",
        "reply": "Thank you so much.",
        "reasons": ["met a need (speed)", "took them from angry to grateful"],
        "before": "anger",
        "after": "gratitude",
        "by": "",
    }
    return {**plain, **changes}


def result(*moments: dict[str, Any], failed: tuple[str, ...] = (), **counts: int) -> dict[str, Any]:
    """The result of the task ``moments``."""
    return {"moments": list(moments), "calls": 3, "older": 0, "private": 0, "failed": list(failed), **counts}


def worker_of(page: PraisePage) -> FakeWorker:
    worker = page.desk.worker
    assert isinstance(worker, FakeWorker)
    return worker


def filled(qtbot: QtBot, desk: Desk, *moments: dict[str, Any]) -> PraisePage:
    page = opened(qtbot, PraisePage(desk), 1000, 760)
    worker_of(page).of("moments")[-1].finish(result(*moments))
    return page


def words_of(page: PraisePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_shared_calls_are_read_once_off_the_thread_that_paints(qtbot: QtBot, desk: Desk) -> None:
    """Reading again is a button; a failure is told."""
    page = filled(qtbot, desk)
    page.enter({})
    (asked,) = worker_of(page).of("moments")
    assert (asked.values, asked.lane) == ({"calls": [str(desk.sources.calls[0])], "most": MOST}, "long")
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert page.progress.isVisible()
    worker_of(page).of("moments")[-1].fail("The folder cannot be read.")
    assert "The folder cannot be read." in words_of(page)


def test_a_card_has_the_words_of_both_and_why_they_are_good(qtbot: QtBot, desk: Desk) -> None:
    """And the customer's mood before and after them; no name where none was given."""
    words = words_of(filled(qtbot, desk, moment()))
    assert "2 March 2026" in words
    assert "The customer, angry:" in words
    assert "The agent answered:" in words
    assert "“That is too long. I will send the refund today.”" in words
    assert "Why it is good: met a need (speed), took them from angry to grateful." in words
    assert "The customer then, grateful:" in words


def test_the_page_says_what_it_does_not_do(qtbot: QtBot, desk: Desk) -> None:
    """Only shared calls, no counts, no ranks; how many stayed closed is told."""
    page = filled(qtbot, desk, moment())
    rule = words_of(page)
    assert "opens only calls that agents chose to share" in rule
    assert "it counts and ranks nobody" in rule
    page.show_moments(result(moment(), private=12))
    assert "12 calls that were not shared stayed closed." in words_of(page)


def test_moments_stand_by_day_and_never_by_person(qtbot: QtBot, desk: Desk) -> None:
    """The order of the worker, which is that of the days, is kept: no name comes before another."""
    moments = [
        moment(day="2026-03-05", by="Zoe"),
        moment(day="2026-03-05", by="Ann", quote="Let me see."),
        moment(day="2026-03-02", by="Zoe", quote="You have waited long enough."),
    ]
    page = filled(qtbot, desk, *moments)
    assert [card.moment.by for card in page.cards()] == ["Zoe", "Ann", "Zoe"]
    words = words_of(page)
    assert words.count("5 March 2026") == 1
    assert "Zoe answered:" in words


def test_praise_is_copied_to_send(qtbot: QtBot, desk: Desk) -> None:
    """A few sentences with what was said, and no figure; it is told."""
    told: list[str] = []
    desk.told.connect(told.append)
    page = filled(qtbot, desk, moment())
    (card,) = page.cards()
    QTest.mouseClick(card.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Thank you for a moment in a call on 2 March 2026.",
        "The customer said: “You are not listening to me!”",
        "You answered: “That is too long. I will send the refund today.”",
        "With that you met a need (speed), took them from angry to grateful.",
        "Then they said: “Thank you so much.”",
    ]
    assert told == ["The praise is copied; send it to the agent as you like."]


def test_a_search_leaves_the_cards_with_its_words(qtbot: QtBot, desk: Desk) -> None:
    """In the customer's words or the agent's; where there is none, that is said."""
    page = filled(qtbot, desk, moment(), moment(quote="I own this from now on."))
    QTest.keyClicks(page.search, "from NOW on")
    (card,) = page.cards()
    assert card.moment.quote == "I own this from now on."
    QTest.keyClicks(page.search, "xyz")
    assert "No moment has these words." in words_of(page)


def test_many_moments_come_in_parts(qtbot: QtBot, desk: Desk) -> None:
    """A button shows more until all are there."""
    page = filled(qtbot, desk, *(moment(quote=f"Answer number {n}.") for n in range(AT_ONCE + 5)))
    assert len(page.cards()) == AT_ONCE
    QTest.mouseClick(page.more, Qt.MouseButton.LeftButton)
    assert len(page.cards()) == AT_ONCE + 5
    assert not page.more.isVisible()


def test_older_calls_are_read_when_they_are_wanted(qtbot: QtBot, desk: Desk) -> None:
    """The newest ones are enough to begin with."""
    page = filled(qtbot, desk, moment())
    assert not page.older.isVisible()
    page.show_moments(result(moment(), older=9))
    QTest.mouseClick(page.older, Qt.MouseButton.LeftButton)
    assert worker_of(page).of("moments")[-1].values["most"] == 2 * MOST


def test_without_shared_calls_it_says_how_they_come(qtbot: QtBot, desk: Desk) -> None:
    """By the agents' own choice; a damaged record is named."""
    page = filled(qtbot, desk)
    assert "The calls that were shared show no moment to name yet." in words_of(page)
    page.show_moments(result(calls=0))
    assert "No agent has shared calls yet. They do so in their own settings, if they want to." in words_of(page)
    page.show_moments(result(failed=("/x: the journal is damaged.",)))
    assert "Records that could not be read are left out: 1. /x: the journal is damaged." in words_of(page)


def test_at_twice_the_text_size_nothing_is_cut(qtbot: QtBot, new_desk: NewDesk) -> None:
    """Lines wrap and buttons keep their words."""
    page = filled(qtbot, new_desk(scale=2.0), moment(), moment(quote="A " * 80))
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width(), button.text()
            assert button.height() >= 24
