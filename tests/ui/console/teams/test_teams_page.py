"""The page of teams through its real fields: how each team is served, and the rules for all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from phrasebank.store.records import Profile
from ui.console.desk import Desk
from ui.console.teams.page import TeamsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

CARDS = Profile("Cards", ("banking",), "formal", "en-GB", "standard", 6, 20.0)


def opened(qtbot, desk: Desk) -> TeamsPage:
    made = TeamsPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 760)
    made.show()
    qtbot.waitExposed(made)
    made.enter({})
    return made


@pytest.fixture
def page(qtbot, desk: Desk) -> TeamsPage:
    """With one team."""
    desk.store.save_profile(CARDS, "Ann")
    desk.refresh()
    return opened(qtbot, desk)


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def names(page: TeamsPage) -> list[str]:
    return [page.list.item(place).text() for place in range(page.list.count())]


def answer(monkeypatch, button: QMessageBox.StandardButton) -> list[str]:
    """What is answered to the next question; the questions."""
    asked: list[str] = []

    def question(_parent, _title, words):
        asked.append(words)
        return button

    monkeypatch.setattr(QMessageBox, "question", question)
    return asked


def test_a_new_team_is_described_and_saved(qtbot, desk):
    """From the product's own settings; it needs a name, and is found in the log."""
    page = opened(qtbot, desk)
    assert page.state.text().startswith("No team has a profile yet")
    click(qtbot, page.new)
    assert names(page) == ["● New team"]
    assert not page.save.isEnabled()
    qtbot.keyClicks(page.form.editors["name"].part, "New starters")
    click(qtbot, page.form.editors["packs"].chips["retail"])
    level = page.form.editors["level"].part
    qtbot.keyClick(level, Qt.Key.Key_Home)
    page.form.editors["cap"].part.setValue(8)
    assert page.state.text() == "Not saved yet"
    click(qtbot, page.save)
    (profile,) = desk.store.snapshot().profiles
    assert profile == Profile("New starters", ("retail",), "plain", "any", "novice", 8, 20.0, revision=1)
    assert names(page) == ["New starters"]
    assert not page.save.isEnabled()
    assert desk.store.audit(limit=1)[0].what == "profile"


def test_a_saved_team_keeps_its_name(page):
    """Engines ask for it by that."""
    assert page.form.editors["name"].value() == "Cards"
    assert not page.form.editors["name"].isEnabled()


def test_what_is_typed_survives_a_look_at_another_team(qtbot, desk, page):
    """It is marked until it is saved or discarded."""
    desk.store.save_profile(replace(CARDS, name="Travel"), "Ben")
    desk.refresh()
    page.form.editors["cap"].part.setValue(3)
    assert names(page) == ["● Cards", "Travel"]
    page.list.setCurrentRow(1)
    assert page.form.editors["cap"].value() == 6
    page.list.setCurrentRow(0)
    assert page.form.editors["cap"].value() == 3
    click(qtbot, page.undo)
    assert page.form.editors["cap"].value() == 6
    assert names(page) == ["Cards", "Travel"]


def test_somebody_elses_change_is_not_overwritten(qtbot, new_desk, desk, page):
    """It is told, what was typed is still there, and their version is a click away."""
    page.form.editors["cap"].part.setValue(3)
    ben = new_desk(who="Ben")
    ben.store.save_profile(replace(ben.snapshot.profiles[0], cap=9), "Ben")
    desk.look()
    assert page.form.editors["cap"].value() == 3
    with qtbot.waitSignal(desk.told) as told:
        click(qtbot, page.save)
    assert "by somebody else" in told.args[0]
    assert desk.store.snapshot().profiles[0].cap == 9
    assert page.form.editors["cap"].value() == 3
    click(qtbot, page.undo)
    assert page.form.editors["cap"].value() == 9


