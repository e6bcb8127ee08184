"""What the set-up says about levels, words and models."""

from __future__ import annotations

import pytest

from assist.soundcheck.news import LevelHeard, Model, SentenceRead
from ui.setup.wording import LoudnessWord, fetched, matched, model_line, reading

EXPECTED = "Good morning, my name is Robin."


@pytest.mark.parametrize(
    ("level_db", "peak_db", "word"),
    [
        (-120.0, -120.0, "silent"),
        (-70.0, -60.0, "very quiet"),
        (-45.0, -30.0, "quiet"),
        (-24.0, -10.0, "good"),
        (-8.0, -2.0, "too loud"),
        (-20.0, -0.1, "too loud"),
    ],
)
def test_a_level_has_a_word(level_db: float, peak_db: float, word: str) -> None:
    """From digital silence to clipping; a clipped peak is too loud however quiet the rest."""
    assert LoudnessWord().hear(LevelHeard(level_db, peak_db)) == word


def test_the_word_outlasts_a_pause_between_words() -> None:
    """It follows a second and a half of silence, not each syllable."""
    loudness = LoudnessWord()
    loudness.hear(LevelHeard(-24.0, -10.0))
    words = [loudness.hear(LevelHeard(-70.0, -60.0)) for _ in range(15)]
    assert words == ["good"] * 14 + ["very quiet"]


@pytest.mark.parametrize(
    ("heard", "sentence", "well"),
    [
        (
            SentenceRead("good morning my name is robin", 0.8, "x"),
            "Understood clearly: “good morning my name is robin”. 6 of 6 words are right.",
            True,
        ),
        (
            SentenceRead("good morning my name is robbing", 0.6, "x"),
            "Understood fairly: “good morning my name is robbing”. 5 of 6 words are right.",
            True,
        ),
        (
            SentenceRead("good morning", 0.4, "x", "With the built-in one."),
            "Understood with doubt: “good morning”. 2 of 6 words are right. Something else may have been heard: try "
            "again, or choose another device. With the built-in one.",
            False,
        ),
        (
            SentenceRead("", 0.0, "x"),
            "A voice was heard, but no word understood: speak closer, or choose a larger model later.",
            False,
        ),
    ],
)
def test_what_was_understood_is_said_with_its_confidence(heard: SentenceRead, sentence: str, well: bool) -> None:
    """Confidence in words, right words counted, and the notice of the recogniser."""
    assert reading(heard, EXPECTED) == (sentence, well)


def test_words_are_compared_without_case_and_marks() -> None:
    """In their order: what was said twice counts once."""
    assert matched("MORNING good morning, I\u2019m", "Good morning. I'm here") == (3, 4)


def test_models_and_downloads_in_words() -> None:
    """What it is for, whether it is here, and how far it is."""
    assert model_line(Model("base.en", 145)) == "right for most computers · base.en · 145 MB to download"
    assert model_line(Model("tiny.en", 75, "/there")) == "for slow computers · tiny.en · on this machine"
    assert (fetched(0, 0), fetched(60_400_000, 145_000_000)) == ("Looking for it…", "60 of 145 MB")
