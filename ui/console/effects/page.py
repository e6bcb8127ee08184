"""The effectiveness page: what cards did, for the whole team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from ui.console.charts.box import AskPath, ChartBox, ask_path
from ui.console.desk import Desk
from ui.console.effects.answer import Answer, Group
from ui.console.effects.experiments import ExperimentsTab, Plan, Sure, ask_plan, ask_sure
from ui.console.effects.groups import GroupTab, MoodTab
from ui.console.effects.period import Period
from ui.console.effects.repetition import RepetitionTab
from ui.console.page import Page
from ui.console.parts import JobBar, heading, hint, row
from ui.console.worker import Job


class EffectsPage(Page):
    """Tabs over one answer of the worker's.

    Args:
        desk: shared by the pages.
        ask: asks where to save a picture or a table.
        plan: shows the form of an experiment.
        sure: asks before an experiment is stopped.
        today: tells the day.
    """

    name = "effects"

    def __init__(
        self,
        desk: Desk,
        ask: AskPath = ask_path,
        plan: Plan = ask_plan,
        sure: Sure = ask_sure,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._answer: Answer | None = None
        self._job: Job | None = None
        names: dict[Group, str] = {
            "phrases": self.tr("Phrases"),
            "cells": self.tr("Feelings and needs"),
            "strategies": self.tr("Strategies"),
        }
        self.period = Period(theme, today)
        self.state = hint(theme, "")
        self.progress = JobBar(theme)
        self.groups = {group: GroupTab(theme, group, name, ask) for group, name in names.items()}
        self.mood = MoodTab(theme, names, ask)
        self.repetition = RepetitionTab(theme, ask)
        self.experiments = ExperimentsTab(desk, ask, plan, sure, today)
        self.tabs = QTabWidget()
        self.tabs.setFont(theme.font(13))
        self.tabs.tabBar().setFont(theme.font(13))
        self.tabs.tabBar().setAccessibleName(self.tr("What is shown"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for group, tab in self.groups.items():
            self.tabs.addTab(tab, names[group])
        self.tabs.addTab(self.mood, self.tr("Mood after"))
        self.tabs.addTab(self.repetition, self.tr("Repetition"))
        self.tabs.addTab(self.experiments, self.tr("Experiments"))
        self._arrange()
        self._connect()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Effectiveness")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """Count anew; ``{"tab": "experiments"}`` opens that tab."""
        tabs = {**self.groups, "mood": self.mood, "repetition": self.repetition, "experiments": self.experiments}
        if payload.get("tab") in tabs:
            self.tabs.setCurrentWidget(tabs[payload["tab"]])
        self._ask()

    def _arrange(self) -> None:
        theme = self.desk.theme
        team = self.tr("Figures are of the team. There is no page per agent.")
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        page.setSpacing(theme.px(8))
        page.addWidget(heading(theme, self.title()))
        page.addWidget(row(self.period, hint(theme, team), gap=theme.px(16), stretch=1))
        page.addWidget(self.state)
        page.addWidget(self.progress)
        page.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        self.period.changed.connect(self._ask)
        self.desk.changed.connect(self._changed)
        self.experiments.changed.connect(self._ask)
        self.repetition.chosen.connect(self._open)
        for tab in (*self.groups.values(), self.mood):
            tab.box.chosen.connect(self._open)
        for box in self.findChildren(ChartBox):
            box.told.connect(self.desk.tell)

    def _changed(self) -> None:
        """The bank is another, so phrases may have other words; a page that nobody sees waits until it is opened."""
        if self.isVisible():
            self._show()

    def _ask(self) -> None:
        """Have it counted; what is being counted for other days is not wanted any more."""
        if self._job is not None:
            self._job.cancel()
        first, last = self.period.days()
        sources = self.desk.sources
        values = {
            "outcomes": [str(path) for path in sources.outcomes],
            "from": first,
            "to": last,
            "experiments": str(sources.experiments),
        }
        self._job = self.desk.worker.run("effects", values)
        self.progress.follow(self._job)
        self._job.finished.connect(self._take)
        self._job.failed.connect(self.desk.tell)

    def _take(self, answer: Answer) -> None:
        self._answer = answer
        for sentence in answer["unread"]:
            self.desk.tell(sentence)
        self._show()

    def _show(self) -> None:
        answer = self._answer
        if answer is None:
            return
        self.state.setText(self._state(answer))
        for figures in (*self.groups.values(), self.mood):
            figures.show_answer(answer, self.desk.snapshot)
        self.repetition.show_answer(answer, self.desk.snapshot)
        self.experiments.show_answer(answer)

    def _state(self, answer: Answer) -> str:
        if not answer["agents"]:
            return self.tr(
                "Nothing is known of these days. Agents share what became of their cards in the settings of Attune; "
                "the figures come here after their next call."
            )
        if answer["agents"] == 1:
            words = self.tr("{cards} cards, {first} to {last}. Only one agent shares figures: these are theirs.")
        else:
            words = self.tr("{cards} cards of {agents} agents who share theirs, {first} to {last}.")
        return words.format(
            cards=f"{answer['seen']:,}", agents=answer["agents"], first=answer["first"], last=answer["last"]
        )

    def _open(self, key: tuple[str, str]) -> None:
        """A phrase, or the phrases of a cell or strategy."""
        if key[0] == "id" and self.desk.snapshot.get(key[1]) is None:
            self.desk.tell(self.tr("The bank has no phrase '{name}' any more.").format(name=key[1]))
            return
        self.desk.asked.emit("bank", {key[0]: key[1]})
