"""The coverage page, driven by its boxes, buttons and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assist.console import fires
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.coverage import NO_NEED
from phrasebank.outcomes import OutcomeStore
from phrasebank.store.records import Edit
from phrasebank.taxonomy import load_taxonomy
from tests.phrasebank.effects.cards import cards
from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeJob
from tests.ui.console.stage import NewPage, opened
from ui.console.charts.grid import Spot
from ui.console.charts.model import CELL_ROLE
from ui.console.coverage.page import CoveragePage
from ui.console.desk import Desk
from ui.theme import LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


@pytest.fixture
def new_page(qtbot: QtBot) -> NewPage[CoveragePage]:
    """Shows pages, opened as the window opens them."""
    return lambda desk: opened(qtbot, CoveragePage(desk))


@pytest.fixture
def page(new_page: NewPage[CoveragePage], desk: Desk) -> CoveragePage:
    """Ann's page."""
    return new_page(desk)


def place(emotion: str, need: str) -> tuple[int, int]:
    taxonomy = load_taxonomy()
    return taxonomy.emotion_ids.index(emotion), (*taxonomy.need_ids, NO_NEED).index(need)


def spot(page: CoveragePage, emotion: str, need: str) -> Spot:
    found = page.grid.index(*place(emotion, need)).data(CELL_ROLE)
    assert isinstance(found, Spot)
    return found


def choose(box: Any, value: str) -> None:
    box.setCurrentIndex(box.findData(value))


def asked_worker(desk: Desk) -> FakeJob:
    """The last question about fires."""
    jobs = desk.worker.of("fires")  # type: ignore[attr-defined]
    found: FakeJob = jobs[-1]
    return found


def answered(desk: Desk) -> None:
    """The real task answers, in this process."""
    job = asked_worker(desk)
    job.finish(fires.run(job.values, Office(Settings(), desk.store.path), silent))


def hole_of(page: CoveragePage) -> tuple[str, str]:
    """A sensible cell with too few phrases and a need."""
    for emotion in load_taxonomy().emotion_ids:
        for need in load_taxonomy().need_ids:
            if spot(page, emotion, need).hole:
                return emotion, need
    raise AssertionError("the small bank has holes")


def test_every_feeling_and_need_has_its_number(page: CoveragePage, desk: Desk) -> None:
    """As many as the bank has approved phrases; the table holds the same."""
    phrases = desk.snapshot.candidate().phrases
    expected = sum("anger" in p.emotions and "heard" in p.needs for p in phrases)
    found = spot(page, "anger", "heard")
    assert found.words in (str(expected), f"{expected}/3")
    page.box.swap.click()
    row = next(row for row in page.box.table.table.rows if row[:2] == ("Angry", "Being heard"))
    assert row[2] == expected


