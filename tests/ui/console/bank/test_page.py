"""The page of the bank, driven by its buttons and keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QPushButton

from phrasebank.phrase import Phrase
from phrasebank.store.records import Edit
from ui.console.bank.checker import REST_MS
from ui.console.bank.model import ID, STATUS
from ui.console.bank.page import BankPage
from ui.console.bank.pane import COMMENTS, HISTORY
from ui.console.desk import Desk
from ui.console.transfer.dialog import TransferDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

NOTHING: dict[str, Any] = {"findings": [], "forms": [], "alike": [], "error": "", "field": ""}
BUT = {
    "field": "text",
    "rule": "but-after-empathy",
    "level": "error",
    "mend": "end the sentence, then say the next step",
}


def standing(page: BankPage) -> Phrase:
    """The shown phrase as the bank has it."""
    entry = page.desk.snapshot.get(page.pane.key)
    assert entry is not None
    return entry.phrase


def write(page: BankPage, words: str) -> None:
    """Write another text with the keyboard."""
    field = page.pane.form.words.part
    field.selectAll()
    QTest.keyClicks(field, words)


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def save(page: BankPage) -> None:
    QTest.keyClick(page.pane.form.words.part, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def step(page: BankPage, status: str, reason: str = "") -> None:
    page.pane.steps.reason.setText(reason)
    click(page.pane.steps.step_buttons[status])


def answer(page: BankPage, qtbot: Any, result: dict[str, Any]) -> None:
    """Let typing rest, and answer the question that goes out then."""
    worker: Any = page.desk.worker
    qtbot.waitUntil(lambda: any(not fake.job.over for fake in worker.of("check")), timeout=20 * REST_MS)
    for fake in worker.of("check"):
        fake.finish(result)


def others_edit(desk: Desk, phrase_id: str, **fields: Any) -> None:
    desk.refresh()
    entry = desk.snapshot.get(phrase_id)
    assert entry is not None
    assert desk.save([Edit(replace(entry.phrase, **fields), entry.revision)])


# --- finding ---


def test_typing_narrows_the_table(page, desk):
    """The line of words finds; the count says of how many; the chosen phrase stays chosen while it is in sight."""
    first = desk.snapshot.entries[3].phrase
    page.open(first.id)
    QTest.keyClicks(page.listing.finder.line, first.id)
    assert page.listing.table.rowCount() >= 1
    assert page.listing.selected == (first.id,)
    assert page.listing.found.text().endswith(f"of {len(desk.snapshot.entries)}")
    QTest.keyClicks(page.listing.finder.line, " xyz")
    assert page.listing.table.rowCount() == 0
    assert page.pane.key == first.id


def test_a_mistaken_term_is_answered_under_the_line(page):
    """What it might have meant, not an empty table without a word."""
    QTest.keyClicks(page.listing.finder.line, "stauts:draft")
    assert "“status”" in page.listing.finder.trouble.text()
    assert page.listing.finder.trouble.isVisible()


def test_buttons_and_menu_write_the_terms(page, desk):
    """The statuses are buttons with their counts, the other tags stand in the menu."""
    finder = page.listing.finder
    assert finder.chips["approved"].text() == f"Approved {len(desk.snapshot.entries)}"
    click(finder.chips["draft"])
    assert finder.line.text() == "status:draft"
    assert page.listing.table.rowCount() == 0
    click(finder.chips["draft"])
    assert finder.line.text() == ""
    finder.menu.aboutToShow.emit()
    needs = next(action.menu() for action in finder.menu.actions() if action.text() == "Need")
    next(action for action in needs.actions() if action.text() == "Fairness").trigger()
    assert finder.line.text() == "need:fairness"
    assert all("fairness" in row.phrase.needs for row in page.listing.table.rows)


def test_the_keyboard_goes_from_the_line_through_the_table(page, qtbot):
    """Ctrl+F finds, Down enters the table, arrows show one phrase after the other."""
    QTest.keyClick(page.listing.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.listing.finder.line.hasFocus()
    QTest.keyClick(page.listing.finder.line, Qt.Key.Key_Down)
    assert page.listing.view.hasFocus()
    page.open(page.listing.table.rows[0].key)
    QTest.keyClick(page.listing.view, Qt.Key.Key_Down)
    assert page.pane.key == page.listing.table.rows[1].key


def test_the_page_opens_where_another_page_sends_it(page, desk):
    """A phrase, or what to look for; what is looked for gives way where it hides the phrase."""
    page.enter({"filter": "need:fairness"})
    hidden = next(entry.phrase.id for entry in desk.snapshot.entries if "fairness" not in entry.phrase.needs)
    page.enter({"id": hidden})
    assert page.pane.key == hidden
    assert page.listing.selected == (hidden,)
    assert page.listing.finder.line.text() == ""
    page.enter({"filter": "need:speed"})
    assert page.listing.finder.line.text() == "need:speed"


def test_a_phrase_that_is_not_there_is_told(page, desk, qtbot):
    """The page stays where it is."""
    before = page.pane.key
    with qtbot.waitSignal(desk.told) as told:
        page.enter({"id": "no-such-phrase"})
    assert "no-such-phrase" in told.args[0]
    assert page.pane.key == before


# --- writing ---


def test_a_broken_rule_stands_beside_its_field_until_it_is_mended(page, desk, qtbot):
    """Checked when typing rests; mended, it goes; saved, the phrase is a draft with the reason in its history."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "I see why you are upset, but I'll check it.")
    answer(page, qtbot, {**NOTHING, "findings": [BUT]})
    field = page.pane.form.fields["text"]
    assert field.findings.sentence == "✕  End the sentence, then say the next step"
    assert field.findings.isVisible()
    assert "next step" in page.pane.form.words.part.accessibleDescription()
    assert not page.pane.form.fields["cue"].findings.isVisible()
    assert page.pane.steps.verdict.text() == "✕ To mend: What the agent says"
    write(page, "I see why you are upset. I'll check it now.")
    answer(page, qtbot, NOTHING)
    assert not field.findings.isVisible()
    assert page.pane.steps.verdict.text() == "✓ Keeps all rules"
    page.pane.steps.reason.setText("no but after empathy")
    save(page)
    phrase = standing(page)
    assert (phrase.text, phrase.status) == ("I see why you are upset. I'll check it now.", "draft")
    assert desk.store.history(phrase.id)[0].why == "no but after empathy"
    assert not page.drafts


