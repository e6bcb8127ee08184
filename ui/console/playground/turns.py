"""The turns of a call that was heard or typed: a mark at each of the customer's tells what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from ui import wording
from ui.console.parts import hint
from ui.console.playground.pieces import wrapping_list
from ui.console.playground.wording import emotion_name
from ui.theme import Theme

_CARD, _NONE = "●", "○"


class TurnList(QWidget):
    """A list; only the customer's turns can be chosen."""

    chosen = Signal(int)
    """A turn of the customer's: its place among all turns."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._moments: dict[int, Mapping[str, Any]] = {}
        self.list = wrapping_list(theme, self.tr("Turns of the call"))
        self.list.currentRowChanged.connect(self._choose)
        self.legend = hint(
            theme,
            self.tr("{card} a card came   {none} no card. Choose a customer's turn to see why.").format(
                card=_CARD, none=_NONE
            ),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.legend)
        column.addWidget(self.list, 1)

    def draw(self, turns: Sequence[Mapping[str, Any]], moments: Sequence[Mapping[str, Any]]) -> None:
        """Show the turns; ``moments`` tell of the customer's, each by its ``turn``."""
        self._moments = {int(moment["turn"]): moment for moment in moments}
        self.list.blockSignals(True)
        self.list.clear()
        for place, turn in enumerate(turns):
            self.list.addItem(self._item(place, turn))
        self.list.blockSignals(False)

    def select(self, turn: int) -> None:
        """Stand at a turn without telling it."""
        self.list.blockSignals(True)
        self.list.setCurrentRow(turn)
        self.list.blockSignals(False)

    def _item(self, place: int, turn: Mapping[str, Any]) -> QListWidgetItem:
        moment = self._moments.get(place)
        at = f"{wording.clock(turn['start'])}  " if "start" in turn else ""
        if moment is None:
            speaker = self.tr("Agent") if turn["speaker"] == "agent" else self.tr("Customer")
            item = QListWidgetItem(f"{at}{speaker}: {turn['text']}")
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsSelectable)
            return item
        shown = moment["verdict"]["why"] == "shown"
        came = self.tr("card: {cue}").format(cue=moment["cards"][0]["cue"]) if shown else self.tr("no card")
        head = self.tr("Customer, {feeling}, {came}").format(feeling=emotion_name(moment["emotion"]).lower(), came=came)
        item = QListWidgetItem(f"{_CARD if shown else _NONE} {at}{head}\n{turn['text']}")
        item.setToolTip(str(turn["text"]))
        return item

    def _choose(self, place: int) -> None:
        if place in self._moments:
            self.chosen.emit(place)
