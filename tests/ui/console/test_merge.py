"""Two consoles change the same phrase: the second writer chooses, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from phrasebank.phrase import Phrase
from phrasebank.store.records import Conflict, Edit
from tests.phrasebank.banks import phrase
from ui.console.desk import Desk
from ui.console.merge import MergeDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

AT = "2026-03-01T09:00:00+00:00"


def conflict(mine: dict[str, Any], theirs: dict[str, Any], base: Phrase | None = None) -> Conflict:
    start = base or phrase()
    return Conflict(start.id, start, replace(start, **mine), replace(start, **theirs), 4, "Ben", AT)


@pytest.fixture
def opened(qtbot, desk: Desk):
    """Opens a dialog on conflicts."""

    def make(*conflicts: Conflict) -> MergeDialog:
        dialog = MergeDialog(desk.theme, conflicts)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    return make


def test_what_both_changed_is_chosen_and_the_rest_is_kept(opened, qtbot):
    """The agent's words from me, the cue from Ben; my needs and Ben's tone need no choice, and that is said."""
    dialog = opened(
        conflict(
            {"text": "I'll trace it myself.", "cue": "Trace it myself", "needs": ("speed",)},
            {"text": "I'll trace it at once.", "cue": "Trace it at once", "tone": "warm"},
        )
    )
    (panel,) = dialog.panels
    assert [choice.field for choice in panel.choices] == ["text", "cue"]
    said = [label.text() for label in panel.findChildren(type(dialog.place))]
    assert "Kept from you: Needs it answers, strongest first." in said
    assert "Kept from Ben: Tone." in said
    assert not dialog.keep.isEnabled()
    qtbot.keyClick(panel.choices[0].sides["mine"], Qt.Key.Key_Space)
    assert not dialog.keep.isEnabled()
    qtbot.keyClick(panel.choices[1].sides["theirs"], Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    merged = phrase(text="I'll trace it myself.", cue="Trace it at once", needs=("speed",), tone="warm")
    assert dialog.edits() == [Edit(merged, 4)]


def test_different_fields_merge_by_themselves(opened, qtbot):
    """It is said, and one key saves it."""
    dialog = opened(conflict({"cue": "Trace it myself"}, {"tone": "warm"}))
    assert dialog.place.text() == "Phrase 1 of 1 · all is chosen"
    assert not dialog.all_mine.isVisible()
    assert dialog.keep.isEnabled()
    assert dialog.edits() == [Edit(phrase(cue="Trace it myself", tone="warm"), 4)]


def test_several_phrases_are_walked_through(opened, qtbot):
    """One button takes a side everywhere; what is left to choose is counted."""
    other = phrase(id="other-1")
    dialog = opened(
        conflict({"cue": "Trace it myself"}, {"cue": "Trace it at once"}),
        conflict({"cue": "Look for it myself"}, {"cue": "Look for it at once"}, other),
    )
    assert dialog.place.text() == "Phrase 1 of 2 · 2 to choose"
    qtbot.mouseClick(dialog.panels[0].choices[0].sides["mine"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.on, Qt.MouseButton.LeftButton)
    assert dialog.place.text() == "Phrase 2 of 2 · 1 to choose"
    assert dialog.panels[1].isVisible()
    qtbot.mouseClick(dialog.all_theirs, Qt.MouseButton.LeftButton)
    assert [edit.phrase.cue for edit in dialog.edits()] == ["Trace it at once", "Look for it at once"]


def test_a_mixture_that_is_no_sound_phrase_is_not_saved(opened):
    """The sentence names the phrase; another choice mends it."""
    base = phrase(phases=("discovery",))
    dialog = opened(
        Conflict(
            base.id, base, _unsound(replace(base, cue="Trace it myself")), replace(base, cue="At once"), 4, "B", AT
        )
    )
    dialog.panels[0].take("mine")
    assert "this mixture is not sound" in dialog.trouble.accessibleName()
    assert not dialog.keep.isEnabled()


def _unsound(sound: Phrase) -> Phrase:
    """A phrase that today's contract refuses, as an older program may have written it."""
    object.__setattr__(sound, "text", "I'll trace {this")
    return sound


def test_the_second_writer_loses_nothing(new_desk, opened, qtbot):
    """Ben saves first. Ann's words and Ben's tone stand in the bank, both in the history."""
    ann, ben = new_desk(), new_desk(who="Ben")
    entry = ann.snapshot.entries[0]
    dialogs: list[MergeDialog] = []

    def merge(conflicts):
        dialogs.append(opened(*conflicts))
        dialogs[-1].panels[0].take("mine")
        return dialogs[-1].edits()

    ann.merge = merge
    assert ben.save([Edit(replace(entry.phrase, cue="Ben says this now", tone="warm"), entry.revision)])
    assert ann.save([Edit(replace(entry.phrase, cue="Ann says this now"), entry.revision)])
    assert len(dialogs) == 1
    standing = ann.snapshot.entries[0].phrase
    assert (standing.cue, standing.tone) == ("Ann says this now", "warm")
    cues = [version.phrase.cue for version in ann.store.history(entry.phrase.id)]
    assert cues == ["Ann says this now", "Ben says this now", entry.phrase.cue]


def test_not_now_saves_nothing_and_keeps_both(new_desk, opened, qtbot):
    """Ben's stands; Ann's are still hers to save."""
    ann, ben = new_desk(), new_desk(who="Ben")
    entry = ann.snapshot.entries[0]

    def leave(conflicts):
        dialog = opened(*conflicts)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.result() == QDialog.DialogCode.Rejected

    ann.merge = leave
    assert ben.save([Edit(replace(entry.phrase, cue="Ben says this now"), entry.revision)])
    assert not ann.save([Edit(replace(entry.phrase, cue="Ann says this now"), entry.revision)])
    assert ann.snapshot.entries[0].phrase.cue == "Ben says this now"


def test_a_phrase_that_both_made_is_chosen_field_by_field(opened):
    """There is no before."""
    dialog = opened(Conflict("late-refund-1", None, phrase(tone="warm"), phrase(), 1, "Ben", AT))
    assert [choice.field for choice in dialog.panels[0].choices] == ["tone"]
    dialog.panels[0].take("mine")
    assert dialog.edits() == [Edit(phrase(tone="warm"), 1)]


def test_what_is_new_is_marked_by_more_than_colour(opened):
    """Bold and underlined; the reader hears whose it is and what it says."""
    dialog = opened(conflict({"cue": "Trace it <now>"}, {"cue": "Trace the refund at once"}))
    (choice,) = dialog.panels[0].choices
    shown = [label.text() for label in choice.findChildren(type(dialog.place))]
    assert "Trace <b><u>it &lt;now&gt;</u></b>" in shown
    assert choice.sides["mine"].accessibleName() == "Cue in bold, Mine: Trace it <now>"
    assert choice.sides["theirs"].accessibleName() == "Cue in bold, Theirs (Ben): Trace the refund at once"
