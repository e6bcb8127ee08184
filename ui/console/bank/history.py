"""What a phrase was before: every revision with who, when and why, what it changed, and a way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QListWidget, QSplitter, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from phrasebank.errors import PhrasebankError
from phrasebank.phrase import Phrase
from phrasebank.store.records import Version
from phrasebank.transfer.entries import FIELDS
from ui.console.desk import Desk
from ui.console.naming import field_name, moment_name, tag_name
from ui.console.parts import button, hint
from ui.summary.parts import table


class History(QWidget):
    """The revisions of one phrase, the latest first.

    Signals:
        restored(object): the `Version` that shall stand in the form again.

    Args:
        desk: gives the history.
    """

    restored = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme = desk.theme
        self._versions: tuple[Version, ...] = ()
        self.list = QListWidget()
        self.list.setFont(theme.font(12.5))
        self.list.setWordWrap(True)
        self.list.setAccessibleName(self.tr("Revisions, the latest first"))
        self.list.currentRowChanged.connect(self._show_changes)
        heads = (self.tr("Field"), self.tr("Before"), self.tr("In this revision"))
        self.changes: QTableWidget = table(theme, self.tr("What this revision changed"), heads, ())
        for place in (1, 2):
            self.changes.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.restore_button = button(theme, self.tr("Restore this"), self._restore)
        self.restore_button.setToolTip(self.tr("Put these words back into the form; saving keeps them"))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.changes)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(4), theme.px(10), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(8))
        self._none = hint(theme, self.tr("Nothing yet: the bank does not have this phrase until you save it."))
        for part in (self._none, halves):
            column.addWidget(part)
        column.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_phrase(self, phrase_id: str) -> None:
        """Show the revisions of a phrase; empty for one that is not saved yet."""
        try:
            self._versions = self._desk.store.history(phrase_id) if phrase_id else ()
        except PhrasebankError as error:
            self._versions = ()
            self._desk.tell(str(error))
        self._none.setVisible(not self._versions)
        self.list.clear()
        self.list.addItems([self._line(version) for version in self._versions])
        self.list.setCurrentRow(0 if self._versions else -1)
        self._show_changes(self.list.currentRow())

    def _line(self, version: Version) -> str:
        words = self.tr("{revision} · {when} · {who}").format(
            revision=version.revision, when=moment_name(version.at), who=version.who
        )
        return f"{words}\n{version.why}" if version.why else words

    def _show_changes(self, place: int) -> None:
        rows = self._changes(place) if 0 <= place < len(self._versions) else []
        self.changes.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                self.changes.setItem(number, column, QTableWidgetItem(words))
        self.restore_button.setEnabled(place > 0)

    def _changes(self, place: int) -> Sequence[tuple[str, str, str]]:
        version = self._versions[place]
        older = next((one.phrase for one in self._versions[place + 1 :]), None)
        return [
            (field_name(name), _shown(older, name), _shown(version.phrase, name))
            for name in FIELDS
            if older is None or getattr(older, name) != getattr(version.phrase, name)
        ]

    def _restore(self) -> None:
        self.restored.emit(self._versions[self.list.currentRow()])


def _shown(phrase: Phrase | None, name: str) -> str:
    """A field's value for people."""
    value: Any = getattr(phrase, name) if phrase else ""
    if isinstance(value, tuple):
        return "\n".join(tag_name(name, item) if name in {"emotions", "needs", "phases"} else item for item in value)
    if name in {"status", "strategy", "act", "tone", "scope", "pack", "register", "locale"} and value:
        return tag_name(name, value)
    return "" if value is None else str(value)
