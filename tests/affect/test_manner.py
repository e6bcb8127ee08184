"""The agent's voice against their own usual one."""

from assist.affect.manner import Manner
from assist.affect.voice import VoiceReading
from assist.settings import AffectSettings

USUAL = VoiceReading(arousal=0.0, reliability=0.8)
FAST = VoiceReading(arousal=0.1, reliability=0.8, pace=2.0)
LOUD = VoiceReading(arousal=0.1, reliability=0.8, loudness=2.0)
AGITATED = VoiceReading(arousal=0.7, reliability=0.8)


def after(*voices):
    manner = Manner(AffectSettings())
    for voice in voices:
        manner.hear(voice)
    return manner


def test_fast_is_fast_twice_in_a_row():
    """One quick utterance is none; one too short to judge does not break the row."""
    assert not after(FAST).fast
    assert after(FAST, FAST).fast
    assert after(FAST, None, FAST).fast
    assert not after(FAST, USUAL, FAST).fast


def test_a_raised_voice_is_agitated_or_loud():
    """Either is enough."""
    assert after(AGITATED).raised
    assert after(LOUD).raised
    assert not after(USUAL).raised


def test_who_speaks_as_usual_is_settled():
    """As surely as their usual voice is known."""
    assert after(USUAL).settled == 0.8
    assert after(LOUD).settled == after(AGITATED).settled == after(FAST, FAST).settled == 0.0


def test_a_voice_hardly_known_is_not_judged():
    """Before two utterances nobody's usual way is known."""
    new = VoiceReading(arousal=0.9, reliability=0.33, pace=3.0, loudness=3.0)
    manner = after(new, new)
    assert (manner.fast, manner.raised, manner.settled) == (False, False, 0.0)
