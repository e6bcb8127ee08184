"""What was read of the customer's words: feeling, needs, where the call stands. One click corrects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from phrasebank.taxonomy import load_taxonomy
from ui import wording
from ui.console.naming import tag_name
from ui.console.parts import button, column, hint
from ui.console.playground.pieces import Bars, flowing
from ui.console.playground.wording import emotion_name
from ui.overlay.mood import EmotionChip, Place
from ui.overlay.state import Mood
from ui.summary.style import text
from ui.theme import Theme

_FEELINGS = 3
_BAR = 216

Moment = Mapping[str, Any]
"""What the task ``play`` tells."""


class Choice(QToolButton):
    """A button that opens a menu of labels.

    Args:
        theme: how it looks.
        words: on the button.
        labels: each with its name.
        several: any number of them can be chosen, else one.
    """

    picked = Signal(object)
    """The labels that are chosen now."""

    def __init__(self, theme: Theme, words: str, labels: Sequence[tuple[str, str]], *, several: bool) -> None:
        super().__init__()
        marked = f"{words} \N{BLACK DOWN-POINTING SMALL TRIANGLE}"
        self.setText(marked)
        self.setAccessibleName(words)
        self.setFont(theme.font(12.5))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._several = several
        menu = QMenu(self)
        menu.setFont(theme.font(13))
        self.options: dict[str, QAction] = {}
        for label, name in labels:
            option = menu.addAction(name)
            option.setCheckable(True)
            option.triggered.connect(lambda _on, label=label: self._pick(label))
            self.options[label] = option
        self.setMenu(menu)

    def show_chosen(self, labels: Sequence[str]) -> None:
        """Tick these."""
        for label, option in self.options.items():
            option.setChecked(label in labels)

    def _pick(self, label: str) -> None:
        if not self._several:
            self.show_chosen((label,))
        self.picked.emit(tuple(label for label, option in self.options.items() if option.isChecked()))


class Reading(QWidget):
    """Draws a moment; tells corrections."""

    corrected = Signal(str, object)
    """The emotion and the needs that the words show."""
    silence = Signal()
    """Silence would have been right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        taxonomy = load_taxonomy()
        self._moment: Moment = {}
        self.chip = EmotionChip(theme, self)
        self.place = Place(theme, self)
        self.sure = text(theme, "", 13)
        self.where = hint(theme, "")
        self.emotion = Choice(
            theme,
            self.tr("Wrong feeling?"),
            [(label, tag_name("emotions", label)) for label in taxonomy.emotion_ids],
            several=False,
        )
        self.needs = Choice(
            theme,
            self.tr("Wrong needs?"),
            [(label, tag_name("needs", label)) for label in taxonomy.need_ids],
            several=True,
        )
        self.emotion.picked.connect(self._correct_emotion)
        self.needs.picked.connect(self._correct_needs)
        self.quiet = button(theme, self.tr("Silence would have been right"), self.silence.emit)
        self.feelings = Bars(theme, _BAR)
        self.ledger = Bars(theme, _BAR)
        self.no_needs = hint(theme, self.tr("No need is shown and none is open."))
        self.noted = text(theme, "", 12.5, "good")
        self._arrange(theme)

    def draw(self, moment: Moment) -> None:
        """Show what was read."""
        self._moment = moment
        mood = Mood(
            emotion=moment["emotion"],
            confidence=moment["confidence"],
            valence=moment["valence"],
            arousal=moment["arousal"],
            quote=moment["quote"],
        )
        self.chip.draw(mood)
        self.place.draw(mood)
        sure = self.tr("{feeling}, {share} sure").format(
            feeling=emotion_name(mood.emotion), share=f"{mood.confidence:.0%}"
        )
        if mood.emotion == "unsure":
            sure = self.tr("Not sure: {feeling} with {share} is too little").format(
                feeling=tag_name("emotions", self._likeliest()[0]).lower(), share=f"{mood.confidence:.0%}"
            )
        self.sure.setText(sure)
        self.where.setText(
            self.tr("{place} · {phase}").format(
                place=wording.place(mood.valence, mood.arousal), phase=tag_name("phases", moment["phase"])
            )
        )
        self._draw_bars(moment)
        self.emotion.show_chosen((mood.emotion,))
        self.needs.show_chosen(self._shown())
        self.quiet.setVisible(moment["verdict"]["why"] == "shown")
        self.noted.hide()

    def note(self, emotion: str, needs: Sequence[str]) -> None:
        """Show that it was corrected."""
        self.emotion.show_chosen((emotion,))
        self.needs.show_chosen(needs)
        self.noted.show()
        names = ", ".join(tag_name("needs", need) for need in needs) or self.tr("no need")
        self.noted.setText(
            self.tr("Corrected: {feeling}; {needs}. It waits in the list of corrections to be taught.").format(
                feeling=tag_name("emotions", emotion), needs=names
            )
        )

    def _draw_bars(self, moment: Moment) -> None:
        feelings = self._likeliest()[:_FEELINGS]
        for bar, label in zip(self.feelings.need(len(feelings)), feelings, strict=True):
            share = float(moment["probabilities"][label])
            bar.draw(tag_name("emotions", label), share, strong=label == moment["emotion"])
        entries = moment["needs"]
        for bar, entry in zip(self.ledger.need(len(entries)), entries, strict=True):
            name = tag_name("needs", entry["need"])
            bar.draw(self._state(name, entry), float(entry["confidence"]), strong=entry["shown"])
        self.no_needs.setVisible(not entries)

    def _state(self, name: str, entry: Mapping[str, Any]) -> str:
        if not entry["shown"]:
            return self.tr("{need}: open from before").format(need=name)
        if entry["times"] > 1:
            return self.tr("{need}: shown again, open").format(need=name)
        return self.tr("{need}: open").format(need=name) if entry["open"] else name

    def _likeliest(self) -> list[str]:
        shares: Mapping[str, float] = self._moment["probabilities"]
        return sorted(shares, key=lambda label: -shares[label])

    def _shown(self) -> tuple[str, ...]:
        return tuple(entry["need"] for entry in self._moment["needs"] if entry["shown"])

    def _correct_emotion(self, chosen: tuple[str, ...]) -> None:
        ticked = tuple(need for need, option in self.needs.options.items() if option.isChecked())
        self.corrected.emit(chosen[0], ticked)

    def _correct_needs(self, chosen: tuple[str, ...]) -> None:
        """The feeling stays as it was read; where that was unsure, it is the likeliest."""
        ticked = [label for label, option in self.emotion.options.items() if option.isChecked()]
        self.corrected.emit(ticked[0] if ticked else self._likeliest()[0], chosen)

    def _arrange(self, theme: Theme) -> None:
        words = column(self.sure, self.where, gap=0)
        words.setMinimumWidth(theme.px(280))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.px(8))
        lines.addWidget(flowing(theme, self.chip, self.place, words))
        for widget in (self.feelings, self.ledger, self.no_needs):
            lines.addWidget(widget)
        lines.addWidget(flowing(theme, self.emotion, self.needs, self.quiet))
        lines.addWidget(self.noted)
