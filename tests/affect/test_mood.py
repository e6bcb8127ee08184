"""The mood's track and its trend."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.affect.mood import MoodTrack, slope
from assist.affect.voice import VoiceReading
from assist.settings import AffectSettings
from tests.scripts import affect

ANGRY = affect("anger", 0.9, valence=-0.7)
GLAD = affect("gratitude", 0.9, valence=0.7)
FLAT = affect("neutral", 0.95, valence=0.0)


def track(*readings, voice=None):
    mood = MoodTrack(AffectSettings())
    return [mood.update(reading, voice) for reading in readings]


def test_each_reading_is_a_point():
    """Also where the label stays the same."""
    points = track(replace(ANGRY, utterance_id="customer-1"), ANGRY)
    assert points[0].utterance_id == "customer-1"
    assert points[1].valence < points[0].valence < -0.5


@pytest.mark.parametrize(
    ("readings", "trend"),
    [
        ([ANGRY, ANGRY, ANGRY, ANGRY], "steady"),  # angry from the start is not getting angrier
        ([FLAT, FLAT, ANGRY, ANGRY], "falling"),
        ([ANGRY, ANGRY, FLAT, GLAD, GLAD], "rising"),
        ([FLAT, FLAT, affect("annoyance", 0.6, valence=-0.3), FLAT, FLAT], "steady"),  # one odd turn
        ([ANGRY, GLAD], "steady"),  # two points have no trend
    ],
)
def test_the_trend_is_that_of_several_turns(readings, trend):
    """It says where the customer has been going, not where they jumped."""
    assert track(*readings)[-1].trend == trend


def test_plain_words_calm_slowly():
    """A mood outlasts "my number is ..."; thanks change it at once."""
    anger = track(ANGRY)[-1].valence
    flat, glad = track(ANGRY, FLAT)[-1].valence, track(ANGRY, GLAD)[-1].valence
    assert anger < flat < -0.3
    assert glad > 0.0


def test_an_unsure_reading_moves_it_less():
    """The label is in doubt, the direction less so."""
    sure, unsure = (track(FLAT, affect(label, 0.5, valence=-0.5))[-1].valence for label in ("anger", "unsure"))
    assert sure < unsure < 0.0


def test_flat_words_in_a_raised_voice_calm_nobody():
    """The valence stays; the arousal follows the voice."""
    mood = MoodTrack(AffectSettings())
    before = mood.update(ANGRY)
    after = mood.update(replace(FLAT, arousal=0.8), VoiceReading(arousal=0.9, reliability=0.8))
    assert after.valence == before.valence
    assert after.arousal > before.arousal


def test_the_slope_is_robust():
    """The median of all pairs: one outlier does not bend it."""
    assert slope([0.0, 0.1, 0.2, 0.3]) == pytest.approx(0.1)
    assert slope([0.0, 0.1, -5.0, 0.3, 0.4]) == pytest.approx(0.1)


@given(
    st.lists(
        st.tuples(st.sampled_from(["anger", "neutral", "unsure", "gratitude"]), st.floats(0, 1), st.floats(-1, 1)),
        min_size=1,
        max_size=12,
    )
)
def test_the_track_stays_between_what_was_read(readings):
    """A mean of the readings and of the neutral beginning never leaves their range."""
    points = track(*(affect(label, confidence, valence=valence) for label, confidence, valence in readings))
    values = [0.0, *(valence for _, _, valence in readings)]
    assert all(min(values) - 1e-3 <= point.valence <= max(values) + 1e-3 for point in points)
