"""Valence comes from the words, arousal from words and voice, and the feeling says where it was heard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.affect.feeling import Feeling, heard_in, join
from assist.affect.voice import VoiceReading

ANGRY = Feeling(valence=-0.7, arousal=0.6, confidence=0.6, heard_in="words")
PLAIN = Feeling(valence=0.0, arousal=0.0, confidence=0.8, heard_in="words")
SAD = Feeling(valence=-0.6, arousal=-0.25, confidence=0.6, heard_in="words")

LOUD, SOFT, USUAL = VoiceReading(0.8, 0.8), VoiceReading(-0.8, 0.8), VoiceReading(0.1, 0.8)

shares, sides = st.floats(0, 1), st.floats(-1, 1)


def test_text_alone_stays_as_it_is():
    """A call of text, or a word too short to measure, is told by its words."""
    assert join(ANGRY, None, told=True) is ANGRY


@pytest.mark.parametrize(
    ("words", "voice", "told", "source"),
    [
        (ANGRY, LOUD, True, "both"),
        (ANGRY, USUAL, True, "words"),
        (ANGRY, SOFT, True, "words"),
        (SAD, SOFT, True, "both"),
        (PLAIN, LOUD, False, "voice"),
        (PLAIN, USUAL, False, "words"),
    ],
)
def test_where_a_feeling_was_heard(words, voice, told, source):
    """Both where they agree, the voice where plain words are said unusually, the words in every other case."""
    assert join(words, voice, told=told).heard_in == source


def test_an_agreeing_voice_makes_the_words_surer():
    """Angry words, loudly said, leave less doubt; coldly said, no more than before."""
    assert join(ANGRY, LOUD, told=True).confidence > ANGRY.confidence
    assert join(ANGRY, SOFT, told=True).confidence == ANGRY.confidence
    assert join(PLAIN, LOUD, told=False).confidence == PLAIN.confidence


def test_an_unknown_voice_weighs_little():
    """Before a baseline is there the words lead."""
    first, later = (join(ANGRY, VoiceReading(-0.8, trust), told=True).arousal for trust in (0.33, 0.85))
    assert first > 0.2
    assert later < 0


@given(sides, sides, shares, sides, shares, st.booleans())
def test_a_joined_feeling_stays_within_its_ends(valence, words, confidence, voice, reliability, told):
    """Valence is the words', arousal lies between both, confidence never falls."""
    joined = join(Feeling(valence, words, confidence, "words"), VoiceReading(voice, reliability), told=told)
    assert joined.valence == valence
    assert min(words, voice) - 1e-4 <= joined.arousal <= max(words, voice) + 1e-4
    assert confidence - 1e-4 <= joined.confidence <= 1
    assert joined.heard_in == heard_in(words, voice * reliability, told=told)
