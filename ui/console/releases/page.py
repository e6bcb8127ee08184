"""The page of releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from phrasebank.bank import Bank
from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Profile
from ui.console.background import in_background
from ui.console.desk import Desk
from ui.console.page import Page
from ui.console.parts import heading
from ui.console.releases.log import AuditLog
from ui.console.releases.next import NextRelease
from ui.console.releases.past import PastReleases


class Part(Protocol):
    """A tab of the page."""

    def refresh(self) -> None:
        """Show what stands in the bank now."""
        ...


class ReleasesPage(Page):
    """What goes out next, what went out before, and the log. Each tab is read when it is looked at."""

    name = "releases"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._banks: dict[int, Bank] = {}
        self._profiles: dict[int, tuple[Profile, ...]] = {}
        self._stale: set[int] = set()
        theme = desk.theme
        self.next = NextRelease(desk, self._bank, self._teams)
        self.past = PastReleases(desk, self._bank)
        self.log = AuditLog(desk)
        self.tabs = QTabWidget()
        self.tabs.setFont(theme.font(13))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._parts: tuple[Part, ...] = (self.next, self.past, self.log)
        self._add(self.next, self.tr("Next release"))
        self._add(self.past, self.tr("All releases"))
        self._add(self.log, self.tr("Log"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(6))
        column.addWidget(heading(theme, self.title()))
        column.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _tab: self._renew())
        desk.changed.connect(lambda _snapshot: self._changed())
        self._changed()

    def title(self) -> str:
        """Its name in the list."""
        return self.tr("Releases")

    def enter(self, payload: Mapping[str, Any]) -> None:
        """``{"tab": "next" | "past" | "log"}`` opens a tab; without it, the one that was open."""
        places = {"next": 0, "past": 1, "log": 2}
        if payload.get("tab") in places:
            self.tabs.setCurrentIndex(places[payload["tab"]])
        self._renew()
        self.next.judge()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another page was looked at."""
        super().showEvent(event)
        self._renew()

    def _add(self, part: QWidget, words: str) -> None:
        """Large text on a small screen is scrolled."""
        part.setObjectName("content")
        area = QScrollArea()
        area.setWidget(part)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.tabs.addTab(area, words)

    def _changed(self) -> None:
        self._stale = set(range(len(self._parts)))
        if self.isVisible():
            self._renew()

    def _renew(self) -> None:
        place = self.tabs.currentIndex()
        if place not in self._stale:
            return
        self._stale.discard(place)
        try:
            self._parts[place].refresh()
        except PhrasebankError as error:
            self._stale.add(place)
            self.desk.tell(str(error))

    def _bank(self, number: int) -> Bank:
        """A release never changes, so it is read once."""
        if number not in self._banks:
            words = self.tr("Reading release {number} …").format(number=number)
            self._banks[number] = in_background(lambda: self.desk.store.release_bank(number), words)
        return self._banks[number]

    def _teams(self, number: int) -> tuple[Profile, ...]:
        if number not in self._profiles:
            self._profiles[number] = self.desk.store.release_profiles(number)
        return self._profiles[number]
