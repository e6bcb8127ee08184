"""The first opening: who sits here, and with whose bank they begin."""

from __future__ import annotations

import getpass

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from ui.console.parts import button, heading, hint, row
from ui.console.style import console_style
from ui.summary.style import text
from ui.theme import Theme


class WelcomeDialog(QDialog):
    """Asks for a name. ``sample`` says afterwards whether the sample data were chosen.

    Args:
        theme: how it looks.
        store: where the bank lies, for people.
        exists: whether there is one already.
    """

    def __init__(self, theme: Theme, store: str, *, exists: bool) -> None:
        super().__init__()
        self.sample = False
        self.setObjectName("after")
        self.setFont(theme.font(13))
        self.setStyleSheet(console_style(theme))
        self.setWindowTitle(self.tr("Attune console"))
        self.name = QLineEdit(_user())
        self.name.setFont(theme.font(13))
        self.name.setAccessibleName(self.tr("Your name"))
        self.name.textChanged.connect(self._see)
        bank = (
            self.tr("The team's bank is {store}.")
            if exists
            else self.tr("The team's bank will be made at {store}, from the phrases that come with Attune.")
        ).format(store=store)
        self.begin = button(theme, self.tr("&Begin"), self.accept, "chief")
        self.begin.setDefault(True)
        self.try_out = button(theme, self.tr("Look round with &sample data"), self._try)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(18))
        column.setSpacing(theme.px(12))
        column.addWidget(heading(theme, self.tr("Who tunes the phrases here?")))
        column.addWidget(text(theme, self.tr("History, approvals and the audit log name whoever made a change.")))
        column.addWidget(self.name)
        column.addWidget(hint(theme, bank))
        column.addWidget(row(self.begin, self.try_out, gap=theme.px(8)))
        self.setMinimumWidth(theme.px(520))
        self._see(self.name.text())

    @property
    def who(self) -> str:
        """The name."""
        return self.name.text().strip()

    def _see(self, words: str) -> None:
        for part in (self.begin, self.try_out):
            part.setEnabled(bool(words.strip()))

    def _try(self) -> None:
        self.sample = True
        self.accept()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return ""
