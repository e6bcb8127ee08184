"""Publishing, going back, teams, and what can never be changed."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from phrasebank.errors import PhrasebankError
from phrasebank.store.records import Profile, StoreError
from phrasebank.store.store import Store
from phrasebank.transfer.plan import Change
from tests.phrasebank.store.stores import DELAY, IDEA, REFUND, edit, entry, made, publish, step

TAGGED = replace(REFUND, needs=("speed",))
TEAM = Profile("Claims", packs=("banking",), register="formal", locale="en-GB", level="novice", cap=3)


def test_a_release_is_numbered_and_takes_what_is_approved(tmp_path: Path) -> None:
    """With who, when, notes and the gate's result."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    step(store, "delay", "retired")
    release = store.publish("Bea", " fewer needs ", mark=store.mark(), gate={"fall": 0.01, "passed": True})
    assert store.published() == release == store.releases()[0]
    assert (release.number, release.who, release.notes, release.phrases) == (2, "Bea", "fewer needs", 1)
    assert (release.gate, release.override) == ({"fall": 0.01, "passed": True}, "")
    assert store.release_bank(2).phrases == (TAGGED,)
    assert release.version == store.release_bank(2).version == store.snapshot().candidate().version
    assert [r.number for r in store.releases()] == [2, 1]
    assert store.snapshot().published == 2


def test_publishing_is_refused_where_the_bank_was_changed_since_it_was_judged(tmp_path: Path) -> None:
    """Comments do not matter; neither a mark of tomorrow nor of another store counts."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    mark = store.mark()
    store.comment("delay", "nice", "Bea")
    edit(store, "idea", "Bea", cue="Three other words")
    with pytest.raises(StoreError, match=r"The bank was changed by Bea \('edit'\) since it was judged"):
        store.publish("Ann", "", mark=mark)
    with pytest.raises(StoreError, match="since it was judged"):
        store.publish("Ann", "", mark=store.mark() + 1)
    mark = store.mark()
    store.comment("delay", "very nice", "Bea")
    assert store.publish("Ann", "", mark=mark).number == 2


def test_nothing_and_nothing_new_are_not_published(tmp_path: Path) -> None:
    """One sentence says why."""
    store = made(tmp_path)
    with pytest.raises(StoreError, match="Release 1 says the same already"):
        publish(store)
    store.set_status({"refund": 1, "delay": 1}, "retired", "Ann")
    with pytest.raises(StoreError, match="No phrase is approved"):
        publish(store)
    assert len(store.releases()) == 1


def test_an_override_is_recorded_with_its_reason(tmp_path: Path) -> None:
    """As a deed of its own, beside the release."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    publish(store, "Bea", gate={"passed": False}, override=" the fair begins tomorrow ")
    assert store.releases()[0].override == "the fair begins tomorrow"
    published, override = store.audit(2)
    assert (override.what, override.who, override.subject, override.why) == (
        "override", "Bea", "2", "the fair begins tomorrow"
    )  # fmt: skip
    assert (published.what, published.subject) == ("publish", "2")


def test_going_back_publishes_an_older_release_again(tmp_path: Path) -> None:
    """Drafts stay as they are; the next release is a new one."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    publish(store)
    before = store.snapshot().entries
    assert store.roll_back(1, "Bea", "too bold").number == 1
    published = store.published()
    assert published is not None
    assert published.number == store.snapshot().published == 1
    assert store.snapshot().entries == before
    assert (store.audit(1)[0].what, store.audit(1)[0].why) == ("roll_back", "too bold")
    assert publish(store) == 3
    assert store.release_bank(3).version == store.release_bank(2).version


def test_going_back_is_refused_where_it_makes_no_sense(tmp_path: Path) -> None:
    """One sentence each."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    publish(store)
    for number, why, words in (
        (2, "why", "Release 2 is the published one"),
        (1, "  ", "needs a reason"),
        (3, "why", "There is no release 3; choose from 1 to 2"),
        (0, "why", "There is no release 0"),
    ):
        with pytest.raises(StoreError, match=words):
            store.roll_back(number, "Ann", why)
    for ask in (store.release_bank, store.release_profiles):
        with pytest.raises(StoreError, match="There is no release 9"):
            ask(9)


def test_the_difference_of_two_releases_and_of_the_candidate(tmp_path: Path) -> None:
    """Added, changed, retired; nothing of what is the same."""
    store = made(tmp_path)
    edit(store, "refund", needs=("speed",))
    step(store, "delay", "retired")
    step(store, "idea", "approved")
    idea = entry(store, "idea").phrase
    expected = (Change(REFUND, TAGGED), Change(None, idea), Change(DELAY, replace(DELAY, status="retired")))
    assert store.diff(1, None) == expected
    assert [change.kind for change in expected] == ["changed", "added", "retired"]
    publish(store)
    assert store.diff(1, 2) == expected
    assert store.diff(2, None) == ()
    assert store.diff(0, 1) == (Change(None, REFUND), Change(None, DELAY))
    assert store.diff(2, 1) == (
        Change(TAGGED, REFUND),
        Change(None, DELAY),
        Change(idea, replace(idea, status="retired")),
    )


