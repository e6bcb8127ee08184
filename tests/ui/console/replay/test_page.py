"""The replay page: calls are chosen, run and read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from phrasebank.store.records import Edit
from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeJob, FakeWorker
from tests.ui.console.replay.results import MOMENTS, result
from ui.console.charts.model import TableModel
from ui.console.desk import Desk
from ui.console.replay.calls import NAME, CallsModel
from ui.console.replay.listing import journals_under
from ui.console.replay.moments import moments_table
from ui.console.replay.page import CHANGES, VERDICT, ReplayPage
from ui.console.style import console_style

DAY = 86_400


def worker(desk: Desk) -> FakeWorker:
    """The desk's worker, which is a fake."""
    assert isinstance(desk.worker, FakeWorker)
    return desk.worker


def press(qtbot: QtBot, button: QAbstractButton) -> None:
    """Click it."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def show(qtbot: QtBot, page: ReplayPage) -> QWidget:
    """Show it as the window does: within something that is not resized for it, and that has to be kept."""
    host = QWidget()
    qtbot.addWidget(host)
    host.setObjectName("after")
    host.setStyleSheet(console_style(page.desk.theme))
    host.resize(1100, 800)
    page.setParent(host)
    page.resize(host.size())
    host.show()
    return host


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three recorded calls of three days."""
    for place, name in enumerate(("monday", "tuesday", "wednesday")):
        path = tmp_path / "calls" / name / "call.journal"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"SQLite format 3\0")
        os.utime(path, (1_800_000_000 + place * DAY,) * 2)
    return tmp_path / "calls"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, folder: Path) -> Iterator[ReplayPage]:
    """The page, opened, with its calls listed."""
    page = ReplayPage(desk)
    _host = show(qtbot, page)
    with qtbot.waitSignal(page.chooser.listing.listed):
        page.enter({})
    yield page
    page.hide()


@pytest.fixture
def run(qtbot: QtBot, page: ReplayPage) -> Callable[..., FakeJob]:
    """Runs the calls and gives the worker's answer."""

    def run(**changes: Any) -> FakeJob:
        press(qtbot, page.start)
        job = worker(page.desk).jobs[-1]
        job.finish(result(page.desk.snapshot.mark, **changes))
        return job

    return run


def test_calls_are_listed_with_the_newest_first(page: ReplayPage) -> None:
    """By their folders, each with its day; all are ticked."""
    model = page.chooser.model
    names = [model.index(row, NAME).data() for row in range(model.rowCount())]
    assert names == ["wednesday", "tuesday", "monday"]
    assert page.state.text() == "3 calls are chosen."


def test_a_journal_of_another_name_is_called_after_itself(folder: Path) -> None:
    """Shared folders hold many journals side by side."""
    (folder / "ann-7.journal").write_bytes(b"")
    assert "ann-7" in {found.name for found in journals_under([folder, folder])}
    assert len(journals_under([folder, folder])) == 4


def test_all_calls_run_and_the_progress_is_shown(qtbot: QtBot, page: ReplayPage, folder: Path) -> None:
    """On the lane for long work, once at a time, and it can be cancelled."""
    press(qtbot, page.start)
    (job,) = worker(page.desk).of("compare")
    assert job.lane == "long"
    assert job.values == {"calls": [str(folder)], "which": "candidate", "pick": None}
    job.progress(1, 3, "running the calls")
    assert (page.progress.bar.value(), page.progress.words.text()) == (1, "running the calls")
    assert not page.start.isEnabled()
    press(qtbot, page.progress.stop)
    assert page.start.isEnabled()
    assert page.result() is None


def test_only_ticked_calls_of_the_chosen_days_run(qtbot: QtBot, page: ReplayPage, folder: Path) -> None:
    """The space bar takes a tick away; days narrow the list."""
    page.chooser.table.setCurrentIndex(page.chooser.model.index(1, NAME))
    QTest.keyClick(page.chooser.table, Qt.Key.Key_Space)
    page.which.setCurrentIndex(1)
    press(qtbot, page.start)
    (job,) = worker(page.desk).of("compare")
    picked = [str((folder / name / "call.journal").resolve()) for name in ("wednesday", "monday")]
    assert (job.values["which"], job.values["pick"]) == ("trial", picked)
    job.fail("The models are gone.")
    page.chooser.first.setDate(page.chooser.last.date())
    press(qtbot, page.start)
    assert worker(page.desk).of("compare")[-1].values["pick"] == picked[:1]


