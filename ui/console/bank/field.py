"""One field of the form: its name, its editor, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.console.bank.editors import Editor
from ui.summary.style import text, with_role
from ui.theme import Theme

SIGNS = {"error": "✕", "note": "!"}


class Field(QWidget):
    """A name over an editor, findings under it.

    Args:
        theme: how it looks.
        name: of the field, for people.
        editor: of its value.
        words: what to bear in mind, in a sentence; empty for nothing.
    """

    def __init__(self, theme: Theme, name: str, editor: Editor, words: str = "") -> None:
        super().__init__()
        self.name = name
        self.editor = editor
        self._hint = words
        self.label = text(theme, name, 12.5, bold=True)
        self.label.setBuddy(editor)
        self.findings = Findings(theme)
        editor.name_parts(name)
        editor.describe(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self.label)
        column.addWidget(editor)
        if words:
            column.addWidget(text(theme, words, 11.5, "muted"))
        column.addWidget(self.findings)

    def say(self, findings: Sequence[Mapping[str, str]]) -> None:
        """Show what is wrong; readers hear it when they come to the field."""
        self.findings.say(findings)
        self.editor.describe(" ".join(filter(None, (self._hint, self.findings.sentence))))


class Findings(QWidget):
    """Broken rules with their mends: ✕ for what must be mended, ! for what is worth a thought."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._labels: list[QLabel] = []
        self.hide()

    @property
    def sentence(self) -> str:
        """All of it, as it is shown."""
        return " ".join(label.text() for label in self._labels if not label.isHidden())

    def say(self, findings: Sequence[Mapping[str, str]]) -> None:
        """Show these, what must be mended first."""
        ordered = sorted(findings, key=lambda finding: finding["level"])
        while len(self._labels) < len(ordered):
            label = text(self._theme, "", 12)
            self._labels.append(label)
            self._column.addWidget(label)
        for place, label in enumerate(self._labels):
            label.setVisible(place < len(ordered))
            if place < len(ordered):
                self._show(label, ordered[place])
        self.setVisible(bool(ordered))

    def _show(self, label: QLabel, finding: Mapping[str, str]) -> None:
        mend = finding["mend"]
        label.setText("  ".join((SIGNS[finding["level"]], mend[:1].upper() + mend[1:])))
        label.setToolTip(self.tr("Rule: {rule}").format(rule=finding["rule"]))
        with_role(label, "alert" if finding["level"] == "error" else "muted")
        label.style().unpolish(label)
        label.style().polish(label)
