"""One change to many phrases."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Snapshot
from tests.phrasebank.banks import phrase
from ui.console.bank import bulk
from ui.console.bank.bulk import BulkDialog, Change
from ui.console.bank.editors import StillDropDown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


@pytest.fixture
def dialog(desk, qtbot) -> BulkDialog:
    """For the first five phrases."""
    made = BulkDialog(desk, [entry.phrase.id for entry in desk.snapshot.entries[:5]])
    qtbot.addWidget(made)
    made.show()
    return made


def choose(part: StillDropDown, value: str) -> None:
    part.setCurrentIndex(part.findData(value))
    part.activated.emit(part.currentIndex())


def click(dialog: BulkDialog) -> None:
    QTest.mouseClick(dialog.apply_button, Qt.MouseButton.LeftButton)


def firsts(snapshot: Snapshot) -> list:
    return [entry.phrase for entry in snapshot.entries[:5]]


def test_it_says_what_would_change_and_how_many(dialog, desk):
    """A phrase that is so already is not counted; with nothing chosen there is nothing to do."""
    assert not dialog.apply_button.isEnabled()
    choose(dialog.singles["register"], "formal")
    count = sum(one.register != "formal" for one in firsts(desk.snapshot))
    assert dialog.summary.text() == f"{count} of 5 phrases would change."
    lines = dialog.preview.toPlainText().splitlines()
    assert len(lines) == count
    assert lines[0].endswith("→ Formal")


def test_one_transaction_changes_all(dialog, desk):
    """Fields and tags at once, one line in the history, and one step back."""
    before = firsts(desk.snapshot)
    choose(dialog.singles["register"], "warm")
    choose(dialog.add_tag, "needs:safety")
    choose(dialog.remove_tag, f"emotions:{before[0].emotions[0]}")
    dialog.reason.setText("for the winter")
    click(dialog)
    assert dialog.result() == BulkDialog.DialogCode.Accepted
    after = firsts(desk.snapshot)
    assert {one.register for one in after} == {"warm"}
    assert all("safety" in one.needs for one in after)
    assert all(before[0].emotions[0] not in one.emotions for one in after)
    assert desk.store.history(after[0].id)[0].why == "for the winter"
    assert desk.store.audit(1)[0].what == "bulk"
    desk.undo.undo()
    assert firsts(desk.snapshot) == before


def test_the_status_is_moved_alone(dialog, desk):
    """It follows the steps that a phrase may take, in one transaction of its own."""
    choose(dialog.status, "retired")
    assert not dialog.add_tag.isEnabled()
    click(dialog)
    assert {one.status for one in firsts(desk.snapshot)} == {"retired"}
    choose(dialog.status, "")
    assert dialog.add_tag.isEnabled()


def test_a_step_that_one_may_not_take_moves_none(dialog, desk, qtbot):
    """All or nothing: the dialog stays open, the reason is told."""
    desk.store.set_status({firsts(desk.snapshot)[4].id: 1}, "retired", "Ann")
    desk.refresh()
    choose(dialog.status, "review")
    with qtbot.waitSignal(desk.told):
        click(dialog)
    assert dialog.isVisible()
    assert [one.status for one in firsts(desk.snapshot)] == ["approved"] * 4 + ["retired"]


def test_many_are_moved_off_the_thread_that_paints(dialog, desk, monkeypatch):
    """The result is the same."""
    monkeypatch.setattr(bulk, "MANY", 3)
    choose(dialog.status, "review")
    click(dialog)
    assert {one.status for one in firsts(desk.snapshot)} == {"review"}


def test_the_last_part_of_a_call_stays():
    """A phrase that fits nowhere would be none."""
    change = Change(removed=(("phases", "discovery"), ("phases", "resolution")))
    assert change.of(phrase()).phases == phrase().phases
    assert change.of(phrase(phases=("discovery", "opening"))).phases == ("opening",)


def test_a_mixture_that_makes_no_phrase_is_an_error():
    """What is unknown is refused as everywhere."""
    with pytest.raises(PhrasebankError):
        Change({"pack": "spaceflight"}).of(phrase())


def test_the_page_opens_it_for_what_is_selected(page, desk):
    """Ctrl+A, and the button that says how many; the table follows what was changed."""
    QTest.keyClick(page.listing.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    total = len(desk.snapshot.entries)
    assert page.deeds.bulk.accessibleName() == f"Change {total} selected …"

    def change() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BulkDialog)
        choose(dialog.singles["pack"], "banking")
        click(dialog)

    QTimer.singleShot(0, change)
    QTest.mouseClick(page.deeds.bulk, Qt.MouseButton.LeftButton)
    assert {row.phrase.pack for row in page.listing.table.rows} == {"banking"}
    assert len(page.listing.selected) == total


def test_phrases_with_unsaved_changes_are_saved_first(page, desk, qtbot):
    """Otherwise the change would go over or under them."""
    page.open(desk.snapshot.entries[0].phrase.id)
    QTest.keyClicks(page.pane.form.words.part, "More. ")
    with qtbot.waitSignal(desk.told) as told:
        QTest.mouseClick(page.deeds.bulk, Qt.MouseButton.LeftButton)
    assert "not saved" in told.args[0]