def test_none_and_all_are_ticked_at_once(qtbot: QtBot, page: ReplayPage) -> None:
    """With two buttons."""
    press(qtbot, page.chooser.none)
    assert page.state.text() == "0 calls are chosen."
    press(qtbot, page.chooser.all)
    assert page.state.text() == "3 calls are chosen."


def test_another_folder_may_be_added(qtbot: QtBot, page: ReplayPage, tmp_path: Path) -> None:
    """Its calls join the list, and are run too."""
    more = tmp_path / "more" / "friday" / "call.journal"
    more.parent.mkdir(parents=True)
    more.write_bytes(b"")
    with qtbot.waitSignal(page.chooser.listing.listed):
        page.chooser.add_folder(tmp_path / "more")
    assert page.chooser.model.rowCount() == 4
    press(qtbot, page.start)
    assert worker(page.desk).jobs[-1].values["calls"][-1] == str(tmp_path / "more")


def test_the_result_is_kept_for_the_release(page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """With the mark of the bank; a comparison with drafts in it says nothing about what is published next."""
    run()
    assert page.result() is page.desk.gate
    assert page.desk.gate is not None
    assert page.desk.gate["mark"] == page.desk.snapshot.mark
    run(which="trial")
    assert page.result() is not page.desk.gate
    assert page.desk.gate["which"] == "candidate"
    assert not page.back.isVisible()


@pytest.mark.parametrize(("verdict", "sign"), [("passed", "✓"), ("unsure", "?"), ("blocked", "✗")])
def test_the_verdict_has_a_sign_and_words(
    page: ReplayPage, run: Callable[..., FakeJob], verdict: str, sign: str
) -> None:
    """And says for each thing what was found."""
    run(verdict=verdict)
    assert page.verdict.head.text().startswith(f"{sign}  ")
    assert page.verdict.accessibleName() in page.verdict.head.text()
    shown = [label.text() for label in page.findings.findChildren(QLabel)]
    assert "A sentence about precision." in shown
    assert shown.count("✓") == (2 if verdict == "passed" else 1)
    assert page.tabs.currentIndex() == (CHANGES if verdict == "passed" else VERDICT)


def test_a_bank_that_has_changed_since_is_told(page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """The verdict is about another bank."""
    run()
    assert not page.verdict.stale.isVisible()
    entry = page.desk.snapshot.entries[0]
    assert page.desk.set_status({entry.phrase.id: entry.revision}, "retired", "too long")
    assert "has been changed since" in page.verdict.stale.text()
    run()
    assert not page.verdict.stale.isVisible()


def test_moments_are_walked_through_with_keys(qtbot: QtBot, page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """J and K, or the arrows; each is read beside the table."""
    run()
    changes = page.changes
    assert page.tabs.currentWidget() is changes
    assert changes.count.text() == "3 moments differ."
    assert MOMENTS[0]["quote"] in changes.pane.quote.text()
    QTest.keyClick(changes.view, Qt.Key.Key_J)
    assert MOMENTS[1]["quote"] in changes.pane.quote.text()
    assert changes.pane.sides["one"].words.text() == "No card"
    assert changes.pane.sides["other"].words.text() == "Words of new-2."
    QTest.keyClick(changes.view, Qt.Key.Key_Down)
    assert "the agent said “not this”" in changes.pane.sides["then"].fate.text()
    QTest.keyClick(changes.view, Qt.Key.Key_K)
    QTest.keyClick(changes.view, Qt.Key.Key_K)
    QTest.keyClick(changes.view, Qt.Key.Key_K)
    assert MOMENTS[0]["quote"] in changes.pane.quote.text()


def test_moments_are_narrowed_by_kind_and_by_words(qtbot: QtBot, page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """What is not listed is counted."""
    run()
    changes = page.changes
    assert [box.text() for box in changes.kinds.values()] == [
        "+ gained (1)",
        "\N{MINUS SIGN} lost (1)",
        "⇄ swapped (1)",
    ]
    changes.kinds["gained"].click()
    assert changes.count.text() == "2 of 3 moments that differ."
    QTest.keyClicks(changes.words, "jk paid twice")
    assert changes.view.model().rowCount() == 0
    assert changes.words.text() == "jk paid twice"
    changes.words.setText("paid twice")
    changes.walk(1)
    assert MOMENTS[2]["quote"] in changes.pane.quote.text()


def test_a_moment_leads_to_playground_and_phrase(qtbot: QtBot, page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """With its words, and with the phrase of either side."""
    run()
    pane = page.changes.pane
    with qtbot.waitSignal(page.desk.asked) as asked:
        press(qtbot, pane.play)
    assert asked.args == ["playground", {"text": MOMENTS[0]["quote"], "phrase": "new-1"}]
    with qtbot.waitSignal(page.desk.asked) as asked:
        press(qtbot, pane.sides["one"].open)
    assert asked.args == ["bank", {"id": "old-1"}]


def test_a_call_leads_to_its_moments(qtbot: QtBot, page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """From the table of calls, with Enter."""
    run()
    page.tabs.setCurrentWidget(page.calls)
    page.calls.view.selectRow(1)
    QTest.keyClick(page.calls.view, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.changes
    assert page.changes.count.text() == "1 of 3 moments that differ."


def test_figures_stand_side_by_side_and_can_be_saved(qtbot: QtBot, desk: Desk, folder: Path, tmp_path: Path) -> None:
    """Each with its interval; a dash where calls do not tell."""
    path = tmp_path / "figures.csv"

    def ask(_parent: QWidget, _title: str, _name: str) -> str:
        return str(path)

    page = ReplayPage(desk, ask)
    qtbot.addWidget(page)
    press(qtbot, page.start)
    worker(desk).jobs[-1].finish(result(desk.snapshot.mark))
    rows = {row[0]: row[1:] for row in page.figures.table.table.rows}
    assert rows["Cards a call"] == ("2.00  (1.00 to 4.00)", "\N{EN DASH}")
    assert rows["Used, of the cards that agents judged"] == ("\N{EN DASH}", "50 %  (25 % to 100 %)")
    press(qtbot, page.figures.save)
    assert "Cards a call,2.00" in path.read_text(encoding="utf-8-sig")
    path = tmp_path / "there" / "is none.csv"
    with qtbot.waitSignal(desk.told) as told:
        press(qtbot, page.figures.save)
    assert "cannot be written" in told.args[0]


def test_journals_that_were_left_out_are_told(page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """How many beside the result, and which in the tip."""
    run(failed=("a.journal: the journal is damaged; delete it.",))
    assert "1 journals were left out." in page.state.text()
    assert "a.journal" in page.state.toolTip()


def test_a_release_may_ask_for_a_comparison(qtbot: QtBot, page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """Then what is approved is compared, and a button leads back."""
    page.which.setCurrentIndex(1)
    with qtbot.waitSignal(page.chooser.listing.listed):
        page.enter({"then": "releases"})
    assert page.which.currentData() == "candidate"
    run()
    with qtbot.waitSignal(page.desk.asked) as asked:
        press(qtbot, page.back)
    assert asked.args == ["releases", {}]


def test_an_edit_takes_no_result_away(page: ReplayPage, run: Callable[..., FakeJob]) -> None:
    """The moments can still be read."""
    run()
    entry = page.desk.snapshot.entries[0]
    page.desk.save([Edit(entry.phrase, entry.revision)])
    assert page.changes.view.model().rowCount() == 3


def test_the_models_keep_qts_rules(page: ReplayPage, qtmodeltester: ModelTester) -> None:
    """Calls with their ticks, and moments."""
    qtmodeltester.check(page.chooser.model)
    table = TableModel(page)
    table.show(moments_table(MOMENTS, frozenset(("gained", "lost"))))
    qtmodeltester.check(table)
    assert table.rowCount() == 2
    assert isinstance(page.chooser.model, CallsModel)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_has_a_name_and_can_be_hit(qtbot: QtBot, new_desk: NewDesk, folder: Path, scale: float) -> None:
    """Buttons and boxes are at least 24 pixels high and are named for screen readers."""
    page = ReplayPage(new_desk(scale=scale))
    _host = show(qtbot, page)
    for button in page.findChildren(QAbstractButton):
        if button.isVisible() and button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert button.text() or button.accessibleName()
            assert button.height() >= 24
