"""The console's window: the list of pages, the open page, menus and a line that says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMainWindow,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.pages import PAGES, PageEntry
from ui.console.style import console_style
from ui.settings import ThemeChoice

TEXT_SIZES = (1.0, 1.25, 1.5, 1.75, 2.0)
TOLD_MS = 12_000


class ConsoleWindow(QMainWindow):
    """Nine pages beside their list. Ctrl+1 ... Ctrl+9 open them.

    Args:
        desk: shared by the pages.
        pages: what there is; the product's by default.
    """

    closed = Signal()
    text_size_chosen = Signal(float)
    looks_chosen = Signal(str)
    tour_wanted = Signal()

    def __init__(self, desk: Desk, pages: Sequence[PageEntry] = PAGES) -> None:
        super().__init__()
        self.desk = desk
        self._entries = tuple(pages)
        self._pages: dict[str, Page] = {}
        theme = desk.theme
        self.setObjectName("after")
        self.setFont(theme.font(13))
        self.setStyleSheet(console_style(theme))
        self.list = self._page_list()
        self._stack = QStackedWidget()
        body = QWidget()
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.list)
        line.addWidget(self._stack, 1)
        self.setCentralWidget(body)
        self.state = QLabel()
        self.state.setFont(theme.font(12))
        self.statusBar().setFont(theme.font(12.5))
        self.statusBar().addPermanentWidget(self.state)
        self._fill_menus()
        desk.told.connect(lambda words: self.statusBar().showMessage(words, TOLD_MS))
        desk.asked.connect(self.open)
        desk.changed.connect(lambda _snapshot: self._show_state())
        self._show_state()
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.px(1320), room.width() - 40), min(theme.px(860), room.height() - 60))

    def open(self, name: str, payload: object = None) -> None:
        """Open a page; ``payload`` goes to its `Page.enter`."""
        place = next(place for place, entry in enumerate(self._entries) if entry.name == name)
        self.list.blockSignals(True)
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)
        page = self._page(self._entries[place])
        self._stack.setCurrentIndex(list(self._pages).index(name))
        self.setWindowTitle(self.tr("{page} · Attune console").format(page=page.title()))
        page.enter(payload if isinstance(payload, Mapping) else {})

    def page(self, name: str) -> Page:
        """The page of this name; it is built if it has not been yet."""
        return self._page(next(entry for entry in self._entries if entry.name == name))

    def current(self) -> str:
        """The name of the open page."""
        return self._entries[max(0, self.list.currentRow())].name

    def may_be_rebuilt(self) -> bool:
        """Whether no page has work that is not saved, or the supervisor lets it go."""
        return all(page.may_leave() for page in self._pages.values())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask pages with unsaved work first."""
        if self.may_be_rebuilt():
            event.accept()
            self.closed.emit()
        else:
            event.ignore()

    def _page(self, entry: PageEntry) -> Page:
        if entry.name not in self._pages:
            self._pages[entry.name] = page = entry.build(self.desk)
            self._stack.addWidget(_scrolled(page))
        return self._pages[entry.name]

    def _page_list(self) -> QListWidget:
        pages = QListWidget()
        pages.setObjectName("pages")
        pages.setAccessibleName(self.tr("Pages"))
        pages.setFont(self.desk.theme.font(13.5))
        pages.addItems([entry.title for entry in self._entries])
        pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pages.setFixedWidth(pages.sizeHintForColumn(0) + self.desk.theme.px(48))
        pages.currentRowChanged.connect(lambda place: self.open(self._entries[place].name))
        return pages

    def _fill_menus(self) -> None:
        bar = self.menuBar()
        bar.setFont(self.desk.theme.font(13))
        file = self._menu(self.tr("&File"))
        file.addAction(self._action(self.tr("&Import …"), lambda: self._transfer("open_import")))
        file.addAction(self._action(self.tr("&Export …"), lambda: self._transfer("open_export")))
        file.addSeparator()
        file.addAction(self._action(self.tr("&Close"), self.close, "Ctrl+Q"))
        edit = self._menu(self.tr("&Edit"))
        for action, key in (
            (self.desk.undo.createUndoAction(self, self.tr("&Undo")), QKeySequence.StandardKey.Undo),
            (self.desk.undo.createRedoAction(self, self.tr("&Redo")), QKeySequence.StandardKey.Redo),
        ):
            action.setShortcuts(key)
            edit.addAction(action)
        go = self._menu(self.tr("&Go"))
        for number, entry in enumerate(self._entries, start=1):
            go.addAction(self._action(entry.title, partial(self.open, entry.name), f"Ctrl+{number}"))
        self._fill_view(self._menu(self.tr("&View")))
        aid = self._menu(self.tr("&Help"))
        aid.addAction(self._action(self.tr("&Tour of the pages"), self.tour_wanted.emit, "F1"))

    def _fill_view(self, view: QMenu) -> None:
        theme = self.desk.theme
        sizes = QActionGroup(self)
        for size in TEXT_SIZES:
            words = self.tr("Text {percent} %").format(percent=round(100 * size))
            action = self._action(words, partial(self.text_size_chosen.emit, size))
            action.setCheckable(True)
            action.setChecked(abs(theme.scale - size) < 0.01)
            sizes.addAction(action)
            view.addAction(action)
        view.addSeparator()
        looks: tuple[tuple[ThemeChoice, str], ...] = (
            ("system", self.tr("As the desktop")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
            ("contrast", self.tr("High contrast")),
        )
        for choice, words in looks:
            view.addAction(self._action(words, partial(self.looks_chosen.emit, choice)))

    def _menu(self, words: str) -> QMenu:
        menu = self.menuBar().addMenu(words)
        menu.setFont(self.desk.theme.font(13))
        return menu

    def _action(self, words: str, act: Callable[[], object], key: str = "") -> QAction:
        action = QAction(words, self)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _on: act())
        return action

    def _transfer(self, opening: str) -> None:
        from ui.console.transfer.dialog import TransferDialog  # noqa: PLC0415 - the first time it is wanted

        getattr(TransferDialog(self.desk, self), opening)()

    def _show_state(self) -> None:
        snapshot = self.desk.snapshot
        words = self.tr("{count} phrases · release {number} · {who}")
        self.state.setText(
            words.format(count=len(snapshot.entries), number=snapshot.published or "-", who=self.desk.who)
        )


def _scrolled(page: Page) -> QScrollArea:
    """A page in a frame that scrolls: with large text on a small screen it may need more room than there is."""
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.setFrameShape(QFrame.Shape.NoFrame)
    frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    frame.setWidget(page)
    return frame
