"""Where the overlay stands: kept on the screen, drawn to its edges, remembered for each screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import NewWindow
from ui.overlay.intents import RememberPlace
from ui.overlay.placement import GAP, first_corner, remembered_corner, screen_key, settled

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

AREA = QRect(100, 50, 1000, 800)
PLATE = QSize(400, 450)


@pytest.mark.parametrize(
    ("corner", "expected"),
    [
        (QPoint(500, 200), QPoint(500, 200)),
        (QPoint(-900, -900), QPoint(100 + GAP, 50 + GAP)),
        (QPoint(9000, 9000), QPoint(1100 - GAP - 400, 850 - GAP - 450)),
        (QPoint(110, 60), QPoint(100 + GAP, 50 + GAP)),
        (QPoint(1100 - 400 - 10, 200), QPoint(1100 - GAP - 400, 200)),
    ],
    ids=["free", "beyond the top left", "beyond the bottom right", "near a corner", "near the right edge"],
)
def test_the_plate_stays_on_its_screen(corner: QPoint, expected: QPoint) -> None:
    """Wherever it is put, the whole plate is inside the work area, and an edge that is near draws it."""
    assert settled(corner, PLATE, AREA) == expected


def test_a_plate_that_is_too_large_shows_its_top() -> None:
    """On a screen smaller than the plate its top left stays in sight."""
    assert settled(QPoint(500, 500), QSize(2000, 2000), AREA) == AREA.topLeft()


def test_the_first_place_is_inside() -> None:
    """The first place is at the right of the work area."""
    corner = first_corner(PLATE, AREA)
    assert AREA.contains(QRect(corner, PLATE))


def test_a_place_is_remembered_for_its_screen(qtbot: QtBot) -> None:
    """A place counts for the screen it was taken on; one of a screen that is gone is not used."""
    screen = QGuiApplication.primaryScreen()
    assert remembered_corner({screen_key(screen): (120, 90)}, "", QSize(200, 200)) == QPoint(120, 90)
    elsewhere = remembered_corner({"HDMI-7|x|1x1": (120, 90)}, "HDMI-7|x|1x1", QSize(200, 200))
    assert elsewhere == first_corner(QSize(200, 200), screen.availableGeometry())


def test_dragging_moves_and_remembers(new_window: NewWindow, qtbot: QtBot) -> None:
    """The plate follows the pointer and, put down, says where it stands."""
    window = new_window()
    window.stand_at(QPoint(60, 60))
    grip = window.transcript.geometry().center()
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(window, grip + QPoint(50, 40))
    with qtbot.waitSignal(window.intended) as put_down:
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=grip)
    corner = window.plate_corner
    assert put_down.args == [RememberPlace(screen_key(window.screen()), corner.x(), corner.y())]
    assert corner != QPoint(60, 60)
