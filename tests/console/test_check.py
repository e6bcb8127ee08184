"""The task ``check``: beside which field a rule is broken, and which phrases say nearly the same."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pytest

from assist.console import check
from assist.console.alike import Neighbours
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.bank import Bank
from phrasebank.remembering import RememberingEncoder
from phrasebank.store.records import Edit
from phrasebank.store.store import Store
from phrasebank.transfer.entries import values_of
from tests.phrasebank.banks import WordEncoder, phrase

OTHER = phrase(
    id="late-parcel-1",
    text="A parcel that never comes would bother anyone. I'll trace it now.",
    cue="Trace the late parcel",
    cues=("where is my parcel", "it was due last week"),
)
RETIRED = phrase(id="late-refund-0", status="retired")


class WordOffice(Office):
    """An office whose encoder knows words only, and loads nothing."""

    @cached_property
    def encoder(self) -> Any:
        return WordEncoder()

    @cached_property
    def phrases(self) -> RememberingEncoder:
        return RememberingEncoder(self.encoder)


@pytest.fixture
def office(tmp_path) -> WordOffice:
    Store.create(tmp_path / "bank.db", Bank([phrase(), OTHER, RETIRED]), "Ann")
    return WordOffice(Settings(), tmp_path / "bank.db")


def checked(office: Office, before: str = "late-refund-1", **changes: Any) -> dict[str, Any]:
    values = {"phrase": {**values_of(phrase()), **changes}, "id_before": before}
    return check.run(values, office, silent)


def rules(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(finding["field"], finding["rule"]) for finding in answer["findings"]}


def test_a_sound_phrase_has_no_findings(office):
    """The answer gives each sentence that an agent may read: with and without the slot."""
    answer = checked(office)
    assert answer["findings"] == []
    assert answer["error"] == ""
    assert [form.split("trace ")[1] for form in answer["forms"]] == ["it now.", "forty pounds now."]


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("text", "Calm down, I'll look into it.", "calming-order"),
        ("text", "I'll look into this definately.", "spelling"),
        ("text", "I'll utilize all I have to find it.", "jargon"),
        ("cue", "Trace it", "cue-length"),
        ("cue", "Trace teh late refund", "spelling"),
        ("cue", "Utilise the late refund", "locale-word"),
        ("cues", ["where is my refund"], "few-cues"),
        ("cues", ["where is my refnd", "my money please"], "cue-spelling"),
        ("avoid", ["where is my refnd"], "cue-spelling"),
        ("avoid", ["where is my refund"], "cue-and-avoid"),
        ("emotions", ["abuse", "anger"], "abuse-mixed"),
        ("reviewed", "", "unreviewed"),
        ("id", "Late_Refund", "id"),
        ("phases", [], "incomplete"),
        ("text", "I'll find {product} now.", "incomplete"),
    ],
)
def test_a_broken_rule_stands_beside_its_field(office, field, value, rule):
    """The supervisor reads it where it is to be mended."""
    answer = checked(office, **{field: value})
    assert (field, rule) in rules(answer)
    assert {place for place, _ in rules(answer)} == {field}


def test_words_in_two_fields_are_told_apart(office):
    """The rules look at text and cue together; each finds its own."""
    answer = checked(office, text="I'll trace teh refund now.", cue="Trace the laet refund")
    said = {(finding["field"], finding["mend"].split("'")[1]) for finding in answer["findings"]}
    assert said == {("text", "teh"), ("cue", "laet")}


def test_an_empty_field_does_not_hide_what_is_wrong_elsewhere(office):
    """The first fault is the error; the other fields are judged all the same."""
    answer = checked(office, text="", cue="Trace it")
    assert (answer["field"], answer["error"]) == ("text", "'text' is empty")
    assert rules(answer) == {("text", "incomplete"), ("cue", "cue-length")}
    assert answer["forms"] == answer["alike"] == []


def test_a_name_that_is_taken_is_told_to_a_new_phrase(office):
    """Saved ones keep their names."""
    assert ("id", "id-taken") in rules(checked(office, before=""))
    assert ("id", "id-taken") not in rules(checked(office))


def test_phrases_that_say_nearly_the_same_are_listed(office):
    """Nearest first, with how near; neither the phrase itself nor retired ones."""
    answer = checked(office, text="A refund that never comes would bother anyone. I'll trace it soon.")
    assert [one["id"] for one in answer["alike"]] == ["late-parcel-1"]
    assert 0.75 <= answer["alike"][0]["likeness"] < 0.95


def test_the_same_words_again_are_a_duplicate(office):
    """A new phrase that repeats one of the bank is an error, beside its text."""
    answer = checked(office, before="", id="late-parcel-2", text=OTHER.text)
    assert ("text", "duplicate-meaning") in rules(answer)
    assert answer["alike"][0]["likeness"] == 1.0


def test_twins_for_two_countries_repeat_nothing(office):
    """No team sees both."""
    office.store.save([Edit(phrase(id="us-1", locale="en-US"), 0)], "Ann")
    answer = checked(office, before="", id="gb-1", locale="en-GB", text="I'll trace it.")
    assert "us-1" not in {one["id"] for one in answer["alike"]}
    assert "us-1" in {one["id"] for one in checked(office, before="", id="gb-1")["alike"]}


def test_only_what_has_changed_is_encoded_again(office):
    """After a save the next check encodes the words that are new."""
    checked(office)
    encoded: list[str] = []
    encode = office.encoder.encode
    office.encoder.encode = lambda texts: (encoded.extend(texts), encode(texts))[1]
    entry = office.snapshot.get("late-parcel-1")
    assert entry is not None
    office.store.save([Edit(phrase(id="late-parcel-1", text="I'll find your parcel."), entry.revision)], "Ann")
    answer = checked(office, text="I'll find your parcel.")
    assert sorted(set(encoded)) == ["I'll find your parcel."]
    assert answer["alike"][0]["id"] == "late-parcel-1"


def test_a_bank_without_phrases_has_no_neighbours(office):
    """Where all are retired there is nothing to repeat."""
    encoder = WordEncoder()
    assert list(Neighbours(encoder, encoder).of(phrase(), "")) == []