def test_an_answer_to_former_words_is_dropped(page, desk, worker, qtbot):
    """Only what stands in the form now is judged; one question at a time is on its way."""
    page.open(desk.snapshot.entries[0].phrase.id)
    qtbot.waitUntil(lambda: len(worker.of("check")) == 1)
    write(page, "Other words.")
    qtbot.wait(2 * REST_MS)
    assert len(worker.of("check")) == 1
    worker.of("check")[0].finish({**NOTHING, "findings": [BUT]})
    assert not page.pane.form.fields["text"].findings.isVisible()
    assert worker.of("check")[-1].values["phrase"]["text"] == "Other words."
    worker.of("check")[-1].finish({**NOTHING, "findings": [BUT]})
    assert page.pane.form.fields["text"].findings.isVisible()


def test_a_check_that_fails_is_told(page, desk, worker, qtbot):
    """The form goes on working."""
    page.open(desk.snapshot.entries[0].phrase.id)
    qtbot.waitUntil(lambda: len(worker.of("check")) == 1)
    with qtbot.waitSignal(desk.told) as told:
        worker.of("check")[0].fail("The encoder is missing; install it.")
    assert "encoder" in told.args[0]


def test_phrases_that_say_the_same_open_with_a_click(page, desk, qtbot):
    """With how near they are."""
    first, other = (entry.phrase for entry in desk.snapshot.entries[:2])
    page.open(first.id)
    near = {"id": other.id, "text": other.plain, "status": "approved", "likeness": 0.874}
    answer(page, qtbot, {**NOTHING, "alike": [near]})
    (link,) = page.pane.form.alike.links
    assert "87 %" in link.text()
    assert other.id in link.accessibleName()
    click(link)
    assert page.pane.key == other.id


