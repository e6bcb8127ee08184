"""Which transcripts count as words."""

from __future__ import annotations

import pytest

from assist.speech.guards import Sound, WordGates, reject_segment

LOUD_DB = -20.0
FAINT_DB = -50.0


@pytest.mark.parametrize(
    "text",
    [
        "Thank you.",
        "no no no no I said no",
        "yes yes yes",
        "no no no no",
        "No! No! No! No! No!",
        "hello? hello? hello?",
        "it's been three weeks and nobody called me back",
        "I want I want I want my money back",
        "it is not fair it is not fair",
        "nine nine nine zero zero zero one",
        "Okay",
    ],
)
def test_words_that_people_say_stand(text: str) -> None:
    """Emphasis, thanks and numbers are words at a normal level."""
    assert WordGates().refuse(text, Sound(3.0, LOUD_DB)) is None


@pytest.mark.parametrize(
    ("text", "seconds", "level_db", "reason"),
    [
        ("", 1.0, LOUD_DB, "empty"),
        (" ... ", 1.0, LOUD_DB, "empty"),
        ("hello there", 1.0, -60.0, "line noise"),
        ("Thank you.", 1.0, FAINT_DB, "ghost phrase on faint sound"),
        ("Thank you. Thank you. Thank you.", 3.0, FAINT_DB, "ghost phrase on faint sound"),
        ("Thanks for watching!", 1.0, FAINT_DB, "ghost phrase on faint sound"),
        ("you you you you you you you", 3.0, LOUD_DB, "repeats itself"),
        ("so I will be so I will be so I will be so I will be", 5.0, LOUD_DB, "repeats itself"),
        ("and then the bill and then the bill and then the bill", 4.0, LOUD_DB, "repeats itself"),
        ("one two three four five six seven eight nine ten", 1.0, LOUD_DB, "more words than the time allows"),
    ],
)
def test_ghosts_are_refused(text: str, seconds: float, level_db: float, reason: str) -> None:
    """Empty, faint, looping or impossibly fast transcripts have a reason against them."""
    assert WordGates().refuse(text, Sound(seconds, level_db)) == reason


def test_faint_sentences_stand() -> None:
    """A faint voice is heard; only phrases that noise is known for are not."""
    assert WordGates().refuse("please send me the contract", Sound(2.0, FAINT_DB)) is None


@pytest.mark.parametrize("text", ["no", "hello", "I want my money back", "thank you"])
def test_who_repeats_themselves_aloud_is_heard_every_time(text: str) -> None:
    """The same words in five utterances in a row, at a normal level and well read."""
    gates = WordGates()
    assert [gates.refuse(text, Sound(1.5, LOUD_DB), 0.8) for _ in range(5)] == [None] * 5


def test_the_third_same_sentence_on_faint_sound_is_a_ghost() -> None:
    """Twice may be a quiet voice; another sentence in between begins anew."""
    gates = WordGates()
    said = ["we will be right back", "we will be right back", "We'll see", *["we will be right back"] * 4]
    reasons = [gates.refuse(text, Sound(2.0, FAINT_DB)) for text in said]
    assert reasons == [None] * 5 + ["the same again and again on faint sound"] * 2


def test_ghost_phrases_in_a_row_that_the_recogniser_doubts_are_none() -> None:
    """Loud noise is no word, however often it is read as thanks."""
    gates = WordGates()
    reasons = [gates.refuse("Thank you.", Sound(1.0, LOUD_DB), 0.3) for _ in range(4)]
    assert reasons == [None, None] + ["a doubted ghost phrase again and again"] * 2


@pytest.mark.parametrize(
    ("text", "seconds", "voice", "confidence", "reason"),
    [
        ("Sful", 0.8, 0.64, 0.44, "a doubted scrap of sound"),
        ("No", 0.8, 0.95, 0.44, None),
        ("No", 0.8, 0.64, 0.8, None),
        ("Ro", 0.7, 0.71, 0.7, "a single word of a scrap of sound"),
        ("Right then", 0.8, 0.64, 0.7, None),
        ("it never came", 1.1, 0.64, 0.44, None),
        ("hello there", 2.0, 0.64, 0.44, None),
    ],
)
def test_a_short_sound_that_is_hardly_a_voice_needs_words_that_are_sure(
    text: str, seconds: float, voice: float, confidence: float, reason: str | None
) -> None:
    """A note of hold music is none; a short "no" is one, as are more words or longer ones."""
    assert WordGates().refuse(text, Sound(seconds, LOUD_DB, voice), confidence) == reason


def test_words_below_the_confidence_that_is_asked_for_do_not_count() -> None:
    """The setting is a gate like the others."""
    assert (
        WordGates(minimum_confidence=0.5).refuse("please send me the contract", Sound(2.0, LOUD_DB), 0.4) == "doubted"
    )


def test_whisper_segments_are_gated_by_two_measures_together() -> None:
    """No speech needs an unsure text beside it; a repeating text is refused by itself."""
    assert reject_segment(0.9, -1.4, 1.2) == "no speech"
    assert reject_segment(0.9, -0.3, 1.2) is None
    assert reject_segment(0.1, -1.4, 1.2) is None
    assert reject_segment(0.1, -0.3, 3.0) == "repeats itself"
