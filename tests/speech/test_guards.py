"""Which transcripts count as words."""

from __future__ import annotations

import pytest

from assist.speech.guards import reject_segment, reject_text

LOUD_DB = -20.0
FAINT_DB = -50.0


@pytest.mark.parametrize(
    "text",
    [
        "Thank you.",
        "no no no no I said no",
        "it's been three weeks and nobody called me back",
        "I want I want I want my money back",
        "nine nine nine zero zero zero one",
        "Okay",
    ],
)
def test_words_that_people_say_stand(text: str) -> None:
    """Emphasis, thanks and numbers are words at a normal level."""
    assert reject_text(text, 3.0, LOUD_DB) is None


@pytest.mark.parametrize(
    ("text", "seconds", "level_db", "reason"),
    [
        ("", 1.0, LOUD_DB, "empty"),
        (" ... ", 1.0, LOUD_DB, "empty"),
        ("hello there", 1.0, -60.0, "line noise"),
        ("Thank you.", 1.0, FAINT_DB, "ghost phrase on faint sound"),
        ("Thanks for watching!", 1.0, FAINT_DB, "ghost phrase on faint sound"),
        ("you you you you you you you", 3.0, LOUD_DB, "repeats itself"),
        ("so I will be so I will be so I will be so I will be", 5.0, LOUD_DB, "repeats itself"),
        ("and then the bill and then the bill and then the bill", 4.0, LOUD_DB, "repeats itself"),
        ("one two three four five six seven eight nine ten", 1.0, LOUD_DB, "more words than the time allows"),
    ],
)
def test_ghosts_are_refused(text: str, seconds: float, level_db: float, reason: str) -> None:
    """Empty, faint, looping or impossibly fast transcripts have a reason against them."""
    assert reject_text(text, seconds, level_db) == reason


def test_faint_sentences_stand() -> None:
    """A faint voice is heard; only phrases that noise is known for are not."""
    assert reject_text("please send me the contract", 2.0, FAINT_DB) is None


def test_whisper_segments_are_gated_by_two_measures_together() -> None:
    """No speech needs an unsure text beside it; a repeating text is refused by itself."""
    assert reject_segment(0.9, -1.4, 1.2) == "no speech"
    assert reject_segment(0.9, -0.3, 1.2) is None
    assert reject_segment(0.1, -1.4, 1.2) is None
    assert reject_segment(0.1, -0.3, 3.0) == "repeats itself"
