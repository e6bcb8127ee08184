"""The map on the screen: a card for each field, two beside each other where there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.console.map.html import entry_html
from ui.console.map.sections import Entry, Section, Sheet
from ui.console.parts import hint
from ui.summary.style import text, with_role
from ui.theme import Theme
from ui.wording import Tone

_TONES: dict[str, Tone] = {
    "said": "puzzled",
    "felt": "uneasy",
    "needed": "warm",
    "did": "calm",
    "pains": "hot",
    "gains": "glad",
}
_WIDE = 620
"""From this width on (in units of the design) two cards stand beside each other."""


class Board(QWidget):
    """Six cards under a line about the calls and the mood."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("content")
        self._theme = theme
        self._cards: list[QWidget] = []
        self._columns = 0
        self.scope = text(theme, "", 13)
        self.foot = hint(theme, "")
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(10), 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.scope)
        column.addLayout(self._grid)
        column.addWidget(self.foot)
        column.addStretch(1)

    def show_sheet(self, sheet: Sheet) -> None:
        """Draw another map."""
        self.scope.setText(" ".join(filter(None, (sheet.scope, sheet.mood))))
        self.foot.setText(sheet.foot)
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(section) for section in (*sheet.fields, *sheet.results)]
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards follow the width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = 2 if self.width() >= self._theme.px(_WIDE) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _card(self, section: Section) -> QFrame:
        theme = self._theme
        card = QFrame()
        with_role(card, "card")
        card.setAccessibleName(section.title)
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(6))
        title = text(theme, section.title, 14, bold=True)
        title.setStyleSheet(f"color: {theme.palette.tones[_TONES[section.name]]};")
        column.addWidget(title)
        for entry in section.entries:
            column.addWidget(self._entry(entry))
        if not section.entries:
            column.addWidget(hint(theme, section.empty))
        column.addStretch(1)
        return card

    def _entry(self, entry: Entry) -> QLabel:
        label = text(self._theme, "", 13)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(entry_html(entry, self._theme.palette.muted))
        label.setAccessibleName(", ".join(filter(None, (entry.head, entry.note, entry.words, entry.where))))
        return label
