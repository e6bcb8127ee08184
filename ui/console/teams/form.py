"""One team's profile as a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from assist.card_settings import SuggestSettings
from phrasebank.errors import PhrasebankError
from phrasebank.packs import load_packs
from phrasebank.phrase import LOCALES, REGISTERS
from phrasebank.store.records import LEVELS, Profile
from ui.console.bank.chips import Chips
from ui.console.bank.editors import Choice, Editor, Line
from ui.console.naming import tag_name
from ui.console.parts import Banner, hint
from ui.summary.style import text
from ui.theme import Theme

USUAL = SuggestSettings()
"""A new team begins with the settings that the product comes with."""


def new_profile() -> Profile:
    """A team that nobody has described yet."""
    return Profile("-", cap=USUAL.cap, cooldown_seconds=USUAL.cooldown_seconds)


class StillSpinBox(QSpinBox):
    """A number that leaves the wheel to the page: scrolling must not change it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not here."""
        event.ignore()


class Count(Editor):
    """A whole number with its unit."""

    def __init__(self, theme: Theme, least: int, most: int, unit: str) -> None:
        super().__init__()
        self.part = StillSpinBox()
        self.part.setFont(theme.font(13))
        self.part.setRange(least, most)
        self.part.setSuffix(unit)
        self.part.setMaximumWidth(theme.px(140))
        self.part.lineEdit().setStyleSheet("border: none; padding: 0 0 0 8px; min-height: 0; background: transparent;")
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.part)
        self.setFocusProxy(self.part)
        self.part.valueChanged.connect(lambda _value: self.changed.emit())

    def value(self) -> int:
        """The number."""
        return self.part.value()

    def show_value(self, value: float) -> None:
        """Show a number."""
        self.part.blockSignals(True)
        self.part.setValue(round(value))
        self.part.blockSignals(False)

    def name_parts(self, name: str) -> None:
        """What readers call it."""
        self.part.setAccessibleName(name)

    def describe(self, words: str) -> None:
        """What readers say about it."""
        self.part.setAccessibleDescription(words)


class ProfileForm(QWidget):
    """How a team is served.

    ``changed`` comes when the supervisor changes a field. ``shown`` is the profile without what is typed over it.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.shown = new_profile()
        self.editors: dict[str, Editor] = {
            "name": Line(theme),
            "packs": Chips(theme, [(pack.id, pack.name, "") for pack in load_packs().values()]),
            "register": Choice(theme, _named("register", REGISTERS)),
            "locale": Choice(theme, _named("locale", LOCALES)),
            "level": Choice(theme, self._levels()),
            "cap": Count(theme, 1, 60, ""),
            "cooldown_seconds": Count(theme, 0, 600, self.tr(" s")),
        }
        self.trouble = Banner(theme)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setVerticalSpacing(theme.px(10))
        grid.setColumnStretch(1, 1)
        for number, (field, name, told) in enumerate(self._fields()):
            label = text(theme, name, 13, bold=True)
            label.setMinimumWidth(theme.px(90))
            editor = self.editors[field]
            editor.name_parts(name)
            editor.describe(told)
            editor.changed.connect(self._tell)
            grid.addWidget(label, 2 * number, 0)
            grid.addWidget(editor, 2 * number, 1)
            grid.addWidget(_told(theme, told), 2 * number + 1, 1)
        grid.addWidget(self.trouble, 2 * len(self.editors), 0, 1, 2)

    def show_profile(self, profile: Profile, typed: Mapping[str, Any] | None = None) -> None:
        """Show a profile, with what was typed over it. One that is saved keeps its name: engines ask for it by that."""
        self.shown = profile
        new = not profile.revision
        for field, editor in self.editors.items():
            value = "" if field == "name" and new else getattr(profile, field)
            editor.show_value((typed or {}).get(field, value))
        self.editors["name"].setEnabled(new)
        self.check()

    def values(self) -> dict[str, Any]:
        """What stands in the fields, sound or not."""
        values = {field: editor.value() for field, editor in self.editors.items()}
        return {**values, "cooldown_seconds": float(values["cooldown_seconds"])}

    def profile(self) -> Profile:
        """The profile as it stands in the form.

        Raises:
            PhrasebankError: a field is not sound.
        """
        return replace(self.shown, **self.values())

    @property
    def touched(self) -> bool:
        """Whether something else stands in the fields than in the profile."""
        return any(value != getattr(self.shown, field) for field, value in self.values().items())

    def check(self) -> bool:
        """Whether it can be saved; says what is wrong."""
        try:
            self.profile()
        except PhrasebankError as error:
            self.trouble.say(str(error), warning=True)
            return False
        self.trouble.say("")
        return True

    def _tell(self) -> None:
        self.check()
        self.changed.emit()

    def _fields(self) -> Iterator[tuple[str, str, str]]:
        yield "name", self.tr("Name"), self.tr("Agents' programs ask for it by this name (setting bank.team).")
        yield "packs", self.tr("Sectors"), self.tr("Beside the core, whose phrases everybody has. Their do-nots hold.")
        yield "register", self.tr("Tone"), self.tr("Phrases in it come first; the others still come.")
        yield "locale", self.tr("Country"), self.tr("Phrases for other countries are left out.")
        yield "level", self.tr("Experience"), self.tr("Novices get a third more cards, experts half as many.")
        minutes = round(USUAL.cap_window_seconds / 60)
        yield "cap", self.tr("Cards at most"), self.tr("In {minutes} minutes of a call.").format(minutes=minutes)
        yield "cooldown_seconds", self.tr("Pause"), self.tr("At least so many seconds between two cards.")

    def _levels(self) -> Sequence[tuple[str, str, str]]:
        names = {"novice": self.tr("Novices"), "standard": self.tr("As usual"), "expert": self.tr("Experts")}
        return [(level, names[level], "") for level in LEVELS]


def _named(field: str, tags: Sequence[str]) -> Sequence[tuple[str, str, str]]:
    return [(tag, tag_name(field, tag), "") for tag in tags]


def _told(theme: Theme, words: str) -> QLabel:
    return hint(theme, words)
