"""Sectors and their do-nots: what must not be said, and what must stay sayable."""

import pytest

from phrasebank.bank import load_bank
from phrasebank.packs import load_packs

FORBIDDEN = [
    ("banking", "admits-fault", "That was our mistake."),
    ("banking", "admits-fault", "I'm sorry we lost your form."),
    ("banking", "admits-fault", "This should never have happened."),
    ("banking", "promises-money", "You'll get every penny of it back."),
    ("banking", "promises-money", "Your money is safe."),
    ("banking", "promises-money", "We'll refund the fee."),
    ("banking", "promises-approval", "It will be approved."),
    ("banking", "financial-advice", "I'd consolidate the two loans."),
    ("banking", "asks-secret", "Please read me the security code."),
    ("insurance", "admits-fault", "We failed you there."),
    ("insurance", "judges-cover", "You're covered."),
    ("insurance", "judges-cover", "That's not covered."),
    ("insurance", "promises-payout", "We'll pay for the door."),
    ("insurance", "promises-payout", "You'll get the full settlement."),
    ("insurance", "judges-liability", "The other driver was at fault."),
    ("insurance", "permits-work", "Go ahead with the repairs."),
    ("healthcare", "medical-advice", "You should take another pill."),
    ("healthcare", "medical-advice", "Stop taking it for now."),
    ("healthcare", "diagnoses", "It sounds like an infection."),
    ("healthcare", "diagnoses", "It's nothing serious."),
    ("healthcare", "false-comfort", "You'll be fine."),
    ("healthcare", "promises-care", "The doctor will call you today."),
    ("utilities", "admits-fault", "It's our fault."),
    ("utilities", "guaranteed-time", "The power will be back by six."),
    ("utilities", "judges-safety", "The water is safe to drink."),
    ("utilities", "promises-bill", "You won't be cut off."),
    ("telecom", "guaranteed-time", "Your internet will be back tonight."),
    ("telecom", "promised-speed", "You'll get full speed there."),
    ("telecom", "promises-exit", "You can leave without a fee."),
    ("travel", "guaranteed-time", "You'll make your connection."),
    ("travel", "promises-compensation", "You're entitled to a refund."),
    ("travel", "entry-advice", "You don't need a visa."),
    ("retail", "guaranteed-delivery", "It'll arrive tomorrow."),
    ("retail", "promises-refund", "The refund will be there on Monday."),
    ("retail", "judges-safety", "It's safe to use."),
    ("software", "promises-data", "Your files are safe."),
    ("software", "guaranteed-fix", "The next update fixes it."),
    ("software", "asks-secret", "Please send me your password."),
    ("software", "weakens-security", "Turn off your firewall."),
]

SAYABLE = [
    ("banking", "I'll raise the dispute now and tell you when they decide."),
    ("banking", "Please keep your PIN to yourself."),
    ("insurance", "I'll look up what your policy says about it."),
    ("healthcare", "I'll ask a nurse to call you about the dose."),
    ("utilities", "I'll check the crew's estimate again at six."),
    ("telecom", "I'll run a line test and read out what it shows."),
    ("travel", "You need to know if you'll make the connection."),
    ("retail", "I'll ask the carrier where it is."),
    ("software", "Let me look at the last backup before we change anything."),
]


def test_there_are_eight_sectors_and_half_are_regulated() -> None:
    """Each has a name and rules with reasons."""
    packs = load_packs()
    sectors = ["banking", "healthcare", "insurance", "retail", "software", "telecom", "travel", "utilities"]
    assert list(packs) == sectors
    assert [name for name in sectors if packs[name].regulated] == ["banking", "healthcare", "insurance", "utilities"]
    assert all(rule.what and rule.mend and rule.why for pack in packs.values() for rule in pack.do_nots)


@pytest.mark.parametrize(("sector", "rule", "text"), FORBIDDEN)
def test_what_a_sector_forbids_is_found(sector: str, rule: str, text: str) -> None:
    """Each do-not finds its examples."""
    assert rule in {broken.id for broken in load_packs()[sector].breaches([text])}


def test_every_do_not_has_an_example() -> None:
    """No rule goes untried."""
    tried = {(sector, rule) for sector, rule, _ in FORBIDDEN}
    assert {(pack.id, rule.id) for pack in load_packs().values() for rule in pack.do_nots} - tried == {
        ("healthcare", "admits-fault")  # shared with the other regulated ones
    }


@pytest.mark.parametrize(("sector", "text"), SAYABLE)
def test_what_the_mends_propose_is_free(sector: str, text: str) -> None:
    """A rule leaves room for the right words."""
    assert load_packs()[sector].breaches([text]) == ()


def test_few_core_phrases_are_lost_to_a_sector() -> None:
    """The core was written to be safe: no sector leaves out more than three in a hundred."""
    core = [phrase for phrase in load_bank().approved if phrase.pack == "core"]
    for pack in load_packs().values():
        assert sum(bool(pack.breaches(phrase.forms)) for phrase in core) <= 0.03 * len(core)
