"""The windows after a call, with real reports in real folders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assist.errors import UsageError
from assist.events import AbuseFlagged, Event
from assist.report.checklist import read_done
from assist.report.render import write_report
from assist.report.shift import write_shift
from tests.report.calls import act, call, evidence, refund_call, said
from ui.summary.report import load_report
from ui.summary.shift import ShiftWindow, load_shift
from ui.summary.timeline import Timeline, rows_of
from ui.summary.window import SummaryWindow
from ui.theme import DARK, PALETTES, Palette, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

PROMISE = "I will send the refund today. (promised at 0:15)"


def dress(palette: Palette = DARK, scale: float = 1.0) -> Theme:
    return Theme(palette, scale, load_font())


@pytest.fixture
def summary(qtbot: QtBot, tmp_path: Path) -> SummaryWindow:
    """The summary of a call that was written a moment ago."""
    return window_of(qtbot, tmp_path / "one", refund_call())


def window_of(qtbot: QtBot, folder: Path, events: Sequence[Event], theme: Theme | None = None) -> SummaryWindow:
    window = SummaryWindow(theme or dress(), load_report(write_report(events, folder)))
    qtbot.addWidget(window)
    window.show()
    return window


def words_of(window: QWidget) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def test_the_two_lessons_stand_at_the_top(summary: SummaryWindow) -> None:
    """A reader finds what went well and what to try before anything else."""
    words = words_of(summary)
    assert words.index("Went well") < words.index("To try") < words.index("How the customer felt")
    assert "and they went from angry to grateful: “Thank you so much”." in words
    assert "next time, say in half a sentence what it has cost them, then go on." in words


def test_needs_moments_empathy_and_numbers_are_shown(summary: SummaryWindow) -> None:
    """Everything of the report that an agent asks for has its words on the window."""
    words = words_of(summary)
    for expected in ("✓ Speed", "Their situation put into words (strong)", "You met a need (speed)", "1.14 : 1"):
        assert expected in words


def test_follow_ups_are_copied_as_plain_text_with_what_is_done(summary: SummaryWindow, qtbot: QtBot) -> None:
    """The clipboard holds a list that any CRM takes, its ticks as they are."""
    qtbot.mouseClick(summary.copy, Qt.MouseButton.LeftButton)
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.startswith("Follow-ups, 2026-03-02")
    assert line == f"[ ] {PROMISE}"
    summary.list.lines[0].box.setChecked(True)
    qtbot.mouseClick(summary.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().splitlines()[1] == f"[x] {PROMISE}"
    assert summary.told.text() == "Copied"


def test_what_is_ticked_off_is_there_the_next_time(summary: SummaryWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """A click on the words ticks; the tick is kept beside the report."""
    line = summary.list.lines[0]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 4, 4))
    assert read_done(tmp_path / "one") == {PROMISE}
    again = SummaryWindow(dress(), load_report(tmp_path / "one" / "report.json"))
    qtbot.addWidget(again)
    assert again.list.lines[0].box.isChecked()


def test_it_comes_without_taking_the_keyboard_and_leaves_on_escape(summary: SummaryWindow, qtbot: QtBot) -> None:
    """After-call work goes on while it appears; it is an ordinary window once the agent turns to it."""
    assert summary.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert summary.windowFlags() & Qt.WindowType.Window
    assert not summary.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    with qtbot.waitActive(summary):
        summary.activateWindow()
    qtbot.keyClick(summary, Qt.Key.Key_Escape)
    assert not summary.isVisible()


def test_every_control_is_reached_by_tab_and_pressed_by_key(summary: SummaryWindow, qtbot: QtBot) -> None:
    """The keyboard does all that the pointer does."""
    reached: list[QWidget | None] = []
    summary.copy.setFocus()
    for _ in range(20):
        reached.append(summary.focusWidget())
        summary.focusNextChild()
    wanted = {part for part in summary.findChildren(QAbstractButton) if part.isVisible()}
    assert wanted <= set(reached)
    summary.swap.setFocus()
    qtbot.keyClick(summary.swap, Qt.Key.Key_Space)
    assert summary.table.isVisible()


def test_the_timeline_has_a_table_that_says_the_same(summary: SummaryWindow) -> None:
    """Each change of emotion and each best moment is a row, by time."""
    rows = [tuple(summary.table.item(row, column).text() for column in range(3)) for row in range(4)]
    assert [(at, words) for at, _, words in rows] == [
        ("0:04", "I have been waiting for three weeks."),
        ("0:10", "You are not listening to me!"),
        ("0:11", "That is too long. I will send the refund today."),
        ("0:18", "Thank you so much."),
    ]


def test_a_reader_hears_names_for_all_controls(summary: SummaryWindow) -> None:
    """Buttons, boxes, chart and table have a role and a name."""
    parts = [*summary.findChildren(QPushButton), *summary.findChildren(QCheckBox), *summary.findChildren(Timeline)]
    for part in (*parts, summary.table):
        seen = QAccessible.queryAccessibleInterface(part)
        assert seen.text(QAccessible.Text.Name), part
    assert "0:10 Angry" in summary.findChildren(Timeline)[0].accessibleDescription()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", sorted(PALETTES))
def test_nothing_is_cut_off_at_any_text_size(qtbot: QtBot, tmp_path: Path, name: str, scale: float) -> None:
    """Every label is as high as its wrapped words, and targets are at least 24 pixels."""
    window = window_of(qtbot, tmp_path / "one", refund_call(), dress(PALETTES[name], scale))
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 24


def test_an_insult_is_on_the_timeline_even_where_it_changed_no_label(qtbot: QtBot, tmp_path: Path) -> None:
    """The agent sees that it was noticed."""
    words = evidence("customer-1", "You are an idiot.")
    events = call(
        said("customer-1", "customer", 0.0, 2.0, words.quote),
        AbuseFlagged(at=2.0, confidence=0.9, evidence=words),
        ended_at=5.0,
    )
    window = window_of(qtbot, tmp_path / "one", events)
    assert rows_of(load_report(tmp_path / "one" / "report.html"))[0] == ("0:02", "Abusive", words.quote)
    assert "“You are an idiot” was not about you" in words_of(window)


def test_a_call_without_a_customer_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    """No lesson is made up."""
    window = window_of(qtbot, tmp_path / "one", call(said("agent-1", "agent", 0.0, 3.0, "Hello?"), ended_at=4.0))
    words = words_of(window)
    assert "No word of the customer was heard in 4 seconds." in words
    assert "Went well" not in words
    assert not window.copy.isEnabled()


@pytest.mark.parametrize("content", [None, "{", '{"moods": 3}'])
def test_a_report_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    """One sentence with the file and the mend."""
    if content is not None:
        (tmp_path / "report.json").write_text(content)
    with pytest.raises(UsageError, match=r"report\.json: the report .*“assist report” writes it again\."):
        load_report(tmp_path / "report.html")


@pytest.fixture
def shift(qtbot: QtBot, tmp_path: Path) -> ShiftWindow:
    """The shift of a day with one call."""
    will = evidence("agent-1", "I will call you on Friday.")
    write_report(refund_call(), tmp_path / "one")
    write_report(call(said("agent-1", "agent", 0.0, 2.0, will.quote), act(2.0, "commitment", will)), tmp_path / "two")
    window = ShiftWindow(dress(), load_shift(write_shift(tmp_path, date(2026, 3, 2))))
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_shift_shows_the_note_the_promises_and_that_it_is_private(shift: ShiftWindow, tmp_path: Path) -> None:
    """The kind word stands at the top."""
    words = words_of(shift)
    assert words.index("A word to you") < words.index("Promises to keep") < words.index("Your best moments")
    assert f"it stays in {tmp_path} on this computer and is sent to nobody" in words


def test_a_promise_ticked_in_the_shift_is_ticked_in_its_call(shift: ShiftWindow, tmp_path: Path) -> None:
    """Both windows keep one list, a call at a time."""
    ticked = next(line for line in shift.list.lines if line.words.startswith(PROMISE))
    ticked.box.setChecked(True)
    assert read_done(tmp_path / "one") == {PROMISE}
    assert read_done(tmp_path / "two") == frozenset()


def test_the_summary_leads_to_the_shift_where_there_is_one(
    shift: ShiftWindow, summary: SummaryWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """The button is there only with its file; a file that broke is named, not raised."""
    assert shift.isVisible()
    assert not summary.findChildren(ShiftWindow)
    assert summary.shift.isVisible()
    qtbot.mouseClick(summary.shift, Qt.MouseButton.LeftButton)
    (opened,) = summary.findChildren(ShiftWindow)
    opened.close()
    (tmp_path / "shift-2026-03-02.json").write_text("{")
    qtbot.mouseClick(summary.shift, Qt.MouseButton.LeftButton)
    assert "the report is damaged" in summary.told.text()
