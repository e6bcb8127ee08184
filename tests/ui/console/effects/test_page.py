"""The effectiveness page over real files of outcomes, counted by the real task."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assist.console import effects
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.outcomes import Outcome, OutcomeStore
from tests.phrasebank.effects.cards import cards
from tests.ui.console.fakes import FakeJob
from ui.console.desk import Desk
from ui.console.effects.page import EffectsPage
from ui.console.effects.tab import FigureTab
from ui.console.style import console_style
from ui.console.worker import Worker

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

TODAY = date(2026, 3, 10)


@pytest.fixture
def first(desk: Desk) -> str:
    """A phrase of the bank."""
    return desk.snapshot.entries[0].phrase.id


@pytest.fixture
def second(desk: Desk) -> str:
    """Another one."""
    return desk.snapshot.entries[1].phrase.id


@pytest.fixture
def shared(desk: Desk, tmp_path: Path, first: str, second: str) -> Desk:
    """Two agents share: the first phrase is said in three of four calls, the second seldom, a third is new."""
    rising = {"valence": -0.5, "valence_after": 0.1}
    still = {"valence": -0.5, "valence_after": -0.5}
    one = [
        *cards(30, "spoken", phrase_id=first, **rising),
        *cards(10, "dismissed", phrase_id=first, **still),
        *cards(5, "spoken", phrase_id="gone", day="2026-03-09", need=""),
    ]
    other = [*cards(4, "spoken", phrase_id=second), *cards(35, "expired", phrase_id=second, **still)]
    record(desk, tmp_path, one, other)
    return desk


def record(desk: Desk, folder: Path, *agents: list[Outcome]) -> None:
    paths = tuple(folder / f"agent-{number}.db" for number, _ in enumerate(agents))
    for path, outcomes in zip(paths, agents, strict=True):
        OutcomeStore(path).record(outcomes)
    desk.sources = replace(desk.sources, outcomes=paths)


class Asked:
    """Stands for the desktop's dialog: answers with this path."""

    path = ""

    def __call__(self, _parent: QWidget, _title: str, _proposed: str) -> str:
        return self.path


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def page(qtbot: QtBot, shared: Desk, asked: Asked) -> Iterator[EffectsPage]:
    """The page, opened and answered."""
    page = EffectsPage(shared, asked, today=lambda: TODAY)
    page.setStyleSheet(console_style(shared.theme))
    page.resize(1100, 780)
    page.show()
    page.enter({})
    answer(page)
    yield page
    page.close()
    page.deleteLater()


def last_job(page: EffectsPage) -> FakeJob:
    found: FakeJob = page.desk.worker.of("effects")[-1]  # type: ignore[attr-defined]
    return found


def answer(page: EffectsPage) -> None:
    """The real task answers, in this process."""
    job = last_job(page)
    job.finish(effects.run(job.values, Office(Settings(), page.desk.store.path), silent))


def rows(tab: FigureTab) -> list[list[str]]:
    """What the chart shows, as words."""
    model = tab.chart.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def plain(desk: Desk, phrase_id: str) -> str:
    entry = desk.snapshot.get(phrase_id)
    assert entry is not None
    return entry.phrase.plain


def test_phrases_are_told_with_how_sure_it_is(page: EffectsPage, shared: Desk, first: str, second: str) -> None:
    """Those that were seen most come first; few cards are said to be too few."""
    assert (
        rows(page.groups["phrases"])
        == [
            [plain(shared, first), "1 · now", "40", "75% (60–86%)"],  # noqa: RUF001
            [plain(shared, second), "1 · now", "39", "10% (4–24%)"],  # noqa: RUF001
            ["gone", "not known", "5", "too few to tell"],
        ]
        or rows(page.groups["phrases"])[0][2] == "40"
    )


def test_another_share_can_be_looked_at(page: EffectsPage) -> None:
    """The chart follows, and its title."""
    tab = page.groups["phrases"]
    tab.choice.setCurrentIndex(tab.choice.findData("expired"))
    assert tab.box.title.text() == "Phrases: Left alone"
    shares = {row[3] for row in rows(tab)}
    assert "90% (76–96%)" in shares  # noqa: RUF001


