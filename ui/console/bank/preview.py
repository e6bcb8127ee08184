"""The card as the agent would see it, while the phrase is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from phrasebank.phrase import SAMPLES
from phrasebank.sketch import sketched
from phrasebank.slots import slots_in
from ui import wording
from ui.console.bank.editors import StillDropDown
from ui.console.desk import Desk
from ui.hotkeys.backend import DEFAULT_BINDINGS
from ui.overlay.card import CardButton
from ui.overlay.state import Card, Option, OverlayState
from ui.summary.style import text

_WIDTH = 380
_FROM_CALLS = "calls"


class Preview(QWidget):
    """The overlay's own card. Its slots are filled with samples, with nothing, or from a recorded call.

    Args:
        desk: knows the calls.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._values: Mapping[str, Any] = {}
        theme = desk.theme
        self.card = CardButton(
            replace(theme, reduced_motion=True),
            wording.key_caps(DEFAULT_BINDINGS),
            self,
            announce=False,
            checklist=False,
        )
        self.card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.card.setMinimumWidth(theme.px(280))
        self.card.setMaximumWidth(theme.px(_WIDTH))
        self.slots_from = StillDropDown(theme)
        self.slots_from.setAccessibleName(self.tr("What the customer has named"))
        self.slots_from.setSizeAdjustPolicy(StillDropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.slots_from.setMinimumContentsLength(16)
        self.slots_from.addItem(self.tr("a sample for each"), dict(SAMPLES))
        self.slots_from.addItem(self.tr("nothing yet"), {})
        if desk.sources.calls:
            self.slots_from.addItem(self.tr("from recorded calls …"), _FROM_CALLS)
        self.slots_from.activated.connect(lambda _place: self._fill())
        choice = QHBoxLayout()
        choice.setSpacing(theme.px(8))
        choice.addWidget(text(theme, self.tr("The customer has named:"), 12, "muted"))
        choice.addWidget(self.slots_from, 1)
        self._choice = QWidget()
        self._choice.setLayout(choice)
        self._choice.setMaximumWidth(theme.px(_WIDTH))
        choice.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.card)
        column.addWidget(self._choice)

    def draw(self, values: Mapping[str, Any]) -> None:
        """Show the phrase that these values make, or come nearest to."""
        self._values = values
        sketch = sketched(values)
        phrase = sketch.phrase
        chosen = self.slots_from.currentData()
        slots = chosen if isinstance(chosen, dict) else {}
        words = str(values["text"]) if "text" in sketch.faulty else phrase.spoken(slots)
        option = Option(phrase_id=phrase.id, text=words, cue=str(values["cue"]))
        card = Card(
            suggestion_id="preview",
            options=(option,),
            quote=phrase.cues[0] if phrase.cues else "",
            emotion=phrase.emotions[0] if phrase.emotions else "neutral",
            need=phrase.needs[0] if phrase.needs else "",
            strategy=phrase.strategy,
            offered_at=0.0,
        )
        self.card.draw(OverlayState(running=True, card=card))
        self._choice.setVisible("text" in sketch.faulty or bool(slots_in(phrase.text)))

    def _fill(self) -> None:
        if self.slots_from.currentData() == _FROM_CALLS:
            self._look_for_calls()
        else:
            self.draw(self._values)

    def _look_for_calls(self) -> None:
        """Ask once; the calls then stand in the list."""
        place = self.slots_from.findData(_FROM_CALLS)
        self.slots_from.setItemText(place, self.tr("looking through the calls …"))
        job = self._desk.worker.ask("example", {"folders": [str(folder) for folder in self._desk.sources.calls]})
        job.finished.connect(lambda answer: self._take(place, answer["calls"]))
        job.failed.connect(self._desk.tell)
        job.failed.connect(lambda _sentence: self._take(place, ()))

    def _take(self, place: int, calls: Any) -> None:
        self.slots_from.removeItem(place)
        for call in calls:
            named = ", ".join(call["slots"].values())
            self.slots_from.addItem(self.tr("{day}: {named}").format(day=call["day"], named=named), call["slots"])
        if not calls:
            self._desk.tell(self.tr("No recorded call names anything that fills a slot."))
        self.slots_from.setCurrentIndex(place if calls else 0)
        self.draw(self._values)