def test_profiles_are_published_with_the_next_release(tmp_path: Path) -> None:
    """A changed profile alone makes a release worth publishing."""
    store = made(tmp_path)
    saved = store.save_profile(TEAM, "Ann")
    assert saved == replace(TEAM, revision=1)
    assert store.snapshot().profiles == (saved,)
    assert store.release_profiles(1) == ()
    assert publish(store) == 2
    store.delete_profile("Claims", 1, "Bea")
    assert store.snapshot().profiles == ()
    assert store.release_profiles(2) == (saved,)
    assert [deed.what for deed in store.audit(3)] == ["profile_deleted", "publish", "profile"]


def test_the_second_writer_of_a_profile_is_told(tmp_path: Path) -> None:
    """Whether it was saved or deleted meanwhile."""
    store = made(tmp_path)
    saved = store.save_profile(TEAM, "Ann")
    newer = store.save_profile(replace(saved, cap=5), "Bea")
    for ask in (lambda: store.save_profile(saved, "Ann"), lambda: store.delete_profile("Claims", 1, "Ann")):
        with pytest.raises(StoreError, match="The profile 'Claims' was saved by somebody else meanwhile"):
            ask()
    with pytest.raises(StoreError, match="There is a profile 'Claims' already"):
        store.save_profile(TEAM, "Ann")
    store.delete_profile("Claims", newer.revision, "Bea")
    with pytest.raises(StoreError, match="was deleted by somebody else"):
        store.save_profile(newer, "Ann")
    with pytest.raises(StoreError, match="There is no saved profile 'Lost'"):
        store.delete_profile("Lost", 0, "Ann")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "has no name"),
        ({"packs": ("bank",)}, "'packs' names 'bank'"),
        ({"register": "rude"}, "'register' names 'rude'"),
        ({"locale": "fr-FR"}, "'locale' names 'fr-FR'"),
        ({"level": "guru"}, "'level' names 'guru'; choose from novice, standard, expert"),
        ({"cap": 0}, "'cap' is 0"),
        ({"cooldown_seconds": float("nan")}, "'cooldown_seconds' is nan"),
        ({"cooldown_seconds": -1.0}, "'cooldown_seconds' is -1.0"),
    ],
)
def test_a_profile_checks_itself(changes, words: str) -> None:
    """One sentence for each bad value."""
    with pytest.raises(PhrasebankError, match=words):
        replace(TEAM, **changes)


def test_the_switch_for_two_persons_is_recorded_once(tmp_path: Path) -> None:
    """Setting it as it stands is no deed."""
    store = made(tmp_path)
    assert not store.snapshot().two_person
    store.set_two_person(True, "Ann")
    mark = store.mark()
    store.set_two_person(True, "Bea")
    assert (store.mark(), store.snapshot().two_person) == (mark, True)
    assert (store.audit(1)[0].what, store.audit(1)[0].detail) == ("two_person", {"on": True})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE release SET notes = 'x'",
        "DELETE FROM release",
        "INSERT OR REPLACE INTO release SELECT * FROM release",
        "UPDATE audit SET who = 'Bea'",
        "DELETE FROM audit WHERE number = 1",
        "REPLACE INTO audit SELECT * FROM audit",
        "UPDATE history SET body = body",
        "DELETE FROM history",
        "REPLACE INTO history SELECT * FROM history",
        "UPDATE publication SET release = 2",
        "DELETE FROM publication",
        "REPLACE INTO publication SELECT * FROM publication",
        "UPDATE comment SET text = 'x'",
        "DELETE FROM comment",
        "REPLACE INTO comment SELECT * FROM comment",
    ],
)
def test_what_has_happened_cannot_be_changed(tmp_path: Path, statement: str) -> None:
    """The file itself refuses, whichever program asks."""
    store = made(tmp_path)
    store.comment("refund", "nice", "Bea")
    with (
        closing(sqlite3.connect(store.path)) as database,
        pytest.raises(sqlite3.IntegrityError, match="cannot be chang"),
    ):
        database.execute(statement)
    assert Store(store.path).verify_audit() == ""


def test_drafts_do_not_need_approval_to_be_kept(tmp_path: Path) -> None:
    """A draft is in the bank, in no release."""
    store = made(tmp_path)
    assert IDEA in store.snapshot().bank.phrases
    assert "idea" not in store.release_bank(1)
