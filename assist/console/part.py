"""Which phrases are tried, and under whose rules: a bank, and a team or some sectors of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from assist.card_settings import SuggestSettings
from assist.console.office import Office, Which
from assist.errors import UsageError
from assist.settings import BankSettings, Settings
from assist.suggest.editions import team_rules
from assist.suggest.library import PhraseLibrary


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a task is asked to try.

    Attributes:
        bank: which phrases.
        team: the name of a profile: its sectors, register, place, level, cap and cooldown hold; empty for none.
        packs: sectors beside the core where no team is named; None for those of the settings.
    """

    bank: Which = "trial"
    team: str = ""
    packs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bank, ready to be searched.

    Attributes:
        which: the bank.
        settings: the engine's, with what the team changes.
        library: models and phrases.
    """

    which: Which
    settings: Settings
    library: PhraseLibrary

    @property
    def rules(self) -> SuggestSettings:
        """Of the cards, with what the level changes."""
        return self.settings.suggest.for_level()

    @property
    def bank(self) -> BankSettings:
        """What chooses the phrases."""
        return self.settings.bank


def part_of(office: Office, choice: Choice) -> Part:
    """Open what is asked for.

    Raises:
        UsageError: there is no such team or sector.
    """
    settings = office.settings
    if choice.team:
        profile = next((one for one in office.snapshot.profiles if one.name == choice.team), None)
        if profile is None:
            raise UsageError(f"There is no team '{choice.team}' any more; choose another one.")
        settings = team_rules(settings, profile)
    elif choice.packs is not None:
        settings = replace(settings, bank=replace(settings.bank, packs=choice.packs))
    return Part(choice.bank, settings, office.library(choice.bank, settings.bank))
