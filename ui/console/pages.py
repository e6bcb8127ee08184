"""The pages in the order of the list. Each is imported when it is first opened."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ui.console.desk import Desk
from ui.console.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page that has not been built yet.

    Attributes:
        name: as in `Page.name`.
        module, kind: where its class is.
    """

    name: str
    module: str
    kind: str

    @property
    def title(self) -> str:
        """Its name in the list, translated."""
        return page_titles().get(self.name, self.name)

    def build(self, desk: Desk) -> Page:
        """The page itself."""
        page: Page = getattr(importlib.import_module(self.module), self.kind)(desk)
        return page


PAGES: tuple[PageEntry, ...] = (
    PageEntry("bank", "ui.console.bank.page", "BankPage"),
    PageEntry("coverage", "ui.console.coverage.page", "CoveragePage"),
    PageEntry("playground", "ui.console.playground.page", "PlaygroundPage"),
    PageEntry("replay", "ui.console.replay.page", "ReplayPage"),
    PageEntry("effects", "ui.console.effects.page", "EffectsPage"),
    PageEntry("releases", "ui.console.releases.page", "ReleasesPage"),
    PageEntry("teams", "ui.console.teams.page", "TeamsPage"),
    PageEntry("praise", "ui.console.praise.page", "PraisePage"),
    PageEntry("map", "ui.console.map.page", "MapPage"),
)


def page_titles() -> dict[str, str]:
    """The pages' names in the list, translated."""
    translate = QCoreApplication.translate
    return {
        "bank": translate("Pages", "Phrases"),
        "coverage": translate("Pages", "Coverage"),
        "playground": translate("Pages", "Playground"),
        "replay": translate("Pages", "Past calls"),
        "effects": translate("Pages", "Effectiveness"),
        "releases": translate("Pages", "Releases"),
        "teams": translate("Pages", "Teams"),
        "praise": translate("Pages", "Recognition"),
        "map": translate("Pages", "Empathy map"),
    }
