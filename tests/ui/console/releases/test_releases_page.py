"""The page of releases through its real buttons: publish, compare two, go back, and the log."""

from __future__ import annotations

import csv
import sqlite3
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from phrasebank.store.records import Edit, Profile, StoreError
from phrasebank.store.store import Store
from ui.console.desk import Desk
from ui.console.releases.page import ReleasesPage
from ui.console.releases.rows import RowsView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)


@pytest.fixture
def page(qtbot, desk: Desk) -> ReleasesPage:
    """The page as it is opened: one release, nothing new."""
    return opened(qtbot, desk)


def opened(qtbot, desk: Desk) -> ReleasesPage:
    made = ReleasesPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    made.enter({})
    return made


def approve(desk: Desk, place: int, **fields: object) -> str:
    """Other words for a phrase, approved; its name."""
    entry = desk.snapshot.entries[place]
    (entry,) = desk.store.save([Edit(replace(entry.phrase, **fields), entry.revision)], "Ben", "clearer")
    if entry.phrase.status != "approved":
        desk.store.set_status({entry.phrase.id: entry.revision}, "approved", "Ann")
    desk.refresh()
    return entry.phrase.id


def judged(desk: Desk, *findings: tuple[str, str], verdict: str = "passed") -> None:
    """What the comparison with past calls gave: verdicts and sentences."""
    looked_at = [{"verdict": found, "sentence": sentence} for found, sentence in findings]
    gate = {"passed": verdict == "passed", "verdict": verdict, "looked_at": looked_at}
    desk.gate = {"mark": desk.snapshot.mark, "gate": gate}


def column(view: RowsView, place: int) -> list[str]:
    model = view.model()
    return [model.index(row, place).data() for row in range(model.rowCount())]


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_new_is_not_published(page):
    """It is said instead."""
    assert page.next.summary.text() == "Since release 1: 0 added, 0 changed, 0 taken out"
    assert page.next.why_not.text() == "Agents have all of this already."
    assert not page.next.publish.isEnabled()


def test_what_would_go_out_is_shown_field_by_field(qtbot, desk, page):
    """Added, changed and taken out; drafts that nobody has approved stay behind, and are counted."""
    changed = approve(desk, 0, cue="Say who acts")
    desk.store.set_status({desk.snapshot.entries[1].phrase.id: 1}, "retired", "Ann")
    new = replace(desk.snapshot.entries[2].phrase, id="quite-new-1")
    desk.store.save([Edit(new, 0)], "Ann")
    draft = desk.snapshot.entries[3]
    desk.store.save([Edit(replace(draft.phrase, cue="Not approved yet"), 1)], "Ann")
    desk.refresh()
    view = page.next.view
    assert page.next.summary.text() == "Since release 1: 1 added, 1 changed, 1 taken out"
    assert page.next.behind.text() == "Not in it, for nobody has approved them yet: drafts 1, in review 0."
    assert column(view.list, 0) == ["~ Changed", "+ Added", "- Taken out"]
    assert column(view.list, 1)[0] == changed
    assert "<b><u>Say who acts</u></b>" in view.reading.text()
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    assert "quite-new-1" in view.reading.text()
    with qtbot.waitSignal(desk.asked) as asked:
        qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert asked.args == ["bank", {"id": "quite-new-1"}]


def test_a_release_that_past_calls_speak_for_goes_out_with_notes(qtbot, desk, page):
    """With the result of the comparison; the page then has nothing new."""
    approve(desk, 0, cue="Say who acts")
    judged(desk, ("passed", "Of the cards that agents judged they used 71 %."))
    page.enter({})
    assert (
        page.next.gate.accessibleName() == "✓ Past calls speak for it. Of the cards that agents judged they used 71 %."
    )
    assert not page.next.reason.isVisible()
    page.next.notes.setPlainText("A clearer cue.")
    click(qtbot, page.next.publish)
    release = desk.store.published()
    assert (release.number, release.who, release.notes, release.override) == (2, "Ann", "A clearer cue.", "")
    assert release.gate["passed"] is True
    assert page.next.notes.toPlainText() == ""
    assert page.next.publish.text() == "&Publish release 3"
    assert not page.next.publish.isEnabled()


