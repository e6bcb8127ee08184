"""The agent's own voice, and those of the office around them."""

from __future__ import annotations

from collections.abc import Iterable

from assist.inputs import SpeechScored
from assist.settings import SpeechSettings
from assist.speech.foreground import Foreground

WINDOW = 0.032
ON = SpeechSettings(background_below_db=20.0)


def hear(foreground: Foreground, levels: Iterable[float], probability: float = 0.95) -> list[bool]:
    """Which windows of a voice at these levels still count as speech."""
    passed = []
    for level in levels:
        scored = SpeechScored(speaker="agent", start=0.0, end=WINDOW, probability=probability, level_db=level)
        passed.append(foreground.hear(scored).probability >= 0.5)
    return passed


def test_colleagues_far_below_the_agents_voice_are_no_speech() -> None:
    """25 dB below the agent's loud sounds nobody at this microphone speaks, once a third of a second has passed."""
    foreground = Foreground(ON)
    assert all(hear(foreground, [-20.0] * 100))
    assert hear(foreground, [-45.0] * 50)[11:] == [False] * 39
    assert all(hear(foreground, [-20.0] * 20))


def test_a_voice_that_grows_soft_is_heard_to_its_end() -> None:
    """Soft syllables between loud ones, and an agent who speaks 15 dB softer for a while."""
    foreground = Foreground(ON)
    hear(foreground, [-20.0] * 200)
    assert all(hear(foreground, ([-22.0] + [-50.0] * 10) * 10))
    assert all(hear(foreground, [-35.0] * 200))


def test_nothing_is_kept_out_before_the_agents_voice_is_known() -> None:
    """Two seconds of voice are needed; what came first may have been the office, and the agent is heard over it."""
    foreground = Foreground(ON)
    assert all(hear(foreground, [-45.0] * 400))
    assert all(hear(foreground, [-20.0] * 200))
    assert hear(foreground, [-45.0] * 50)[-1] is False


def test_silence_teaches_nothing() -> None:
    """Loud noise without a voice does not raise what a voice has to reach."""
    foreground = Foreground(ON)
    hear(foreground, [-5.0] * 400, probability=0.1)
    assert all(hear(foreground, [-40.0] * 100))


def test_it_is_switched_off() -> None:
    """It is, unless a site asks for it: every voice is the agent's then."""
    foreground = Foreground(SpeechSettings())
    hear(foreground, [-20.0] * 100)
    assert all(hear(foreground, [-60.0] * 100))
