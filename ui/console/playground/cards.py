"""The candidates of a moment: each phrase with its score in parts, and why it lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.console.naming import tag_name
from ui.console.parts import button
from ui.console.playground.pieces import Bars, flowing
from ui.console.playground.wording import lost_of, part_hint, part_name, place_name
from ui.summary.style import text, with_role
from ui.theme import Theme

_LEADING = ("fits", "good")

Card = Mapping[str, Any]
"""A candidate as the task ``play`` tells it."""


class CardBox(QFrame):
    """One candidate."""

    right = Signal(str)
    """This phrase (its id) would have been right."""
    avoid = Signal(str)
    """This phrase must not answer these words."""
    edit = Signal(str)
    """Open this phrase among all phrases."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        with_role(self, "card")
        self._id = ""
        self.place = text(theme, "", 12.5, "accent", bold=True)
        self.place.setWordWrap(False)
        self.cue = text(theme, "", 14, bold=True)
        self.score = text(theme, "", 14, bold=True)
        self.score.setWordWrap(False)
        self.words = text(theme, "", 13)
        self.lost = text(theme, "", 12.5, "muted")
        self.parts = Bars(theme)
        self.right_one = button(theme, self.tr("This one would have been right"), lambda: self.right.emit(self._id))
        self.avoid_here = button(theme, self.tr("Avoid here"), lambda: self.avoid.emit(self._id))
        self.avoid_here.setToolTip(self.tr("Adds these words to what the phrase must not answer."))
        self.open = button(theme, self.tr("Open the phrase"), lambda: self.edit.emit(self._id))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(self.place, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.cue, 1)
        head.addWidget(self.score, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        for widget in (self.words, self.lost, self.parts):
            column.addWidget(widget)
        column.addWidget(flowing(theme, self.right_one, self.avoid_here, self.open))

    def draw(self, card: Card, floor: float) -> None:
        """Show a candidate; ``floor``: what the chance of fitting has to reach."""
        self._id = str(card["phrase_id"])
        shown = card["place"] == "shown"
        place = place_name(card["place"], int(card["rank"]))
        lost = "" if card["lost"] is None else lost_of(card["lost"])
        self.place.setText(place)
        self.cue.setText(str(card["cue"]))
        scored = bool(card["parts"])
        self.score.setText(f"{float(card['score']):.2f}" if scored else "")
        self.score.setAccessibleName(self.tr("Score {score}").format(score=self.score.text()))
        strategy = tag_name("strategy", str(card["strategy"]))
        self.words.setText(self.tr("{words}  ({strategy})").format(words=card["text"], strategy=strategy))
        self.lost.setText(lost)
        self.lost.setVisible(bool(lost))
        self.right_one.setVisible(not shown)
        self.setAccessibleName(
            self.tr("{place}: {cue}. {lost}").format(place=place, cue=card["cue"], lost=lost).strip()
        )
        parts: Mapping[str, float] = card["parts"]
        for bar, (part, share) in zip(self.parts.need(len(parts)), parts.items(), strict=True):
            least = floor if part == "fits" else None
            bar.draw(part_name(part), share, meaning=part_hint(part), floor=least, strong=part in _LEADING)
        self.parts.setVisible(scored)


class Cards(QWidget):
    """All candidates under each other. The boxes are kept and drawn anew."""

    right = Signal(str)
    avoid = Signal(str)
    edit = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.boxes: list[CardBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))

    def draw(self, cards: Sequence[Card], floor: float) -> None:
        """Show these, best first."""
        while len(self.boxes) < len(cards):
            box = CardBox(self._theme)
            box.right.connect(self.right)
            box.avoid.connect(self.avoid)
            box.edit.connect(self.edit)
            self.boxes.append(box)
            self._column.addWidget(box)
        for place, box in enumerate(self.boxes):
            if place < len(cards):
                box.draw(cards[place], floor)
            box.setVisible(place < len(cards))
