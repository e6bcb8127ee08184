"""From probabilities to a reading."""

from assist.affect.text import above, read_affect
from assist.scale import AffectScale
from assist.settings import AffectSettings

SCALE = AffectScale(
    circumplex={"neutral": (0.0, 0.0), "anger": (-0.8, 0.8), "gratitude": (0.8, 0.2)}, emotions={"anger": 0.7}
)


def test_a_label_below_its_own_floor_is_unsure():
    """The higher of the general and the label's own floor counts."""
    reading = read_affect(
        {"anger": 0.65, "neutral": 0.3, "gratitude": 0.05}, {}, SCALE, AffectSettings(emotion_floor=0.5)
    )
    assert reading.emotion == "unsure"
    assert reading.valence == -0.48


def test_a_label_above_its_floors_is_read():
    """With its confidence, valence and arousal."""
    reading = read_affect(
        {"anger": 0.8, "neutral": 0.2, "gratitude": 0.0}, {}, SCALE, AffectSettings(emotion_floor=0.5)
    )
    assert (reading.emotion, reading.confidence, reading.arousal) == ("anger", 0.8, 0.64)


def test_needs_above_their_floors_strongest_first():
    """Weak ones are left out."""
    assert above({"speed": 0.6, "clarity": 0.9, "control": 0.3}, 0.5, {"speed": 0.55}) == {"clarity": 0.9, "speed": 0.6}
