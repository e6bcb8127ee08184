"""One changed moment to be read: what was said, what either bank shows, what was shown then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.console.parts import button, hint, row
from ui.console.replay.moments import SIGNS, fate_words, kind_of, kind_words
from ui.summary.style import text, with_role
from ui.theme import Theme
from ui.wording import clock


class ReadingPane(QScrollArea):
    """The moment, with ways to go on."""

    tried = Signal(str, str)
    """Words to be tried in the playground, and the phrase to ask after."""
    opened = Signal(str)
    """The id of a phrase."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._moment: Mapping[str, Any] | None = None
        self.place, self.quote = hint(theme, ""), text(theme, "", 16)
        self.sides = {
            "one": _Side(theme, self.tr("Published bank")),
            "other": _Side(theme, self.tr("Next bank")),
            "then": _Side(theme, self.tr("In the call")),
        }
        self.play = button(theme, self.tr("Open in the &playground"), self._try)
        for side in self.sides.values():
            side.opened.connect(self.opened)
        body = QWidget()
        body.setObjectName("form")
        column = QVBoxLayout(body)
        column.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(12))
        column.setSpacing(theme.px(10))
        for part in (self.place, self.quote, row(self.play), *self.sides.values()):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_moment(None)

    def show_moment(self, moment: Mapping[str, Any] | None) -> None:
        """Show this moment; None for none."""
        self._moment = moment
        for part in (self.quote, self.play, *self.sides.values()):
            part.setVisible(moment is not None)
        if moment is None:
            self.place.setText(self.tr("Choose a moment to read it here. J and K go to the next and the last one."))
            return
        kind = kind_of(moment)
        where = self.tr("{sign} {change} · {call} at {time}")
        self.place.setText(
            where.format(sign=SIGNS[kind], change=kind_words(kind), call=moment["call_id"], time=clock(moment["at"]))
        )
        self.quote.setText(self.tr("“{words}”").format(words=moment["quote"]))
        for name, side in self.sides.items():
            side.show_card(moment[name])

    def _try(self) -> None:
        if self._moment is not None:
            card = self._moment["other"] or self._moment["one"]
            self.tried.emit(self._moment["quote"], card["phrase_id"] if card else "")


class _Side(QFrame):
    """A card, or that there is none."""

    opened = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        with_role(self, "kind")
        self._name = name
        self._phrase_id = ""
        self.words, self.fate = text(theme, "", 14), hint(theme, "")
        self.open = button(theme, self.tr("Open the phrase"), lambda: self.opened.emit(self._phrase_id))
        self.open.setAccessibleName(self.tr("Open the phrase: {side}").format(side=name))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(4))
        for part in (text(theme, name, 12.5, bold=True), self.words, self.fate, row(self.open)):
            column.addWidget(part)

    def show_card(self, card: Mapping[str, Any] | None) -> None:
        """Show a card; None for silence."""
        self._phrase_id = card["phrase_id"] if card else ""
        self.words.setText(card["text"] if card else self.tr("No card"))
        words = [card["phrase_id"], fate_words(card["fate"])] if card else []
        self.fate.setText(" · ".join(filter(None, words)))
        self.fate.setVisible(bool(words))
        self.open.setVisible(card is not None)
        self.setAccessibleName(f"{self._name}: {self.words.text()}")
