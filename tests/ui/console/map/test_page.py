"""The empathy map page, driven by its real widgets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeWorker
from tests.ui.console.map.calls import result
from tests.ui.console.stage import opened
from ui.console.desk import Desk
from ui.console.map.page import MOST, MapPage
from ui.theme import CONTRAST

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


def worker_of(page: MapPage) -> FakeWorker:
    worker = page.desk.worker
    assert isinstance(worker, FakeWorker)
    return worker


def filled(qtbot: QtBot, desk: Desk, folder: Path) -> MapPage:
    """The page with its calls; it saves into the folder."""
    page = MapPage(desk, ask=lambda _parent, _title, proposed: str(folder / proposed))
    opened(qtbot, page, 1130, 800)
    worker_of(page).of("map")[-1].finish(result())
    return page


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> MapPage:
    return filled(qtbot, desk, tmp_path)


def words_of(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_calls_are_read_once_off_the_thread_that_paints(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """With progress and cancel; reading again is a button."""
    page = MapPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.enter({})
    page.enter({})
    (asked,) = worker_of(page).of("map")
    assert (asked.values, asked.lane) == ({"calls": [str(tmp_path / "calls")], "most": MOST}, "long")
    asked.progress(2, 5, "reading calls")
    assert page.progress.isVisible()
    assert page.progress.bar.value() == 2
    press(page.progress.stop)
    assert asked.job.over
    assert not page.progress.isVisible()
    press(page.again)
    assert len(worker_of(page).of("map")) == 2


def test_the_map_shows_each_field_with_quotes_and_counts(page: MapPage) -> None:
    """Two calls that say the same are one line."""
    words = words_of(page.board)
    for title in ("Said", "Felt", "Needed", "Did", "Pains: left open", "Gains: what helped"):
        assert title in words
    assert "3 calls, 5 minutes, 2 Mar 2026 to 9 Mar 2026. The mood rose in 1, fell in 0 and stayed much" in words
    assert "“Where is my refund?”" in words
    assert "“My refund has not come.”" not in words
    assert "2\N{NO-BREAK SPACE}calls" in words
    assert "Thanked" in words
    assert "left open in 1 of 1" in words


def test_words_of_a_call_stay_text(page: MapPage, tmp_path: Path) -> None:
    """Nothing that a customer says is taken for markup, on the screen or in the file."""
    assert "I send it &lt;today&gt;." in words_of(page.board)
    page.as_html.trigger()
    assert "I send it &lt;today&gt;." in (tmp_path / "empathy-map.html").read_text(encoding="utf-8")


def test_a_filter_draws_the_map_anew(page: MapPage) -> None:
    """At once, without the worker."""
    chooser = page.chooser
    chooser.emotion.setCurrentIndex(chooser.emotion.findData("anxiety"))
    assert "One call of 1.5 minutes, 5 Mar 2026. Anxious. The mood went from -0.5 to -0.6" in words_of(page.board)
    assert "1 of 1 listed calls are on the map." in words_of(chooser)
    chooser.emotion.setCurrentIndex(0)
    chooser.first.setDate(QDate(2026, 3, 5))
    assert page.sheet.scope.startswith("2 calls")
    assert len(worker_of(page).of("map")) == 1


def test_ticks_are_set_by_keys(page: MapPage) -> None:
    """Space takes a call off the map, Enter leaves it alone there."""
    table = page.chooser.table
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert page.sheet.scope.startswith("2 calls")
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.sheet.scope.startswith("One call")
    press(page.chooser.all)
    assert page.sheet.scope.startswith("3 calls")


def test_a_click_on_the_tick_takes_it_away(page: MapPage) -> None:
    """Anywhere else it only selects; a double click there leaves the call alone."""
    table = page.chooser.table
    tick, name = (table.visualRect(page.chooser.model.index(0, column)).center() for column in (0, 1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert page.sheet.scope.startswith("3 calls")
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=tick)
    assert page.sheet.scope.startswith("2 calls")
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert page.sheet.scope.startswith("One call")


def test_without_a_call_there_is_nothing_to_save(page: MapPage) -> None:
    """And the map says so."""
    press(page.chooser.none)
    assert "No call is on the map." in words_of(page.board)
    assert not page.save.isEnabled()
    assert not page.print.isEnabled()


def test_the_same_stands_in_a_table(page: MapPage) -> None:
    """For screen readers and for sorting."""
    press(page.swap)
    assert page.twin.isVisible()
    cells = {
        page.twin.model().index(row, column).data()
        for row in range(page.twin.model().rowCount())
        for column in range(page.twin.model().columnCount())
    }
    assert {"“Where is my refund?”", "Angry", "Felt", "Gains: what helped"} <= cells
    press(page.swap)
    assert not page.twin.isVisible()


def test_the_map_is_saved_as_pdf_html_and_csv(page: MapPage, tmp_path: Path) -> None:
    """A page for a workshop, one for the web, rows for a spreadsheet; each is told."""
    told: list[str] = []
    page.desk.told.connect(told.append)
    for action in (page.as_pdf, page.as_html, page.as_csv):
        action.trigger()
    assert (tmp_path / "empathy-map.pdf").read_bytes().startswith(b"%PDF")
    assert "Notes: what do we change?" in (tmp_path / "empathy-map.html").read_text(encoding="utf-8")
    rows = (tmp_path / "empathy-map.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "Words,Field,What,How often,Where"
    assert len(rows) == 1 + page.table.rowCount()
    assert [line.endswith("is saved.") for line in told] == [True, True, True]


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """One sentence with the mend; nothing is lost."""
    told: list[str] = []
    desk.told.connect(told.append)
    page = filled(qtbot, desk, tmp_path / "none")
    for action in (page.as_pdf, page.as_html, page.as_csv):
        action.trigger()
    assert len(told) == 3
    assert all("choose another folder" in line for line in told)


def test_nowhere_to_save_saves_nothing(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    """The dialog was left."""
    page = MapPage(desk, ask=lambda *_asked: "")
    qtbot.addWidget(page)
    page.show_calls(result())
    page.as_pdf.trigger()
    assert list(tmp_path.glob("*.pdf")) == []


def test_records_that_cannot_be_read_are_named(page: MapPage) -> None:
    """Above the map of the others; a failed reading likewise."""
    page.show_calls(result("/calls/x: the journal is damaged."))
    assert "Records that could not be read are left out: 1. /calls/x: the journal is damaged." in words_of(page)
    page.again.click()
    worker_of(page).of("map")[-1].fail("The models cannot be loaded.")
    assert "The models cannot be loaded." in words_of(page)


def test_older_calls_are_read_when_they_are_wanted(page: MapPage) -> None:
    """The newest ones are enough to begin with."""
    assert not page.older.isVisible()
    page.show_calls(result(older=700))
    press(page.older)
    assert worker_of(page).of("map")[-1].values["most"] == 2 * MOST
    worker_of(page).of("map")[-1].finish(result())
    assert not page.older.isVisible()


def test_calls_of_another_folder_are_added(page: MapPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside those that the console knows; the same folder is not added twice."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path / "more"))
    press(page.add)
    asked = worker_of(page).of("map")[-1]
    assert asked.values["calls"] == [str(tmp_path / "calls"), str(tmp_path / "more")]
    asked.finish(result())
    press(page.add)
    assert worker_of(page).of("map")[-1] is asked


def test_no_calls_at_all_says_where_they_would_be(page: MapPage, tmp_path: Path) -> None:
    """And how they get there."""
    page.show_calls({"calls": [], "older": 0, "failed": []})
    assert f"There is no recorded call in {tmp_path / 'calls'}." in words_of(page)


def test_at_twice_the_text_size_nothing_is_cut(qtbot: QtBot, new_desk: NewDesk, tmp_path: Path) -> None:
    """Lines wrap, buttons keep their words, cards stand under each other."""
    page = filled(qtbot, new_desk(scale=2.0, palette=CONTRAST), tmp_path)
    for label in page.board.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.sizeHint().width(), button.text()
            assert button.height() >= 24


def test_everything_has_a_name(page: MapPage) -> None:
    """For screen readers."""
    for part in (page.chooser.table, page.chooser.first, page.chooser.emotion, page.twin, page.swap):
        assert part.accessibleName()
    assert page.chooser.table.accessibleName().startswith("Calls")
