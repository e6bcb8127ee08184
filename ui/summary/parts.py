"""The parts that the windows after a call are built of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.summary.style import style_sheet, text, with_role
from ui.summary.tick import TickBox
from ui.theme import Theme


class Box(QFrame):
    """A head and a sentence on a ground of their own; ``role`` is ``well``, ``try`` or ``kind``."""

    def __init__(self, theme: Theme, role: str, head: str, words: str) -> None:
        super().__init__()
        with_role(self, role)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(4))
        column.addWidget(text(theme, head, 12.5, "good" if role == "well" else "", bold=True))
        column.addWidget(text(theme, words, 14.5))
        column.addStretch(1)
        self.setAccessibleName(f"{head}: {words}")


class CheckLine(QWidget):
    """A box to tick and words that wrap; a click on the words ticks it too."""

    def __init__(self, theme: Theme, words: str, *, ticked: bool) -> None:
        super().__init__()
        self.words = words
        self.box = TickBox(theme, words)
        self.box.setChecked(ticked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(3), 0, theme.px(3))
        row.setSpacing(theme.px(6))
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        label = text(theme, words, 13)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(label, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick or untick."""
        self.box.toggle()
        super().mouseReleaseEvent(event)


class CheckList(QWidget):
    """Lines to tick. ``changed`` tells the words of those that are ticked."""

    changed = Signal(object)

    def __init__(self, theme: Theme, items: Sequence[str], done: Collection[str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.lines = [CheckLine(theme, words, ticked=words in done) for words in items]
        for line in self.lines:
            column.addWidget(line)
            line.box.toggled.connect(lambda _on: self.changed.emit(self.done()))

    def done(self) -> frozenset[str]:
        """The words of the ticked lines."""
        return frozenset(line.words for line in self.lines if line.box.isChecked())


def section(theme: Theme, head: str, *widgets: QWidget) -> QWidget:
    """A head and what belongs under it."""
    part = QWidget()
    part.setAccessibleName(head)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(6))
    column.addWidget(text(theme, head, 14, bold=True))
    for widget in widgets:
        column.addWidget(widget)
    return part


def figures(theme: Theme, pairs: Sequence[tuple[str, str]], columns: int = 4) -> QWidget:
    """Numbers with their names, in rows."""
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(14))
    grid.setVerticalSpacing(theme.px(10))
    for place, (name, value) in enumerate(pairs):
        cell = QWidget()
        cell.setAccessibleName(f"{name}: {value}")
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(text(theme, name, 12, "muted"))
        column.addWidget(text(theme, value, 15, bold=True))
        grid.addWidget(cell, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
    for place in range(columns):
        grid.setColumnStretch(place, 1)
    return part


def table(theme: Theme, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> QTableWidget:
    """A table that a screen reader walks through cell by cell."""
    part = QTableWidget(len(rows), len(heads))
    part.setAccessibleName(name)
    part.setFont(theme.font(12.5))
    part.setHorizontalHeaderLabels(list(heads))
    part.horizontalHeader().setFont(theme.font(12.5, "semibold"))
    part.verticalHeader().hide()
    part.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    part.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    part.setTabKeyNavigation(False)
    part.setWordWrap(True)
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            part.setItem(number, place, QTableWidgetItem(words))
    for place in range(len(heads)):
        wide = place == len(heads) - 1 or any(len(row[place]) > 24 for row in rows)
        mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
        part.horizontalHeader().setSectionResizeMode(place, mode)
    part.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return part


def button(theme: Theme, words: str, act: Callable[[], object]) -> QPushButton:
    """A push button; the letter after ``&`` is its key with Alt."""
    part = QPushButton(words)
    part.setFont(theme.font(13))
    part.setAccessibleName(words.replace("&", ""))
    part.setAutoDefault(False)
    part.clicked.connect(lambda _on: act())
    return part


def rule(theme: Theme) -> QFrame:
    """A hairline."""
    line = QFrame()
    with_role(line, "line")
    line.setFixedHeight(max(1, theme.px(1)))
    return line


class AfterWindow(QWidget):
    """A window after a call: a scrolled column, a row of buttons under it.

    It comes without taking the keyboard from whatever the agent does. Esc closes it, and all of it is reached by key.
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.theme = theme
        self.setObjectName("after")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFont(theme.font(13))
        self.setStyleSheet(style_sheet(theme))
        px = theme.px
        self._column = QVBoxLayout()
        self._column.setContentsMargins(px(20), px(18), px(20), px(18))
        self._column.setSpacing(px(18))
        content = QWidget()
        content.setObjectName("content")
        content.setLayout(self._column)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(title)
        self.buttons = QHBoxLayout()
        self.buttons.setContentsMargins(px(20), px(10), px(20), px(12))
        self.buttons.setSpacing(px(8))
        self.told = QLabel()
        self.told.setFont(theme.font(12.5))
        with_role(self.told, "good")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(rule(theme))
        outer.addLayout(self.buttons)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(px(720), room.width() - 40), min(px(760), room.height() - 60))

    def add(self, *widgets: QWidget) -> None:
        """Put widgets under what is there."""
        for widget in widgets:
            self._column.addWidget(widget)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Fill the row of buttons: what was told on the left, the buttons on the right."""
        self._column.addStretch(1)
        self.buttons.addWidget(self.told, 1)
        for one in buttons:
            self.buttons.addWidget(one)

    def tell(self, words: str) -> None:
        """Say in the button row what was done."""
        self.told.setText(words)
        self.told.setAccessibleName(words)
