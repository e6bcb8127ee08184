"""A chart with its title, its twin as a table, and what saves either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Table
from ui.console.charts.view import ChartView
from ui.console.parts import button, hint
from ui.summary.style import text
from ui.theme import Theme

AskPath = Callable[[QWidget, str, str], str]
"""Asks where to save: parent, title of the dialog, proposed name. Empty: nowhere."""


def ask_path(parent: QWidget, title: str, proposed: str) -> str:
    """The desktop's dialog."""
    ending = Path(proposed).suffix
    return QFileDialog.getSaveFileName(parent, title, proposed, f"*{ending}")[0]


class ChartBox(QWidget):
    """Title, chart or table, buttons.

    Args:
        theme: how it looks.
        chart: shows a model of its own; the box shows the same as a table.
        name: proposed for files, without ending.
        ask: asks where to save.
        opens: what the button says that opens a row, translated; empty for no such button.

    Attributes:
        chart, twin: the two views.
        sorted: the twin's model, for a search.
    """

    chosen = Signal(object)
    """What a row of chart or table stands for."""
    told = Signal(str)
    """What was done, or why not."""

    def __init__(self, theme: Theme, chart: ChartView, name: str, ask: AskPath = ask_path, opens: str = "") -> None:
        super().__init__()
        self._theme, self._name, self._ask = theme, name, ask
        self._as_table = False
        self.chart = chart
        self.table = TableModel(self)
        self.sorted = SortedTable(self)
        self.sorted.setSourceModel(self.table)
        self.twin = ChartView(theme)
        self.twin.setModel(self.sorted)
        self.title = text(theme, "", 14, bold=True)
        self.note = hint(theme, "")
        self.empty = hint(theme, "")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for part in (chart, self.twin, self.empty):
            self._stack.addWidget(part)
        self.swap = button(theme, self.tr("As a table"), self._swap)
        self.as_png = button(theme, self.tr("Save PNG …"), self._save_png)
        self.as_csv = button(theme, self.tr("Save CSV …"), self._save_csv)
        self.open = button(theme, opens, self._open)
        self.open.setVisible(bool(opens))
        for one in (chart, self.twin):
            one.setAccessibleName(name)
            one.chosen.connect(self.chosen)
            one.selectionModel().currentChanged.connect(lambda *_: self._show_open())
        self._arrange()

    def show_table(self, table: Table, title: str, note: str = "", empty: str = "") -> None:
        """The table behind the chart.

        Args:
            table: rows.
            title: names both, on the screen, for screen readers and in the picture.
            note: what has to be known to read it.
            empty: said where there are no rows.
        """
        self.table.show(table)
        self.title.setText(title)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.empty.setText(empty)
        for view in (self.chart, self.twin):
            view.setAccessibleName(title)
            view.setAccessibleDescription(note)
        self._show()

    def view(self) -> ChartView:
        """Whichever of the two is to be seen."""
        return self.twin if self._as_table else self.chart

    def picture(self) -> QPixmap:
        """The chart with its title and its note, as it is saved."""
        chart = self.chart.picture()
        px, palette = self._theme.px, self._theme.palette
        edge, ratio = px(16), chart.devicePixelRatio()
        head, small = self._theme.font(16, "semibold"), self._theme.font(12)
        wide = max(round(chart.width() / ratio), px(420))
        room = QRect(0, 0, wide, 10_000)
        wrapped = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        heights = [
            QFontMetrics(font).boundingRect(room, wrapped, words).height() + px(6) if words else 0
            for font, words in ((head, self.title.text()), (small, self.note.text()))
        ]
        size = QSize(wide + 2 * edge, sum(heights) + round(chart.height() / ratio) + 2 * edge + px(6))
        whole = QPixmap(size * ratio)
        whole.setDevicePixelRatio(ratio)
        whole.fill(QColor(palette.plate))
        painter = QPainter(whole)
        top = edge
        for font, words, color, height in (
            (head, self.title.text(), palette.text, heights[0]),
            (small, self.note.text(), palette.muted, heights[1]),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            painter.drawText(QRect(edge, top, wide, height), wrapped, words)
            top += height
        painter.drawPixmap(QPoint(edge, top + px(6)), chart)
        painter.end()
        return whole

    def _arrange(self) -> None:
        px = self._theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title, 1)
        for part in (self.open, self.swap, self.as_png, self.as_csv):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(self._stack, 1)

    def _show(self) -> None:
        any_rows = bool(self.table.table.rows)
        self._stack.setCurrentWidget(self.view() if any_rows else self.empty)
        for part in (self.swap, self.as_png, self.as_csv):
            part.setEnabled(any_rows)
        self._show_open()

    def _show_open(self) -> None:
        self.open.setEnabled(self.view().current_key() is not None)

    def _open(self) -> None:
        self.view().choose(self.view().currentIndex())

    def _swap(self) -> None:
        self._as_table = not self._as_table
        words = self.tr("As a chart") if self._as_table else self.tr("As a table")
        self.swap.setText(words)
        self.swap.setAccessibleName(words)
        self._show()

    def _save_png(self) -> None:
        path = self._ask(self, self.tr("Save the chart"), f"{self._name}.png")
        if path:
            done = self.picture().save(str(Path(path).with_suffix(".png")), "PNG")
            self._tell(Path(path).with_suffix(".png"), "" if done else self.tr("the folder cannot be written"))

    def _save_csv(self) -> None:
        path = self._ask(self, self.tr("Save the table"), f"{self._name}.csv")
        if not path:
            return
        try:
            Path(path).with_suffix(".csv").write_bytes(self.table.table.csv())
        except OSError as error:
            self._tell(Path(path), error.strerror or str(error))
        else:
            self._tell(Path(path).with_suffix(".csv"), "")

    def _tell(self, path: Path, failure: str) -> None:
        if failure:
            words = self.tr("{path} cannot be saved ({reason}); choose another folder.")
            self.told.emit(words.format(path=path, reason=failure))
        else:
            self.told.emit(self.tr("{path} is saved.").format(path=path))
