"""What the tasks of one worker share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assist.console.office import Office
from assist.settings import Settings
from assist.suggest.editions import Edition
from phrasebank.packs import pack_ids
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank, phrase


@dataclass(frozen=True)
class Models:
    """Make libraries in no time."""

    heads: object = None

    def library(self, edition: Edition) -> object:
        return object()


def test_only_the_libraries_that_were_used_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who tries one sector after the other all day does not fill the memory."""
    Store.create(tmp_path / "bank.db", bank(phrase()), "Ada")
    monkeypatch.setattr(Office, "models", Models())
    monkeypatch.setattr(Office, "heads", None)
    rules = Settings().bank
    office = Office(Settings(), tmp_path / "bank.db")
    first = office.library("candidate", rules)
    for pack in pack_ids():
        for which in ("candidate", "trial"):
            office.library(which, replace(rules, packs=(pack,)))
        assert office.library("candidate", rules) is first, "it is in use"
    assert len(office._libraries) == 8
