"""Charts are item views: models that hold, keys that walk, pictures that show all of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QHeaderView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from phrasebank.effects.figures import Estimate, share
from ui.console.charts.bars import IntervalChart
from ui.console.charts.grid import Grid, GridModel, Spot
from ui.console.charts.heatmap import HeatMap
from ui.console.charts.ink import contrast, ink_on, shade
from ui.console.charts.legend import Legend
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Column, Table
from ui.console.charts.tall import TallHeads
from ui.theme import DARK, PALETTES, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

COLUMNS = (Column("Phrase"), Column("Seen", "count"), Column("Said", "share"))


def dress(scale: float = 1.0, palette: str = "dark") -> Theme:
    return Theme(PALETTES[palette], scale, load_font())


def phrases(count: int) -> Table:
    """Rows of which every fourth was seen too seldom."""
    rows = tuple((f"Phrase {n}", n, share(n // 2, n) if n % 4 else None) for n in range(20, 20 + count))
    return Table(COLUMNS, rows, tuple(f"p{n}" for n in range(20, 20 + count)))


def shown_chart(qtbot: QtBot, table: Table, theme: Theme | None = None) -> IntervalChart:
    theme = theme or dress()
    chart = IntervalChart(theme)
    qtbot.addWidget(chart)
    model, order = TableModel(chart), SortedTable(chart)
    order.setSourceModel(model)
    chart.setModel(order)
    model.show(table)
    chart.resize(theme.px(900), theme.px(400))
    chart.show()
    return chart


def names(chart: IntervalChart) -> list[str]:
    return [chart.model().index(row, 0).data() for row in range(chart.model().rowCount())]


def spots() -> Grid:
    """Two rows, three columns: filled, a hole, and nothing asked for."""
    return Grid(
        ("Angry", "Anxious"),
        ("Fairness", "Being understood", "Speed"),
        {
            (0, 0): Spot("12", 1.0, False, "Angry, Fairness: 12 approved.", "filled"),
            (0, 1): Spot("1/3", 0.1, True, "Angry, Being understood: 2 more wanted.", "hole"),
            (1, 2): Spot("4", 0.3, False, "Anxious, Speed: 4 approved.", "low"),
        },
    )


def shown_map(qtbot: QtBot, grid: Grid, theme: Theme | None = None) -> HeatMap:
    theme = theme or dress()
    heat = HeatMap(theme)
    qtbot.addWidget(heat)
    model = GridModel(heat)
    model.show(grid)
    heat.setModel(model)
    heat.resize(theme.px(600), theme.px(300))
    heat.show()
    return heat


def colors(image: QImage, step: int = 2) -> set[str]:
    points = ((x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step))
    return {image.pixelColor(x, y).name() for x, y in points}


def test_tables_are_sound_models(qtmodeltester: ModelTester) -> None:
    """Empty, filled, and sorted with a search."""
    model, order = TableModel(), SortedTable()
    order.setSourceModel(model)
    for one in (model, order):
        qtmodeltester.check(one)
    model.show(phrases(12))
    order.sort(2, Qt.SortOrder.DescendingOrder)
    order.keep("phrase 2")
    for one in (model, order):
        qtmodeltester.check(one)
    assert {order.index(row, 0).data() for row in range(order.rowCount())} == {f"Phrase {n}" for n in range(20, 30)}


def test_grids_are_sound_models(qtmodeltester: ModelTester) -> None:
    """Empty and filled."""
    model = GridModel()
    qtmodeltester.check(model)
    model.show(spots())
    qtmodeltester.check(model)


def test_heads_sort_and_what_is_not_known_comes_last(qtbot: QtBot) -> None:
    """Whichever way it is sorted; until then rows stand as they were given."""
    chart = shown_chart(qtbot, phrases(9))
    assert names(chart) == [f"Phrase {n}" for n in range(20, 29)]
    at = QPoint(chart.heads.sectionViewportPosition(2) + 20, 8)
    for _ in range(2):
        qtbot.mouseClick(chart.heads.viewport(), Qt.MouseButton.LeftButton, pos=at)
        unknown = [chart.model().index(row, 2).data() for row in range(6, 9)]
        assert unknown == ["too few to tell"] * 3
    qtbot.mouseClick(chart.heads.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, 8))
    assert names(chart) == sorted(names(chart))


def test_keys_sort_and_choose(qtbot: QtBot) -> None:
    """Alt with an arrow sorts by the column that the keys are at; Enter tells what the row stands for."""
    chart = shown_chart(qtbot, phrases(5))
    chart.setCurrentIndex(chart.model().index(0, 1))
    qtbot.keyClick(chart, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(chart)[0] == "Phrase 24"
    qtbot.keyClick(chart, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(chart)[0] == "Phrase 20"
    chart.setCurrentIndex(chart.model().index(0, 1))
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == ["p21"]
    assert chart.current_key() == "p21"


def test_a_row_that_stands_for_nothing_cannot_be_chosen(qtbot: QtBot) -> None:
    """Enter and a double click do nothing there."""
    chart = shown_chart(qtbot, Table(COLUMNS, (("First time", 30, share(9, 30)),)))
    chart.setCurrentIndex(chart.model().index(0, 0))
    with qtbot.assertNotEmitted(chart.chosen):
        qtbot.keyClick(chart, Qt.Key.Key_Return)


def test_a_picture_shows_all_rows_and_leaves_the_order(qtbot: QtBot) -> None:
    """Also those that are scrolled out of sight."""
    chart = shown_chart(qtbot, phrases(40))
    chart.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    before = names(chart)
    picture = chart.picture()
    ratio = picture.devicePixelRatio()
    assert picture.height() / ratio >= 40 * chart.rowHeight(0)
    assert picture.width() / ratio >= chart.heads.length()
    assert names(chart) == before
    assert chart.heads.sortIndicatorSection() == 1
    bottom = picture.toImage().copy(0, picture.height() - 40, picture.width(), 30)
    assert len(colors(bottom)) > 4


@pytest.mark.parametrize("palette", list(PALETTES))
def test_bars_are_as_long_as_their_shares(qtbot: QtBot, palette: str) -> None:
    """A share of one half ends twice as far from the axis as one of a quarter, in every palette."""
    halves = Table(COLUMNS, (("a", 400, Estimate(0.5, 0.45, 0.55, 400)), ("b", 400, Estimate(0.25, 0.2, 0.3, 400))))
    theme = dress(palette=palette)
    chart = shown_chart(qtbot, halves, theme)
    image = chart.viewport().grab().toImage()
    left = chart.columnViewportPosition(2)
    lengths = []
    for row in (0, 1):
        y = chart.rowViewportPosition(row) + round(chart.rowHeight(row) * 0.32)
        line = [image.pixelColor(x, y).name() for x in range(left, left + chart.columnWidth(2))]
        bar = line[len(line) // 12]
        lengths.append(line.count(bar))
    assert lengths[0] == pytest.approx(2 * lengths[1], rel=0.12)
    assert lengths[1] > 10


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_columns_share_the_room_without_covering_each_other(qtbot: QtBot, scale: float) -> None:
    """Names give way first; a painted column keeps room for its axis and its figures."""
    theme = dress(scale)
    long = Table(COLUMNS, (("word " * 60, 100, share(30, 100)),))
    chart = shown_chart(qtbot, long, theme)
    widths = [chart.columnWidth(place) for place in range(3)]
    assert sum(widths) <= chart.viewport().width()
    assert widths[2] >= theme.px(250)
    chart.resize(theme.px(300), theme.px(300))
    assert chart.columnWidth(2) >= theme.px(200)


def test_arrow_keys_walk_over_a_map_and_enter_opens(qtbot: QtBot) -> None:
    """As does a click; spots that stand for nothing do not answer."""
    heat = shown_map(qtbot, spots())
    heat.setCurrentIndex(heat.model().index(0, 0))
    qtbot.keyClick(heat, Qt.Key.Key_Right)
    with qtbot.waitSignal(heat.chosen) as chosen:
        qtbot.keyClick(heat, Qt.Key.Key_Enter)
    assert chosen.args == ["hole"]
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(heat.chosen):
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    spot = heat.visualRect(heat.model().index(1, 2)).center()
    with qtbot.waitSignal(heat.chosen) as chosen:
        qtbot.mouseClick(heat.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen.args == ["low"]


def test_a_map_speaks(qtbot: QtBot) -> None:
    """A screen reader finds a table with rows, columns and a sentence for each spot."""
    heat = shown_map(qtbot, spots())
    heat.setAccessibleName("Approved phrases")
    reader = QAccessible.queryAccessibleInterface(heat)
    assert reader is not None
    assert reader.role() == QAccessible.Role.Table
    words = [reader.child(place).text(QAccessible.Text.Name) for place in range(reader.childCount())]
    assert {"Angry, Being understood: 2 more wanted.", "Fairness", "Anxious"} <= set(words)
    assert heat.model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "Angry, Being understood: 2 more wanted."


@pytest.mark.parametrize("palette", list(PALETTES))
def test_holes_are_told_without_colour(qtbot: QtBot, palette: str) -> None:
    """A hatch and a flag in the corner, beside the numbers."""
    theme = dress(palette=palette)
    heat = shown_map(qtbot, spots(), theme)
    image = heat.viewport().grab().toImage()

    def inside(row: int, column: int) -> QImage:
        return image.copy(heat.visualRect(heat.model().index(row, column)).adjusted(2, 2, -2, -2))

    assert len(colors(inside(1, 0))) == 1
    assert len(colors(inside(0, 1))) > 10
    hole = inside(0, 1)
    assert QColor(theme.palette.alert).name() in {hole.pixelColor(hole.width() - 2, y).name() for y in range(1, 6)}


def test_the_focus_is_seen_on_every_spot(qtbot: QtBot) -> None:
    """A ring appears around the spot that the keys are at."""
    heat = shown_map(qtbot, spots())
    area = heat.visualRect(heat.model().index(0, 0))
    before = heat.viewport().grab().toImage().copy(area)
    heat.setFocus()
    heat.setCurrentIndex(heat.model().index(0, 0))
    qtbot.waitUntil(heat.hasFocus)
    after = heat.viewport().grab().toImage().copy(area)
    assert after.pixelColor(area.width() // 2, 1).name() == DARK.text.lower()
    assert after.pixelColor(area.width() // 2, 3).name() == DARK.plate.lower()
    assert before != after


def test_another_layer_leaves_the_keys_where_they_are(qtbot: QtBot) -> None:
    """Only the spots differ; another set of rows begins anew."""
    heat = shown_map(qtbot, spots())
    heat.setCurrentIndex(heat.model().index(1, 2))
    model = heat.model()
    assert isinstance(model, GridModel)
    model.show(Grid(spots().rows, spots().columns, {}))
    assert (heat.currentIndex().row(), heat.currentIndex().column()) == (1, 2)
    model.show(Grid(("Angry",), ("Speed",), {}))
    assert not heat.currentIndex().isValid()


def test_names_of_columns_never_overlap(qtbot: QtBot) -> None:
    """In lines where there is room, upright where there is not; then the heads are as high as the longest."""
    heat = shown_map(qtbot, spots())
    heat.resize(900, 300)
    low = heat.heads.height()
    heat.resize(230, 300)
    heads = heat.heads
    assert isinstance(heads, TallHeads)
    qtbot.waitUntil(lambda: heads.height() > low)
    assert heads.height() >= heads.fontMetrics().horizontalAdvance("Being understood")


def test_a_map_as_a_picture_has_all_rows(qtbot: QtBot) -> None:
    """Also where the window is too small for them."""
    heat = shown_map(qtbot, spots())
    heat.resize(200, 90)
    picture = heat.picture()
    assert picture.height() / picture.devicePixelRatio() >= heat.verticalHeader().length() + heat.heads.height()


@pytest.mark.parametrize("palette", list(PALETTES))
def test_numbers_are_readable_on_every_shade(palette: str) -> None:
    """4.5:1 (WCAG 1.4.3), from the palest to the deepest."""
    theme = dress(palette=palette)
    grounds = [shade(theme, part / 50) for part in range(51)]
    assert min(contrast(ink_on(ground), ground) for ground in grounds) >= 4.5


def test_targets_are_large_enough(qtbot: QtBot) -> None:
    """Rows, spots: 24 px and more (WCAG 2.5.8)."""
    chart, heat = shown_chart(qtbot, phrases(3)), shown_map(qtbot, spots())
    heat.resize(150, 100)
    assert chart.rowHeight(0) >= 24
    assert min(heat.rowHeight(0), heat.columnWidth(0)) >= 24
    assert heat.verticalHeader().sectionResizeMode(0) == QHeaderView.ResizeMode.Stretch


def test_a_legend_breaks_into_lines(qtbot: QtBot) -> None:
    """It says in words what it shows."""
    legend = Legend(dress())
    qtbot.addWidget(legend)
    legend.explain((Spot(shade=0.0), "few phrases"), (Spot(shade=1.0), "many"), (Spot(hole=True), "too few"))
    assert legend.accessibleName() == "few phrases; many; too few"
    assert legend.heightForWidth(100) > legend.heightForWidth(1000)
    legend.resize(legend.sizeHint())
    assert len(colors(legend.grab().toImage())) > 3
