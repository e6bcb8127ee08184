"""Two people changed one phrase: what they agree on, and what a person has to choose."""

import pytest

from phrasebank.store.records import Conflict, StoreError
from tests.phrasebank.banks import phrase
from tests.phrasebank.store.stores import REFUND


def conflict(mine, theirs, base=REFUND) -> Conflict:
    """Both as changes of the base, or of a sound phrase where there is none."""
    both = [phrase(**{"id": "refund", **changes}) for changes in (mine, theirs)]
    return Conflict("refund", base, *both, 2, "Bea", "2026-03-01T09:02:00+00:00")


def test_fields_that_one_changed_come_from_whoever_changed_them() -> None:
    """There is nothing to choose."""
    found = conflict({"cue": "My three words"}, {"needs": ("speed",), "status": "draft", "reviewed": "", "version": 2})
    assert found.both() == ()
    expected = phrase(id="refund", cue="My three words", needs=("speed",), status="draft", reviewed="", version=2)
    assert found.merged({}) == expected


def test_fields_that_both_changed_are_chosen_one_by_one() -> None:
    """Those that both changed alike are settled."""
    found = conflict(
        {"text": "Mine. I'll look.", "cue": "My three words", "author": "Cleo", "tone": "warm"},
        {"text": "Theirs. I'll look.", "cue": "Their three words", "author": "Cleo", "act": "affective"},
    )
    assert found.both() == ("text", "cue")
    merged = found.merged({"text": "mine", "cue": "theirs"})
    assert (merged.text, merged.cue) == ("Mine. I'll look.", "Their three words")
    assert (merged.author, merged.tone, merged.act) == ("Cleo", "warm", "affective")


def test_two_new_phrases_of_one_id_differ_where_they_differ() -> None:
    """There is no base to tell who changed what."""
    found = conflict({"cue": "My three words"}, {"tone": "warm"}, base=None)
    assert found.both() == ("cue", "tone")
    assert found.merged({"cue": "mine", "tone": "theirs"}) == phrase(id="refund", cue="My three words", tone="warm")


def test_a_choice_that_is_missing_is_asked_for() -> None:
    """Nothing is chosen for anybody."""
    found = conflict({"cue": "My three words"}, {"cue": "Their three words"})
    with pytest.raises(StoreError, match="'refund': both changed 'cue'; choose whose"):
        found.merged({"text": "mine"})


def test_versions_are_counted_not_chosen() -> None:
    """The higher one counts."""
    found = conflict({"version": 4, "cue": "My three words"}, {"version": 2, "tone": "warm"})
    assert found.both() == ()
    assert found.merged({}).version == 4
