"""The window of the whole conversation: real widgets, offscreen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assist import events
from tests.ui.calls import folded, mid_call
from ui.overlay.folds.speech import LINES_KEPT
from ui.overlay.state import OverlayState
from ui.overlay.transcript_window import TranscriptWindow
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


def said(number: int, text: str = "I was told it would be here by Friday.") -> events.Event:
    """An utterance."""
    return events.UtteranceFinished(
        at=number * 5.0,
        utterance_id=f"u{number}",
        speaker="agent" if number % 2 else "customer",
        text=text,
        start=number * 5.0,
        end=number * 5.0 + 3.0,
        confidence=0.9,
    )


def partial(text: str, stable: str) -> events.Event:
    """Words that may still change."""
    return events.UtteranceUpdated(
        at=900.0,
        utterance_id="running",
        speaker="customer",
        text=text,
        stable=stable,
        start=900.0,
        end=902.0,
        confidence=0.8,
    )


def long_call(count: int = 60) -> OverlayState:
    """More than fits in the window."""
    return folded(*(said(number) for number in range(count)))


@pytest.fixture
def window(qtbot: QtBot) -> TranscriptWindow:
    """The window, open and active."""
    made = TranscriptWindow(Theme(DARK, family=load_font()))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def paragraphs(window: TranscriptWindow) -> list[str]:
    """What is written."""
    return window.conversation.toPlainText().splitlines()


def test_it_tells_who_said_what_and_when(window: TranscriptWindow) -> None:
    """Each utterance is a paragraph with time and speaker."""
    window.draw(mid_call())
    assert paragraphs(window) == [
        "00:15\tCustomer\twhere is my refund",
        "00:20\tCustomer\tand now there is another charge",
    ]


def test_an_utterance_that_goes_on_is_written_once(window: TranscriptWindow) -> None:
    """A partial grows in its place and its final takes that place; one that turns out empty leaves."""
    state = long_call(3)
    for text, stable in (("and", ""), ("and now", "and"), ("and now what", "and now")):
        state = folded(partial(text, stable), state=state)
        window.draw(state)
    assert len(paragraphs(window)) == 4
    assert paragraphs(window)[-1].endswith("and now what")
    window.draw(folded(partial(" ", ""), state=state))
    assert len(paragraphs(window)) == 3
    window.draw(OverlayState())
    assert paragraphs(window) == []


def test_a_long_call_loses_its_oldest_words_only(window: TranscriptWindow) -> None:
    """What is kept is what is shown, also when the head of the call goes."""
    state = long_call(LINES_KEPT)
    window.draw(state)
    window.draw(folded(said(LINES_KEPT), said(LINES_KEPT + 1), state=state))
    shown = paragraphs(window)
    assert len(shown) == LINES_KEPT
    assert (shown[0].split("\t")[0], shown[-1].split("\t")[0]) == ("00:10", "2:46:45")


def test_it_stays_at_the_end_unless_scrolled_up(window: TranscriptWindow) -> None:
    """New words are followed; an agent who reads back is left where they are."""
    state = long_call()
    window.draw(state)
    bar = window.conversation.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    window.draw(folded(said(60), state=state))
    assert bar.value() == bar.maximum()
    bar.setValue(40)
    window.draw(folded(said(60), said(61), state=state))
    assert bar.value() == 40


def test_what_was_not_heard_stands_in_its_place(window: TranscriptWindow) -> None:
    """A gap is a paragraph between the utterances; while a device is away it says so, then for how long."""
    state = folded(said(1), said(2), said(3))
    away = events.SourceLost(at=35.0, speaker="customer", reason="")
    late = events.LagMeasured(at=36.0, behind_seconds=12.0, unread_seconds=4.0)
    state = folded(away, late, state=replace(state, running=True, seconds=35.0))
    window.draw(state)
    heads = [line.split("\t") for line in paragraphs(window)]
    gaps = [(clock, words) for clock, speaker, words in heads if not speaker]
    assert gaps == [("00:20", "4 s of the call could not be heard"), ("00:35", "The customer cannot be heard")]
    assert [clock for clock, *_ in heads] == sorted(clock for clock, *_ in heads)
    window.draw(folded(events.SourceRestored(at=50.0, speaker="customer"), said(4), state=state))
    assert paragraphs(window)[-1] == "00:35\t\t15 s of the customer could not be heard"
    assert len(paragraphs(window)) == 6


@pytest.mark.parametrize("barge_in", [True, False])
def test_two_who_spoke_at_once_are_joined(window: TranscriptWindow, barge_in: bool) -> None:
    """Whoever came in has it said in words, and a bracket joins the two lines."""
    state = folded(said(1), said(2))
    window.draw(state)
    apart = window.conversation.grab().toImage()
    over = events.SpeechOverlapped(
        at=30.0, speaker="customer", utterance_id="u2", over="u1", start=10.0, end=11.0, barge_in=barge_in
    )
    window.draw(folded(over, state=state))
    how = "cut you short" if barge_in else "over you"
    assert paragraphs(window)[-1] == f"00:10\tCustomer\t({how}) I was told it would be here by Friday."
    beside = QRect(0, 0, window.conversation.viewport().x() + 12, apart.height())
    assert window.conversation.grab().toImage().copy(beside) != apart.copy(beside)


def test_search_marks_and_goes_round(window: TranscriptWindow, qtbot: QtBot) -> None:
    """The newest match is shown first; next and previous go round, by button and by key."""
    window.draw(folded(said(1, "the refund"), said(2, "nothing"), said(3, "my Refund, the refund")))
    QTest.keyClicks(window.field, "refund")
    assert window.count.text() == "3 of 3"
    QTest.mouseClick(window.next_button, Qt.MouseButton.LeftButton)
    assert window.count.text() == "1 of 3"
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert window.count.text() == "2 of 3"
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert window.count.text() == "1 of 3"
    assert len(window.conversation.extraSelections()) == 3
    window.field.setText("nowhere")
    assert (window.count.text(), window.next_button.isEnabled()) == ("Not found", False)


def test_a_match_that_comes_later_is_found(window: TranscriptWindow) -> None:
    """The search goes on with the call, and stays at its match."""
    state = folded(said(1, "the refund"))
    window.draw(state)
    window.field.setText("refund")
    window.draw(folded(said(2, "another refund"), state=state))
    assert window.count.text() == "1 of 2"


def test_the_keys(window: TranscriptWindow, qtbot: QtBot) -> None:
    """Ctrl+F comes to the field; Esc leaves the search, then the window."""
    window.draw(mid_call())
    window.conversation.setFocus()
    QTest.keySequence(window, QKeySequence(QKeySequence.StandardKey.Find))
    assert window.field.hasFocus()
    window.field.setText("refund")
    QTest.keyClick(window.field, Qt.Key.Key_Escape)
    assert (window.field.text(), window.isVisible()) == ("", True)
    QTest.keyClick(window.field, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_part_of_it_can_be_copied_by_keyboard(window: TranscriptWindow) -> None:
    """Words are selected with the arrow keys and copied; nothing can be written or deleted."""
    window.draw(mid_call())
    text = window.conversation
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.Start)
    text.moveCursor(QTextCursor.MoveOperation.EndOfLine)
    QTest.keyClick(text, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    QTest.keySequence(text, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == "refund"
    before = text.toPlainText()
    QTest.keyClicks(text, "x")
    assert text.toPlainText() == before
