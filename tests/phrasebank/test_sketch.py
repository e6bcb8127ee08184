"""A phrase while it is being written."""

from __future__ import annotations

import pytest

from phrasebank.diction import word_breaches
from phrasebank.sketch import STAND_INS, sketched
from phrasebank.transfer.entries import values_of
from phrasebank.wording import breaches
from tests.phrasebank.banks import phrase


def test_sound_values_are_the_phrase_itself():
    """Lists stand for tuples, as JSON gives them."""
    sketch = sketched(values_of(phrase()))
    assert sketch.phrase == phrase()
    assert sketch.faults == ()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("text", "", "is empty"),
        ("text", "I'll find {product} now.", "needs a fallback"),
        ("cue", " ", "is empty"),
        ("id", "", "is empty"),
        ("emotions", ["angr"], "did you mean 'anger'"),
        ("strategy", "kindness", "unknown"),
        ("phases", [], "name the parts of a call"),
        ("cooldown_seconds", -1.0, "negative"),
        ("version", 0, "count from 1"),
        ("pack", "spaceflight", "unknown"),
    ],
)
def test_a_fault_names_its_field(field, value, words):
    """All other fields stay as they are given, so that they can be judged."""
    sketch = sketched({**values_of(phrase()), field: value})
    assert [fault.field for fault in sketch.faults] == [field]
    assert words in sketch.faults[0].sentence
    other = next(name for name in ("text", "cue") if name != field)
    assert getattr(sketch.phrase, other) == getattr(phrase(), other)


def test_several_faults_are_told_at_once():
    """Whoever begins a phrase sees all that is missing."""
    sketch = sketched({**values_of(phrase()), "text": "", "cue": "", "phases": []})
    assert sketch.faulty == {"text", "cue", "phases"}


def test_no_values_make_a_phrase_that_breaks_no_rule_on_words():
    """What a stand-in breaks would be told of words that nobody wrote."""
    sketch = sketched({})
    assert sketch.phrase.text == STAND_INS["text"]
    assert {breach.rule for breach in breaches(sketch.phrase)} <= {"few-cues"}
    assert list(word_breaches(sketch.phrase)) == []
