"""What the tasks of one worker share: settings, the team's bank, and models that are loaded when first asked for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from assist.settings import BankSettings, Settings
from assist.suggest.editions import Edition
from assist.suggest.library import LanguageModels, PhraseLibrary, load_language, told_in_a_sentence
from phrasebank.bank import Bank
from phrasebank.encoder import Encoder, SentenceEncoder
from phrasebank.heads import HEADS_FILE, Heads
from phrasebank.lessons import LessonBook
from phrasebank.remembering import RememberingEncoder
from phrasebank.selection import selected
from phrasebank.store.records import Snapshot
from phrasebank.store.store import Store

Which = Literal["published", "candidate", "trial"]
"""The release that agents have, the one that publishing now would make, and that one with all drafts approved."""

_LIBRARIES = 8
"""Libraries that are kept (some 20 MB each): those of a few banks and teams."""


class Office:
    """Not for two threads at once.

    Args:
        settings: the engine's, so that a moment is judged as in a call.
        store: the file of the team's bank.
    """

    def __init__(self, settings: Settings, store: Path) -> None:
        self.settings = settings
        self._path = store
        self._libraries: OrderedDict[tuple[Which, tuple[str, ...], str, str], tuple[int, PhraseLibrary]] = OrderedDict()
        self._release: tuple[int, Bank] | None = None
        self._snapshot: Snapshot | None = None

    @cached_property
    def store(self) -> Store:
        """The team's bank.

        Raises:
            StoreError: it cannot be opened.
        """
        return Store(self._path)

    @property
    def snapshot(self) -> Snapshot:
        """The bank as it stands now."""
        if self._snapshot is None or self._snapshot.mark != self.store.mark():
            self._snapshot = self.store.snapshot()
        return self._snapshot

    @cached_property
    def models(self) -> LanguageModels:
        """The models, with the lessons of their first use. Each text of the bank is embedded once.

        Raises:
            AttuneError: their files are missing or damaged.
        """
        with told_in_a_sentence():
            models = load_language(self.settings.bank)
        return replace(models, corpora=RememberingEncoder(models.encoder, models.corpora))

    @property
    def encoder(self) -> SentenceEncoder:
        """Reads what is said."""
        return self.models.encoder

    @property
    def phrases(self) -> Encoder:
        """Embeds what stands in the bank."""
        return self.models.corpora

    @property
    def heads(self) -> Heads:
        """The heads with the lessons that are kept now."""
        rules = self.settings.bank
        delivered = Path(rules.encoder) / HEADS_FILE if rules.encoder else None
        with told_in_a_sentence():
            return LessonBook(Path(rules.taught)).current(self.encoder.fingerprint, delivered)

    def bank(self, which: Which) -> Bank:
        """The phrases of a bank, for all teams."""
        if which == "candidate":
            return self.snapshot.candidate()
        return self.snapshot.trial() if which == "trial" else self._released(self.snapshot.published)

    def library(self, which: Which, rules: BankSettings | None = None) -> PhraseLibrary:
        """A bank ready to be searched, as the engine has it; made anew only where the bank has changed.

        Args:
            which: the bank.
            rules: packs, register and place; those of the settings by default.
        """
        rules = rules or self.settings.bank
        key = (which, rules.pack_names, rules.register, rules.locale)
        mark = self.snapshot.published if which == "published" else self.snapshot.mark
        kept = self._libraries.pop(key, None)
        if kept is None or kept[0] != mark:
            bank = selected(self.bank(which), rules.pack_names, rules.register, rules.locale)
            kept = mark, replace(self.models, heads=self.heads).library(Edition(bank, rules.register, bank.version))
        self._libraries[key] = kept
        if len(self._libraries) > _LIBRARIES:
            self._libraries.popitem(last=False)
        return kept[1]

    def _released(self, number: int) -> Bank:
        """A release; it never changes, so that it is read once."""
        if self._release is None or self._release[0] != number:
            self._release = number, self.store.release_bank(number)
        return self._release[1]

    def forget_heads(self) -> None:
        """Lessons have changed: libraries are made with the new heads from now on."""
        self._libraries.clear()
