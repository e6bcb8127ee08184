"""Where words are put in: typed, pasted, or from a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from phrasebank.packs import CORE, pack_ids
from ui.console.naming import tag_name
from ui.console.parts import button, hint, row
from ui.summary.style import text
from ui.theme import Theme

_SPEAKER = re.compile(r"^\s*(?P<who>customer|client|caller|agent|c|a)\s*:\s*", re.IGNORECASE)
_AGENT = {"agent", "a"}

Turn = dict[str, Any]
"""``speaker`` and ``text``; of a call that was heard also ``start`` and ``end``."""


def turns_in(words: str) -> list[Turn]:
    """The turns of what was typed: lines that begin with ``C:`` or ``A:`` begin one; without any it is all one turn."""
    turns: list[Turn] = []
    for line in words.splitlines():
        told = _SPEAKER.match(line)
        if told:
            speaker = "agent" if told["who"].lower() in _AGENT else "customer"
            turns.append({"speaker": speaker, "text": line[told.end() :].strip()})
        elif line.strip():
            if not turns:
                turns.append({"speaker": "customer", "text": ""})
            turns[-1]["text"] = f"{turns[-1]['text']} {line.strip()}".strip()
    return [turn for turn in turns if turn["text"]]


def words_of(turns: Sequence[Turn]) -> str:
    """Turns as they are typed."""
    if len(turns) == 1 and turns[0]["speaker"] == "customer":
        return str(turns[0]["text"])
    return "\n".join(f"{'A' if turn['speaker'] == 'agent' else 'C'}: {turn['text']}" for turn in turns)


class Words(QPlainTextEdit):
    """A field for words; the Tab key leaves it. Files that are dropped on it are left to the page."""

    entered = Signal()
    """Ctrl+Enter was pressed, perhaps on the number pad."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFont(theme.font(14))
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter tries the words; Enter alone begins a line."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Entry(QWidget):
    """The field, the choice of a bank, and what sets it off."""

    played = Signal()
    """The words shall be tried."""
    chosen = Signal(object)
    """A file shall be heard: its path."""
    switched = Signal()
    """Other phrases shall be tried."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.words = Words(theme)
        self.words.setAccessibleName(self.tr("What the customer says"))
        self.words.setPlaceholderText(
            self.tr(
                "What the customer says, such as: It's been three weeks and I'm still waiting for my refund.\n\n"
                "Or several turns, C: for the customer and A: for the agent, one a line.\n\n"
                "Or drop a recording, a file of turns or a journal here."
            )
        )
        self.bank = self._box(self.tr("Phrases to try"))
        for name, which in (
            (self.tr("With all drafts"), "trial"),
            (self.tr("Next release"), "candidate"),
            (self.tr("Published release"), "published"),
        ):
            self.bank.addItem(name, which)
        self.scope = self._box(self.tr("Sector or team to try for"))
        self.show_teams(())
        self.play = button(theme, self.tr("&Try it"), self.played.emit, "chief")
        self.play.setToolTip(self.tr("Ctrl+Enter"))
        self.open = button(theme, self.tr("&Open a call …"), self._open)
        self.words.entered.connect(self.played)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(10))
        column.setSpacing(theme.px(8))
        column.addWidget(self.words, 1)
        column.addLayout(self._choices())
        column.addWidget(row(self.play, self.open, hint(theme, self.tr("Ctrl+Enter")), gap=theme.px(8)))

    @property
    def choice(self) -> dict[str, Any]:
        """Which phrases are to be tried, as the tasks take it."""
        return {"bank": self.bank.currentData(), **self.scope.currentData()}

    def show_teams(self, teams: Sequence[str]) -> None:
        """Offer sectors and these teams; what was chosen stays, if it is still there."""
        before = self.scope.currentText()
        self.scope.clear()
        self.scope.addItem(self.tr("As this console is set up"), {})
        self.scope.addItem(self.tr("All sectors"), {"packs": [pack for pack in pack_ids() if pack != CORE]})
        for pack in pack_ids():
            self.scope.addItem(tag_name("pack", pack), {"packs": [pack] if pack != CORE else []})
        for team in teams:
            self.scope.addItem(self.tr("Team {name}").format(name=team), {"team": team})
        self.scope.setCurrentIndex(max(0, self.scope.findText(before)))

    def turns(self) -> list[Turn]:
        """What is typed."""
        return turns_in(self.words.toPlainText())

    def show_turns(self, turns: Sequence[Turn]) -> None:
        """Put turns into the field."""
        self.words.setPlainText(words_of(turns))

    def _open(self) -> None:
        kinds = self.tr("Calls (*.wav *.flac *.ogg *.mp3 *.jsonl *.journal);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self, self.tr("Open a call"), "", kinds)
        if path:
            self.chosen.emit(Path(path))

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setFont(self._theme.font(13))
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(lambda _place: self.switched.emit())
        return box

    def _choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.px(8))
        grid.setColumnStretch(1, 1)
        named = ((self.tr("&Phrases:"), self.bank), (self.tr("&For:"), self.scope))
        for place, (name, box) in enumerate(named):
            label = text(self._theme, name, 12.5, "muted")
            label.setTextFormat(Qt.TextFormat.AutoText)
            label.setBuddy(box)
            label.setWordWrap(False)
            grid.addWidget(label, place, 0)
            grid.addWidget(box, place, 1)
        return grid
