"""Editions: the phrases that calls work with from some moment on, and the rules of the team that works with them.

They come from the folder of ``bank.folder`` where one is named, else from the published release of the team's bank
(``bank.store``), else from the package.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from assist.settings import BankSettings, Settings
from phrasebank.bank import Bank, load_bank
from phrasebank.errors import PhrasebankError
from phrasebank.selection import selected
from phrasebank.store.reading import published_bank, published_number
from phrasebank.store.records import Profile

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a call may show.

    Attributes:
        bank: the team's part of the phrases, those in its register first.
        register: the one that the team wants.
        version: ``r7`` for release 7 of the team's bank, else a hash of the phrases.
        number: of the release; 0 where the phrases are not from a release.
        profile: the team's, if the release has it.
    """

    bank: Bank
    register: str
    version: str
    number: int = 0
    profile: Profile | None = None


def edition_of(settings: BankSettings) -> Edition:
    """The edition to begin with. A release that cannot be read is told in a line, and the bundled phrases are used.

    Raises:
        PhrasebankError: the phrases in the folder cannot be read, or there is no such pack, register or place.
    """
    try:
        release = released(settings)
    except PhrasebankError as error:
        logger.warning("%s The bundled phrases are used.", error)
        release = None
    return release or _part(settings, load_bank(Path(settings.folder) if settings.folder else None))


def released(settings: BankSettings) -> Edition | None:
    """The published release of the team's bank; None where there is none, or a folder is named instead.

    Raises:
        PhrasebankError: it cannot be read, or there is no such pack, register or place.
    """
    if not published(settings):
        return None
    number, bank, profiles = published_bank(Path(settings.store))
    profile = next((profile for profile in profiles if profile.name == settings.team), None)
    if settings.team and profile is None:
        logger.warning("Release %d knows no team '%s'; the settings hold instead.", number, settings.team)
    part = _part(with_profile(settings, profile), bank)
    return replace(part, version=f"r{number}", number=number, profile=profile)


def published(settings: BankSettings) -> int:
    """Number of the release that calls should work with; 0 for none. Cheap.

    Raises:
        PhrasebankError: the team's bank cannot be read, or is not where the settings say.
    """
    if settings.folder or not settings.store:
        return 0
    path = Path(settings.store)
    usual = settings.store == BankSettings().store
    return 0 if usual and not path.is_file() else published_number(path)


def with_profile(settings: BankSettings, profile: Profile | None) -> BankSettings:
    """The settings of the bank as a team has them."""
    if profile is None:
        return settings
    return replace(settings, packs=profile.packs, register=profile.register, locale=profile.locale)


def team_rules(settings: Settings, profile: Profile | None) -> Settings:
    """The settings of a call as a team has them: its profile decides packs, register, place, level, cap and cooldown.

    Settings of the same meaning hold only where no team is named. What the agent chooses in the overlay still goes
    before it, for it comes later, in the call.
    """
    if profile is None:
        return settings
    cards = replace(settings.suggest, level=profile.level, cap=profile.cap, cooldown_seconds=profile.cooldown_seconds)
    return replace(settings, bank=with_profile(settings.bank, profile), suggest=cards)


def _part(settings: BankSettings, bank: Bank) -> Edition:
    part = selected(bank, settings.pack_names, settings.register, settings.locale)
    return Edition(part, settings.register, part.version)