def test_every_field_is_saved_as_its_editor_shows_it(page, desk):
    """Chips, lists, drop-downs and lines."""
    page.open(desk.snapshot.entries[0].phrase.id)
    fields = {name: field.editor for name, field in page.pane.form.fields.items()}
    for chip in ("anger", "anxiety"):
        if not fields["emotions"].chips[chip].isChecked():
            click(fields["emotions"].chips[chip])
    for need in standing(page).needs:
        click(fields["needs"].chips[need])
    click(fields["needs"].chips["speed"])
    click(fields["needs"].chips["fairness"])
    fields["cues"].part.setPlainText("where is it\n\nit is late\nwhere is it")
    fields["strategy"].part.setFocus()
    fields["strategy"].part.setCurrentIndex(fields["strategy"].part.findData("apology"))
    fields["strategy"].part.activated.emit(fields["strategy"].part.currentIndex())
    fields["cooldown_seconds"].part.setCurrentIndex(fields["cooldown_seconds"].part.findData(300.0))
    fields["cooldown_seconds"].part.activated.emit(3)
    save(page)
    phrase = standing(page)
    assert {"anger", "anxiety"} <= set(phrase.emotions)
    assert phrase.needs == ("speed", "fairness")
    assert fields["needs"].chips["fairness"].text() == "2 Fairness"
    assert phrase.cues == ("where is it", "it is late")
    assert (phrase.strategy, phrase.cooldown_seconds) == ("apology", 300.0)


def test_chips_are_one_stop_for_tab_and_many_for_arrows(page, desk):
    """Space chooses; the arrows go round."""
    page.open(desk.snapshot.entries[0].phrase.id)
    chips = list(page.pane.form.fields["phases"].editor.chips.values())
    chips[0].setFocus()
    QTest.keyClick(chips[0], Qt.Key.Key_Left)
    assert chips[-1].hasFocus()
    was = chips[-1].isChecked()
    QTest.keyClick(chips[-1], Qt.Key.Key_Space)
    assert chips[-1].isChecked() is not was
    policies = [chip.focusPolicy() for chip in chips]
    assert policies.count(Qt.FocusPolicy.StrongFocus) == 1


