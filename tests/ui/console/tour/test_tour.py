"""The tour of the pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from ui.console.pages import PAGES
from ui.console.style import console_style
from ui.console.tour.ring import Ring
from ui.console.tour.steps import steps
from ui.console.tour.tour import Tour
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


class Window(QWidget):
    """A window with the list of pages, and one that opens them as the console does."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setStyleSheet(console_style(theme))
        self.theme = theme
        self.opened: list[str] = []
        self.left = 0
        self.pages = QListWidget(self)
        self.pages.setObjectName("pages")
        self.pages.addItems([entry.title for entry in PAGES])
        line = QHBoxLayout(self)
        line.addWidget(self.pages)
        self.resize(theme.px(900), theme.px(600))

    def open(self, name: str) -> None:
        self.opened.append(name)
        self.pages.setCurrentRow([entry.name for entry in PAGES].index(name))

    def begin(self) -> Tour:
        tour = Tour(self.theme, self)
        tour.stepped.connect(self.open)
        tour.left.connect(self._left)
        tour.show()
        return tour

    def _left(self) -> None:
        self.left += 1


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(Theme(DARK, 1.0, load_font(), reduced_motion=True))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def words_of(tour: Tour) -> str:
    return "\n".join(label.text() for label in tour.findChildren(QLabel) if label.isVisible())


def test_there_is_a_stop_at_every_page_in_the_order_of_the_list() -> None:
    """Two sentences each."""
    assert [step.page for step in steps()] == [entry.name for entry in PAGES]
    assert [step.title for step in steps()] == [entry.title for entry in PAGES]
    for step in steps():
        ends = [place for place, sign in enumerate(step.words) if sign in ".?!"]
        assert 2 <= len(ends) <= 3, step.words


def test_it_walks_through_all_pages_and_ends(window: Window) -> None:
    """Next goes on, Back goes back, Done ends; each stop opens its page."""
    tour = window.begin()
    assert window.opened == ["bank"]
    assert "1 of 9" in words_of(tour)
    assert not tour.back.isEnabled()
    QTest.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    QTest.mouseClick(tour.back, Qt.MouseButton.LeftButton)
    assert window.opened == ["bank", "coverage", "bank"]
    for _ in range(8):
        QTest.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert window.opened[-1] == "map"
    assert tour.next.accessibleName() == "Done"
    assert window.left == 0
    QTest.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert window.left == 1
    assert not tour.isVisible()


def test_it_is_walked_by_keys_and_esc_leaves(window: Window, qtbot: QtBot) -> None:
    """The keyboard stands on Next from the beginning."""
    window.activateWindow()
    tour = window.begin()
    qtbot.waitUntil(tour.next.hasFocus)
    QTest.keyClick(tour.next, Qt.Key.Key_Space)
    assert window.opened[-1] == "coverage"
    QTest.keyClick(tour.next, Qt.Key.Key_Escape)
    assert window.left == 1
    assert not tour.isVisible()


def test_a_ring_stands_around_the_page_in_the_list(window: Window) -> None:
    """It goes with the tour."""
    tour = window.begin()
    (ring,) = window.pages.viewport().findChildren(Ring)
    QTest.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert ring.geometry() == window.pages.visualItemRect(window.pages.item(1))
    assert ring.isVisible()
    QTest.mouseClick(tour.leave, Qt.MouseButton.LeftButton)
    assert not ring.isVisible()


def test_opening_it_twice_leaves_one(window: Window) -> None:
    """F1 during the tour begins it anew."""
    first = window.begin()
    second = window.begin()
    assert not first.isVisible()
    assert second.isVisible()


def test_it_keeps_to_the_corner_and_inside_the_window(window: Window) -> None:
    """Also when the window becomes small."""
    tour = window.begin()
    for size in ((900, 600), (700, 420), (360, 300)):
        window.resize(*size)
        assert window.rect().contains(tour.geometry()), size
        assert tour.geometry().right() < window.width()


def test_its_words_are_whole_at_twice_the_text_size(qtbot: QtBot) -> None:
    """At every stop."""
    window = Window(Theme(DARK, 2.0, load_font(), reduced_motion=True))
    qtbot.addWidget(window)
    window.show()
    tour = window.begin()
    for _ in steps():
        for label in tour.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()), label.text()
        if tour.next.accessibleName() == "Next":
            QTest.mouseClick(tour.next, Qt.MouseButton.LeftButton)


def test_a_window_without_a_list_of_pages_has_a_tour_too(qtbot: QtBot) -> None:
    """Without the ring."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 500)
    window.show()
    tour = Tour(Theme(DARK, 1.0, load_font()), window)
    tour.show()
    assert tour.isVisible()
