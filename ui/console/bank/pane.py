"""The pane of one phrase: its form, its history, what is said about it, and its way to agents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from phrasebank.phrase import Phrase
from phrasebank.sketch import Fault, sketched
from phrasebank.store.records import Edit, Entry, Version
from ui.console.bank.checker import Checker, Verdict
from ui.console.bank.comments import Comments
from ui.console.bank.drafts import Draft, Drafts, draft_of
from ui.console.bank.form import PhraseForm
from ui.console.bank.history import History
from ui.console.bank.steps import Steps
from ui.console.desk import Desk
from ui.console.naming import status_name
from ui.overlay.announcing import announce

FORM, HISTORY, COMMENTS = range(3)
INCOMPLETE = "incomplete"
"""The rule of the checks that a field's value makes no phrase."""


class PhrasePane(QWidget):
    """Shows one phrase at a time. What is not saved goes into the drafts and stays there until it is.

    Signals:
        drafted(str): what the form holds of this draft has changed.
        kept(str, str): a draft's key, and the id under which it is saved now.
        dropped(str): a draft is not wanted any more.
        opened(str): another phrase is wanted, by its id.

    Args:
        desk: saves.
        drafts: changes that are not saved.
    """

    drafted = Signal(str)
    kept = Signal(str, str)
    dropped = Signal(str)
    opened = Signal(str)

    def __init__(self, desk: Desk, drafts: Drafts) -> None:
        super().__init__()
        self._desk = desk
        self._drafts = drafts
        self._draft: Draft | None = None
        self._verdict = Verdict()
        self._is_saving = False
        self._reasons: dict[str, str] = {}
        self.form = PhraseForm(desk)
        self.history = History(desk)
        self.comments = Comments(desk)
        self.steps = Steps(desk.theme)
        self.checker = Checker(desk.worker, self)
        self.tabs = QTabWidget()
        self.tabs.setFont(desk.theme.font(13))
        self.tabs.setAccessibleName(self.tr("About this phrase"))
        self.tabs.addTab(_scrolled(self.form), self.tr("&Phrase"))
        self.tabs.addTab(self.history, self.tr("Histor&y"))
        self.tabs.addTab(self.comments, self.tr("C&omments"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.steps)
        self._connect()
        self.setVisible(False)

    @property
    def draft(self) -> Draft | None:
        """What is shown, saved or not."""
        return self._draft

    @property
    def key(self) -> str:
        """Of what is shown; empty for nothing."""
        return self._draft.key if self._draft else ""

    # --- what is shown ---

    def open(self, draft: Draft) -> None:
        """Show this phrase."""
        self._reasons[self.key] = self.steps.take_reason() if self.key in self._drafts else ""
        self._draft = draft
        self._verdict = Verdict()
        self.setVisible(True)
        if draft.is_new:
            self.tabs.setCurrentIndex(FORM)
        self.form.show_draft(draft)
        self.steps.show_verdict(None)
        self.steps.reason.setText(self._reasons.get(draft.key, ""))
        self._show_rest()
        self.checker.look_at(draft)

    def close_phrase(self) -> None:
        """Show nothing."""
        self._draft = None
        self.checker.look_at(None)
        self.setVisible(False)

    def look_again(self) -> None:
        """The bank has changed: show it, but for what stands unsaved in the form."""
        if self._is_saving or self._draft is None:
            return
        entry = self._entry
        if self.key not in self._drafts and entry is not None and entry.phrase != self._draft.before:
            self.open(draft_of(entry))
        else:
            self._show_rest()

    @property
    def _entry(self) -> Entry | None:
        return self._desk.snapshot.get(self.key)

    def _show_rest(self) -> None:
        """All around the form."""
        draft, entry = self._draft, self._entry
        if draft is None:
            return
        unsaved = draft.key in self._drafts
        if not unsaved and entry is not None and entry.revision != draft.base:
            self._draft = draft = draft_of(entry)
        self.steps.show_state(entry, unsaved=unsaved, two_person=self._desk.snapshot.two_person)
        overtaken = unsaved and entry is not None and entry.revision != draft.base
        words = self.tr("{who} has saved this phrase while you edit it; saving will ask what to keep of both.")
        self.steps.news.say(words.format(who=entry.changed_by) if overtaken and entry else "", warning=True)
        self._count_comments(entry.comments if entry else 0)
        self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, place: int) -> None:
        phrase_id = self.key if self._entry else ""
        if place == HISTORY:
            self.history.show_phrase(phrase_id)
        elif place == COMMENTS:
            self.comments.show_phrase(phrase_id)

    def _count_comments(self, count: int) -> None:
        words = self.tr("C&omments ({count})").format(count=count) if count else self.tr("C&omments")
        self.tabs.setTabText(COMMENTS, words)

    # --- what is done ---

    def save(self) -> bool:
        """Save what stands in the form; False where it is not saved, and all of it stays in the form."""
        draft = self._draft
        if draft is None or draft.key not in self._drafts:
            self._desk.tell(self.tr("There is nothing to save."))
            return draft is not None and not draft.is_new
        phrase = self._sound(draft)
        if phrase is None:
            return False
        words = self.tr("change of {name}").format(name=phrase.id)
        self._is_saving = True
        try:
            saved = self._desk.save([Edit(phrase, draft.base)], self.steps.take_reason(), words)
        finally:
            self._is_saving = False
        if saved:
            self._drafts.drop(draft.key)
            self._desk.tell(self.tr("Saved: {name}").format(name=phrase.id))
            self.kept.emit(draft.key, phrase.id)
        else:
            self._show_rest()
        return saved

    def discard(self) -> None:
        """Show the phrase as the bank has it; a new one is gone."""
        key = self.key
        self._drafts.drop(key)
        self.dropped.emit(key)

    def step(self, status: Any) -> None:
        """Move the phrase on its way; what is not saved is saved first."""
        reason = self.steps.take_reason()
        if status == "approved" and self._verdict.errors and not reason:
            words = self.tr(
                "Rules that must be kept are broken: {count}. Mend them, or write why it is approved all the same."
            )
            self._desk.tell(words.format(count=self._verdict.errors))
            self.steps.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.key in self._drafts and not self.save():
            return
        entry = self._entry
        if entry is not None and self._desk.set_status({entry.phrase.id: entry.revision}, status, reason):
            self.steps.reason.clear()
            words = self.tr("{name}: {status}").format(name=entry.phrase.id, status=status_name(status))
            self._desk.tell(words)

    def restore(self, version: Version) -> None:
        """Put the words of a former revision into the form; status and version stay what they are now."""
        draft = self._draft
        if draft is None:
            return
        kept = {name: draft.values[name] for name in ("id", "status", "reviewed", "version")}
        former = {name: getattr(version.phrase, name) for name in draft.values}
        self._take({**former, **kept})
        self.form.update_values({**former, **kept})
        self.steps.reason.setText(self.tr("as in revision {number}").format(number=version.revision))
        self.tabs.setCurrentIndex(FORM)
        self._desk.tell(
            self.tr("Revision {number} stands in the form; save it to keep it.").format(number=version.revision)
        )

    def _sound(self, draft: Draft) -> Phrase | None:
        """The phrase that the form makes; None, with the reason beside its field, where it makes none."""
        sketch = sketched(draft.values)
        faults = sketch.faults
        if draft.is_new and not faults and self._desk.snapshot.get(sketch.phrase.id):
            words = self.tr("'{name}' names another phrase; choose another name").format(name=sketch.phrase.id)
            faults = (Fault("id", words),)
        if not faults:
            return sketch.phrase
        found = ({"field": one.field, "rule": INCOMPLETE, "level": "error", "mend": one.sentence} for one in faults)
        self._show_verdict(Verdict(tuple(found)))
        self.tabs.setCurrentIndex(FORM)
        self.form.fields[faults[0].field].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.tell(self.tr("Not saved: {why}.").format(why=faults[0].sentence))
        return None

    # --- what comes back ---

    def _connect(self) -> None:
        self.form.edited.connect(self._take)
        self.form.opened.connect(self.opened)
        self.history.restored.connect(self.restore)
        self.comments.counted.connect(self._count_comments)
        self.steps.save_wanted.connect(self.save)
        self.steps.discard_wanted.connect(self.discard)
        self.steps.step_wanted.connect(self.step)
        self.checker.checked.connect(self._take_verdict)
        self.checker.checking.connect(lambda: self.steps.show_verdict(None))
        self.tabs.currentChanged.connect(self._show_tab)

    def _take(self, values: Any) -> None:
        if self._draft is None:
            return
        was = self.key in self._drafts
        self._draft = self._drafts.keep(self._draft, values)
        self.checker.look_at(self._draft)
        if was is not (self.key in self._drafts):
            self.look_again()  # with nothing unsaved left, what another has saved meanwhile comes into the form
        self.drafted.emit(self.key)

    def _show_verdict(self, verdict: Verdict) -> None:
        if verdict.trouble:
            self._desk.tell(verdict.trouble)
        words = self.steps.show_verdict(verdict)
        if verdict.errors > self._verdict.errors:
            announce(self, words)
        self._verdict = verdict
        self.form.say(verdict)

    def _take_verdict(self, verdict: Verdict) -> None:
        """What a new phrase does not have yet is not wrong until it is saved."""
        draft = self._draft
        if draft is not None and draft.is_new:
            kept = (one for one in verdict.findings if one["rule"] != INCOMPLETE or draft.values[one["field"]])
            verdict = replace(verdict, findings=tuple(kept))
        self._show_verdict(verdict)


def _scrolled(part: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(part)
    return area
