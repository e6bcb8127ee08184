"""A release that is published, or rolled back, while the engine runs: the next call has it."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assist import events as ev
from assist.calls.releases import ReleaseWatch
from assist.inputs import Hit
from assist.journal import read_journal
from assist.settings import BankSettings, Settings
from assist.suggest.editions import Edition, edition_of
from assist.wiring import Models, load_models
from phrasebank.store.records import Edit, Profile
from phrasebank.store.store import Store
from tests.calls.spoken import with_line
from tests.live import LoudIsSpeech, PlainLanguage, Told, Transcript, live_settings
from tests.phrasebank.banks import bank, phrase
from tests.scripts import hit, of


class Shelf:
    """Makes a library of an edition: it finds all of it, and reads everything as anger."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def library(self, edition: Edition) -> PlainLanguage:
        self.made.append(edition.version)
        hits = tuple(_hit(one.id, one.text) for one in edition.bank.approved)
        library = PlainLanguage(hits, "anger")
        library.version, library.phrases = edition.version, len(hits)
        return library


def _hit(name: str, text: str) -> Hit:
    return hit(name, text=text)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "bank.db", bank(phrase()), "Ada")


def settings_in(folder: Path, **bank_settings) -> Settings:
    return replace(live_settings(folder), bank=BankSettings(store=str(folder / "bank.db"), **bank_settings))


def models_of(settings: Settings) -> Models:
    shelf, edition = Shelf(), edition_of(settings.bank)
    plain = Models(shelf.library(edition), Transcript(), LoudIsSpeech())  # type: ignore[arg-type]
    return replace(plain, language=shelf, edition=edition)  # type: ignore[arg-type]


def reword(store: Store, words: str) -> None:
    """Approve other words, and publish them."""
    entry = store.snapshot().get("late-refund-1")
    assert entry
    (entry,) = store.save([Edit(replace(entry.phrase, text=words), entry.revision)], "Ada")
    store.set_status({entry.phrase.id: entry.revision}, "approved", "Ben")
    store.publish("Ben", "other words", mark=store.mark())


def test_the_next_call_has_what_was_published_meanwhile_and_what_was_rolled_back(tmp_path, store):
    """Without a restart; each journal names the release of its call, and each card has that release's words."""
    settings = settings_in(tmp_path)
    cards = []

    async def test(line):
        cards.append(await line.call(1))
        reword(store, "I'm on it. I'll trace the refund while you wait.")
        cards.append(await line.call(2))
        store.roll_back(1, "Ada", "the new words were too long")
        cards.append(await line.call(3))

    with_line(settings, models_of(settings), test)
    first = "A refund that never comes would bother anyone. I'll trace it now."
    assert cards == [first, "I'm on it. I'll trace the refund while you wait.", first]
    journals = sorted(Path(settings.journal.folder).glob("*/call.journal"))
    versions = [of(read_journal(path).events, ev.BankReleased)[0].version for path in journals]
    assert versions == ["r1", "r2", "r1"]


def watched(settings, models, test, period_seconds=0.01):
    """Run a test on a watch."""

    async def run():
        told = Told()
        watch = ReleaseWatch(settings, models, told, period_seconds)
        task = asyncio.ensure_future(watch.run())
        try:
            await test(watch, told)
        finally:
            task.cancel()

    asyncio.run(asyncio.wait_for(run(), 30))


def test_a_release_is_told_while_no_call_runs(tmp_path, store):
    """With an empty call id, so that the overlay can say it calmly between calls."""
    settings = settings_in(tmp_path)

    async def test(watch, told):
        reword(store, "I'm on it. I'll trace the refund while you wait.")
        news = await told.until(ev.BankReleased)
        assert (news.version, news.phrases, news.call_id) == ("r2", 1, "")
        assert (await watch.latest()).library.version == "r2"

    watched(settings, models_of(settings), test)


def test_a_team_is_served_as_the_release_says(tmp_path, store):
    """The profile comes with the release."""
    settings = settings_in(tmp_path, team="cards")
    store.save_profile(Profile("cards", ("banking",), "formal", "any", "expert", 2, 60.0), "Ada")
    store.publish("Ada", "a team", mark=store.mark())

    async def test(watch, told):
        models = await watch.latest()
        assert models.edition.profile.cap == 2
        store.save_profile(replace(store.snapshot().profiles[0], cap=5), "Ada")
        store.publish("Ada", "more cards", mark=store.mark())
        await told.until(ev.BankReleased)
        assert (await watch.latest()).edition.profile.cap == 5

    watched(settings, models_of(settings), test)


@pytest.mark.parametrize("damage", [b"no store at all", None])
def test_a_store_that_goes_bad_leaves_the_last_release(tmp_path, store, damage, caplog):
    """Said once, not at every look; when it is back, it is looked at again."""
    settings = settings_in(tmp_path)
    models = models_of(settings)
    sound = store.path.read_bytes()

    async def test(watch, told):
        if damage is None:
            store.path.unlink()
        else:
            store.path.write_bytes(damage)
        for _ in range(3):
            assert (await watch.latest()).library.version == "r1"
        store.path.write_bytes(sound)
        reword(Store(store.path), "I'm on it. I'll trace the refund while you wait.")
        assert (await told.until(ev.BankReleased)).version == "r2"

    with caplog.at_level(logging.WARNING):
        watched(settings, models, test)
    (record,) = caplog.records
    assert record.message.startswith(str(store.path))
    assert record.message.endswith("The phrases stay as they are.")


@contextlib.contextmanager
def slow(models: Models) -> Iterator[threading.Event]:
    """Loading a release waits for the test."""
    go = threading.Event()
    shelf = models.language
    assert shelf is not None
    quick = shelf.library

    def library(edition: Edition):
        go.wait(20)
        return quick(edition)

    shelf.library = library  # type: ignore[method-assign]
    try:
        yield go
    finally:
        go.set()


def test_a_call_does_not_wait_long_for_a_large_release(tmp_path, store, monkeypatch):
    """It begins with the phrases that there are; the release is there for the call after it."""
    monkeypatch.setattr("assist.calls.releases._PATIENCE_SECONDS", 0.05)
    settings = settings_in(tmp_path)
    models = models_of(settings)

    async def test(watch, told):
        reword(store, "I'm on it. I'll trace the refund while you wait.")
        with slow(models) as go, watch.paused():
            assert (await watch.latest()).library.version == "r1"
            go.set()
            while (await watch.latest()).library.version == "r1":
                pass
        assert not told, "in a call nothing is told about the next one"

    watched(settings, models, test)


@pytest.mark.models
def test_the_real_models_take_a_release_up_quickly_and_find_its_phrases(tmp_path, store):
    """Encoder and heads stay; only what is new is encoded."""
    from assist.commands import SearchBank
    from assist.wiring import load_release

    settings = settings_in(tmp_path)
    models = load_models(settings, audio=False)
    assert (models.library.version, models.library.phrases) == ("r1", 1)
    assert load_release(settings, models) is None
    reword(store, "I'm on it. I'll trace the refund while you wait.")
    newer = load_release(settings, models)
    assert newer is not None
    assert newer.language is models.language
    asked = SearchBank(request_id="s", query="where is my refund", emotion="annoyance", needs={}, phase="discovery")
    (found,) = newer.library.search(asked)
    assert found.text == "I'm on it. I'll trace the refund while you wait."
