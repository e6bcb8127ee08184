"""The emotion chip does not flicker."""

from dataclasses import replace

from assist.affect.fusion import EmotionTrack, doubted
from assist.events import Evidence
from assist.settings import AffectSettings
from tests.scripts import affect

EVIDENCE = Evidence(utterance_id="customer-1", quote="words of some length")


def changes(*readings):
    track = EmotionTrack(AffectSettings(emotion_sure=0.75))
    return [change.emotion if (change := track.update(reading, EVIDENCE)) else None for reading in readings]


def test_one_sure_reading_changes_the_label():
    """A reading at or above the sure level is enough."""
    assert changes(affect("anger", 0.9)) == ["anger"]


def test_an_unsure_level_needs_two_readings_in_a_row():
    """Below the sure level the same label has to come twice."""
    assert changes(affect("anger", 0.6), affect("anger", 0.6)) == [None, "anger"]


def test_neighbours_on_the_same_side_agree():
    """Annoyance, then anger: the later one is shown."""
    assert changes(affect("annoyance", 0.6), affect("anger", 0.6)) == [None, "anger"]


def test_opposite_sides_do_not_agree():
    """A thankful word after an annoyed one changes nothing yet."""
    assert changes(affect("annoyance", 0.6), affect("gratitude", 0.6, valence=0.8)) == [None, None]


def test_an_unsure_reading_is_no_reading():
    """`unsure` neither changes the label nor breaks a pair."""
    assert changes(affect("anger", 0.6), affect("unsure", 0.3), affect("anger", 0.6)) == [None, None, "anger"]


def test_the_same_label_again_is_no_change():
    """A change is told once."""
    assert changes(affect("anger"), affect("anger")) == ["anger", None]


def test_flat_words_do_not_calm_an_angry_customer_at_once():
    """One unsure neutral reading ("my number is ...") after anger keeps anger."""
    assert changes(affect("anger"), affect("neutral", 0.6, valence=0.0)) == ["anger", None]


def test_one_short_word_changes_nothing():
    """A word such as "Also!" may sound like anything."""
    track = EmotionTrack(AffectSettings(emotion_sure=0.75))
    assert track.update(affect("annoyance", 0.96), Evidence(utterance_id="customer-1", quote="Also!")) is None


def test_a_raised_voice_is_not_calmed_by_flat_words():
    """A number told loudly leaves the anger standing; told calmly it ends it."""
    for raised, after in ((True, None), (False, "neutral")):
        track = EmotionTrack(AffectSettings())
        track.update(affect("anger"), EVIDENCE)
        change = track.update(affect("neutral", 0.9, valence=0.0), EVIDENCE, raised=raised)
        assert (change.emotion if change else None) == after


def test_words_that_may_be_misheard_are_read_with_doubt():
    """In proportion below a clear confidence; a feeling that gets too weak is no feeling."""
    settings = AffectSettings(clear_confidence=0.8)
    heard = replace(affect("anger", 0.6), needs={"heard": 0.8})
    assert doubted(heard, 0.8, settings) == heard
    half = doubted(heard, 0.6, settings)
    assert (half.emotion, half.confidence, half.needs) == ("anger", 0.45, {"heard": 0.6})
    assert doubted(heard, 0.4, settings).emotion == "unsure"
    assert doubted(affect("neutral", 0.6), 0.1, settings).emotion == "neutral"
