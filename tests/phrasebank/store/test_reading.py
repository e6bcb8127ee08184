"""What an engine reads of a store, without writing to it."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from phrasebank.store.reading import published_bank, published_number
from phrasebank.store.records import Profile, StoreError
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank
from tests.phrasebank.store.stores import DELAY, IDEA, REFUND, edit, made, publish


def test_an_engine_reads_the_published_release(tmp_path: Path) -> None:
    """Its number, its phrases, its teams; not the drafts."""
    store = made(tmp_path)
    team = store.save_profile(Profile("Claims"), "Ann")
    edit(store, "refund", needs=("speed",))
    publish(store)
    edit(store, "delay", text="New words. I'll look.")
    number, phrases, profiles = published_bank(store.path)
    assert (number, phrases.phrases, profiles) == (2, (replace(REFUND, needs=("speed",)), DELAY), (team,))
    assert published_number(store.path) == 2
    store.roll_back(1, "Ann", "too bold")
    assert published_bank(store.path)[0] == published_number(store.path) == 1


def test_reading_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    """To the byte."""
    store = made(tmp_path)
    before = store.path.read_bytes()
    published_bank(store.path)
    assert store.path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["bank.db"]


def test_a_store_without_a_release_has_nothing_for_an_engine(tmp_path: Path) -> None:
    """It says so in one sentence; asking for the number is no error."""
    store = Store.create(tmp_path / "bank.db", bank(IDEA), "Ann")
    assert published_number(store.path) == 0
    with pytest.raises(StoreError, match=r"bank\.db: no release has been published"):
        published_bank(store.path)
    for ask in (published_bank, published_number):
        with pytest.raises(StoreError, match="there is no store"):
            ask(tmp_path / "none.db")


def test_an_engine_reads_while_a_console_writes(tmp_path: Path) -> None:
    """A change that is being made does not show, and does not hold it up."""
    store = made(tmp_path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE setting SET value = 1")
        assert published_number(store.path) == 1
        writer.execute("ROLLBACK")


def test_an_engine_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and it can go on with what it has."""
    monkeypatch.setattr("phrasebank.store.reading.ENGINE_PATIENCE_SECONDS", 0.05)
    store = made(tmp_path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another program is writing"):
            published_bank(store.path)


def test_what_a_killed_console_left_half_done_is_taken_back(tmp_path: Path) -> None:
    """The file was half overwritten when it died: an engine finds the bank as it was before."""
    store = made(tmp_path)
    whole = store.snapshot()
    dead = tmp_path / "dead"
    dead.mkdir()
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size=1")  # so that it writes into the file before it is done
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE phrase SET revision = 7, changed = 99")
        for number in range(100, 200):
            row = (number, "", "", "", "", "", "x" * 3000, "")
            writer.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        for path in tmp_path.glob("bank.db*"):
            shutil.copy(path, dead)
        writer.execute("ROLLBACK")
    assert (dead / "bank.db-journal").stat().st_size > 0
    assert (dead / "bank.db").stat().st_size > store.path.stat().st_size
    assert published_bank(dead / "bank.db")[1].phrases == (REFUND, DELAY)
    again = Store(dead / "bank.db")
    assert again.snapshot() == whole
    assert again.verify_audit() == ""
