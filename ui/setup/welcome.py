"""The first page: what Attune hears and does, and whether the agent agrees."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from assist.consent import TEXT, Consent
from ui.setup.page import Page, Verdict
from ui.summary.style import text
from ui.theme import Theme


class WelcomePage(Page):
    """The consent text with two answers. Neither is chosen beforehand, unless it was given before."""

    missing = "Read the text to its end and choose an answer to go on."

    def __init__(self, theme: Theme, earlier: Consent | None) -> None:
        super().__init__(
            theme,
            "Welcome to Attune",
            "Attune sits beside you during calls: it notices how the customer feels and offers a fitting phrase.",
        )
        for head, words in TEXT:
            self.add(text(theme, head, 13.5, bold=True), text(theme, words, 13.5))
        self.agree = self._answer("I &agree that Attune hears my calls")
        self.decline = self._answer("I do n&ot agree, so Attune stays off")
        group = QButtonGroup(self)
        for button in (self.agree, self.decline):
            group.addButton(button)
            button.toggled.connect(lambda _on: self.changed.emit())
        self.earlier = Verdict(theme, "Your earlier answer")
        self.add(self.agree, self.decline, self.earlier)
        if earlier is not None and earlier.holds:
            self.agree.setChecked(True)
            self.earlier.say(f"You agreed on {_day(earlier.at)}.", well=True)
        self.fill_up()

    @property
    def is_ready(self) -> bool:
        """Once there is an answer."""
        return self.agree.isChecked() or self.decline.isChecked()

    @property
    def next_words(self) -> str:  # type: ignore[override]  # a refusal ends the set-up
        """What goes on, or ends."""
        return "&Close" if self.decline.isChecked() else "&Next"

    def _answer(self, words: str) -> QRadioButton:
        button = QRadioButton(words)
        button.setFont(self.theme.font(13.5))
        button.setAccessibleName(words.replace("&", ""))
        return button


def _day(stamp: str) -> str:
    try:
        day = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{day.day} {day:%B %Y}"
