"""What differs between two banks: a list of phrases, and each field before and after."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from phrasebank.bank import Bank
from phrasebank.transfer.plan import Change, Kind
from ui.console.charts.table import Column, Table
from ui.console.naming import field_name
from ui.console.releases.rows import RowsView
from ui.console.releases.values import value_text, with_news
from ui.summary.style import text
from ui.theme import Theme

_SIGNS: dict[Kind, str] = {"added": "+", "changed": "~", "retired": "-"}
_SHOWN = ("text", "cue", "emotions", "needs", "strategy", "phases", "pack")
_BOOKKEEPING = ("version", "reviewed")


def changes_between(before: Bank, after: Bank) -> tuple[Change, ...]:
    """What is added and changed, and what is no longer there."""
    stays = [Change(before.get(phrase.id), phrase) for phrase in after.phrases if before.get(phrase.id) != phrase]
    gone = [Change(phrase, replace(phrase, status="retired")) for phrase in before.phrases if phrase.id not in after]
    return (*stays, *gone)


def kind_name(kind: Kind) -> str:
    """What happens to a phrase."""
    translate = QCoreApplication.translate
    return {
        "added": translate("Changes", "Added"),
        "changed": translate("Changes", "Changed"),
        "retired": translate("Changes", "Taken out"),
    }[kind]


def counted(changes: Sequence[Change]) -> str:
    """How many of each kind, in words."""
    counts = {kind: sum(change.kind == kind for change in changes) for kind in _SIGNS}
    words = QCoreApplication.translate("Changes", "{added} added, {changed} changed, {retired} taken out")
    return words.format(**counts)


class ChangesView(QSplitter):
    """The list, and beside it the phrase that is chosen there: arrow keys walk through.

    Args:
        theme: of the window.
        name: of the list, for screen readers.
    """

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.changes: tuple[Change, ...] = ()
        self.list = RowsView(theme, name)
        self.reading = text(theme, "", 13)
        self.reading.setTextFormat(Qt.TextFormat.RichText)
        self.reading.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reading.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.addWidget(self.list)
        self.addWidget(_scrolled(theme, self.reading))
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setSizes([theme.px(600), theme.px(400)])
        self.setChildrenCollapsible(False)
        self.list.walked.connect(self._read)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Other changes; the first is chosen."""
        self.changes = tuple(changes)
        columns = (Column(self.tr("Change")), Column(self.tr("Phrase")), Column(self.tr("What")))
        rows = tuple((f"{_SIGNS[one.kind]} {kind_name(one.kind)}", one.after.id, _what(one)) for one in self.changes)
        self.list.show_table(Table(columns, rows, tuple(range(len(rows)))))
        self._read()

    @property
    def chosen(self) -> Change | None:
        """The change that is read."""
        key = self.list.current_key()
        return self.changes[key] if isinstance(key, int) else None

    def _read(self) -> None:
        change = self.chosen
        self.reading.setText(in_full(change) if change else "")
        self.reading.setAccessibleName(change.after.id if change else "")


def in_full(change: Change) -> str:
    """A change as HTML, field by field: what is new is bold and underlined."""
    head = f"<p><b>{html.escape(change.after.id)}</b> · {kind_name(change.kind)}</p>"
    if change.kind == "changed":
        was, now = QCoreApplication.translate("Changes", "Before"), QCoreApplication.translate("Changes", "Now")
        return head + "".join(
            _block(name, f"{was}: {_plain(value_text(name, old))}<br>{now}: {_told(name, old, new)}")
            for name, old, new in change.fields()
        )
    return head + "".join(_block(name, _plain(value_text(name, getattr(change.after, name)))) for name in _SHOWN)


def _told(name: str, old: object, new: object) -> str:
    return with_news(value_text(name, old), value_text(name, new))


def _block(name: str, inner: str) -> str:
    return f"<p><b>{html.escape(field_name(name))}</b><br>{inner}</p>"


def _plain(words: str) -> str:
    return html.escape(words).replace("\n", "<br>")


def _what(change: Change) -> str:
    """The fields that change, or the words of the phrase."""
    if change.kind != "changed":
        return change.after.plain
    return ", ".join(field_name(name) for name, _, _ in change.fields() if name not in _BOOKKEEPING)


def _scrolled(theme: Theme, label: QLabel) -> QScrollArea:
    inner = QWidget()
    inner.setObjectName("content")
    column = QVBoxLayout(inner)
    column.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(8))
    column.addWidget(label)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setMinimumWidth(theme.px(240))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
