"""The library opens the part of the bank that the settings choose."""

import pytest

from assist.errors import AttuneError
from assist.settings import BankSettings
from assist.suggest.library import open_library


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
