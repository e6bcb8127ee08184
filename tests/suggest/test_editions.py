"""Which phrases calls work with: a folder's, the published release's, or those of the package; and a team's rules."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from assist.errors import AttuneError
from assist.settings import BankSettings, Settings, SuggestSettings
from assist.suggest.editions import Edition, edition_of, published, released, team_rules
from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Profile
from phrasebank.store.store import Store
from tests.phrasebank.banks import YAML, bank, phrase

FORMAL = Profile("cards", ("banking",), "formal", "en-GB", "novice", 4, 30.0)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A team's bank with a core and a banking phrase, and a team."""
    banking = phrase(id="banking-card-1", pack="banking", text="I'll look at the card with you.")
    made = Store.create(tmp_path / "bank.db", bank(phrase(), banking), "Ada")
    made.save_profile(FORMAL, "Ada")
    made.publish("Ada", "a team", mark=made.mark())
    return made


def ids(edition: Edition) -> list[str]:
    return [one.id for one in edition.bank.phrases]


def test_the_published_release_is_used_and_named(store):
    """Its number is the version that a journal tells; sectors that are not chosen stay out."""
    edition = edition_of(BankSettings(store=str(store.path)))
    assert (edition.version, edition.number, edition.profile) == ("r2", 2, None)
    assert ids(edition) == ["late-refund-1"]


def test_a_team_has_its_own_part_and_rules(store):
    """Packs, tone, place, level, cap and pause come from its profile, whatever the settings say."""
    settings = Settings(bank=BankSettings(store=str(store.path), team="cards", packs="retail", register="warm"))
    edition = edition_of(settings.bank)
    assert ids(edition) == ["late-refund-1", "banking-card-1"]
    assert edition.register == "formal"
    rules = team_rules(settings, edition.profile)
    assert (rules.bank.packs, rules.bank.register, rules.bank.locale) == (("banking",), "formal", "en-GB")
    assert (rules.suggest.level, rules.suggest.cap, rules.suggest.cooldown_seconds) == ("novice", 4, 30.0)
    assert replace(rules, bank=settings.bank, suggest=SuggestSettings()) == settings


def test_a_team_that_the_release_does_not_know_is_told(store, caplog):
    """In one line; the settings hold."""
    with caplog.at_level(logging.WARNING):
        edition = edition_of(BankSettings(store=str(store.path), team="crads", packs="banking"))
    assert [record.message for record in caplog.records] == [
        "Release 2 knows no team 'crads'; the settings hold instead."
    ]
    assert ids(edition) == ["late-refund-1", "banking-card-1"]
    assert team_rules(Settings(), edition.profile) == Settings()


def test_a_folder_goes_before_the_release(store, tmp_path):
    """Who names a folder wants that folder."""
    folder = tmp_path / "phrases"
    folder.mkdir()
    (folder / "one.yaml").write_text(YAML)
    settings = BankSettings(folder=str(folder), store=str(store.path))
    assert (edition_of(settings).number, published(settings)) == (0, 0)


def test_without_a_release_the_bundled_phrases_are_used(tmp_path):
    """No store where one usually is, no store at all, or one that has published nothing: without a word."""
    empty = Store.create(tmp_path / "bank.db", bank(phrase(status="draft", reviewed="")), "Ada")
    for settings in (BankSettings(), BankSettings(store=""), BankSettings(store=str(empty.path))):
        assert released(settings) is None
        assert len(edition_of(settings).bank) > 100


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0 and then nothing", None])
def test_a_store_that_cannot_be_read_leaves_the_bundled_phrases(tmp_path, caplog, damage):
    """One line says why; an engine that begins now has phrases."""
    path = tmp_path / "bank.db"
    if damage is not None:
        path.write_bytes(damage)
    settings = BankSettings(store=str(path))
    with pytest.raises(PhrasebankError):
        released(settings)
    with caplog.at_level(logging.WARNING):
        assert len(edition_of(settings).bank) > 100
    (record,) = caplog.records
    assert str(path) in record.message
    assert record.message.endswith("The bundled phrases are used.")


def test_a_wrong_choice_is_still_an_error():
    """A pack that there is not is a mistake in the settings, not a damaged store."""
    with pytest.raises(PhrasebankError, match="There is no pack 'bankng'"):
        edition_of(BankSettings(packs="bankng"))
    assert not issubclass(PhrasebankError, AttuneError)
