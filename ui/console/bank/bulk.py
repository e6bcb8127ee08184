"""One change to many phrases at once: it says what it would do, then does it as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from phrasebank.packs import pack_ids
from phrasebank.phrase import LOCALES, REGISTERS, SCOPES, STATUSES, Phrase
from phrasebank.store.records import Edit, Entry
from phrasebank.taxonomy import load_taxonomy
from ui.console.background import in_background
from ui.console.bank.editors import StillDropDown
from ui.console.bank.flow import FlowLayout
from ui.console.desk import MANY, Desk
from ui.console.naming import field_name, tag_name
from ui.console.parts import button, heading, row
from ui.summary.style import text

_SINGLE: Mapping[str, Sequence[str]] = {"register": REGISTERS, "locale": LOCALES, "scope": SCOPES}
_TAGS = ("emotions", "needs", "phases")
_LISTED = 200
"""Lines of the preview; more are only counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be done to each phrase.

    Attributes:
        fields: new values of fields that have one.
        added, removed: tags as ``(field, tag)``.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()

    def of(self, phrase: Phrase) -> Phrase:
        """The phrase after the change; a last part of a call is never taken away.

        Raises:
            PhraseError: it would make no phrase.
        """
        values: dict[str, object] = dict(self.fields)
        for name in _TAGS:
            before: tuple[str, ...] = getattr(phrase, name)
            gone = {tag for place, tag in self.removed if place == name}
            after = [tag for tag in before if tag not in gone]
            after += [tag for place, tag in self.added if place == name and tag not in after]
            if name != "phases" or after:
                values[name] = tuple(after)
        return replace(phrase, **values)  # type: ignore[arg-type]


