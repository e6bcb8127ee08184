"""Stores for tests: a file, a clock that stands, and a few phrases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from phrasebank.phrase import Phrase, Status
from phrasebank.store.records import Edit, Entry
from phrasebank.store.store import Store
from tests.phrasebank.banks import bank, phrase

REFUND = phrase(id="refund")
DELAY = phrase(id="delay", text="Two weeks is a long wait. I'll look where it is.", cue="Look where it is")
IDEA = phrase(id="idea", text="I hear you. I'll write it down.", cue="Write that down", status="draft", reviewed="")


class Clock:
    """A minute later each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def made(folder: Path, *phrases: Phrase, two_person: bool = False) -> Store:
    """A store by Ann with these phrases; refund and delay, approved, and a draft where none are given."""
    store = Store.create(folder / "bank.db", bank(*(phrases or (REFUND, DELAY, IDEA))), "Ann", Clock())
    if two_person:
        store.set_two_person(True, "Ann")
    return store


def entry(store: Store, phrase_id: str) -> Entry:
    """The phrase as it stands."""
    found = store.snapshot().get(phrase_id)
    assert found is not None
    return found


def edit(store: Store, phrase_id: str, who: str = "Ann", **changes: Any) -> Entry:
    """Change a phrase as it stands."""
    standing = entry(store, phrase_id)
    (saved,) = store.save([Edit(replace(standing.phrase, **changes), standing.revision)], who)
    return saved


def step(store: Store, phrase_id: str, status: Status, who: str = "Ann") -> Entry:
    """Take a phrase a step from where it stands."""
    (moved,) = store.set_status({phrase_id: entry(store, phrase_id).revision}, status, who)
    return moved


def publish(store: Store, who: str = "Ann", notes: str = "", **judged: Any) -> int:
    """Publish what stands; returns the release's number."""
    return store.publish(who, notes, mark=store.mark(), **judged).number