def test_words_are_found_in_chart_and_table(qtbot: QtBot, page: EffectsPage, shared: Desk, second: str) -> None:
    """Any of them, in any order."""
    tab = page.groups["phrases"]
    words = plain(shared, second)
    qtbot.keyClicks(tab.search, " ".join(reversed(words.split()[:4])))
    assert [row[0] for row in rows(tab)] == [words]
    assert tab.box.twin.model().rowCount() == 1
    tab.search.clear()
    assert len(rows(tab)) == 3


def test_a_phrase_opens_in_the_bank(qtbot: QtBot, page: EffectsPage, shared: Desk) -> None:
    """By Enter; one that the bank has no more is told."""
    tab = page.groups["phrases"]
    keys = [tab.chart.model().index(row, 0).data() for row in range(3)]
    for row, name in enumerate(keys):
        tab.chart.setCurrentIndex(tab.chart.model().index(row, 0))
        if name == "gone":
            with qtbot.waitSignal(shared.told) as told, qtbot.assertNotEmitted(shared.asked):
                qtbot.keyClick(tab.chart, Qt.Key.Key_Return)
            assert told.args == ["The bank has no phrase 'gone' any more."]
        else:
            with qtbot.waitSignal(shared.asked) as opened:
                qtbot.keyClick(tab.chart, Qt.Key.Key_Return)
            assert opened.args[0] == "bank"
            assert plain(shared, opened.args[1]["id"]) == name


def test_cells_and_strategies_open_their_phrases(qtbot: QtBot, page: EffectsPage, shared: Desk) -> None:
    """The bank page looks for them; a feeling alone is one too."""
    found = {}
    for group in ("cells", "strategies"):
        tab = page.groups[group]
        page.tabs.setCurrentWidget(tab)
        for row in range(tab.chart.model().rowCount()):
            tab.chart.setCurrentIndex(tab.chart.model().index(row, 0))
            with qtbot.waitSignal(shared.asked) as opened:
                qtbot.keyClick(tab.chart, Qt.Key.Key_Return)
            found[tab.chart.model().index(row, 0).data()] = opened.args[1]["filter"]
    assert found == {
        "Annoyed · Speed": "emotion:annoyance need:speed",
        "Annoyed · No need": "emotion:annoyance",
        "Validation": "strategy:validation",
    }


def test_the_mood_is_compared_with_cards_that_were_left(page: EffectsPage) -> None:
    """And is said to be no proof of cause."""
    tab = page.mood
    page.tabs.setCurrentWidget(tab)
    tab.choice.setCurrentIndex(tab.choice.findData("strategies"))
    assert rows(tab) == [["Validation", "+0.60 (+0.60 … +0.60)", "+0.00 (+0.00 … +0.00)"]]
    assert "no proof of cause" in tab.box.note.text()


def test_repetition_is_told_for_the_team(qtbot: QtBot, page: EffectsPage, shared: Desk, first: str) -> None:
    """How often each time, and which phrases came back; one opens in the bank."""
    showings = page.repetition.box.table.table
    assert [showings.words(row, 1) for row in range(len(showings.rows))][:2] == ["3", "3"]
    page.tabs.setCurrentWidget(page.repetition)
    names = [page.repetition.list.model().index(row, 0).data() for row in range(3)]
    assert plain(shared, first) in names
    page.repetition.list.setCurrentIndex(page.repetition.list.model().index(names.index(plain(shared, first)), 0))
    with qtbot.waitSignal(shared.asked) as opened:
        qtbot.keyClick(page.repetition.list, Qt.Key.Key_Return)
    assert opened.args == ["bank", {"id": first}]


def test_no_agent_can_be_told_from_another(page: EffectsPage, shared: Desk) -> None:
    """The page says whose figures they are, and no file's name is anywhere."""
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Figures are of the team. There is no page per agent." in words
    assert "84 cards of 2 agents who share theirs, 2026-03-02 to 2026-03-09." in words
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
    names = {path.stem for path in shared.sources.outcomes}
    tables = [page.groups[group].box.table.table.csv().decode() for group in page.groups]
    assert not any(name in text for name in names for text in (words, *tables))


def test_one_agent_alone_is_said_to_be_alone(page: EffectsPage, shared: Desk) -> None:
    """Then the figures are no team's."""
    shared.sources = replace(shared.sources, outcomes=shared.sources.outcomes[:1])
    page.enter({})
    answer(page)
    assert "Only one agent shares figures" in page.state.text()


