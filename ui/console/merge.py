"""Two supervisors changed the same phrase: what both changed is shown side by side, and nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Conflict, Edit, Side
from phrasebank.transfer.entries import FIELDS
from ui.console.naming import field_name, moment_name
from ui.console.parts import Banner, button, hint, row
from ui.console.releases.values import value_text, with_news
from ui.console.style import console_style
from ui.summary.style import text, with_role
from ui.theme import Theme

SIDES: tuple[Side, ...] = ("mine", "theirs")


class FieldChoice(QFrame):
    """One field that both changed: before, mine and theirs beside each other.

    ``chosen`` comes when the supervisor takes one of the two.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, conflict: Conflict, field: str) -> None:
        super().__init__()
        with_role(self, "card")
        self.field = field
        self._group = QButtonGroup(self)
        self.sides: dict[Side, QRadioButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(text(theme, field_name(field), 13, bold=True), 0, 0, 1, 3)
        old = value_text(field, getattr(conflict.base, field)) if conflict.base else ""
        grid.addWidget(hint(theme, self.tr("Before") if conflict.base else self.tr("Both made this phrase")), 1, 0)
        grid.addWidget(text(theme, old, 13, "muted"), 2, 0, Qt.AlignmentFlag.AlignTop)
        values = {side: value_text(field, getattr(getattr(conflict, side), field)) for side in SIDES}
        heads = {"mine": self.tr("Mine"), "theirs": self.tr("Theirs ({who})").format(who=conflict.who)}
        for column, side in enumerate(SIDES, start=1):
            radio = QRadioButton(heads[side])
            radio.setFont(theme.font(13))
            named = self.tr("{field}, {side}: {value}")
            radio.setAccessibleName(named.format(field=field_name(field), side=heads[side], value=values[side]))
            radio.toggled.connect(lambda on: self.chosen.emit() if on else None)
            self._group.addButton(radio)
            self.sides[side] = radio
            grid.addWidget(radio, 1, column)
            words = text(theme, "", 13)
            words.setTextFormat(Qt.TextFormat.RichText)
            words.setText(with_news(old, values[side]))
            grid.addWidget(words, 2, column, Qt.AlignmentFlag.AlignTop)
        for column in range(3):
            grid.setColumnStretch(column, 1)

    @property
    def side(self) -> Side | None:
        """Whose value is taken; None as long as nobody has chosen."""
        return next((side for side, radio in self.sides.items() if radio.isChecked()), None)

    def take(self, side: Side) -> None:
        """Take one of the two."""
        self.sides[side].setChecked(True)


class ConflictPanel(QWidget):
    """One phrase that both changed.

    ``changed`` comes when something else is chosen.
    """

    changed = Signal()

    def __init__(self, theme: Theme, conflict: Conflict) -> None:
        super().__init__()
        self.conflict = conflict
        self.choices = [FieldChoice(theme, conflict, name) for name in conflict.both()]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(10))
        column.addWidget(text(theme, conflict.phrase_id, 15, bold=True))
        when = moment_name(conflict.at)
        column.addWidget(hint(theme, self.tr("{who} saved it, {when}.").format(who=conflict.who, when=when)))
        for choice in self.choices:
            choice.chosen.connect(self.changed)
            column.addWidget(choice)
        for words in self._by_themselves():
            column.addWidget(hint(theme, words))
        column.addStretch(1)

    @property
    def open(self) -> int:
        """How many fields are still to be chosen."""
        return sum(choice.side is None for choice in self.choices)

    def take(self, side: Side) -> None:
        """All contested fields from one side."""
        for choice in self.choices:
            choice.take(side)

    def edit(self) -> Edit:
        """The phrase made of both.

        Raises:
            PhrasebankError: a field is not chosen yet, or the mixture is no sound phrase.
        """
        take: dict[str, Side] = {choice.field: choice.side for choice in self.choices if choice.side}
        return Edit(self.conflict.merged(take), self.conflict.revision)

    def _by_themselves(self) -> list[str]:
        """What only one of the two changed stands as they changed it."""
        contested = self.conflict.both()
        taken: dict[str, list[str]] = {"mine": [], "theirs": []}
        for name in FIELDS:
            mine, theirs = getattr(self.conflict.mine, name), getattr(self.conflict.theirs, name)
            if name == "version" or name in contested or self.conflict.base is None:
                continue
            base = getattr(self.conflict.base, name)
            if mine != base:
                taken["mine"].append(field_name(name))
            elif theirs != base:
                taken["theirs"].append(field_name(name))
        lines = {"mine": self.tr("Kept from you: {fields}."), "theirs": self.tr("Kept from {who}: {fields}.")}
        return [
            lines[side].format(who=self.conflict.who, fields=", ".join(names)) for side, names in taken.items() if names
        ]


