"""What all pages share: saving, taking back, conflicts, other consoles."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from phrasebank.phrase import Phrase
from phrasebank.store.records import Edit, StoreError
from phrasebank.store.store import Store
from ui.console import desk as desks


def first(desk: desks.Desk) -> Phrase:
    return desk.snapshot.entries[0].phrase


def edited(desk: desks.Desk, **fields: object) -> Edit:
    entry = desk.snapshot.entries[0]
    return Edit(phrase=replace(entry.phrase, **fields), base=entry.revision)


def test_a_saved_change_is_there_for_all_pages(desk, qtbot):
    """The pages get the new snapshot, and the history keeps who and why."""
    with qtbot.waitSignal(desk.changed) as told:
        assert desk.save([edited(desk, cue="Say who acts")], "clearer", "cue")
    assert told.args[0].entries[0].phrase.cue == "Say who acts"
    version = desk.store.history(first(desk).id)[0]
    assert (version.who, version.why) == ("Ann", "clearer")


def test_a_change_is_taken_back_and_made_again(desk):
    """Undo saves what was before as a new version; redo the change."""
    before = first(desk)
    desk.save([edited(desk, cue="Say who acts")], words="cue")
    desk.undo.undo()
    assert first(desk).cue == before.cue
    assert first(desk).status == before.status
    desk.undo.redo()
    assert first(desk).cue == "Say who acts"
    assert len(desk.store.history(before.id)) >= 4


def test_steps_back_and_forth_meet_no_conflict(desk):
    """Several changes of one phrase are taken back one by one and made again; the audit tells which is which."""
    cue = first(desk).cue
    desk.merge = lambda conflicts: pytest.fail(f"{conflicts[0].phrase_id} conflicts with itself")
    for words in ("Say who acts", "Say who acts now"):
        desk.save([edited(desk, cue=words)], words="cue")
    seen = []
    for step in (desk.undo.undo, desk.undo.undo, desk.undo.redo, desk.undo.redo):
        step()
        seen.append(first(desk).cue)
    assert seen == ["Say who acts", cue, "Say who acts", "Say who acts now"]
    assert [deed.what for deed in desk.store.audit(limit=6)] == ["undo"] * 4 + ["edit"] * 2


def test_a_change_that_is_taken_back_is_as_it_was_under_the_two_person_rule_too(desk):
    """Approval and version come back: nobody has to approve anew what agents have all the time."""
    desk.store.set_two_person(True, "Ann")
    desk.look()
    before = first(desk)
    desk.save([edited(desk, text="I'll stay with you until this is done.")])
    assert first(desk).status == "draft"
    desk.undo.undo()
    assert first(desk) == before


def test_taking_back_does_not_overwrite_what_another_has_written_since(new_desk):
    """Although it has been seen: the conflict is asked about."""
    ann, ben = new_desk(), new_desk(who="Ben")
    assert ann.save([edited(ann, cue="Ann says this now")])
    ben.look()
    assert ben.save([edited(ben, cue="Ben betters it")])
    ann.look()
    asked = []
    ann.merge = asked.extend
    ann.undo.undo()
    assert [conflict.who for conflict in asked] == ["Ben"]
    assert first(ann).cue == "Ben betters it"


def test_taking_back_what_was_merged_leaves_theirs(new_desk):
    """What goes back is what stood before the merged phrase was saved, not what stood before both."""
    ann, ben = new_desk(), new_desk(who="Ben")
    mine, cue, tone = edited(ann, cue="Ann says this now"), first(ann).cue, _other_tone(first(ann))
    assert ben.save([edited(ben, tone=tone)])
    ann.merge = lambda conflicts: [Edit(one.merged({}), one.revision) for one in conflicts]
    assert ann.save([mine])
    ann.undo.undo()
    assert (first(ann).cue, first(ann).tone) == (cue, tone)


def test_what_is_saved_stays_saved_though_the_bank_cannot_be_read_right_after(desk, monkeypatch):
    """Another console holds the file at that moment: it is told, and the next look shows the change."""

    def held():
        raise StoreError("another program is writing")

    told = []
    desk.told.connect(told.append)
    edit = edited(desk, cue="Say who acts")
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "snapshot", held)
        assert desk.save([edit])
    assert told == ["another program is writing"]
    desk.look()
    assert first(desk).cue == "Say who acts"
    desk.undo.undo()
    assert first(desk).cue != "Say who acts"


def _other_tone(phrase: Phrase) -> str:
    return "warm" if phrase.tone != "warm" else "competent"


def test_a_new_phrase_that_is_taken_back_is_retired(desk):
    """Nothing is ever deleted."""
    phrase = replace(first(desk), id="quite-new-1", text="I'll stay with this until it's done.", status="draft")
    assert desk.save([Edit(phrase=phrase, base=0)])
    desk.undo.undo()
    entry = desk.snapshot.get("quite-new-1")
    assert entry is not None
    assert entry.phrase.status == "retired"


def test_what_another_console_changes_is_seen(new_desk, qtbot):
    """A look finds it and tells the pages."""
    ann, ben = new_desk(), new_desk(who="Ben")
    assert ben.save([edited(ben, cue="Ben was here first")])
    with qtbot.waitSignal(ann.changed):
        ann.look()
    assert first(ann).cue == "Ben was here first"
    with qtbot.assertNotEmitted(ann.changed):
        ann.look()


def test_the_second_writer_is_asked_and_nothing_is_lost(new_desk):
    """The conflict comes with both sides; what is chosen is saved upon theirs."""
    ann, ben = new_desk(), new_desk(who="Ben")
    mine = edited(ann, cue="Ann says this now")
    assert ben.save([edited(ben, cue="Ben says this now", tone="competent")])
    asked = []

    def merge(conflicts):
        asked.extend(conflicts)
        return [Edit(phrase=conflicts[0].merged({"cue": "mine"}), base=conflicts[0].revision)]

    ann.merge = merge
    assert ann.save([mine])
    assert [conflict.who for conflict in asked] == ["Ben"]
    assert first(ann).cue == "Ann says this now"
    assert first(ann).tone == "competent"
    assert [version.phrase.cue for version in ann.store.history(first(ann).id)][:2] == [
        "Ann says this now",
        "Ben says this now",
    ]


def test_a_merge_that_is_left_saves_nothing(new_desk):
    """Theirs stays, the caller knows that mine is not saved."""
    ann, ben = new_desk(), new_desk(who="Ben")
    mine = edited(ann, cue="Ann says this now")
    ben.save([edited(ben, cue="Ben says this now")])
    assert not ann.save([mine])
    assert first(ann).cue == "Ben says this now"
    assert not ann.undo.canUndo()


def test_what_may_not_be_is_told(desk, qtbot):
    """A broken rule of the store is one line in the status bar, and nothing changes."""
    desk.store.set_two_person(True, "Ann")
    desk.save([edited(desk, cue="Say who acts")])
    entry = desk.snapshot.entries[0]
    desk.set_status({entry.phrase.id: entry.revision}, "review")
    entry = desk.snapshot.entries[0]
    with qtbot.waitSignal(desk.told) as told:
        assert not desk.set_status({entry.phrase.id: entry.revision}, "approved")
    assert "two persons are needed" in told.args[0]
    assert first(desk).status == "review"


def test_many_phrases_are_saved_while_the_window_paints(desk, monkeypatch):
    """From a certain number on, the work is done on another thread; the result is the same."""
    monkeypatch.setattr(desks, "MANY", 10)
    edits = [
        Edit(phrase=replace(entry.phrase, register="warm"), base=entry.revision) for entry in desk.snapshot.entries
    ]
    assert desk.save(edits, words="register")
    assert {entry.phrase.register for entry in desk.snapshot.entries} == {"warm"}
    desk.undo.undo()
    assert {entry.phrase.register for entry in desk.snapshot.entries} != {"warm"}


def test_a_step_that_cannot_be_taken_back_now_can_be_later(desk, qtbot):
    """Another program holds the file: that is told, and the step stays on the stack."""
    before = first(desk).cue
    desk.save([edited(desk, cue="Say who acts")], words="cue")
    path = desk.store.path
    desk.store = Store(path, patience_seconds=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with qtbot.waitSignal(desk.told) as told:
            desk.undo.undo()
        other.execute("ROLLBACK")
    assert "another program is writing" in told.args[0]
    qtbot.waitUntil(desk.undo.canUndo)
    assert first(desk).cue == "Say who acts"
    desk.undo.undo()
    assert first(desk).cue == before