def test_a_click_on_a_hole_opens_a_new_phrase_for_it(qtbot: QtBot, page: CoveragePage, desk: Desk) -> None:
    """With feeling and need; also with the phase and the sector that are chosen."""
    emotion, need = hole_of(page)
    at = page.map.visualRect(page.grid.index(*place(emotion, need))).center()
    with qtbot.waitSignal(desk.asked) as asked:
        qtbot.mouseClick(page.map.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == ["bank", {"new": {"emotions": [emotion], "needs": [need]}}]
    choose(page.phase, "discovery")
    choose(page.sector, "travel")
    emotion, need = hole_of(page)
    page.map.setCurrentIndex(page.grid.index(*place(emotion, need)))
    with qtbot.waitSignal(desk.asked) as asked:
        qtbot.keyClick(page.map, Qt.Key.Key_Return)
    new = {"emotions": [emotion], "needs": [need], "phases": ["discovery"], "pack": "travel"}
    assert asked.args == ["bank", {"new": new}]


def test_enter_on_a_filled_cell_shows_its_phrases(qtbot: QtBot, page: CoveragePage, desk: Desk) -> None:
    """The bank page looks for them."""
    filled = next(
        (emotion, need)
        for emotion in load_taxonomy().emotion_ids
        for need in load_taxonomy().need_ids
        if (one := spot(page, emotion, need)).words not in ("", "0") and not one.hole
    )
    page.map.setFocus()
    page.map.setCurrentIndex(page.grid.index(*place(*filled)))
    with qtbot.waitSignal(desk.asked) as asked:
        qtbot.keyClick(page.map, Qt.Key.Key_Return)
    assert asked.args == ["bank", {"filter": f"status:approved emotion:{filled[0]} need:{filled[1]}"}]


def test_a_phrase_that_is_approved_fills_its_cell(page: CoveragePage, desk: Desk) -> None:
    """At once, whoever approved it; until then it is told as a draft."""
    emotion, need = hole_of(page)
    sample = desk.snapshot.entries[0].phrase
    before = int(spot(page, emotion, need).words.split("/")[0])
    new = replace(
        sample, id="for-the-hole", emotions=(emotion,), needs=(need,), pack="core", locale="any", status="draft"
    )
    assert desk.save([Edit(new, 0)])
    assert "1 in draft or review" in spot(page, emotion, need).tip
    for status in ("review", "approved"):
        entry = desk.snapshot.get("for-the-hole")
        assert entry is not None
        assert desk.set_status({"for-the-hole": entry.revision}, status)  # type: ignore[arg-type]
    assert int(spot(page, emotion, need).words.split("/")[0]) == before + 1


def test_the_layers_show_what_the_worker_counts(page: CoveragePage, desk: Desk) -> None:
    """How often a cell came up, and how often its cards were said; few cards are a dash, and no phase is claimed."""
    path = desk.sources.outcomes[0]
    few = cards(3, "spoken", emotion="anxiety", need="clarity", day="2026-03-05")
    OutcomeStore(path).record([*cards(30, "spoken"), *cards(10, "dismissed"), *few])
    assert asked_worker(desk).values == {"outcomes": [str(path)]}
    assert asked_worker(desk).lane == "long"
    answered(desk)
    choose(page.layer, "fired")
    assert spot(page, "annoyance", "speed").words == "40"
    assert "came up 40 times, said: 75% (60–86%)" in spot(page, "annoyance", "speed").tip  # noqa: RUF001
    assert not page.phase.isEnabled()
    choose(page.layer, "spoken")
    assert spot(page, "annoyance", "speed").words == "75%"
    assert spot(page, "anxiety", "clarity").words == "–"  # noqa: RUF001
    assert "A dash: too few" in page.box.note.text()
    choose(page.layer, "approved")
    assert page.phase.isEnabled()


def test_agents_who_share_nothing_are_missed(page: CoveragePage, desk: Desk) -> None:
    """The page says where they can; a worker that fails is told."""
    answered(desk)
    choose(page.layer, "fired")
    assert "agents share" in page.box.note.text()
    told: list[str] = []
    desk.told.connect(told.append)
    page.enter({})
    asked_worker(desk).fail("The work stopped before its end; try it again.")
    assert told == ["The work stopped before its end; try it again."]


def test_holes_are_listed_beside_the_map(qtbot: QtBot, page: CoveragePage, desk: Desk) -> None:
    """With what comes up most first; the list opens a phrase by key and by button."""
    emotion, need = hole_of(page)
    OutcomeStore(desk.sources.outcomes[0]).record(cards(7, "spoken", emotion=emotion, need=need))
    answered(desk)
    first = page.holes.model().index(0, 0)
    assert page.holes.model().index(0, 2).data() == "7"
    assert not page.write.isEnabled()
    page.holes.setCurrentIndex(first)
    assert page.write.isEnabled()
    for act in (
        lambda: qtbot.mouseClick(page.write, Qt.MouseButton.LeftButton),
        lambda: qtbot.keyClick(page.holes, Qt.Key.Key_Return),
    ):
        with qtbot.waitSignal(desk.asked) as asked:
            act()
        assert asked.args == ["bank", {"new": {"emotions": [emotion], "needs": [need]}}]


def test_a_missing_strategy_can_be_written_for_too(qtbot: QtBot, page: CoveragePage, desk: Desk) -> None:
    """Its row carries no feeling."""
    row = next(
        row for row in range(page.holes.model().rowCount()) if "Strategy:" in page.holes.model().index(row, 0).data()
    )
    page.holes.setCurrentIndex(page.holes.model().index(row, 0))
    with qtbot.waitSignal(desk.asked) as asked:
        page.write.click()
    assert asked.args[1]["new"].keys() == {"strategy"}


def test_a_whole_bank_has_no_holes(new_desk: NewDesk, new_page: NewPage[CoveragePage], whole_bank: Any) -> None:
    """And says so, in place of the list."""
    page = new_page(new_desk(whole_bank))
    assert page.none.isVisible()
    assert not page.holes.isVisible()
    assert not page.write.isEnabled()


def test_all_of_it_is_reached_by_key(qtbot: QtBot, page: CoveragePage) -> None:
    """Boxes, map, list and buttons, each with a name for screen readers."""
    page.layer.setFocus()
    met = set()
    for _ in range(20):
        widget = QApplication.focusWidget()
        assert widget is not None
        assert widget.accessibleName()
        met.add(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert {page.layer, page.sector, page.phase, page.map, page.holes, page.box.swap, page.box.as_png} <= met


def test_large_text_puts_the_list_under_the_map(
    new_desk: NewDesk, new_page: NewPage[CoveragePage], qtbot: QtBot
) -> None:
    """At 200 % in an ordinary window nothing is cut off: the page scrolls."""
    page = new_page(new_desk(scale=2.0, palette=LIGHT))
    page.resize(1300, 900)
    qtbot.waitUntil(lambda: page.holes.mapTo(page, page.holes.rect().topLeft()).y() > page.map.height())
    assert page.map.width() > 1000