class MergeDialog(QDialog):
    """Asks what to keep where somebody else has saved the same phrases.

    Args:
        theme: of the window.
        conflicts: at least one.
        parent: the window that it stands before.
    """

    def __init__(self, theme: Theme, conflicts: Sequence[Conflict], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("after")
        self.setStyleSheet(console_style(theme))
        self.setWindowTitle(self.tr("Somebody else saved the same"))
        self.panels = [ConflictPanel(theme, conflict) for conflict in conflicts]
        self._stack = QStackedWidget()
        for panel in self.panels:
            panel.changed.connect(self._show_state)
            self._stack.addWidget(_scrolled(panel))
        self.trouble = Banner(theme)
        self.place = text(theme, "", 13)
        self.back = button(theme, self.tr("&Previous phrase"), lambda: self._turn(-1))
        self.on = button(theme, self.tr("&Next phrase"), lambda: self._turn(1))
        self.all_mine = button(theme, self.tr("All &mine"), lambda: self._take("mine"))
        self.all_theirs = button(theme, self.tr("All &theirs"), lambda: self._take("theirs"))
        self.keep = button(theme, self.tr("Save what is chosen"), self.accept, "chief")
        self.leave = button(theme, self.tr("Not now"), self.reject)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*(theme.px(16),) * 4)
        lines.setSpacing(theme.px(12))
        lines.addWidget(text(theme, self._told(), 13.5))
        lines.addWidget(row(self.place, self.back, self.on, self.all_mine, self.all_theirs, gap=theme.px(8), stretch=0))
        lines.addWidget(self._stack, 1)
        lines.addWidget(self.trouble)
        lines.addWidget(row(self._leaving(theme), self.leave, self.keep, gap=theme.px(8), stretch=0))
        for one in (self.back, self.on):
            one.setVisible(len(self.panels) > 1)
        for one in (self.all_mine, self.all_theirs):
            one.setVisible(any(panel.choices for panel in self.panels))
        self.resize(theme.px(900), theme.px(620))
        self._show_state()

    def edits(self) -> list[Edit]:
        """One for each conflict, made from the revision that stands in the bank now.

        Raises:
            PhrasebankError: something is not chosen, or a mixture is no sound phrase.
        """
        return [panel.edit() for panel in self.panels]

    def _told(self) -> str:
        if any(panel.choices for panel in self.panels):
            return self.tr(
                "Somebody else has saved what you are about to save. Where both of you changed the same field, choose "
                "whose it shall be; all else of both is kept. Both stay in the history whatever you choose."
            )
        return self.tr(
            "Somebody else has saved what you are about to save. You changed different fields, so both are kept; "
            "read whether they go together."
        )

    def _leaving(self, theme: Theme) -> QLabel:
        return hint(theme, self.tr("“Not now” saves nothing; your changes stay where you made them."))

    def _take(self, side: Side) -> None:
        for panel in self.panels:
            panel.take(side)

    def _turn(self, step: int) -> None:
        self._stack.setCurrentIndex(min(max(self._stack.currentIndex() + step, 0), len(self.panels) - 1))
        self._show_state()

    def _show_state(self) -> None:
        number, count = self._stack.currentIndex() + 1, len(self.panels)
        self.back.setEnabled(number > 1)
        self.on.setEnabled(number < count)
        left = sum(panel.open for panel in self.panels)
        what = self.tr("{left} to choose").format(left=left) if left else self.tr("all is chosen")
        where = self.tr("Phrase {number} of {count} · {what}")
        self.place.setText(where.format(number=number, count=count, what=what))
        trouble = "" if left else self._trouble()
        self.trouble.say(trouble, warning=True)
        self.keep.setEnabled(not left and not trouble)

    def _trouble(self) -> str:
        """Why the mixture cannot be saved."""
        for panel in self.panels:
            try:
                panel.edit()
            except PhrasebankError as error:
                words = self.tr("{phrase}: this mixture is not sound: {why}.")
                return words.format(phrase=panel.conflict.phrase_id, why=str(error).rstrip("."))
        return ""


def _scrolled(panel: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(panel)
    panel.setObjectName("content")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
