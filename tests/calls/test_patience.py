"""When a live call that nobody ended is over."""

from assist.call_settings import CallSettings
from assist.calls.patience import Patience
from assist.events import CallResumed, PhaseChanged, SpeechEnded, SpeechStarted


def spoken(patience: Patience, start: float, end: float) -> None:
    patience.follow(SpeechStarted(at=start, speaker="agent", utterance_id=f"u{start}", start=start))
    patience.follow(SpeechEnded(at=end, speaker="agent", utterance_id=f"u{start}", start=start, end=end))


def test_a_call_in_which_nobody_speaks_is_over():
    """Two minutes after the last word; the reason is told in words."""
    patience = Patience(CallSettings())
    spoken(patience, 1.0, 3.0)
    assert patience.overdue(122.9) == ""
    assert patience.overdue(123.0) == "nobody spoke for two minutes"


def test_while_somebody_speaks_it_is_not():
    """However long it is since they began."""
    patience = Patience(CallSettings(end_silence_seconds=10.0))
    patience.follow(SpeechStarted(speaker="customer", utterance_id="u", start=1.0))
    assert patience.overdue(100.0) == ""


def test_on_hold_nobody_has_to_speak():
    """And after it the time begins anew."""
    patience = Patience(CallSettings(end_silence_seconds=30.0))
    spoken(patience, 1.0, 3.0)
    patience.follow(PhaseChanged(at=4.0, phase="hold"))
    assert patience.overdue(900.0) == ""
    patience.follow(PhaseChanged(at=1000.0, phase="discovery"))
    assert patience.overdue(1029.0) == ""
    assert patience.overdue(1030.0) == "nobody spoke for 30 seconds"


def test_a_call_that_was_taken_up_again_has_its_time():
    """What was said while the engine was away is not known."""
    patience = Patience(CallSettings())
    spoken(patience, 1.0, 3.0)
    patience.follow(CallResumed(at=200.0, missed_seconds=190.0))
    assert patience.overdue(310.0) == ""


def test_the_longest_call():
    """A desk that was left with a radio on."""
    patience = Patience(CallSettings(longest_minutes=5))
    spoken(patience, 1.0, 299.0)
    assert patience.overdue(300.0) == "it lasted five minutes, the longest that a call may"


def test_zero_means_never():
    """Both limits can be turned off."""
    patience = Patience(CallSettings(end_silence_seconds=0.0, longest_minutes=0.0))
    assert patience.overdue(1e6) == ""
