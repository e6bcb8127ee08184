"""A team's part of the bank: its sectors, its register, its country."""

import pytest

from phrasebank.errors import UsageError
from phrasebank.selection import register_fit, selected
from tests.phrasebank.banks import bank, phrase

CORE = phrase(id="core")
BANKING = phrase(id="banking", pack="banking")
ADMITTING = phrase(id="admitting", text="That was our mistake. I'll trace it now.")


def ids(*phrases: object, **choice: object) -> list[str]:
    """Ids of what is selected, in order."""
    return [kept.id for kept in selected(bank(*phrases), **choice).phrases]  # type: ignore[arg-type]


def test_the_core_alone_by_default() -> None:
    """A sector's phrases come only where the sector is chosen."""
    assert ids(CORE, BANKING) == ["core"]
    assert ids(CORE, BANKING, packs=["banking"]) == ["core", "banking"]
    assert ids(CORE, BANKING, packs=["core"]) == ["core"]


def test_a_sector_leaves_out_what_it_forbids() -> None:
    """A core phrase that admits fault stays away from a regulated team, and from no other."""
    assert ids(CORE, ADMITTING, packs=["banking"]) == ["core"]
    assert ids(CORE, ADMITTING, packs=["retail"]) == ["core", "admitting"]


def test_a_register_is_a_preference() -> None:
    """Phrases in the team's register come first, those next to it second; none is lost."""
    spoken = [phrase(id=register, register=register) for register in ("plain", "warm", "formal")]
    assert ids(*spoken, register="formal") == ["formal", "plain", "warm"]
    assert ids(*spoken, register="warm") == ["warm", "plain", "formal"]
    assert ids(*spoken) == ["plain", "warm", "formal"]
    assert [register_fit("formal", wanted) for wanted in ("formal", "plain", "warm")] == [1.0, 0.5, 0.0]


def test_a_locale_is_a_filter() -> None:
    """Phrases for any place, and for the chosen one."""
    written = [phrase(id=locale, locale=locale) for locale in ("any", "en-US", "en-GB")]
    assert ids(*written) == ["any"]
    assert ids(*written, locale="en-GB") == ["any", "en-GB"]


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"packs": ["bankng"]}, "There is no pack 'bankng'; did you mean 'banking'?"),
        ({"register": "loud"}, "There is no register 'loud'; choose from plain, formal, warm."),
        ({"locale": "en-UK"}, "There is no locale 'en-UK'; did you mean"),
    ],
)
def test_a_choice_that_there_is_not_is_one_sentence(choice: dict[str, object], sentence: str) -> None:
    """The name is repeated, with what it may have meant."""
    with pytest.raises(UsageError, match=sentence.replace("?", r"\?")):
        ids(CORE, **choice)