def test_a_choice_is_taken_back_before_it_is_saved(page, desk):
    """Ctrl+Z in the form is about the form; what is saved stays."""
    page.open(desk.snapshot.entries[0].phrase.id)
    chip = page.pane.form.fields["emotions"].editor.chips["confusion"]
    before = standing(page).emotions
    click(chip)
    assert page.pane.key in page.drafts
    QTest.keyClick(chip, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.pane.form.values()["emotions"] == before
    assert not page.drafts
    QTest.keyClick(chip, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.pane.form.values()["emotions"] != before


def test_unsaved_choices_come_before_saved_changes(page, desk, qtbot):
    """The window's Undo takes back what is saved; in the form the same keys take back what is not."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(page)
    undo = desk.undo.createUndoAction(window)
    undo.setShortcuts(QKeySequence.StandardKey.Undo)
    window.addAction(undo)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.open(desk.snapshot.entries[0].phrase.id)
    before = standing(page)
    write(page, "Words that are saved.")
    save(page)
    chip = page.pane.form.fields["emotions"].editor.chips["confusion"]
    click(chip)
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert standing(page).text == "Words that are saved."
    assert not page.drafts
    QTest.keyClick(page.listing.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert standing(page).text == before.text
    page.setParent(None)


def test_the_card_shows_the_words_as_they_are_typed(page, desk):
    """With slots filled by a sample, or not at all."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "I'll find {product|your order} now.")
    preview = page.pane.form.preview
    assert preview.card.text() == "I'll find router now."
    preview.slots_from.setCurrentIndex(1)
    preview.slots_from.activated.emit(1)
    assert preview.card.text() == "I'll find your order now."
    write(page, "I'll find {product")
    assert preview.card.text() == "I'll find {product"


def test_slots_are_filled_from_recorded_calls(page, desk, worker):
    """The calls are looked through when they are first wanted, off the window's thread."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "I'll find {product|your order} now.")
    preview = page.pane.form.preview
    preview.slots_from.setCurrentIndex(2)
    preview.slots_from.activated.emit(2)
    call = {"name": "call-1", "day": "2026-01-02", "slots": {"product": "toaster"}}
    worker.of("example")[0].finish({"calls": [call]})
    assert preview.slots_from.currentText() == "2026-01-02: toaster"
    assert preview.card.text() == "I'll find toaster now."


def test_a_slot_is_put_in_from_the_menu(page, desk):
    """Its fallback is marked, so that the next keys replace it."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "I'll find ")
    page.pane.form.slot_button.menu().actions()[0].trigger()
    QTest.keyClicks(page.pane.form.words.part, "the parcel")
    assert page.pane.form.words.value() == "I'll find {product|the parcel}"


def test_a_phrase_is_tried_in_the_playground(page, desk, qtbot):
    """With the first thing that a customer says; there must be one."""
    page.open(desk.snapshot.entries[0].phrase.id)
    cue = standing(page).cues[0]
    with qtbot.waitSignal(desk.asked) as asked:
        click(page.pane.form.try_button)
    assert asked.args == ["playground", {"text": cue}]
    page.pane.form.fields["cues"].editor.part.clear()
    with qtbot.assertNotEmitted(desk.asked):
        click(page.pane.form.try_button)


# --- what is not saved ---


def test_changes_outlive_the_choice_of_another_phrase(page, desk):
    """They are kept, marked in the table, and there again when the phrase is; nothing is saved unasked."""
    one, two = (entry.phrase for entry in desk.snapshot.entries[:2])
    page.open(one.id)
    write(page, "Words that nobody has saved.")
    page.open(two.id)
    place = page.listing.table.place_of(one.id)
    assert page.listing.table.index(place, STATUS).data() == "● Approved"
    assert "not saved: 1" in page.unsaved.words.text()
    assert page.unsaved.isVisible()
    page.open(one.id)
    assert page.pane.form.words.value() == "Words that nobody has saved."
    entry = desk.snapshot.get(one.id)
    assert entry is not None
    assert entry.phrase == one
    click(page.pane.steps.discard_button)
    assert page.pane.form.words.value() == one.text
    assert not page.drafts


def test_words_that_make_no_phrase_are_not_saved_and_not_lost(page, desk, qtbot):
    """The reason stands beside the field, which gets the keyboard."""
    page.open(desk.snapshot.entries[0].phrase.id)
    before = standing(page)
    write(page, "I'll find {colour|it} now.")
    with qtbot.waitSignal(desk.told):
        save(page)
    assert standing(page) == before
    assert "no slot 'colour'" in page.pane.form.fields["text"].findings.sentence
    assert page.pane.form.words.value() == "I'll find {colour|it} now."
    assert page.pane.form.words.part.hasFocus()


@pytest.mark.parametrize(
    ("choice", "left", "kept"),
    [
        (QMessageBox.StandardButton.SaveAll, True, "Words to keep."),
        (QMessageBox.StandardButton.Discard, True, None),
        (QMessageBox.StandardButton.Cancel, False, None),
    ],
)
def test_closing_asks_about_what_is_not_saved(page, desk, choice, left, kept):
    """Save all, discard, or stay. Nothing is gone before the window is: another page may hold it open."""
    page.open(desk.snapshot.entries[0].phrase.id)
    before = standing(page).text
    write(page, "Words to keep.")
    page.open(desk.snapshot.entries[1].phrase.id)

    def choose() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        click(box.button(choice))

    QTimer.singleShot(0, choose)
    assert page.may_leave() is left
    assert bool(page.drafts) is (kept is None)
    assert desk.snapshot.entries[0].phrase.text == (kept or before)


def test_with_all_saved_the_page_is_left_without_a_question(page):
    """Nothing to lose."""
    assert page.may_leave()


# --- saving, and taking back ---


def test_what_is_saved_is_taken_back_and_made_again(page, desk):
    """The form and the table follow."""
    page.open(desk.snapshot.entries[0].phrase.id)
    before = standing(page)
    write(page, "Quite other words.")
    save(page)
    desk.undo.undo()
    assert page.pane.form.words.value() == before.text
    assert standing(page).status == before.status
    desk.undo.redo()
    assert page.pane.form.words.value() == "Quite other words."


def test_anothers_change_shows_where_nothing_is_being_edited(page, desk, bens_desk):
    """The form follows the bank."""
    page.open(desk.snapshot.entries[0].phrase.id)
    others_edit(bens_desk, page.pane.key, text="Ben's words.")
    desk.look()
    assert page.pane.form.words.value() == "Ben's words."


def test_anothers_change_meets_mine_without_loss(page, desk, bens_desk):
    """The form keeps mine and says so; saving asks; what is chosen is saved upon theirs."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "Ann's words.")
    others_edit(bens_desk, page.pane.key, text="Ben's words.", author="Ben")
    desk.look()
    assert page.pane.form.words.value() == "Ann's words."
    assert "Ben" in page.pane.steps.news.accessibleName()
    save(page)
    assert page.pane.form.words.value() == "Ann's words."  # the merge was left: nothing is saved, nothing lost
    assert standing(page).text == "Ben's words."
    asked = []

    def merge(conflicts):
        asked.extend(conflicts)
        return [Edit(conflict.merged({"text": "mine"}), conflict.revision) for conflict in conflicts]

    desk.merge = merge
    save(page)
    assert [conflict.who for conflict in asked] == ["Ben"]
    assert (standing(page).text, standing(page).author) == ("Ann's words.", "Ben")
    assert not page.drafts
    assert not page.pane.steps.news.isVisible()


def test_anothers_change_shows_as_soon_as_mine_is_taken_back_by_hand(page, desk, bens_desk):
    """What is typed after that is written upon theirs: their words are no part of what I save."""
    phrase = desk.snapshot.entries[0].phrase
    page.open(phrase.id)
    field = page.pane.form.fields["cue"].editor.part
    QTest.keyClicks(field, "x")
    others_edit(bens_desk, phrase.id, text="I'll stay with this until it's done for you.")
    desk.look()
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert not page.drafts
    assert page.pane.form.words.part.toPlainText() == "I'll stay with this until it's done for you."
    QTest.keyClicks(field, "x")
    save(page)
    assert standing(page).text == "I'll stay with this until it's done for you."
    assert standing(page).cue == f"{phrase.cue}x"


def test_all_drafts_are_saved_at_once(page, desk):
    """The one that makes no phrase is shown, with the others saved."""
    one, two, three = (entry.phrase.id for entry in desk.snapshot.entries[:3])
    for phrase_id in (one, two):
        page.open(phrase_id)
        write(page, f"Words for {len(phrase_id)} letters.")
    page.open(three)
    click(page.unsaved.save_all)
    assert not page.drafts
    assert not page.unsaved.isVisible()


# --- new phrases ---


def test_a_hole_becomes_a_phrase(page, desk):
    """It opens with the feelings and needs of the hole and a strategy that helps there; saved, it is a draft."""
    page.enter({"new": {"emotions": ["anger"], "needs": ["fairness"], "phases": ["resolution"], "pack": "banking"}})
    values = page.pane.form.values()
    assert (values["emotions"], values["needs"], values["phases"]) == (("anger",), ("fairness",), ("resolution",))
    assert (values["pack"], values["author"], values["text"]) == ("banking", "Ann", "")
    assert page.pane.form.words.part.hasFocus()
    assert page.listing.selected == (page.pane.key,)
    write(page, "That should not have cost you a cent. I'll check the rule now.")
    QTest.keyClicks(page.pane.form.fields["cue"].editor.part, "Check the rule now")
    save(page)
    phrase = standing(page)
    assert phrase.id == values["id"]
    assert (phrase.status, phrase.needs) == ("draft", ("fairness",))
    assert page.listing.table.index(page.listing.table.place_of(phrase.id), ID).data() == phrase.id


def test_a_new_phrase_is_not_blamed_for_what_is_not_written_yet(page, desk, qtbot):
    """Only when it is to be saved."""
    click(page.deeds.new)
    empty = {"field": "text", "rule": "incomplete", "level": "error", "mend": "'text' is empty"}
    answer(page, qtbot, {**NOTHING, "findings": [empty]})
    assert not page.pane.form.fields["text"].findings.isVisible()
    save(page)
    assert page.pane.form.fields["text"].findings.sentence == "✕  'text' is empty"


def test_a_phrase_is_duplicated_under_another_name(page, desk):
    """A draft of Ann's own; the first one stays as it is."""
    page.open(desk.snapshot.entries[0].phrase.id)
    first = standing(page)
    QTest.keyClick(page.listing.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    values = page.pane.form.values()
    assert values["text"] == first.text
    assert values["id"] != first.id
    assert (values["status"], values["author"], values["version"]) == ("draft", "Ann", 1)
    save(page)
    assert standing(page).id == values["id"]
    assert len(desk.snapshot.entries) == len(page.listing.table.rows)


def test_a_name_that_is_taken_is_refused(page, desk):
    """Not even a merge is offered: they are two phrases."""
    QTest.keyClick(page.listing.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    write(page, "I'll stay with this until it's solved.")
    QTest.keyClicks(page.pane.form.fields["cue"].editor.part, "Stay with it now")
    name = page.pane.form.fields["id"].editor.part
    name.selectAll()
    QTest.keyClicks(name, desk.snapshot.entries[0].phrase.id)
    save(page)
    assert "names another phrase" in page.pane.form.fields["id"].findings.sentence
    assert page.pane.draft is not None
    assert page.pane.draft.is_new


def test_a_new_phrase_that_is_discarded_is_gone(page, desk):
    """The table has no row for it any more."""
    click(page.deeds.new)
    key = page.pane.key
    click(page.pane.steps.discard_button)
    assert page.listing.table.place_of(key) < 0
    assert not page.pane.isVisible()


# --- the way to agents ---


def test_a_phrase_goes_from_draft_to_retired(page, desk):
    """Each button takes one step, with its reason in the history."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "That's a fair point. I'll check it now.")
    save(page)
    for status, reason in (("review", "ready"), ("draft", "too long"), ("review", ""), ("approved", "good")):
        step(page, status, reason)
        assert standing(page).status == status
        assert desk.store.history(page.pane.key)[0].why == reason
    assert page.pane.steps.reason.text() == ""
    step(page, "retired")
    assert list(page.pane.steps.step_buttons) == ["draft"]
    assert page.pane.steps.step_buttons["draft"].accessibleName() == "Bring back"


def test_what_is_not_saved_goes_along(page, desk):
    """A step saves first; what makes no phrase takes no step."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "That's a fair point. I'll check it now.")
    step(page, "review")
    assert (standing(page).text, standing(page).status) == ("That's a fair point. I'll check it now.", "review")
    write(page, "I'll find {colour|it}.")
    step(page, "draft")
    assert standing(page).status == "review"


def test_nobody_approves_their_own_words_where_two_are_needed(page, desk, bens_desk, new_page, qtbot):
    """The store refuses it in one line; a second person can."""
    desk.store.set_two_person(True, "Ann")
    desk.refresh()
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "That's a fair point. I'll check it now.")
    save(page)
    assert "approved" not in page.pane.steps.step_buttons
    step(page, "review")
    with qtbot.waitSignal(desk.told) as told:
        step(page, "approved")
    assert "two persons" in told.args[0]
    assert standing(page).status == "review"
    bens_desk.refresh()
    bens = new_page(bens_desk)
    bens.open(page.pane.key)
    step(bens, "approved")
    assert standing(bens).status == "approved"


def test_reviews_follow_each_other(page, desk):
    """What is approved leaves the list of reviews; the next arrow key comes to the next one."""
    ids = {entry.phrase.id: entry.revision for entry in desk.snapshot.entries[:4]}
    assert desk.set_status(ids, "review")
    page.listing.finder.look_for("status:review")
    page.open(page.listing.table.rows[1].key)
    following = page.listing.table.rows[2].key
    step(page, "approved")
    assert page.listing.table.rowCount() == 3
    assert standing(page).status == "approved"
    QTest.keyClick(page.listing.view, Qt.Key.Key_Down)
    assert page.pane.key == following


def test_broken_rules_are_approved_only_with_a_reason(page, desk, qtbot):
    """Some rules err; then the history says why it was approved all the same."""
    page.open(desk.snapshot.entries[0].phrase.id)
    write(page, "I hear you, but I'll check it.")
    save(page)
    answer(page, qtbot, {**NOTHING, "findings": [BUT]})
    with qtbot.waitSignal(desk.told):
        step(page, "approved")
    assert standing(page).status == "draft"
    assert page.pane.steps.reason.hasFocus()
    step(page, "approved", "a quote from our charter")
    assert standing(page).status == "approved"


# --- history and comments ---


def test_a_former_wording_is_restored(page, desk):
    """The history says who changed what; a revision goes back into the form, and is kept when it is saved."""
    page.open(desk.snapshot.entries[0].phrase.id)
    first = standing(page)
    write(page, "Words of the second revision.")
    save(page)
    page.pane.tabs.setCurrentIndex(HISTORY)
    history = page.pane.history
    assert [history.list.item(row).text().split(" ·")[0] for row in range(2)] == ["2", "1"]
    changed = [history.changes.item(row, 0).text() for row in range(history.changes.rowCount())]
    assert changed[0] == "What the agent says"
    assert not history.restore_button.isEnabled()
    history.list.setCurrentRow(1)
    click(history.restore_button)
    assert page.pane.form.words.value() == first.text
    assert page.pane.key in page.drafts
    save(page)
    assert standing(page).text == first.text
    assert desk.store.history(first.id)[0].why == "as in revision 1"


def test_a_comment_is_kept_with_its_author(page, desk, bens_desk):
    """Others see it; the tab and the table count it."""
    page.open(desk.snapshot.entries[0].phrase.id)
    page.pane.tabs.setCurrentIndex(COMMENTS)
    QTest.keyClicks(page.pane.comments.field, "Too stiff for our customers")
    QTest.keyClick(page.pane.comments.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (comment,) = bens_desk.store.comments(page.pane.key)
    assert (comment.who, comment.text) == ("Ann", "Too stiff for our customers")
    assert page.pane.comments.field.toPlainText() == ""
    assert page.pane.tabs.tabText(COMMENTS) == "C&omments (1)"
    page.listing.finder.look_for("has:comments")
    assert [row.key for row in page.listing.table.rows] == [page.pane.key]


def test_a_phrase_that_is_not_saved_has_no_history_and_no_comments(page):
    """Both say so."""
    click(page.deeds.new)
    page.pane.tabs.setCurrentIndex(HISTORY)
    assert page.pane.history.list.count() == 0
    page.pane.tabs.setCurrentIndex(COMMENTS)
    assert not page.pane.comments.field.isEnabled()


def test_import_and_export_are_at_hand(page):
    """The same dialogs as in the window's menu."""
    click(page.deeds.export)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TransferDialog)
    dialog.reject()
