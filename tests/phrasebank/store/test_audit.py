"""The audit: complete, in order, and evident if somebody edits the file by other means."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from phrasebank.store.records import Edit, Profile
from phrasebank.store.store import Store
from tests.phrasebank.banks import phrase
from tests.phrasebank.store.stores import edit, made, publish, step


def busy(folder: Path) -> Store:
    """A store in which everything has been done once."""
    store = made(folder)
    edit(store, "refund", "Bea", text="New words. I'll look.")
    store.comment("refund", "shorter?", "Ann")
    store.set_status({"refund": 2, "idea": 1}, "review", "Bea")
    step(store, "idea", "approved")
    store.save_profile(Profile("Claims"), "Ann")
    store.set_two_person(True, "Ann")
    publish(store, "Ann", "ideas", override="no calls yet")
    store.roll_back(1, "Bea", "too bold")
    store.save([Edit(phrase(id="new", status="draft"), 0)], "Bea", "ours", "import")
    store.delete_profile("Claims", 1, "Ann")
    return store


def test_every_deed_stands_in_the_audit(tmp_path: Path) -> None:
    """The latest first, with who, what, why and which."""
    store = busy(tmp_path)
    deeds = store.audit()
    assert [(deed.what, deed.who, deed.subject, deed.why) for deed in deeds] == [
        ("profile_deleted", "Ann", "Claims", ""),
        ("import", "Bea", "new", "ours"),
        ("roll_back", "Bea", "1", "too bold"),
        ("publish", "Ann", "2", "ideas"),
        ("override", "Ann", "2", "no calls yet"),
        ("two_person", "Ann", "", ""),
        ("profile", "Ann", "Claims", ""),
        ("status", "Ann", "idea", ""),
        ("status", "Bea", "", ""),
        ("comment", "Ann", "refund", ""),
        ("edit", "Bea", "refund", ""),
        ("publish", "Ann", "1", ""),
        ("create", "Ann", "", ""),
    ]
    assert [deed.number for deed in deeds] == list(range(13, 0, -1))
    assert deeds[8].detail["phrases"] == {"idea": 2, "refund": 3}
    assert deeds[8].detail["status"] == "review"
    assert [deed.at for deed in deeds] == sorted((deed.at for deed in deeds), reverse=True)
    assert store.verify_audit() == ""


def test_the_audit_is_read_page_by_page(tmp_path: Path) -> None:
    """Each page begins before the last number of the one before."""
    store = busy(tmp_path)
    pages = [store.audit(5)]
    while pages[-1]:
        pages.append(store.audit(5, before=pages[-1][-1].number))
    assert tuple(deed for page in pages for deed in page) == store.audit()
    assert [len(page) for page in pages] == [5, 5, 3, 0]


TAMPERED = [
    ("audit", "UPDATE audit SET who = 'Bea' WHERE number = 4", "Row 4 of the audit was changed"),
    ("audit", "UPDATE audit SET why = '' WHERE number = 9", "Row 9 of the audit was changed"),
    ("audit", "UPDATE audit SET at = '2020-01-01' WHERE number = 1", "Row 1 of the audit was changed"),
    ("audit", "DELETE FROM audit WHERE number = 7", "Row 7 of the audit is missing"),
    ("audit", "DELETE FROM audit WHERE number = 1", "Row 1 of the audit is missing"),
    ("audit", "DELETE FROM audit WHERE number = 12", "Row 12 of the audit is missing"),
    ("history", "UPDATE history SET body = replace(body, 'New', 'Old') WHERE revision = 2", "The text of 'refund'"),
    ("history", "UPDATE history SET wording_by = 'Cleo' WHERE phrase_id = 'idea'", "The text of a phrase"),
    ("history", "DELETE FROM history WHERE phrase_id = 'new'", "The text of 'new'"),
    ("history", "INSERT INTO history SELECT phrase_id, 9, at, who, why, wording_by, status, approved, body "
     "FROM history WHERE phrase_id = 'new'", "The table 'history' holds more"),
    ("comment", "UPDATE comment SET text = 'longer?'", "A comment on 'refund'"),
    ("comment", "INSERT INTO comment VALUES ('idea', 1, '', 'Bea', 'no')", "The table 'comment' holds more"),
    ("release", "UPDATE release SET body = zeroblob(9) WHERE number = 2", "Release 2 is not as row 10"),
    ("release", "UPDATE release SET notes = 'none' WHERE number = 1", "Release 1 is not as row 2"),
    ("publication", "UPDATE publication SET release = 2 WHERE deed = 11", "Release 1 is not as row 11"),
    ("publication", "INSERT INTO publication VALUES (99, 2)", "The table 'publication' holds more"),
    ("", "UPDATE phrase SET revision = 1 WHERE id = 'refund'", "'refund' does not stand at its last revision"),
    ("", "UPDATE phrase SET approved = NULL WHERE id = 'delay'", "'delay' does not stand at its last revision"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "statement", "words"), TAMPERED)
def test_what_is_edited_by_other_means_is_found(tmp_path: Path, table: str, statement: str, words: str) -> None:
    """Even by somebody who knows how to take the guards away; the first wrong row is named."""
    store = busy(tmp_path)
    with closing(sqlite3.connect(store.path)) as database, database:
        for guard in ("kept", "there", "once") if table else ():
            database.execute(f"DROP TRIGGER {table}_{guard}")
        assert database.execute(statement).rowcount > 0
    assert words in store.verify_audit()
