"""The page of teams: a profile for each, and the rules that hold for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from phrasebank.store.records import Profile, Snapshot
from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import button, column, heading, hint, row
from ui.console.teams.form import ProfileForm, new_profile
from ui.summary.parts import CheckLine
from ui.summary.style import text, with_role

UNSAVED = "●"
NEW = ""
"""Stands for the team that has no name yet."""


class TeamsPage(Page):
    """Profiles are published with the next release; what is typed and not saved is kept until the window closes."""

    name = "teams"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._typed_in: dict[str, dict[str, Any]] = {}
        self._begun_from: dict[str, Profile] = {}
        self._current: str | None = None
        self.list = QListWidget()
        self.list.setFont(theme.font(13.5))
        self.list.setAccessibleName(self.tr("Teams"))
        self.list.setMinimumWidth(theme.px(150))
        self.form = ProfileForm(theme)
        self.new = button(theme, self.tr("&New team"), self._new)
        self.save = button(theme, self.tr("&Save"), self._save, "chief")
        self.undo = button(theme, self.tr("&Discard changes"), self._discard)
        self.delete = button(theme, self.tr("D&elete team"), self._delete)
        self.two_person = CheckLine(
            theme, self.tr("Nobody approves their own wording: it takes a second person."), ticked=False
        )
        self.two_person.box.setStyleSheet("min-height: 0; padding: 0; border: none;")  # it paints all of itself
        self.state = hint(theme, "")
        self._lay_out()
        self.list.currentItemChanged.connect(lambda *_items: self._opened())
        self.form.changed.connect(self._typed)
        self.two_person.box.toggled.connect(self._rule)
        desk.changed.connect(self._fill)
        self._fill(desk.snapshot)

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Teams")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """``{"team": name}`` opens a team."""
        if payload.get("team"):
            self._choose(str(payload["team"]))

    def may_leave(self) -> bool:
        """Ask where something is typed that is not saved."""
        if not self._typed_in:
            return True
        asked = QMessageBox.question(
            self,
            self.tr("Teams"),
            self.tr("A team has changes that are not saved. Close all the same?"),
        )
        return asked == QMessageBox.StandardButton.Yes

    def _lay_out(self) -> None:
        theme = self.desk.theme
        self.list.setMinimumHeight(theme.px(160))
        left = column(self.list, self.new, gap=theme.px(8))
        left.setMaximumWidth(theme.px(260))
        buttons = row(self.state, self.delete, self.undo, self.save, gap=theme.px(8), stretch=0)
        right = column(self.form, buttons, QWidget(), gap=theme.px(12))
        served = hint(theme, self.tr("How each team is served. Agents have it with the next release."))
        content = column(served, row(left, right, gap=theme.px(20), stretch=1), self._rules(), gap=theme.px(12))
        content.setObjectName("content")
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        lines.setSpacing(theme.px(10))
        lines.addWidget(heading(theme, self.title()))
        lines.addWidget(area, 1)

    def _rules(self) -> QWidget:
        """What holds for all teams, in plain words."""
        theme = self.desk.theme
        box = QFrame()
        with_role(box, "card")
        lines = QVBoxLayout(box)
        lines.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        lines.addWidget(text(theme, self.tr("For all teams"), 13.5, bold=True))
        lines.addWidget(self.two_person)
        words = self.tr(
            "What an agent said and how their calls went belongs to the agent alone. Supervisors see it only where the "
            "agent shares it (setting “sharing”, off at first), and without a name unless the agent gives one. "
            "Nothing here ranks people."
        )
        lines.addWidget(text(theme, words, 13))
        return box

    def _fill(self, snapshot: Snapshot) -> None:
        """The list as it stands; what is being typed stays."""
        self._show_rule(snapshot)
        self.list.blockSignals(True)
        self.list.clear()
        names = self._names(snapshot)
        for name in names:
            sign = f"{UNSAVED} " if name in self._typed_in else ""
            item = QListWidgetItem(f"{sign}{name or self.tr('New team')}")
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, max(24, self.desk.theme.px(30))))
            self.list.addItem(item)
        place = names.index(self._current) if self._current in names else 0
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)
        self._opened(again=True)

    def _names(self, snapshot: Snapshot) -> list[str]:
        """All teams, and what is typed and stands nowhere: a new team, or one that somebody deleted meanwhile."""
        standing = [profile.name for profile in snapshot.profiles]
        typed = [name for name in self._typed_in if name not in standing]
        for name in typed:
            if name in self._begun_from:  # saving makes it anew
                self._begun_from[name] = replace(self._begun_from[name], revision=0)
        return standing + typed

    def _opened(self, *, again: bool = False) -> None:
        item = self.list.currentItem()
        name = item.data(Qt.ItemDataRole.UserRole) if item else None
        if again and name == self._current and name in self._typed_in:
            self.form.shown = self._begun_from.get(name, self.form.shown)
            self._show_buttons()
            return
        self._current = name
        self.form.setVisible(name is not None)
        typed = self._typed_in.get(name) if name is not None else None
        if name is not None:  # what is typed was typed over what stood then: saving it asks whether that still stands
            profile = self._begun_from.get(name) if typed else self._standing(name)
            self.form.show_profile(profile or new_profile(), typed)
        self._show_buttons()

    def _standing(self, name: str | None) -> Profile | None:
        return next((profile for profile in self.desk.snapshot.profiles if profile.name == name), None)

    def _choose(self, name: str) -> None:
        for place in range(self.list.count()):
            if self.list.item(place).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(place)

    def _typed(self) -> None:
        name = self._current
        if name is None:
            return
        if self.form.touched:
            self._typed_in[name] = self.form.values()
            self._begun_from[name] = self.form.shown
        else:
            self._typed_in.pop(name, None)
        item = self.list.currentItem()
        if item is not None:
            sign = f"{UNSAVED} " if name in self._typed_in else ""
            item.setText(f"{sign}{name or self.tr('New team')}")
        self._show_buttons()

    def _show_buttons(self) -> None:
        name = self._current
        unsaved = name in self._typed_in
        self.save.setEnabled(unsaved and self.form.check())
        self.undo.setEnabled(unsaved)
        self.delete.setEnabled(bool(name))
        empty = self.tr("No team has a profile yet: all agents have the settings of their own machine.")
        self.state.setText(empty if name is None else self.tr("Not saved yet") if unsaved else "")

    def _new(self) -> None:
        self._typed_in.setdefault(NEW, {})
        self._current = None
        self._fill(self.desk.snapshot)
        self._choose(NEW)
        self.form.trouble.say("")
        self.form.editors["name"].setFocus()

    def _save(self) -> None:
        profile, before = self.form.profile(), self._current
        if before is None:
            return
        if self.desk.attempt(lambda: self._store_profile(profile, before)):
            self.desk.tell(self.tr("Saved. Agents have it with the next release."))

    def _store_profile(self, profile: Profile, before: str) -> None:
        self.desk.store.save_profile(profile, self.desk.who)
        self._typed_in.pop(before, None)
        self._current = profile.name

    def _discard(self) -> None:
        if self._current is not None:
            self._typed_in.pop(self._current, None)
            self._fill(self.desk.snapshot)

    def _delete(self) -> None:
        profile = self._standing(self._current)
        if profile is None:
            return
        asked = QMessageBox.question(
            self,
            self.tr("Teams"),
            self.tr("Delete the team “{name}”? Releases that are out keep it.").format(name=profile.name),
        )
        if asked == QMessageBox.StandardButton.Yes:
            self._typed_in.pop(profile.name, None)
            desk = self.desk
            desk.attempt(lambda: desk.store.delete_profile(profile.name, profile.revision, desk.who))

    def _show_rule(self, snapshot: Snapshot) -> None:
        self.two_person.box.blockSignals(True)
        self.two_person.box.setChecked(snapshot.two_person)
        self.two_person.box.blockSignals(False)

    def _rule(self, on: bool) -> None:
        if not self.desk.attempt(lambda: self.desk.store.set_two_person(on, self.desk.who)):
            self._show_rule(self.desk.snapshot)
