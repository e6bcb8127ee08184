"""The playground for those who see little, or work without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.console.conftest import NewDesk
from tests.ui.console.playground.answers import answer, card, moment
from tests.ui.console.playground.conftest import last_job
from tests.ui.console.stage import NewPage
from ui.console.playground.page import PlaygroundPage
from ui.theme import CONTRAST, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints|grabbing)", extend=True)

INNER = {"qt_tabwidget_tabbar", "ScrollLeftButton", "ScrollRightButton"}


def tried(page: PlaygroundPage) -> PlaygroundPage:
    """With an answer of three candidates."""
    phrases = [entry.phrase for entry in page.desk.snapshot.entries]
    page.enter({"text": "nobody has called me back"})
    lost = {"why": "avoid", "example": "a longer example that was put down", "have": 0.9, "near": 0.7}
    cards = [card(phrases[0]), card(phrases[1], 2, lost), card(phrases[2], 3, {"why": "used"}, repetition=-0.15)]
    asked = card(phrases[3], 0, {"why": "pack", "pack": "banking"})
    last_job(page).finish(answer(moment("nobody has called me back", *cards, asked=asked)))
    page.answer.reading.emotion.options["anxiety"].trigger()
    return page


@pytest.mark.parametrize("tab", [0, 1, 2])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_stop_of_the_keyboard_has_a_name_and_room_for_a_finger(
    new_desk: NewDesk, new_page: NewPage[PlaygroundPage], scale: float, tab: int
) -> None:
    """24 pixels at least, at every text size."""
    page = tried(new_page(new_desk(scale=scale, palette=CONTRAST)))
    page.tabs.setCurrentIndex(tab)
    stops = [
        stop
        for stop in page.findChildren(QWidget)
        if stop.isVisible()
        and stop.focusPolicy() & Qt.FocusPolicy.TabFocus
        and stop.objectName() not in INNER
        and not isinstance(stop, QScrollArea)
    ]
    assert len(stops) > 12
    for stop in stops:
        name = stop.accessibleName() or (stop.text() if hasattr(stop, "text") else "")
        assert name, stop
        assert stop.height() >= 24, name
        assert stop.width() >= 24, name


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_answer_is_never_cut_off_at_its_side(
    qtbot: QtBot, new_desk: NewDesk, new_page: NewPage[PlaygroundPage], scale: float
) -> None:
    """It scrolls downwards only; bars and buttons go on in the next line."""
    page = tried(new_page(new_desk(scale=scale, palette=LIGHT)))
    view = page.answer.parentWidget()
    assert view is not None
    qtbot.waitUntil(lambda: page.answer.width() <= view.width())
    for box in page.answer.cards.boxes:
        for part in (*box.parts.bars, box.right_one, box.open):
            if part.isVisible():
                assert part.mapTo(page.answer, part.rect().topRight()).x() <= page.answer.width()


def test_the_tab_key_leaves_the_words(qtbot: QtBot, page: PlaygroundPage) -> None:
    """To the choice of phrases, then on to what sets it off."""
    page.entry.words.setFocus()
    qtbot.keyClick(page.entry.words, Qt.Key.Key_Tab)
    assert page.focusWidget() is page.entry.bank
    assert page.entry.words.toPlainText() == ""


def test_a_bar_tells_its_value_and_what_it_means(new_desk: NewDesk, new_page: NewPage[PlaygroundPage]) -> None:
    """What is taken away is below zero."""
    page = tried(new_page(new_desk()))
    bars = {bar.accessibleName(): bar for bar in page.answer.cards.boxes[2].parts.bars}
    assert bars["Repeated: \N{MINUS SIGN}0.15"].value() == -15
    assert bars["Fits: 0.90"].accessibleDescription().startswith("The chance that a coach")
