"""The library opens the part of the bank that the settings choose."""

import pytest

from assist.errors import AttuneError
from assist.settings import BankSettings, SuggestSettings
from assist.suggest.library import open_library, parts


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (BankSettings(packs="bankng"), "There is no pack 'bankng'; did you mean 'banking'"),
        (BankSettings(register="posh"), "There is no register 'posh'"),
        (BankSettings(locale="en-AU"), "There is no locale 'en-AU'"),
    ],
)
def test_a_choice_that_there_is_not_is_told_before_anything_is_loaded(settings, sentence):
    """One sentence with the mend."""
    with pytest.raises(AttuneError, match=sentence):
        open_library(settings)


@pytest.mark.models
def test_a_sector_adds_its_phrases():
    """Its version differs too, so that a journal tells which words a team had."""
    core, banking = open_library(BankSettings()), open_library(BankSettings(packs="banking"))
    assert banking.phrases > core.phrases
    assert banking.version != core.version


CARD = "Three weeks is a long wait. I'll find out where the refund is and stay with it. Let me check."


def test_the_longer_sentences_of_a_card_are_parts_of_it():
    """What is said in any call is none."""
    assert list(parts(CARD).values()) == [1.0, 6 / 20, 11 / 20]
    assert list(parts("Let me check.")) == ["Let me check."]


@pytest.mark.models
def test_half_a_card_is_enough():
    """A sentence of it counts, also in the agent's own words; plain work on the same matter does not."""
    library = open_library(BankSettings())
    spoken = SuggestSettings().spoken_similarity
    for said in (CARD, "i'll find out where your refund is and i'll stay with it"):
        assert library.likeness(said, CARD) >= spoken
    for said in ("can i take your order number please", "the refund was sent on monday", "i'm sorry to hear that"):
        assert library.likeness(said, CARD) < spoken
