"""The agent's words: a name for everything the engine can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assist import events
from tests.ui.calls import evidence, folded, mid_call
from ui import wording
from ui.hotkeys.backend import DEFAULT_BINDINGS
from ui.overlay.happenings import LinkChanged
from ui.overlay.state import OverlayState

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


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (OverlayState(), ("quiet", "Connecting to the engine")),
        (mid_call(), ("quiet", "")),
        (folded(LinkChanged("lost"), state=mid_call()), ("alert", "Engine restarting")),
        (folded(LinkChanged("refused"), state=mid_call()), ("alert", "The engine refused this overlay")),
        (replace(mid_call(), behind_seconds=3.24), ("alert", "3.2 s behind")),
        (replace(mid_call(), behind_seconds=0.8), ("quiet", "")),
        (replace(mid_call(), lost_sources=("customer", "agent")), ("alert", "Cannot hear the customer and you")),
        (replace(mid_call(), link="lost", ended=True), ("quiet", "")),
    ],
)
def test_the_gravest_notice_is_told(state: OverlayState, expected: tuple[str, str]) -> None:
    """One notice at a time; small lag and an engine that left after the call are none."""
    assert wording.notice(state) == expected


def test_the_end_says_what_is_left() -> None:
    """After the call the quiet place names the needs that are still open."""
    met = events.NeedMet(at=22.0, need="resource", confidence=0.9, evidence=evidence())
    over = events.CallEnded(at=23.0, duration_seconds=23.0, reason="done")
    assert wording.empty_card(folded(met, over, state=mid_call())) == "Still open: Certainty, Not repeating"
    assert wording.empty_card(folded(over)) == wording.NOTHING_OPEN


def test_key_caps_are_short() -> None:
    """The modifiers stand once, on the card; a key bound with other ones is written out."""
    caps = wording.key_caps(DEFAULT_BINDINGS)
    assert (caps["accept"], caps["next"], caps["reject"], caps["dismiss"]) == ("Ctrl+Alt+1", "→", "9", "0")
    assert wording.key_caps({**DEFAULT_BINDINGS, "next": "Shift+F8"})["next"] == "Shift+F8"
    assert wording.key_caps({"dismiss": "Ctrl+Alt+0"}) == {"dismiss": "Ctrl+Alt+0"}
