"""What is looked for: one line of words, the statuses as buttons, and a menu that writes the other terms for you."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from phrasebank.phrase import STATUSES
from phrasebank.store.records import Entry
from ui.console.bank.chips import Chip
from ui.console.bank.flow import FlowLayout
from ui.console.bank.query import ME, Query, known_values, parse, with_term
from ui.console.desk import Desk
from ui.console.naming import status_name, tag_name
from ui.console.parts import button
from ui.summary.style import text

_TERMS = ("emotion", "need", "strategy", "phase", "pack", "register", "locale", "act", "tone", "scope")


class Finder(QWidget):
    """The line of words is the only truth: buttons and menu write terms into it.

    Signals:
        asked(object): the `Query` has changed.

    Args:
        desk: theme and who looks.
    """

    asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._theme = theme = desk.theme
        self.line = QLineEdit()
        self.line.setFont(theme.font(13.5))
        self.line.setPlaceholderText(
            self.tr("Find: words, or need:fairness emotion:anger by:me … (Ctrl+F; Esc shows all)")
        )
        self.line.setAccessibleName(self.tr("Find phrases"))
        self.line.textChanged.connect(self._ask)
        QShortcut(QKeySequence("Esc"), self.line, self.line.clear, context=Qt.ShortcutContext.WidgetShortcut)
        self.menu_button = button(theme, self.tr("F&ilter"), lambda: None)
        self.menu = QMenu(self.menu_button)
        self.menu.setFont(theme.font(13))
        self.menu.aboutToShow.connect(self._fill_menu)
        self.menu_button.setMenu(self.menu)
        self.trouble = text(theme, "", 12, "alert")
        self.trouble.hide()
        self._statuses = QWidget()
        flow = FlowLayout(self._statuses, theme.px(6))
        self.chips = {status: self._chip(status) for status in STATUSES}
        for chip in self.chips.values():
            flow.addWidget(chip)
        upper = QHBoxLayout()
        upper.setSpacing(theme.px(8))
        upper.addWidget(self.line, 1)
        upper.addWidget(self.menu_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(upper)
        column.addWidget(self._statuses)
        column.addWidget(self.trouble)

    @property
    def query(self) -> Query:
        """What is looked for now."""
        return parse(self.line.text())

    def look_for(self, words: str) -> None:
        """Look for something else."""
        self.line.setText(words)

    def count(self, entries: Iterable[Entry]) -> None:
        """Show how many phrases there are of each status."""
        counted = Counter(entry.phrase.status for entry in entries)
        for status, chip in self.chips.items():
            chip.rename(self.tr("{status} {count}").format(status=status_name(status), count=counted[status]))

    def _chip(self, status: str) -> Chip:
        chip = Chip(self._theme, status, status_name(status), self.tr("Show only these"))
        chip.clicked.connect(lambda on: self._toggle("status", status, on=on))
        return chip

    def _ask(self) -> None:
        query = self.query
        for status, chip in self.chips.items():
            chip.mark(-1 if query.value("status") == status else 0)
        self.trouble.setText(" ".join(self._advice(term, known) for term, known in query.mistaken))
        self.trouble.setVisible(bool(query.mistaken))
        self.asked.emit(query)

    def _advice(self, term: str, known: tuple[str, ...]) -> str:
        if len(known) == 1:
            return self.tr("“{term}” is unknown; did you mean “{near}”?").format(term=term, near=known[0])
        return self.tr("“{term}” is unknown; choose from {known}.").format(term=term, known=", ".join(known))

    def _toggle(self, name: str, value: str, *, on: bool) -> None:
        self.line.setText(with_term(self.line.text(), name, value if on else ""))

    # --- the menu ---

    def _fill_menu(self) -> None:
        self.menu.clear()
        query = self.query
        for name in _TERMS:
            group = self.menu.addMenu(self._term_name(name))
            group.setFont(self._theme.font(13))
            for value in known_values(name):
                group.addAction(self._choice(name, value, tag_name(name, value), query))
        self.menu.addSeparator()
        self.menu.addAction(self._choice("by", ME, self.tr("Mine"), query))
        self.menu.addAction(self._choice("has", "comments", self.tr("With comments"), query))
        self.menu.addAction(self._choice("has", "changes", self.tr("Not saved yet"), query))
        self.menu.addAction(self._choice("has", "slots", self.tr("With slots"), query))
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Show all"), self.line.clear)

    def _choice(self, name: str, value: str, words: str, query: Query) -> QAction:
        action = QAction(words, self.menu)
        action.setCheckable(True)
        action.setChecked(query.value(name) == value.lower())
        action.triggered.connect(lambda on: self._toggle(name, value, on=on))
        return action

    def _term_name(self, name: str) -> str:
        return {
            "emotion": self.tr("Feeling"),
            "need": self.tr("Need"),
            "strategy": self.tr("Strategy"),
            "phase": self.tr("Part of a call"),
            "pack": self.tr("Sector"),
            "register": self.tr("Register"),
            "locale": self.tr("Country"),
            "act": self.tr("How it works"),
            "tone": self.tr("Tone"),
            "scope": self.tr("True of"),
        }[name]