def test_nobody_sharing_is_said_with_the_way_out(page: EffectsPage, shared: Desk) -> None:
    """Charts say that they are empty."""
    shared.sources = replace(shared.sources, outcomes=())
    page.enter({})
    answer(page)
    assert "share what became of their cards in the settings" in page.state.text()
    assert page.groups["phrases"].box.empty.text() == "No cards in these days."
    assert page.groups["phrases"].box.empty.isVisible()


def test_other_days_are_counted_anew(qtbot: QtBot, page: EffectsPage, shared: Desk) -> None:
    """What was being counted is not wanted any more; the worker gets the days."""
    page.enter({})
    running = last_job(page)
    page.period.choice.setCurrentIndex(page.period.choice.findData(7))
    assert running.job.over
    assert (last_job(page).values["from"], last_job(page).values["to"]) == ("2026-03-04", "2026-03-10")
    assert page.progress.isVisible()
    answer(page)
    assert not page.progress.isVisible()
    assert [row[0] for row in rows(page.groups["phrases"])] == ["gone"]


def test_counting_can_be_cancelled_and_may_fail(qtbot: QtBot, page: EffectsPage, shared: Desk) -> None:
    """What is shown stays; a failure and a broken file are told."""
    before = rows(page.groups["phrases"])
    page.enter({})
    last_job(page).progress(1, 3, "reading outcomes")
    qtbot.mouseClick(page.progress.stop, Qt.MouseButton.LeftButton)
    assert last_job(page).job.over
    told: list[str] = []
    shared.told.connect(told.append)
    page.enter({})
    last_job(page).fail("It could not be done; try again.")
    shared.sources.outcomes[0].write_bytes(b"no database at all" * 100)
    page.enter({})
    assert rows(page.groups["phrases"]) == before
    answer(page)
    assert told[0] == "It could not be done; try again."
    assert "agent-0.db" in told[1]


def test_pictures_and_tables_are_saved(
    qtbot: QtBot, page: EffectsPage, shared: Desk, asked: Asked, tmp_path: Path
) -> None:
    """Each chart as PNG and CSV; what was done is told."""
    told: list[str] = []
    shared.told.connect(told.append)
    boxes = [page.groups["phrases"].box, page.mood.box, page.repetition.box, page.repetition.phrases]
    for number, (box, tab) in enumerate(
        zip(boxes, (page.groups["phrases"], page.mood, page.repetition, page.repetition), strict=True)
    ):
        page.tabs.setCurrentWidget(tab)
        for part, ending in ((box.as_png, "png"), (box.as_csv, "csv")):
            asked.path = str(tmp_path / f"{number}.{ending}")
            qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
        assert QImage(str(tmp_path / f"{number}.png")).width() > 300
        lines = list(csv.reader(io.StringIO((tmp_path / f"{number}.csv").read_text("utf-8-sig"))))
        assert len(lines) == 1 + len(box.table.table.rows)
    assert len(told) == 8


def test_all_of_it_is_reached_by_key(qtbot: QtBot, page: EffectsPage) -> None:
    """Days, tabs, boxes, search, chart and buttons, each with a name for screen readers."""
    page.period.choice.setFocus()
    met = set()
    for _ in range(20):
        widget = QApplication.focusWidget()
        assert widget is not None
        assert widget.accessibleName()
        met.add(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    tab = page.groups["phrases"]
    assert {page.period.choice, page.tabs.tabBar(), tab.choice, tab.search, tab.chart, tab.box.swap} <= met


def test_another_page_can_open_a_tab(page: EffectsPage) -> None:
    """By its name."""
    page.enter({"tab": "experiments"})
    assert page.tabs.currentWidget() is page.experiments
    page.enter({"tab": "phrases"})
    assert page.tabs.currentWidget() is page.groups["phrases"]


def test_a_real_worker_counts_the_same(qtbot: QtBot, page: EffectsPage, shared: Desk) -> None:
    """Files in, figures out, over the pipes of a process."""
    shared.worker = worker = Worker(shared.store.path)
    try:
        page.period.choice.setCurrentIndex(page.period.choice.findData(7))
        qtbot.waitUntil(lambda: not page.progress.isVisible(), timeout=60_000)
        assert rows(page.groups["phrases"]) == [["gone", "not known", "5", "too few to tell"]]
    finally:
        worker.close()