def test_a_fall_blocks_until_a_reason_is_written(qtbot, desk, page):
    """The reason stands with the release and in the log."""
    approve(desk, 0, cue="Say who acts")
    fall = ("blocked", "Cards were taken up in 41 of 100 instead of 47.")
    judged(desk, ("passed", "Silence is kept."), fall, verdict="blocked")
    page.enter({})
    assert page.next.gate.accessibleName() == f"⚠ Past calls speak against it. {fall[1]}"
    assert not page.next.publish.isEnabled()
    qtbot.keyClicks(page.next.reason, "  ")
    assert not page.next.publish.isEnabled()
    qtbot.keyClicks(page.next.reason, "the law asks for it")
    click(qtbot, page.next.publish)
    release = desk.store.published()
    assert (release.number, release.override) == (2, "the law asks for it")
    assert release.gate["looked_at"][1]["sentence"] == fall[1]
    assert {deed.what: deed.why for deed in desk.store.audit()}["override"] == "the law asks for it"


def test_too_few_calls_are_said_but_do_not_block(qtbot, desk, page):
    """What cannot be told stands with the release."""
    approve(desk, 0, cue="Say who acts")
    judged(desk, ("unsure", "3 recorded calls are too few to tell."), verdict="unsure")
    page.enter({})
    assert page.next.gate.accessibleName() == "? Past calls cannot tell. 3 recorded calls are too few to tell."
    assert not page.next.reason.isVisible()
    click(qtbot, page.next.publish)
    assert desk.store.published().gate["verdict"] == "unsure"
    page.enter({"tab": "past"})
    assert column(page.past.list, 4)[0] == "could not tell"


def test_without_a_comparison_the_page_leads_to_one(qtbot, desk, page):
    """Or asks for a reason; nothing is recorded as compared."""
    approve(desk, 0, cue="Say who acts")
    assert page.next.why_not.text() == "Run the comparison, or write a reason to publish without it."
    with qtbot.waitSignal(desk.asked) as asked:
        click(qtbot, page.next.compare)
    assert asked.args == ["replay", {"then": "releases"}]
    qtbot.keyClicks(page.next.reason, "no calls are recorded yet")
    qtbot.keyClick(page.next.reason, Qt.Key.Key_Return)
    assert desk.store.published().gate is None
    assert desk.store.published().override == "no calls are recorded yet"


def test_a_comparison_of_an_older_bank_does_not_count(desk, page):
    """But for remarks, which change no card."""
    approve(desk, 0, cue="Say who acts")
    judged(desk)
    desk.store.comment(desk.snapshot.entries[0].phrase.id, "Good.", "Ben")
    desk.refresh()
    page.enter({})
    assert page.next.publish.isEnabled()
    approve(desk, 1, cue="Say who acts next")
    assert "has changed since it was last compared" in page.next.gate.accessibleName()
    assert not page.next.publish.isEnabled()


def test_what_somebody_else_changes_in_the_last_moment_is_not_published_unseen(qtbot, desk, page):
    """It is told, and the page shows what is new."""
    approve(desk, 0, cue="Say who acts")
    judged(desk)
    page.enter({})
    other = Store(desk.store.path)
    other.set_status({other.snapshot().entries[5].phrase.id: 1}, "retired", "Ben")
    with qtbot.waitSignal(desk.told) as told:
        click(qtbot, page.next.publish)
    assert "changed by Ben" in told.args[0]
    assert desk.store.published().number == 1
    desk.look()
    assert page.next.summary.text() == "Since release 1: 0 added, 1 changed, 1 taken out"


def test_teams_alone_make_a_release(desk, page):
    """A profile that changes is something new."""
    desk.store.save_profile(Profile("cards", ("banking",), cap=6, cooldown_seconds=20.0), "Ann")
    desk.refresh()
    assert page.next.summary.text().endswith("The settings of teams change, too.")
    judged(desk)
    page.enter({})
    assert page.next.publish.isEnabled()


@pytest.fixture
def three(qtbot, desk: Desk) -> ReleasesPage:
    """Three releases, the last one with agents."""
    for number in (2, 3):
        approve(desk, 0, cue=f"Say who acts {number}")
        desk.store.publish("Ann", f"cue-{number}", mark=desk.store.mark())
        desk.refresh()
    made = opened(qtbot, desk)
    made.enter({"tab": "past"})
    return made


def test_releases_are_listed_and_compared(qtbot, desk, three):
    """The chosen one with the one before it, or any two."""
    past = three.past
    assert column(past.list, 0) == ["● 3 (with agents)", "2", "1"]
    assert column(past.list, 5) == ["cue-3", "cue-2", ""]
    assert "<b><u>3</u></b>" in past.view.reading.text()
    qtbot.keyClick(past.list, Qt.Key.Key_Down)
    assert (past.older.currentData(), past.newer.currentData()) == (1, 2)
    past.newer.setCurrentIndex(past.newer.findData(3))
    assert past.difference.text() == "0 added, 1 changed, 0 taken out"
    past.older.setCurrentIndex(past.older.findData(3))
    assert past.difference.text() == "the same phrases"


