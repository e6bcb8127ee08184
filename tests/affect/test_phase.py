"""Where the call stands."""

from assist.affect.phase import PhaseTrack


def test_a_call_goes_through_its_phases():
    """Greeting, matter, solution, end."""
    track = PhaseTrack()
    assert track.customer_said("hello", "neutral", []) is None
    assert track.customer_said("i am calling about a late refund", "neutral", []) == "discovery"
    assert track.agent_said("can i have the order number", [], []) is None
    assert track.agent_said("i'll refund it now myself", ["ownership"], ["resource"]) == "resolution"
    assert track.customer_said("thank you so much goodbye", "gratitude", []) == "closing"


def test_a_new_matter_reopens_a_closing_call():
    """A need after the thanks leads back to discovery."""
    track = PhaseTrack()
    track.customer_said("i am calling about a late refund", "neutral", [])
    track.agent_said("i'll refund it", ["commitment"], [])
    track.agent_said("is there anything else", [], [])
    assert track.phase == "closing"
    assert track.customer_said("yes why was i charged this fee", "confusion", ["clarity"]) == "discovery"


def test_hold_returns_to_where_the_call_was():
    """After the hold the phase before it goes on."""
    track = PhaseTrack()
    track.customer_said("i am calling about a late refund", "neutral", [])
    assert track.agent_said("i'm putting you on hold for two minutes", [], []) == "hold"
    assert track.agent_said("thanks for waiting", [], []) == "discovery"


def test_agreeing_to_wait_does_not_end_the_hold():
    """Only words of substance do; thanks for a hold put nobody on hold."""
    track = PhaseTrack()
    track.customer_said("i am calling about a late refund", "neutral", [])
    assert track.agent_said("can i put you on hold while i check", [], []) == "hold"
    assert track.customer_said("sure no problem", "neutral", []) is None
    assert track.phase == "hold"
    assert track.agent_said("sorry for putting you on hold", [], []) == "discovery"


def test_thanks_in_mid_call_close_nothing():
    """Who says that they will try something has not said goodbye."""
    track = PhaseTrack()
    track.customer_said("i am calling about a late refund", "neutral", [])
    track.agent_said("i'll refund it", ["commitment"], [])
    assert track.customer_said("thank you i'll try that", "gratitude", []) is None
