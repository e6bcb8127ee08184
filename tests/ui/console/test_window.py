"""The console's window: pages, menus, looks, the line that says what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from assist.settings import load_settings
from phrasebank.errors import PhrasebankError
from tests.ui.console.conftest import NewDesk
from tests.ui.console.fakes import FakeWorker
from ui.console.app import Console, Given, sample_sources
from ui.console.desk import Desk
from ui.console.memory import ConsoleMemory, load_memory, save_memory
from ui.console.page import Page
from ui.console.pages import PAGES, page_titles
from ui.console.welcome import WelcomeDialog
from ui.console.window import ConsoleWindow
from ui.theme import CONTRAST, DARK, LIGHT, Palette

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> ConsoleWindow:
    """The window with all of its pages."""
    made = ConsoleWindow(desk)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_every_page_opens_by_its_key(window, entry):
    """Ctrl+1 to Ctrl+9; the window's title, the list and the page agree."""
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + PAGES.index(entry)), Qt.KeyboardModifier.ControlModifier)
    assert window.current() == entry.name
    assert window.page(entry.name).isVisible()
    assert window.windowTitle().startswith(window.page(entry.name).title())
    assert page_titles()[entry.name] == entry.title


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST], ids=["dark", "light", "contrast"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_page_fits_in_every_look(qtbot: QtBot, new_desk: NewDesk, palette: Palette, scale: float):
    """At 200 % text, too, no page asks for more width than a full-HD screen has."""
    window = ConsoleWindow(new_desk(scale=scale, palette=palette))
    qtbot.addWidget(window)
    for entry in PAGES:
        window.open(entry.name)
        assert window.minimumSizeHint().width() <= 1920, entry.name


def test_everything_that_can_be_used_has_a_name_for_screen_readers(window):
    """Buttons, fields, lists, tables: each says what it is."""
    nameless = []
    for entry in PAGES:
        window.open(entry.name)
        page = window.page(entry.name)
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit):
            for part in page.findChildren(kind):
                seen = QAccessible.queryAccessibleInterface(part)
                inner = part.objectName().startswith("qt_") or isinstance(part.parent(), QComboBox | QAbstractItemView)
                if part.isVisible() and not inner and not seen.text(QAccessible.Text.Name):
                    nameless.append(f"{entry.name}: {type(part).__name__} {part.objectName()}")
    assert nameless == []


class Busy(Page):
    """A page with work that is not saved."""

    name = "busy"
    lets_go = False

    def title(self) -> str:
        return "Busy"

    def enter(self, payload: Mapping[str, Any]) -> None:
        self.got = dict(payload)

    def may_leave(self) -> bool:
        return self.lets_go


class Ready:
    """An entry for it."""

    name = title = "busy"

    def build(self, desk: Desk) -> Page:
        return Busy(desk)


def test_work_that_is_not_saved_keeps_the_window_open(qtbot, desk):
    """A page may ask; where the supervisor stays, so does the window."""
    window = ConsoleWindow(desk, [Ready()])  # type: ignore[list-item]
    window.open("busy", {"id": "x"})
    page = window.page("busy")
    assert isinstance(page, Busy)
    assert page.got == {"id": "x"}
    assert not window.close()
    page.lets_go = True
    with qtbot.waitSignal(window.closed):
        assert window.close()
    window.deleteLater()


def test_what_was_done_is_told_below(window, desk):
    """The status bar says it, and who works on which release."""
    desk.tell("Saved.")
    assert window.statusBar().currentMessage() == "Saved."
    assert window.state.text() == f"{len(desk.snapshot.entries)} phrases · release 1 · Ann"


def test_a_page_may_send_the_supervisor_to_another(window, desk):
    """With what it is about."""
    phrase_id = desk.snapshot.entries[3].phrase.id
    desk.asked.emit("bank", {"id": phrase_id})
    assert window.current() == "bank"
    assert window.page("bank").pane.key == phrase_id


def given(tmp_path: Path, **values: Any) -> Given:
    settings = load_settings(None, [f"bank.store={tmp_path / 'bank.db'}", f"journal.folder={tmp_path / 'calls'}"])
    usual = {
        "settings": settings,
        "passed": (),
        "store": None,
        "calls": (),
        "outcomes": (),
        "who": "Ann",
        "sample": False,
        "memory_file": tmp_path / "console.json",
    }
    return Given(**{**usual, **values})


@pytest.fixture
def console(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """The whole program but for its workers."""
    monkeypatch.setattr("ui.console.app.Worker", lambda *_given: FakeWorker())
    made = Console(given(tmp_path), ConsoleMemory(who="Ann", toured=True))
    assert made.start()
    yield made
    made.close()
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()


def test_the_first_opening_makes_the_teams_bank(console, tmp_path):
    """From the phrases that come with Attune; they are release 1."""
    assert (tmp_path / "bank.db").exists()
    assert console.window.desk.snapshot.published == 1
    assert len(console.window.desk.snapshot.entries) > 600


def test_other_looks_rebuild_the_window_where_it_was(console, tmp_path):
    """Text size and colours change at once and are remembered."""
    first = console.window
    first.open("coverage")
    first.text_size_chosen.emit(1.5)
    assert console.window is not first
    assert console.window.current() == "coverage"
    assert console.window.desk.theme.scale == 1.5
    console.window.looks_chosen.emit("contrast")
    assert console.window.desk.theme.palette == CONTRAST
    kept = load_memory(tmp_path / "console.json")
    assert (kept.text_scale, kept.theme) == (1.5, "contrast")


def test_a_bank_that_cannot_be_opened_is_one_sentence(tmp_path, qtbot):
    """What, where, how to mend it."""
    (tmp_path / "bank.db").write_text("not a store")
    with pytest.raises(PhrasebankError, match=r"bank.db: .* put a copy of yesterday in its place"):
        Console(given(tmp_path), ConsoleMemory(who="Ann")).start()


def test_a_name_is_asked_for_once(qtbot, desk):
    """Without a name nobody begins; the sample can be chosen instead of the own bank."""
    dialog = WelcomeDialog(desk.theme, "bank.db", exists=False)
    qtbot.addWidget(dialog)
    dialog.name.setText("  ")
    assert not dialog.begin.isEnabled()
    dialog.name.setText(" Ann ")
    dialog.try_out.click()
    assert (dialog.who, dialog.sample, dialog.result()) == ("Ann", True, 1)


def test_what_is_remembered_survives_a_broken_file(tmp_path, caplog):
    """Defaults, and a line in the log."""
    path = tmp_path / "console.json"
    save_memory(ConsoleMemory(who="Ann", text_scale=1.25), path)
    assert load_memory(path) == ConsoleMemory(who="Ann", text_scale=1.25)
    path.write_text("{")
    assert load_memory(path) == ConsoleMemory()
    assert "begins with its defaults" in caplog.text


def test_the_evidence_of_the_sample_is_found(tmp_path):
    """Calls, outcomes of each agent, objections, experiments."""
    (tmp_path / "outcomes").mkdir()
    (tmp_path / "outcomes" / "a.db").touch()
    sources = sample_sources(tmp_path)
    assert sources.outcomes == (tmp_path / "outcomes" / "a.db",)
    assert sources.calls == (tmp_path / "calls",)
