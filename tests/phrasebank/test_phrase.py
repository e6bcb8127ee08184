"""A phrase checks itself and reads well whatever the call has named."""

import functools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.bank import load_bank
from phrasebank.errors import PhraseError, TemplateError
from phrasebank.phrase import Phrase
from phrasebank.slots import SLOTS, check_template, fill
from tests.phrasebank.banks import phrase

WORDS = st.text(alphabet="abc de,.?", min_size=1, max_size=12)
FALLBACKS = WORDS.filter(str.strip)
PLAIN_SLOTS = st.builds("{{{}|{}}}".format, st.sampled_from(SLOTS), FALLBACKS)
SEGMENTS = st.builds("[{}{{{}}}{}]".format, WORDS, st.sampled_from(SLOTS), WORDS)
TEMPLATES = st.lists(st.one_of(WORDS, PLAIN_SLOTS, SEGMENTS), max_size=8).map("".join)
VALUES = st.dictionaries(st.sampled_from(SLOTS), st.text(max_size=12))


@given(template=TEMPLATES, slots=VALUES)
def test_filled_text_has_no_markup_left(template: str, slots: dict[str, str]) -> None:
    """No brace, bracket, bar or double space is left, whatever the slots hold."""
    check_template(template)
    said = fill(template, slots)
    assert not re.search(r"[{}\[\]|]|\s\s|^\s|\s$", said)
    assert not re.search(r"\s[,.;:?!]", said)


@given(slots=VALUES)
def test_every_bundled_phrase_reads_as_sentences(slots: dict[str, str]) -> None:
    """Each phrase of the bank starts with a capital and ends with a stop, with any slots known or unknown."""
    clean = {name: re.sub(r"[^a-z0-9 ]", "", value) for name, value in slots.items()}
    for entry in load_once():
        said = entry.spoken(clean)
        assert said[0] == said[0].upper()
        assert said[-1] in ".?\"'"


@functools.cache
def load_once() -> tuple[Phrase, ...]:
    """The bundled phrases, read once for all examples."""
    return load_bank().phrases


@pytest.mark.parametrize(
    ("template", "slots", "said"),
    [
        ("I'll trace {amount|it} now.", {}, "I'll trace it now."),
        ("I'll trace {amount|it} now.", {"amount": "forty pounds"}, "I'll trace forty pounds now."),
        ("I'll trace {amount|it} now.", {"amount": "  "}, "I'll trace it now."),
        ("Thank you[, {name}]. I'll look.", {}, "Thank you. I'll look."),
        ("Thank you[, {name}]. I'll look.", {"name": "Maria"}, "Thank you, Maria. I'll look."),
        ("[{name}, ]thank you", {}, "Thank you."),
        ("It's done. {product|your phone} works.", {}, "It's done. Your phone works."),
        ("It's done. [{name}, ]your phone works.", {}, "It's done. Your phone works."),
        ("The order[, {order},] is open.", {"order": "{A|1]"}, "The order, A 1, is open."),
        ("By {date|5 p.m.}.", {}, "By 5 p.m."),
    ],
)
def test_slots_are_filled_gracefully(template: str, slots: dict[str, str], said: str) -> None:
    """A known slot is said, an unknown one leaves a sentence that still reads well."""
    assert fill(template, slots) == said


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("Hello {name}.", "needs a fallback"),
        ("Hello {nmae|you}.", "no slot 'nmae'"),
        ("Hello {name|you.", "do not pair"),
        ("Hello [there.", "do not pair"),
        ("Hello [a [b {name}]].", "do not pair"),
        ("Hello [there].", "no bare slot"),
        ("Hello {name|}.", "fallback"),
    ],
)
def test_a_broken_template_is_refused(template: str, reason: str) -> None:
    """What could not be filled cleanly never enters the bank."""
    with pytest.raises(TemplateError, match=re.escape(reason)):
        check_template(template)
    with pytest.raises(PhraseError, match="'text'"):
        phrase(text=template)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"emotions": ("angre",)}, "did you mean 'anger'"),
        ({"needs": ("sped",)}, "did you mean 'speed'"),
        ({"strategy": "hugging"}, "choose from"),
        ({"phases": ()}, "'phases' is empty"),
        ({"text": " "}, "'text' is empty"),
        ({"status": "live"}, "'status'"),
        ({"cooldown_seconds": -1.0}, "negative"),
    ],
)
def test_a_phrase_with_a_wrong_field_is_refused(changes: dict[str, object], reason: str) -> None:
    """A phrase says which field is wrong and what would be right."""
    with pytest.raises(PhraseError, match=re.escape(reason)):
        phrase(**changes)
