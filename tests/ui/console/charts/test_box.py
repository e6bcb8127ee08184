"""A chart has its table, and both can be saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from phrasebank.effects.figures import share
from ui.console.charts.bars import IntervalChart
from ui.console.charts.box import ChartBox
from ui.console.charts.halves import Halves
from ui.console.charts.model import TableModel
from ui.console.charts.table import Column, Table
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

TABLE = Table(
    (Column("Strategy"), Column("Seen", "count"), Column("Said", "share")),
    (("Apology", 80, share(20, 80)), ("Thanks", 4, share(1, 4))),
    ("strategy:apology", "strategy:gratitude"),
)


class Asked:
    """Stands for the desktop's dialog: answers with this path."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.proposed: list[str] = []

    def __call__(self, _parent: QWidget, _title: str, proposed: str) -> str:
        self.proposed.append(proposed)
        return str(self.path or "")


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def box(qtbot: QtBot, asked: Asked) -> ChartBox:
    """A chart of two strategies."""
    theme = Theme(DARK, 1.0, load_font())
    chart = IntervalChart(theme)
    model = TableModel(chart)
    chart.setModel(model)
    model.show(TABLE)
    box = ChartBox(theme, chart, "strategies", asked, "Open in the bank")
    qtbot.addWidget(box)
    box.show_table(TABLE, "Strategies: Said", "Share of the cards that agents saw.", "No cards.")
    box.resize(700, 400)
    box.show()
    return box


def test_the_twin_is_a_click_away(qtbot: QtBot, box: ChartBox) -> None:
    """It has the same rows and names; its button says where the next click leads."""
    assert box.chart.isVisible()
    qtbot.mouseClick(box.swap, Qt.MouseButton.LeftButton)
    assert not box.chart.isVisible()
    assert box.twin.isVisible()
    assert (box.swap.text(), box.swap.accessibleName()) == ("As a chart", "As a chart")
    assert [box.twin.model().index(row, 2).data() for row in (0, 1)] == ["25% (17–35%)", "too few to tell"]  # noqa: RUF001
    assert box.twin.accessibleName() == box.chart.accessibleName() == "Strategies: Said"
    qtbot.keyClick(box.swap, Qt.Key.Key_Space)
    assert box.chart.isVisible()


def test_chart_and_twin_tell_what_was_chosen(qtbot: QtBot, box: ChartBox) -> None:
    """Whichever is to be seen."""
    for view in (box.chart, box.twin):
        view.setCurrentIndex(view.model().index(0, 0))
        with qtbot.waitSignal(box.chosen) as chosen:
            qtbot.keyClick(view, Qt.Key.Key_Return)
        assert chosen.args == ["strategy:apology"]


def test_a_button_opens_the_row(qtbot: QtBot, box: ChartBox) -> None:
    """For whoever does not know that Enter does; there is nothing to open until a row is chosen."""
    assert not box.open.isEnabled()
    for view in (box.chart, box.twin):
        view.setCurrentIndex(view.model().index(1, 0))
        with qtbot.waitSignal(box.chosen) as chosen:
            qtbot.mouseClick(box.open, Qt.MouseButton.LeftButton)
        assert chosen.args == ["strategy:gratitude"]
        box.swap.click()
    box.show_table(TABLE, "Strategies: Said")
    box.chart.model().show(TABLE)  # type: ignore[attr-defined]  # the chart's own model, as in the pages
    assert box.chart.current_key() is None


def test_a_picture_is_saved_with_its_title(qtbot: QtBot, box: ChartBox, asked: Asked, tmp_path: Path) -> None:
    """Under the name that was given; the ending is set right."""
    asked.path = tmp_path / "said.jpg"
    with qtbot.waitSignal(box.told) as told:
        qtbot.mouseClick(box.as_png, Qt.MouseButton.LeftButton)
    image = QImage(str(tmp_path / "said.png"))
    assert image.height() > box.chart.picture().height() + 20
    assert asked.proposed == ["strategies.png"]
    assert told.args == [f"{tmp_path / 'said.png'} is saved."]


def test_the_table_is_saved(qtbot: QtBot, box: ChartBox, asked: Asked, tmp_path: Path) -> None:
    """As it stands behind the chart."""
    asked.path = tmp_path / "said.csv"
    qtbot.mouseClick(box.as_csv, Qt.MouseButton.LeftButton)
    assert (tmp_path / "said.csv").read_bytes() == TABLE.csv()


def test_a_folder_that_cannot_be_written_is_told(qtbot: QtBot, box: ChartBox, asked: Asked, tmp_path: Path) -> None:
    """In a sentence with the mend, for both kinds."""
    asked.path = tmp_path / "missing" / "said"
    for part in (box.as_csv, box.as_png):
        with qtbot.waitSignal(box.told) as told:
            qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
        assert "choose another folder" in told.args[0]


def test_whoever_names_no_file_saves_nothing(qtbot: QtBot, box: ChartBox, tmp_path: Path) -> None:
    """And is told nothing."""
    with qtbot.assertNotEmitted(box.told):
        for part in (box.as_csv, box.as_png):
            qtbot.mouseClick(part, Qt.MouseButton.LeftButton)
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_show_is_said(box: ChartBox) -> None:
    """The buttons wait until there is something."""
    box.show_table(Table(TABLE.columns), "Strategies: Said", "", "No cards.")
    assert box.empty.isVisible()
    assert not box.chart.isVisible()
    assert not any(part.isEnabled() for part in (box.swap, box.as_png, box.as_csv))


def test_halves_stand_under_each_other_where_it_is_narrow(qtbot: QtBot) -> None:
    """Then each keeps a height to work with, and the whole is scrolled."""
    theme = Theme(DARK, 1.0, load_font())
    chief, aside = QWidget(), QWidget()
    halves = Halves(theme, chief, aside, heights=(300, 200))
    qtbot.addWidget(halves)
    halves.resize(1200, 400)
    halves.show()
    assert aside.mapTo(halves, aside.rect().topLeft()).x() > chief.width() - 1
    halves.resize(600, 400)
    qtbot.waitUntil(lambda: aside.mapTo(halves, aside.rect().topLeft()).y() >= 250)
    assert halves.verticalScrollBar().maximum() > 0
