"""The agent's words: a name for everything the engine can say."""

from __future__ import annotations

import pytest

from assist import events
from tests.ui.calls import evidence, folded, mid_call
from ui import wording
from ui.overlay.happenings import HoldChosen, LinkChanged, QuietChosen

EMOTIONS = [
    "neutral",
    "annoyance",
    "anger",
    "disappointment",
    "anxiety",
    "confusion",
    "distress",
    "embarrassment",
    "gratitude",
    "abuse",
]
NEEDS = [
    "heard",
    "validated",
    "respected",
    "fairness",
    "control",
    "clarity",
    "certainty",
    "speed",
    "ownership",
    "continuity",
    "competence",
    "honesty",
    "resource",
    "safety",
]


def test_everything_has_a_name() -> None:
    """All ten emotions and fourteen needs have a word of their own, short enough for a chip."""
    assert sorted(wording.FEELINGS) == sorted(EMOTIONS)
    assert sorted(wording.NEEDS) == sorted(NEEDS)
    assert len(set(wording.NEEDS.values())) == len(NEEDS)
    assert all(len(word) <= 16 for word in wording.NEEDS.values())


def test_a_newer_engine_is_still_read() -> None:
    """A label that this version does not know keeps its own name."""
    assert wording.feeling("wounded_pride").word == "Wounded pride"
    assert wording.need_name("peace_of_mind") == "Peace of mind"


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "00:00"), (252.9, "04:12"), (3600, "1:00:00"), (7384, "2:03:04")]
)
def test_the_clock(seconds: float, expected: str) -> None:
    """Minutes and seconds, hours only when there are some."""
    assert wording.clock(seconds) == expected


def test_the_end_says_what_is_left() -> None:
    """After the call the quiet place names the needs that are still open."""
    met = events.NeedMet(at=22.0, need="resource", confidence=0.9, evidence=evidence())
    over = events.CallEnded(at=23.0, duration_seconds=23.0, reason="done")
    assert wording.empty_card(folded(met, over, state=mid_call())) == "Still open: Certainty, Not repeating"
    assert wording.empty_card(folded(over)) == wording.NOTHING_OPEN


def test_key_caps_are_short() -> None:
    """The modifiers stand once, on the card; a key bound with other ones is written out."""
    bindings = {"accept": "Ctrl+Alt+1", "next": "Ctrl+Alt+Right", "reject": "Ctrl+Alt+9"}
    assert wording.key_caps(bindings) == {"accept": "Ctrl+Alt+1", "next": "→", "reject": "9"}
    assert wording.key_caps({**bindings, "next": "Shift+F8"})["next"] == "Shift+F8"
    assert wording.key_caps({"dismiss": "Ctrl+Alt+0"}) == {"dismiss": "Ctrl+Alt+0"}


@pytest.mark.parametrize(
    ("action", "expected"),
    [("accept", "Ctrl+Alt+1"), ("next", "Ctrl+Alt+→"), ("pin", "Shift+F8"), ("reject", "")],
)
def test_a_tool_tip_has_the_whole_key(action: str, expected: str) -> None:
    """What the short cap leaves out is said where there is room; an action without a key has none."""
    caps = wording.key_caps({"accept": "Ctrl+Alt+1", "next": "Ctrl+Alt+Right", "pin": "Shift+F8"})
    assert wording.whole_key(caps, action) == expected


@pytest.mark.parametrize(
    ("valence", "arousal", "words"),
    [
        (-0.75, 0.75, "Very unpleasant, very stirred up"),
        (-0.55, -0.25, "Unpleasant, quiet"),
        (0.0, 0.0, "Neither pleasant nor unpleasant, even"),
        (0.7, 0.25, "Very pleasant, stirred up"),
    ],
)
def test_a_place_in_words(valence: float, arousal: float, words: str) -> None:
    """Where a feeling lies can be heard as well as seen."""
    assert wording.place(valence, arousal) == words


def test_the_quiet_place_says_why_it_is_quiet() -> None:
    """Without a card it is said whether cards are switched off, the customer on hold, or how a call begins."""
    waiting = folded(LinkChanged("open"))
    assert wording.empty_card(waiting) == wording.NO_CALL
    assert "customer speaks" in wording.empty_card(folded(events.CallAwaited(begins_on="speech"), state=waiting))
    assert "softphone" in wording.empty_card(folded(events.CallAwaited(begins_on="command"), state=waiting))
    held = folded(HoldChosen(True), state=mid_call())
    assert (wording.empty_icon(held), wording.empty_card(held)) == ("pause", wording.ON_HOLD)
    quiet = folded(QuietChosen(True), state=held)
    assert (wording.empty_icon(quiet), wording.empty_card(quiet)) == ("quiet", wording.QUIET)
