"""What the comparison says about publishing: a verdict, and what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.console.parts import hint
from ui.summary.style import text, with_role
from ui.theme import Theme

translate = QCoreApplication.translate

SIGNS: Mapping[str, str] = {"passed": "✓", "unsure": "?", "blocked": "✗"}


def verdict_words(verdict: str) -> str:
    """The verdict as a sentence, translated."""
    words = {
        "passed": translate("Replay", "Nothing speaks against publishing."),
        "unsure": translate("Replay", "Some of it cannot be told from these calls."),
        "blocked": translate("Replay", "It does worse than the published bank: publishing needs a reason."),
    }
    return words[verdict]


def verdict_name(verdict: str) -> str:
    """The verdict on one thing, for a screen reader."""
    words = {
        "passed": translate("Replay", "passed"),
        "unsure": translate("Replay", "cannot be told"),
        "blocked": translate("Replay", "worse"),
    }
    return words[verdict]


def finding_title(name: str) -> str:
    """What was looked at, translated."""
    words = {
        "precision": translate("Replay", "Precision"),
        "cards": translate("Replay", "Number of cards"),
        "used": translate("Replay", "Cards that agents used"),
        "refused": translate("Replay", "“Not this”"),
        "silence": translate("Replay", "Silence where it is due"),
        "right": translate("Replay", "The right card"),
    }
    return words.get(name, name)


class VerdictBox(QFrame):
    """The verdict in a line. Hidden while there is no result."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.head = text(theme, "", 15, bold=True)
        self.stale = hint(theme, "")
        body = QVBoxLayout(self)
        body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        body.setSpacing(theme.px(4))
        body.addWidget(self.head)
        body.addWidget(self.stale)
        self.hide()

    def show_gate(self, gate: Mapping[str, Any]) -> None:
        """Show the verdict of a gate."""
        verdict = gate["verdict"]
        with_role(self, "banner" if verdict == "passed" else "warning")
        self.style().unpolish(self)
        self.style().polish(self)
        self.head.setText(f"{SIGNS[verdict]}  {verdict_words(verdict)}")
        self.setAccessibleName(verdict_words(verdict))
        self.show()

    def show_stale(self, words: str) -> None:
        """Say that the verdict is about another bank; empty where it is not."""
        self.stale.setText(words)
        self.stale.setVisible(bool(words))


class Findings(QWidget):
    """A line for each thing that was looked at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, theme.px(10), 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(2, 1)

    def show_gate(self, gate: Mapping[str, Any]) -> None:
        """Show the findings of a gate."""
        for label in self.findChildren(QLabel):
            self._grid.removeWidget(label)
            label.deleteLater()
        for line, finding in enumerate(gate["looked_at"]):
            sign = text(self._theme, SIGNS[finding["verdict"]], 13, bold=True)
            sign.setAccessibleName(verdict_name(finding["verdict"]))
            title = text(self._theme, finding_title(finding["name"]), 13, bold=True)
            title.setWordWrap(False)
            words = text(self._theme, finding["sentence"], 13)
            for column, label in enumerate((sign, title, words)):
                self._grid.addWidget(label, line, column, Qt.AlignmentFlag.AlignTop)