class BulkDialog(QDialog):
    """Chooses the change and makes it.

    Args:
        desk: saves.
        ids: of the phrases, as they are selected.
        parent: the page.
    """

    def __init__(self, desk: Desk, ids: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.edits: list[Edit] = []
        self._entries = [entry for phrase_id in ids if (entry := desk.snapshot.get(phrase_id))]
        theme = desk.theme
        self.setObjectName("after")
        self.setWindowTitle(self.tr("Change selected phrases ({count})").format(count=len(self._entries)))
        self.setFont(theme.font(13))
        self.status = self._drop_down("status", STATUSES)
        self.singles = {"pack": self._drop_down("pack", pack_ids())}
        self.singles |= {name: self._drop_down(name, values) for name, values in _SINGLE.items()}
        self.add_tag = self._tag_list(self.tr("Add a tag"))
        self.remove_tag = self._tag_list(self.tr("Take a tag away"))
        self.reason = QLineEdit()
        self.reason.setFont(theme.font(13))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Why? Kept in the history; may stay empty."))
        self.summary = text(theme, "", 13.5, bold=True)
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setFont(theme.font(12.5))
        self.preview.setAccessibleName(self.tr("What would change"))
        self.apply_button = button(theme, self.tr("&Change them"), self.apply, "chief")
        self.cancel_button = button(theme, self.tr("Cancel"), self.reject)
        self._lay_out()
        self._look()

    # --- what is chosen ---

    def change(self) -> Change:
        """The change of fields and tags as it is chosen; the status goes its own way."""
        chosen = {name: part.currentData() for name, part in self.singles.items()}
        added, removed = self.add_tag.currentData(), self.remove_tag.currentData()
        return Change(
            {name: value for name, value in chosen.items() if value},
            _tag(added),
            _tag(removed),
        )

    def _made_edits(self) -> list[Edit]:
        """What would be saved: phrases that differ afterwards."""
        change = self.change()
        if change == Change():
            return []
        pairs = [(entry, change.of(entry.phrase)) for entry in self._entries]
        return [Edit(after, entry.revision) for entry, after in pairs if after != entry.phrase]

    def moved(self) -> list[Entry]:
        """The phrases whose status would change."""
        status = self.status.currentData()
        return [entry for entry in self._entries if status and entry.phrase.status != status]

    def apply(self) -> None:
        """Make the change: one transaction for the fields; the status, which is not undone, is chosen alone."""
        moved, why = self.moved(), self.reason.text().strip()
        words = self.tr("change of phrases ({count})").format(count=len(self.edits or moved))
        if self._move(moved, why, words) if moved else self._desk.save(self.edits, why, words):
            self._desk.tell(self.tr("Done: {what}").format(what=words))
            self.accept()

    def _move(self, moved: Sequence[Entry], why: str, words: str) -> bool:
        desk, status = self._desk, self.status.currentData()
        ids = {entry.phrase.id: entry.revision for entry in moved}
        if len(ids) < MANY:
            return desk.set_status(ids, status, why)
        return desk.attempt(lambda: in_background(lambda: desk.store.set_status(ids, status, desk.who, why), words))

    # --- what is shown ---

    def _look(self) -> None:
        """Say what would happen. Status and fields exclude each other, so that each is one transaction."""
        moving = bool(self.status.currentData())
        fields = [*self.singles.values(), self.add_tag, self.remove_tag]
        for part in fields:
            part.setEnabled(not moving)
        self.status.setEnabled(not any(part.currentData() for part in fields))
        self.edits = [] if moving else self._made_edits()
        count, total = len(self.moved() if moving else self.edits), len(self._entries)
        lines = self._moves() if moving else self._changes()
        self.summary.setText(self.tr("{count} of {total} phrases would change.").format(count=count, total=total))
        more = self.tr("… and {count} more").format(count=count - _LISTED) if count > _LISTED else ""
        self.preview.setPlainText("\n".join([*lines, *([more] if more else [])]))
        self.apply_button.setEnabled(bool(lines))

    def _moves(self) -> list[str]:
        """The first steps, a line each."""
        words, status = self.tr("{name}: {before} → {after}"), self.status.currentData()
        return [
            words.format(
                name=entry.phrase.id, before=tag_name("status", entry.phrase.status), after=tag_name("status", status)
            )
            for entry in self.moved()[:_LISTED]
        ]

    def _changes(self) -> list[str]:
        """The first changes, a line each."""
        snapshot = self._desk.snapshot
        pairs = [(snapshot.get(edit.phrase.id), edit.phrase) for edit in self.edits[:_LISTED]]
        return [f"{after.id}: {_told(entry.phrase, after)}" for entry, after in pairs if entry]

    def _lay_out(self) -> None:
        theme = self._desk.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        column.addWidget(heading(theme, self.windowTitle()))
        choices = QWidget()
        flow = FlowLayout(choices, theme.px(12), fill=True)
        named = {"status": self.status, **self.singles}
        for name, part in named.items():
            flow.addWidget(self._labelled(field_name(name), part))
        flow.addWidget(self._labelled(self.tr("Add a tag"), self.add_tag))
        flow.addWidget(self._labelled(self.tr("Take a tag away"), self.remove_tag))
        for shown in (choices, self.summary, self.preview, self.reason):
            column.addWidget(shown)
        column.addWidget(row(self.apply_button, self.cancel_button, gap=theme.px(8)), 0, Qt.AlignmentFlag.AlignRight)
        self.resize(theme.px(640), theme.px(520))

    def _labelled(self, words: str, part: QWidget) -> QWidget:
        theme = self._desk.theme
        box = QWidget()
        box.setMinimumWidth(theme.px(180))
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(text(theme, words, 12.5, bold=True))
        column.addWidget(part)
        return box

    def _drop_down(self, name: str, values: Sequence[str]) -> StillDropDown:
        return self._filled(field_name(name), [(value, tag_name(name, value)) for value in values])

    def _tag_list(self, name: str) -> StillDropDown:
        taxonomy = load_taxonomy()
        tags = {"emotions": taxonomy.emotion_ids, "needs": taxonomy.need_ids, "phases": taxonomy.phase_ids}
        kinds = {
            "emotions": self.tr("Feeling: {tag}"),
            "needs": self.tr("Need: {tag}"),
            "phases": self.tr("Part of a call: {tag}"),
        }
        rows = [(f"{kind}:{tag}", kinds[kind].format(tag=tag_name(kind, tag))) for kind in _TAGS for tag in tags[kind]]
        return self._filled(name, rows)

    def _filled(self, name: str, rows: Sequence[tuple[str, str]]) -> StillDropDown:
        part = StillDropDown(self._desk.theme)
        part.setAccessibleName(name)
        part.setSizeAdjustPolicy(StillDropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        part.setMinimumContentsLength(12)
        part.addItem(self.tr("as it is"), "")
        for value, words in rows:
            part.addItem(words, value)
        part.activated.connect(lambda _place: self._look())
        return part


def _tag(data: str) -> tuple[tuple[str, str], ...]:
    kind, _, tag = data.partition(":")
    return ((kind, tag),) if tag else ()


def _told(before: Phrase, after: Phrase) -> str:
    """What changes in one phrase, in a line."""
    changed = [name for name in (*_TAGS, "pack", *_SINGLE) if getattr(before, name) != getattr(after, name)]
    return ", ".join(f"{_shown(before, name)} → {_shown(after, name)}" for name in changed)


def _shown(phrase: Phrase, name: str) -> str:
    value = getattr(phrase, name)
    if isinstance(value, tuple):
        return ", ".join(tag_name(name, tag) for tag in value) or "-"
    return tag_name(name, value)
