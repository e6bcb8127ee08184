"""The form: every field of a phrase with the editor that suits it, the card as it would look, and live checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from phrasebank.phrase import SAMPLES
from phrasebank.slots import SLOTS
from ui.console.bank.alike import AlikeList
from ui.console.bank.checker import Verdict
from ui.console.bank.drafts import Draft
from ui.console.bank.editors import Editor, Line, Lines, Words
from ui.console.bank.field import Field
from ui.console.bank.flow import FlowLayout
from ui.console.bank.kinds import editors_of_tags
from ui.console.bank.preview import Preview
from ui.console.desk import Desk
from ui.console.naming import field_name
from ui.console.parts import button, hint
from ui.summary.style import text
from ui.theme import Theme

_UNDOES = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class PhraseForm(QWidget):
    """Shows one draft and tells what the supervisor makes of it. It keeps nothing: the page does.

    Signals:
        edited(object): all values as they stand now, by field.
        opened(str): another phrase is wanted, by its id.

    Args:
        desk: theme, worker and calls.
    """

    edited = Signal(object)
    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self.setObjectName("form")
        self._values: dict[str, Any] = {}
        self._steps: list[tuple[str, Any]] = []
        self._undone: list[tuple[str, Any]] = []
        self.words = Words(theme)
        self.preview = Preview(desk)
        self.alike = AlikeList(theme)
        self.alike.opened.connect(self.opened)
        self.forms = hint(theme, "")
        self.forms.hide()
        self.slot_button = self._slot_button(theme)
        self.try_button = button(theme, self.tr("Try it in the playground"), lambda: self._try(desk))
        self.try_button.setToolTip(self.tr("See which cards come when a customer says the first of these lines"))
        self.fields = self._made_fields(theme)
        for name, field in self.fields.items():
            field.editor.changed.connect(lambda name=name: self._changed(name))
        self._lay_out(theme)

    # --- what the page asks of it ---

    def show_draft(self, draft: Draft) -> None:
        """Show a phrase, saved or not."""
        self._steps.clear()
        self._undone.clear()
        self._put(draft.values)
        self.fields["id"].editor.setEnabled(draft.is_new)
        self.say(Verdict())

    def update_values(self, values: Mapping[str, Any]) -> None:
        """Show other values of the same phrase; a cursor stays where it is."""
        self._put(values)

    def say(self, verdict: Verdict) -> None:
        """Show what the checks found, each finding beside its field; what no field shows stands at the name."""
        for name, field in self.fields.items():
            known = {name} if name != "id" else {"id", *_unseen(verdict, self.fields)}
            field.say([finding for finding in verdict.findings if finding["field"] in known])
        self.alike.say(verdict.alike)
        self.forms.setText("\n".join(f"·  {form}" for form in verdict.forms))
        self.forms.setVisible(len(verdict.forms) > 1)

    def values(self) -> dict[str, Any]:
        """All values as they stand."""
        return dict(self._values)

    # --- steps back ---

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Y are the form's where it has something to take back; text fields have their own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            back, forth = (event.matches(key) for key in _UNDOES)
            if (back and self._steps) or (forth and self._undone):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last choice, or make it again."""
        if event.matches(QKeySequence.StandardKey.Undo) and self._steps:
            self._step(self._steps, self._undone)
        elif event.matches(QKeySequence.StandardKey.Redo) and self._undone:
            self._step(self._undone, self._steps)
        else:
            super().keyPressEvent(event)

    def _step(self, source: list[tuple[str, Any]], other: list[tuple[str, Any]]) -> None:
        name, value = source.pop()
        other.append((name, self._values[name]))
        self.fields[name].editor.show_value(value)
        self._tell(name, value)

    def _changed(self, name: str) -> None:
        editor = self.fields[name].editor
        if not isinstance(editor, Line | Lines | Words):
            self._steps.append((name, self._values[name]))
            self._undone.clear()
        self._tell(name, editor.value())

    def _tell(self, name: str, value: Any) -> None:
        self._values[name] = value
        self.preview.draw(self._values)
        self.edited.emit(dict(self._values))

    def _put(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        for name, field in self.fields.items():
            field.editor.show_value(values[name])
        self.preview.draw(self._values)

    def _try(self, desk: Desk) -> None:
        if cues := self._values["cues"]:
            desk.asked.emit("playground", {"text": cues[0]})
        else:
            desk.tell(self.tr("Write first what a customer says."))

    # --- how it is built ---

    def _made_fields(self, theme: Theme) -> dict[str, Field]:
        editors: dict[str, Editor] = {
            "text": self.words,
            "cue": Line(theme),
            **editors_of_tags(theme),
            "cues": Lines(theme),
            "avoid": Lines(theme),
            "id": Line(theme),
            "author": Line(theme),
        }
        hints = {
            "text": self.tr(
                "At most 25 words. A slot is filled from what the customer said, or falls back to your words."
            ),
            "cue": self.tr("3 to 6 words that are read at a glance."),
            "cues": self.tr("One a line: words that bring it up. Two at least."),
            "avoid": self.tr("One a line: words that sound alike but want another answer."),
            "id": self.tr("Small letters joined by hyphens; it stays for good."),
        }
        return {name: Field(theme, field_name(name), editor, hints.get(name, "")) for name, editor in editors.items()}

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(4), theme.px(8), theme.px(12), theme.px(16))
        column.setSpacing(theme.px(14))
        for part in (self.fields["text"], self.slot_button, self.alike, self.fields["cue"], self.preview, self.forms):
            column.addWidget(part)
        column.setAlignment(self.slot_button, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(text(theme, self.tr("When it fits"), 15, bold=True))
        for name in ("emotions", "needs", "phases"):
            column.addWidget(self.fields[name])
        column.addWidget(_flowing(theme, [self.fields[name] for name in ("strategy", "act", "tone", "scope")]))
        column.addWidget(self.fields["cues"])
        column.addWidget(self.try_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.fields["avoid"])
        column.addWidget(text(theme, self.tr("For whom, and how often"), 15, bold=True))
        names = ("pack", "register", "locale", "cooldown_seconds", "once_per_call", "author")
        column.addWidget(_flowing(theme, [self.fields[name] for name in names]))
        column.addWidget(self.fields["id"])
        column.addStretch(1)

    def _slot_button(self, theme: Theme) -> QPushButton:
        part = button(theme, self.tr("Insert a slot"), lambda: None)
        menu = QMenu(part)
        menu.setFont(theme.font(13))
        for slot in SLOTS:
            words = self.tr("{slot}, such as “{sample}”").format(slot=slot, sample=SAMPLES[slot])
            menu.addAction(words, self._inserter(slot))
        part.setMenu(menu)
        return part

    def _inserter(self, slot: str) -> Callable[[], None]:
        return lambda: self.words.insert(f"{{{slot}|", self.tr("your {slot}").format(slot=slot), "}")


def _unseen(verdict: Verdict, fields: Mapping[str, Field]) -> set[str]:
    return {finding["field"] for finding in verdict.findings} - set(fields)


def _flowing(theme: Theme, fields: Sequence[Field]) -> QWidget:
    """Short fields side by side, as many as the width holds."""
    part = QWidget()
    flow = FlowLayout(part, theme.px(12), fill=True)
    for field in fields:
        field.setMinimumWidth(theme.px(150))
        flow.addWidget(field)
    policy = part.sizePolicy()
    policy.setHeightForWidth(True)
    part.setSizePolicy(policy)
    return part