def test_an_older_release_is_with_agents_again_at_a_click(qtbot, desk, three):
    """With a reason, which the log keeps; drafts stay as they are."""
    past = three.past
    assert past.back.text() == "With agents already"
    qtbot.keyClick(past.list, Qt.Key.Key_Down)
    assert past.back.text() == "&Go back to release 2"
    assert not past.back.isEnabled()
    qtbot.keyClicks(past.reason, "too long")
    draft = desk.snapshot.entries[0]
    click(qtbot, past.back)
    assert desk.snapshot.published == 2
    assert column(past.list, 0) == ["3", "● 2 (with agents)", "1"]
    assert desk.snapshot.entries[0] == draft
    deed = desk.store.audit(limit=1)[0]
    assert (deed.what, deed.subject, deed.why) == ("roll_back", "2", "too long")
    assert past.reason.text() == ""


def test_the_log_is_found_in_proved_and_taken_along(qtbot, desk, three, tmp_path):
    """Nothing in it can be edited."""
    three.enter({"tab": "log"})
    log = three.log
    qtbot.keyClicks(log.filter, "cue-2")
    assert column(log.list, 3) == ["Published"]
    log.filter.clear()
    assert column(log.list, 0)[0] == str(desk.store.mark())
    assert not log.list.editTriggers()
    click(qtbot, log.verify)
    assert log.verdict.accessibleName() == "✓ The log and what it tells of are as they were written."
    log.save(tmp_path / "log.csv")
    rows = list(csv.reader((tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == desk.store.mark() + 1
    assert rows[1][-1] == desk.store.audit(limit=1)[0].digest


def test_a_log_that_was_changed_is_found_out(qtbot, desk, page):
    """By other means than this program."""
    with sqlite3.connect(desk.store.path) as database:
        database.execute("DROP TRIGGER audit_kept")
        database.execute("UPDATE audit SET who = 'Nobody' WHERE number = 1")
    database.close()
    page.enter({"tab": "log"})
    click(qtbot, page.log.verify)
    assert "⚠ Row 1 of the audit was changed" in page.log.verdict.accessibleName()


def test_earlier_entries_are_read_when_they_are_wanted(qtbot, desk, monkeypatch):
    """A log of years opens at once."""
    monkeypatch.setattr("ui.console.releases.log.PAGE", 2)
    for place in range(3):
        approve(desk, place, tone="warm" if desk.snapshot.entries[place].phrase.tone == "competent" else "competent")
    page = opened(qtbot, desk)
    page.enter({"tab": "log"})
    assert len(column(page.log.list, 0)) == 2
    assert page.log.shown.text().startswith("2 entries, ")
    while page.log.more.isVisible():
        click(qtbot, page.log.more)
    assert column(page.log.list, 0) == [str(number) for number in range(desk.store.mark(), 0, -1)]


def test_a_bank_that_is_held_just_now_is_told(qtbot, desk, three, monkeypatch, tmp_path):
    """Wherever the page reads it; what was shown stays."""
    told: list[str] = []
    desk.told.connect(told.append)
    monkeypatch.setattr("ui.console.releases.log.PAGE", 2)
    page = opened(qtbot, desk)
    page.enter({"tab": "log"})

    def held(*_what: object, **_more: object) -> None:
        raise StoreError("another program is writing")

    monkeypatch.setattr(desk.store, "audit", held)
    monkeypatch.setattr(desk.store, "release_bank", held)
    click(qtbot, page.log.more)
    page.log.save(tmp_path / "log.csv")
    three.past.older.setCurrentIndex(three.past.older.findData(1))
    assert told == ["another program is writing"] * 3
    assert len(column(page.log.list, 0)) == 2
    assert not (tmp_path / "log.csv").exists()


def test_a_page_that_is_not_looked_at_reads_nothing(qtbot, desk):
    """Only when it is opened."""
    page = ReleasesPage(desk)
    qtbot.addWidget(page)
    approve(desk, 0, cue="Say who acts")
    assert page.next.view.changes == ()
    page.show()
    assert len(page.next.view.changes) == 1


def test_the_page_counts_as_the_store_does(desk, page):
    """It works out the difference from banks that it has at hand; `Store.diff` reads them."""
    approve(desk, 0, cue="Say who acts")
    desk.store.set_status({desk.snapshot.entries[1].phrase.id: 1}, "retired", "Ann")
    desk.refresh()
    assert page.next.view.changes == desk.store.diff(1, None)
    desk.store.publish("Ann", "", mark=desk.store.mark())
    desk.refresh()
    page.enter({"tab": "past"})
    assert page.past.view.changes == desk.store.diff(1, 2)