def test_a_look_at_another_team_does_not_settle_who_was_first(qtbot, new_desk, desk, page):
    """What was typed over an older profile is still refused after coming back to it."""
    desk.store.save_profile(Profile("Loans"), "Ann")
    page.enter({"team": "Cards"})
    page.form.editors["cap"].part.setValue(3)
    ben = new_desk(who="Ben")
    ben.store.save_profile(replace(ben.snapshot.profiles[0], cooldown_seconds=44.0), "Ben")
    desk.look()
    page.enter({"team": "Loans"})
    page.enter({"team": "Cards"})
    assert page.form.editors["cap"].value() == 3
    click(qtbot, page.save)
    assert desk.store.snapshot().profiles[0].cooldown_seconds == 44.0


def test_what_is_typed_outlives_the_team(qtbot, new_desk, desk, page):
    """Somebody deletes the team meanwhile: the words are still there, and saving them makes it anew."""
    page.form.editors["cap"].part.setValue(3)
    ben = new_desk(who="Ben")
    ben.store.delete_profile("Cards", 1, "Ben")
    desk.look()
    assert names(page) == ["● Cards"]
    assert page.form.editors["cap"].value() == 3
    click(qtbot, page.save)
    assert [(profile.name, profile.cap) for profile in desk.store.snapshot().profiles] == [("Cards", 3)]


def test_a_name_that_is_taken_is_told(qtbot, desk, page):
    """The team that has it stays as it is, and what was typed stands."""
    click(qtbot, page.new)
    qtbot.keyClicks(page.form.editors["name"].part, "Cards")
    with qtbot.waitSignal(desk.told) as told:
        click(qtbot, page.save)
    assert told.args[0] == "There is a profile 'Cards' already; choose another name, or change that one."
    assert desk.store.snapshot().profiles[0].cap == 6
    assert page.form.editors["name"].value() == "Cards"


def test_a_team_is_deleted_after_a_question(qtbot, desk, page, monkeypatch):
    """Releases that are out keep it."""
    answer(monkeypatch, QMessageBox.StandardButton.No)
    click(qtbot, page.delete)
    assert names(page) == ["Cards"]
    asked = answer(monkeypatch, QMessageBox.StandardButton.Yes)
    click(qtbot, page.delete)
    assert asked == ["Delete the team “Cards”? Releases that are out keep it."]
    assert desk.store.snapshot().profiles == ()
    assert names(page) == []
    assert not page.form.isVisible()


def test_closing_with_unsaved_work_is_asked_about(page, monkeypatch):
    """Without it, nobody is asked."""
    asked = answer(monkeypatch, QMessageBox.StandardButton.No)
    assert page.may_leave()
    assert asked == []
    page.form.editors["cap"].part.setValue(3)
    assert not page.may_leave()
    answer(monkeypatch, QMessageBox.StandardButton.Yes)
    assert page.may_leave()


def test_the_two_person_rule_is_switched(qtbot, desk, page):
    """Here or in another console."""
    box = page.two_person.box
    assert not box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert desk.store.snapshot().two_person
    desk.store.set_two_person(False, "Ben")
    desk.look()
    assert not box.isChecked()
    assert [deed.what for deed in desk.store.audit(limit=2)] == ["two_person", "two_person"]


def test_the_rules_of_sharing_stand_on_the_page(page):
    """In plain words, for whoever may ask."""
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "belongs to the agent alone" in said
    assert "off at first" in said
    assert "Nothing here ranks people." in said


def test_every_field_is_named_for_readers_and_reached_by_tab(qtbot, page):
    """In the order in which they stand."""
    for field, editor in page.form.editors.items():
        named = [editor, *editor.children()]
        assert any(getattr(part, "accessibleName", str)() for part in named), field
    page.form.editors["packs"].setFocus()
    seen = []
    for _ in range(5):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        seen.append(page.focusWidget().accessibleName())
    assert seen == ["Tone", "Country", "Experience", "Cards at most", "Pause"]
