"""The ledger of unmet needs."""

from assist.affect.needs import NeedLedger
from assist.events import Evidence, NeedMet, NeedRaised, NeedReraised
from assist.settings import AffectSettings

CUSTOMER = Evidence(utterance_id="customer-1", quote="this is the third time i call")
AGENT = Evidence(utterance_id="agent-1", quote="i have your notes here, you won't have to repeat it")


def ledger() -> NeedLedger:
    return NeedLedger(AffectSettings(need_open_seconds=100.0))


def test_a_need_stays_open_until_the_agent_answers_it():
    """Raised with the customer's words, met with the agent's."""
    needs = ledger()
    assert needs.show({"continuity": 0.9}, CUSTOMER, 1.0) == [
        NeedRaised(need="continuity", confidence=0.9, evidence=CUSTOMER)
    ]
    assert needs.answer({"clarity": 0.9}, AGENT, 2.0) == []
    assert [entry.need for entry in needs.open_needs(2.0)] == ["continuity"]
    assert needs.answer({"continuity": 0.8}, AGENT, 3.0) == [NeedMet(need="continuity", confidence=0.8, evidence=AGENT)]
    assert needs.open_needs(3.0) == ()


def test_a_repeated_need_is_raised_again():
    """While it is open, and after it had been met."""
    needs = ledger()
    needs.show({"speed": 0.7}, CUSTOMER, 1.0)
    assert isinstance(needs.show({"speed": 0.6}, CUSTOMER, 5.0)[0], NeedReraised)
    assert needs.open_needs(5.0)[0].times == 2
    needs.answer({"speed": 0.9}, AGENT, 6.0)
    assert isinstance(needs.show({"speed": 0.6}, CUSTOMER, 9.0)[0], NeedReraised)


def test_a_need_passes_with_its_topic():
    """Not repeated for the time of the settings, it is open no more."""
    needs = ledger()
    needs.show({"speed": 0.7}, CUSTOMER, 1.0)
    assert needs.open_needs(102.0) == ()
    assert needs.answer({"speed": 0.9}, AGENT, 103.0) == []


def test_the_latest_need_comes_first():
    """What was shown last presses most."""
    needs = ledger()
    needs.show({"speed": 0.9}, CUSTOMER, 1.0)
    needs.show({"clarity": 0.6, "control": 0.8}, CUSTOMER, 2.0)
    assert [entry.need for entry in needs.open_needs(3.0)] == ["control", "clarity", "speed"]
