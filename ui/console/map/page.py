"""The empathy map page: choose recorded calls, look at their map, print it for a workshop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout

from assist.report.digest import Digest
from assist.report.empathy_map import empathy_map
from ui.console.charts.box import AskPath, ask_path
from ui.console.charts.model import SortedTable, TableModel
from ui.console.charts.table import Column, Table
from ui.console.charts.view import ChartView
from ui.console.desk import Desk
from ui.console.map.board import Board
from ui.console.map.chooser import CallChooser
from ui.console.map.html import page_html
from ui.console.map.printing import lay_out, print_sheet, save_pdf
from ui.console.map.sections import Sheet, sheet_of
from ui.console.page import Page
from ui.console.parts import Banner, JobBar, button, column, heading, hint, row

FILE = "empathy-map"
MOST = 500
"""So many calls are read at first, the newest ones: about a minute."""


class MapPage(Page):
    """Chooser on the left; the map, or the same as a table, beside it.

    Args:
        desk: shared by the pages.
        ask: asks where to save.
    """

    name = "map"

    def __init__(self, desk: Desk, ask: AskPath = ask_path) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._ask = ask
        self._read = False
        self._most = MOST
        self._folders = list(desk.sources.calls)
        self.sheet: Sheet = sheet_of(empathy_map(()), ())
        self.chooser = CallChooser(theme)
        self.chooser.changed.connect(self._draw)
        self.board = Board(theme)
        self.told = Banner(theme)
        self.progress = JobBar(theme)
        self.table = TableModel(self)
        self._sorted = SortedTable(self)
        self._sorted.setSourceModel(self.table)
        self.twin = ChartView(theme)
        self.twin.setModel(self._sorted)
        self.twin.setAccessibleName(self.tr("The empathy map as a table"))
        self.swap = button(theme, self.tr("As a &table"), self._swap)
        self.print = button(theme, self.tr("&Print …"), self._print)
        self.save = button(theme, self.tr("&Save as"), lambda: None)
        menu = QMenu(self.save)
        menu.setFont(theme.font(13))
        self.as_pdf = menu.addAction(self.tr("&PDF: one page to print …"), lambda: self._save(".pdf", self._pdf))
        self.as_html = menu.addAction(self.tr("&HTML: a web page …"), lambda: self._save(".html", self._html))
        self.as_csv = menu.addAction(self.tr("&CSV: rows for a spreadsheet …"), lambda: self._save(".csv", self._csv))
        self.save.setMenu(menu)
        self.again = button(theme, self.tr("&Read again"), self._read_calls)
        self.add = button(theme, self.tr("Add a folder …"), self._add_folder)
        self.older = button(theme, self.tr("Read &older calls too"), self._read_older)
        self.older.hide()
        self._arrange()
        self._draw()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Empathy map")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """Read the calls the first time."""
        if not self._read:
            self._read_calls()

    def show_calls(self, result: Mapping[str, Any]) -> None:
        """What the worker read of the calls."""
        failed = list(result["failed"])
        calls = msgspec.convert(result["calls"], list[Digest])
        words = ""
        if failed:
            words = self.tr("Records that could not be read are left out: {count}. {first}")
            words = words.format(count=len(failed), first=failed[0])
        elif not calls:
            folders = ", ".join(map(str, self._folders))
            words = self.tr("There is no recorded call in {folders}. Agents who share calls put them there.")
            words = words.format(folders=folders)
        self.told.say(words, warning=bool(failed))
        self.older.setVisible(result["older"] > 0)
        self.chooser.show_calls(calls)

    def _read_calls(self) -> None:
        if self.progress.job is not None:
            return
        self._read = True
        folders = [str(folder) for folder in self._folders]
        job = self.desk.worker.run("map", {"calls": folders, "most": self._most})
        job.finished.connect(self.show_calls)
        job.failed.connect(lambda sentence: self.told.say(sentence, warning=True))
        self.progress.follow(job)

    def _add_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of recorded calls"))
        if folder and Path(folder) not in self._folders:
            self._folders.append(Path(folder))
            self._read_calls()

    def _read_older(self) -> None:
        self._most *= 2
        self._read_calls()

    def _draw(self) -> None:
        calls = self.chooser.model.chosen()
        self.sheet = sheet_of(empathy_map(calls), calls)
        self.board.show_sheet(self.sheet)
        self.table.show(self._table())
        for part in (self.swap, self.print, self.save):
            part.setEnabled(bool(calls))

    def _table(self) -> Table:
        heads = (self.tr("Words"), self.tr("Field"), self.tr("What"), self.tr("How often"), self.tr("Where"))
        rows = tuple(
            (entry.words, section.title, entry.head, entry.note, entry.where)
            for section in (*self.sheet.fields, *self.sheet.results)
            for entry in section.entries
        )
        return Table(tuple(map(Column, heads)), rows)

    def _arrange(self) -> None:
        theme = self.desk.theme
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(self.tr("The empathy map"))
        scroll.setWidget(self.board)
        self.stack = QStackedWidget()
        self.stack.addWidget(scroll)
        self.stack.addWidget(self.twin)
        split = QSplitter()
        split.addWidget(self._left())
        split.addWidget(self.stack)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(330), theme.px(800)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(12))
        whole.setSpacing(theme.px(10))
        whole.addWidget(heading(theme, self.title()))
        whole.addWidget(hint(theme, self.tr("What customers said, felt, needed and did, in their own words.")))
        whole.addWidget(row(self.swap, self.print, self.save, gap=theme.px(8)))
        whole.addWidget(self.told)
        whole.addWidget(self.progress)
        whole.addWidget(split, 1)

    def _left(self) -> QScrollArea:
        """The chooser and what fills it; it scrolls where large text leaves too little room."""
        px = self.desk.theme.px
        left = column(self.chooser, row(self.add, self.again, gap=px(8)), self.older, gap=px(8))
        left.setObjectName("content")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(left.minimumSizeHint().width() + px(14))
        scroll.setWidget(left)
        return scroll

    def _swap(self) -> None:
        as_table = self.stack.currentIndex() == 0
        self.stack.setCurrentIndex(1 if as_table else 0)
        self.twin.arrange()
        words = self.tr("As a &map") if as_table else self.tr("As a &table")
        self.swap.setText(words)
        self.swap.setAccessibleName(words.replace("&", ""))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        lay_out(printer)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            done = print_sheet(self.sheet, printer, self.desk.theme.family)
            self.desk.tell(self.tr("The map is printed.") if done else self.tr("The printer takes nothing; try a PDF."))

    def _save(self, ending: str, write: Callable[[Path], object]) -> None:
        asked = self._ask(self, self.tr("Save the empathy map"), f"{FILE}{ending}")
        if not asked:
            return
        path = Path(asked).with_suffix(ending)
        try:
            write(path)
        except OSError as error:
            words = self.tr("{path} cannot be saved ({reason}); choose another folder.")
            self.desk.tell(words.format(path=path, reason=error.strerror or error))
        else:
            self.desk.tell(self.tr("{path} is saved.").format(path=path))

    def _pdf(self, path: Path) -> None:
        with path.open("ab"):  # Qt tells nobody why it cannot write
            pass
        save_pdf(self.sheet, path, self.desk.theme.family)

    def _html(self, path: Path) -> None:
        path.write_text(page_html(self.sheet), encoding="utf-8")

    def _csv(self, path: Path) -> None:
        path.write_bytes(self.table.table.csv())
