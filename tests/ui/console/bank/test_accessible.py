"""The page for those who see little, or work without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from tests.ui.console.conftest import NewDesk
from tests.ui.console.stage import NewPage
from ui.console.bank.page import BankPage
from ui.console.bank.pane import COMMENTS, FORM, HISTORY
from ui.theme import CONTRAST, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

INNER = {"qt_tabwidget_tabbar", "qt_spinbox_lineedit", "ScrollLeftButton", "ScrollRightButton"}


def reached(page: QWidget) -> list[QWidget]:
    """What the Tab key comes to, but for parts inside Qt's own widgets."""
    stops = page.findChildren(QWidget)
    return [
        stop
        for stop in stops
        if stop.isVisible() and stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.objectName() not in INNER
    ]


@pytest.mark.parametrize("tab", [FORM, HISTORY, COMMENTS])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_stop_of_the_keyboard_has_a_name_and_room_for_a_finger(
    new_desk: NewDesk, new_page: NewPage[BankPage], scale: float, tab: int
):
    """24 pixels at least, at every text size."""
    page = new_page(new_desk(scale=scale, palette=CONTRAST))
    page.open(page.desk.snapshot.entries[0].phrase.id)
    page.pane.tabs.setCurrentIndex(tab)
    stops = [stop for stop in reached(page) if not isinstance(stop, QScrollArea)]
    assert len(stops) > 15
    for stop in stops:
        name = stop.accessibleName() or (stop.text() if hasattr(stop, "text") else "")
        assert name, stop
        assert stop.height() >= 24, name
        assert stop.width() >= 24, name


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_of_the_form_is_cut_off_at_any_text_size(new_desk: NewDesk, new_page: NewPage[BankPage], scale: float):
    """It scrolls downwards only; every field lies within its width."""
    page = new_page(new_desk(scale=scale, palette=LIGHT))
    page.open(page.desk.snapshot.entries[0].phrase.id)
    form = page.pane.form
    for name, field in form.fields.items():
        assert field.geometry().right() <= form.width(), name
        assert field.editor.width() <= field.width(), name
        assert field.height() >= field.minimumSizeHint().height(), name


def test_the_keyboard_walks_from_the_list_into_the_form(page, desk):
    """In the order in which one reads: find, table, words, reason, save."""
    page.open(desk.snapshot.entries[0].phrase.id)
    page.listing.finder.line.setFocus()
    passed: list[QWidget] = []
    for _ in range(60):
        page.focusNextChild()
        stop = page.focusWidget()
        if stop in passed:
            break
        passed.append(stop)
    wanted = [page.listing.view, page.pane.form.words.part, page.pane.steps.reason]
    assert [stop for stop in passed if stop in wanted] == wanted
    assert all(not isinstance(stop, QLineEdit) or stop.accessibleName() for stop in passed)
