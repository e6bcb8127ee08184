"""The recognition page: good moments of calls that agents shared, to say thank you for. By day; nobody is counted."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import Banner, JobBar, button, heading, row
from ui.console.praise.card import MomentCard
from ui.console.praise.moments import Moment, day_words
from ui.summary.style import text

MOST = 500
"""So many shared calls are read at first, the newest ones."""
AT_ONCE = 30
"""So many cards are made at a time: each is a dozen widgets."""


class PraisePage(Page):
    """Cards by day, the newest first, and a field that looks for words in them."""

    name = "praise"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._read = False
        self._most = MOST
        self._moments: list[Moment] = []
        self._shown = AT_ONCE
        self.privacy = Banner(theme, self._rule(0))
        self.told = Banner(theme)
        self.progress = JobBar(theme)
        self.search = QLineEdit()
        self.search.setFont(theme.font(13))
        self.search.setPlaceholderText(self.tr("Search the moments"))
        self.search.setAccessibleName(self.tr("Search the moments"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _words: self._search())
        self.again = button(theme, self.tr("&Read the calls again"), self._read_calls)
        self.older = button(theme, self.tr("Read &older calls too"), self._read_older)
        self.older.hide()
        self.more = button(theme, self.tr("Show &more"), self._show_more)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(self.tr("Good moments by day"))
        self._arrange()
        self._draw()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Recognition")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """Read the shared calls the first time."""
        if not self._read:
            self._read_calls()

    def show_moments(self, result: Mapping[str, Any]) -> None:
        """What the worker found."""
        self._moments = msgspec.convert(result["moments"], list[Moment])
        self.privacy.say(self._rule(result["private"]))
        words, failed = "", result["failed"]
        if failed:
            words = self.tr("Records that could not be read are left out: {count}. {first}")
            words = words.format(count=len(failed), first=failed[0])
        elif not result["calls"]:
            words = self.tr("No agent has shared calls yet. They do so in their own settings, if they want to.")
        elif not self._moments:
            words = self.tr("The calls that were shared show no moment to name yet.")
        self.told.say(words, warning=bool(failed))
        self.older.setVisible(result["older"] > 0)
        self._shown = AT_ONCE
        self._draw()

    def cards(self) -> list[MomentCard]:
        """The cards that are shown, from the top."""
        content = self.area.widget()
        return list(content.findChildren(MomentCard)) if content else []

    def _rule(self, private: int) -> str:
        """What this page does not do, said on it."""
        rule = self.tr(
            "What is known of one person goes to that person alone. This page opens only calls that agents chose to "
            "share; it names an agent only under a name that they gave, and it counts and ranks nobody."
        )
        closed = self.tr("{count} calls that were not shared stayed closed.").format(count=private) if private else ""
        return " ".join(filter(None, (rule, closed)))

    def _read_calls(self) -> None:
        if self.progress.job is not None:
            return
        self._read = True
        folders = [str(folder) for folder in self.desk.sources.calls]
        job = self.desk.worker.run("moments", {"calls": folders, "most": self._most})
        job.finished.connect(self.show_moments)
        job.failed.connect(lambda sentence: self.told.say(sentence, warning=True))
        self.progress.follow(job)

    def _read_older(self) -> None:
        self._most *= 2
        self._read_calls()

    def _search(self) -> None:
        self._shown = AT_ONCE
        self._draw()

    def _show_more(self) -> None:
        self._shown += AT_ONCE
        self._draw(keep_place=True)

    def _draw(self, *, keep_place: bool = False) -> None:
        theme = self.desk.theme
        found = [moment for moment in self._moments if moment.holds(self.search.text().strip())]
        place = self.area.verticalScrollBar().value() if keep_place else 0
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(8), theme.px(8))
        column.setSpacing(theme.px(8))
        for day, moments in groupby(found[: self._shown], key=lambda moment: moment.day):
            column.addWidget(text(theme, day_words(day), 14, bold=True))
            for moment in moments:
                card = MomentCard(theme, moment)
                card.copied.connect(self._copy)
                column.addWidget(card)
        if self._moments and not found:
            column.addWidget(text(theme, self.tr("No moment has these words."), 13, "muted"))
        column.addStretch(1)
        self.area.setWidget(content)
        self.area.verticalScrollBar().setValue(place)
        self.more.setVisible(len(found) > self._shown)

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.desk.tell(self.tr("The praise is copied; send it to the agent as you like."))

    def _arrange(self) -> None:
        theme = self.desk.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(heading(theme, self.title()))
        column.addWidget(self.privacy)
        column.addWidget(row(self.search, self.again, self.older, gap=theme.px(8), stretch=0))
        column.addWidget(self.told)
        column.addWidget(self.progress)
        column.addWidget(self.area, 1)
        column.addWidget(row(self.more))
