"""What is looked for, as one line of words."""

from __future__ import annotations

from typing import Any

import pytest

from phrasebank.store.records import Entry
from tests.phrasebank.banks import phrase
from ui.console.bank.drafts import Drafts, fields_of
from ui.console.bank.query import parse, with_term
from ui.console.bank.rows import Row, Rows


def entry(by: str = "Ann", comments: int = 0, **fields: Any) -> Entry:
    return Entry(phrase(**fields), 1, by, "2026-01-01T10:00:00+00:00", by, None, comments)


ENTRIES = (
    entry(id="refund-1"),
    entry(
        id="parcel-1", text="I'll trace your parcel.", cue="Trace the parcel now", cues=("where is it",), status="draft"
    ),
    entry(id="fair-1", needs=("fairness",), emotions=("anger", "anxiety"), status="review", by="Ben", comments=2),
    entry(id="bank-1", pack="banking", register="formal", locale="en-GB", status="retired"),
)


def rows() -> list[Row]:
    drafts = Drafts()
    unsaved = ENTRIES[1]
    drafts.begin({**fields_of(unsaved.phrase), "id": "new-1", "text": "Quite new words."})
    return Rows().of(ENTRIES, drafts)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "+1 refund-1 parcel-1 fair-1 bank-1"),
        ("parcel", "+1 parcel-1"),
        ("TRACE parcel your", "parcel-1"),
        ('"quite new"', "+1"),
        ("new quite", "+1"),
        ("status:review", "fair-1"),
        ("status:re", "fair-1 bank-1"),
        ("status:review,retired", "fair-1 bank-1"),
        ("-status:draft", "refund-1 fair-1 bank-1"),
        ("need:fair", "fair-1"),
        ("need:speed -pack:banking", "+1 refund-1 parcel-1"),
        ("emotion:anxiety emotion:anger", "fair-1"),
        ("emotion:anger,annoyance", "+1 refund-1 parcel-1 fair-1 bank-1"),
        ("pack:banking register:formal locale:en-gb", "bank-1"),
        ("phase:discovery", "+1 refund-1 parcel-1 fair-1 bank-1"),
        ("by:ben", "fair-1"),
        ("by:me", "refund-1 parcel-1 bank-1"),
        ("has:comments", "fair-1"),
        ("has:changes", "+1"),
        ("has:slots -has:comments", "refund-1 bank-1"),
        ("status:", "+1 refund-1 parcel-1 fair-1 bank-1"),
        ("status: parcel", "+1 parcel-1"),
        ("-", "+1 refund-1 parcel-1 fair-1 bank-1"),
        ('"where is', "+1 parcel-1 refund-1 fair-1 bank-1"),
        ("nothing-has-this", ""),
    ],
)
def test_terms_find_their_phrases(words, found):
    """All terms hold; half a term, as while typing, asks for nothing yet."""
    assert {row.key for row in parse(words).select(rows(), "Ann")} == set(found.split())


@pytest.mark.parametrize(
    ("words", "term", "near"),
    [("stauts:draft", "stauts:draft", "status"), ("need:speedy", "need:speedy", "speed")],
)
def test_a_mistaken_term_says_what_is_meant(words, term, near):
    """The nearest name or value there is."""
    assert parse(words).mistaken == ((term, (near,)),)


def test_a_value_that_is_like_nothing_lists_what_there_is():
    """There is no other way to learn the values."""
    ((term, known),) = parse("status:xyz").mistaken
    assert (term, known) == ("status:xyz", ("draft", "review", "approved", "retired"))


@pytest.mark.parametrize(
    ("words", "name", "value", "after"),
    [
        ("", "status", "review", "status:review"),
        ("refund status:draft", "status", "review", "refund status:review"),
        ("refund status:draft", "status", "", "refund"),
        ('-status:draft "two words"', "need", "speed", '-status:draft "two words" need:speed'),
    ],
)
def test_a_term_takes_the_place_of_its_like(words, name, value, after):
    """So buttons and menu write into the line."""
    assert with_term(words, name, value) == after


def test_rows_of_unchanged_phrases_are_kept():
    """A bank of thousands is not read anew for one change."""
    made = Rows()
    before, after = made.of(ENTRIES, {}), made.of(ENTRIES, {})
    assert all(old is new for old, new in zip(before, after, strict=True))
    changed = made.of([entry(id="refund-1", cue="Another cue here"), *ENTRIES[1:]], {})
    assert [old is new for old, new in zip(before, changed, strict=True)] == [False, True, True, True]
