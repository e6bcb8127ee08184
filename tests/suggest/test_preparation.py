"""Which words are read early, and when the card made from them is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.card_settings import SuggestSettings
from assist.events import Because, SuggestionOffered, UtteranceUpdated
from assist.suggest.preparation import Preparation, Prepared, begins, runs_on
from tests.suggest.test_ranking import moment

SETTINGS = SuggestSettings()
TURN_END = 0.45
WORDS = "it's been three weeks and nobody takes care of my refund"
CARD = SuggestionOffered(
    suggestion_id="",
    phrase_id="p1",
    text="I'll take it on.",
    cue="Take it on",
    emotion="anger",
    need="ownership",
    strategy="ownership",
    score=0.8,
    because=Because(quote=WORDS),
)


def partial(text: str, end: float, stable: str | None = None, name: str = "customer-1", confidence: float = 0.9):
    return UtteranceUpdated(
        utterance_id=name,
        speaker="customer",
        text=text,
        stable=text if stable is None else stable,
        start=0.0,
        end=end,
        confidence=confidence,
    )


def prepared(text: str = WORDS, end: float = 3.0, confidence: float = 0.9) -> Preparation:
    """A preparation that has a card for these words, which were read up to ``end`` seconds."""
    preparation = Preparation(SETTINGS, TURN_END)
    preparation.hear(0.0, 0.0, speech=True)
    draft = preparation.update(partial(text, end, confidence=confidence), end)
    assert draft is not None
    preparation.landed(Prepared(draft, moment(quote=text), CARD))
    return preparation


def test_words_that_will_not_change_are_read_when_enough_have_come():
    """And again when some more have; never two at a time."""
    preparation = Preparation(SETTINGS, TURN_END)
    assert preparation.update(partial(WORDS, 1.0, stable="it's been three weeks"), 1.0) is None
    first = preparation.update(partial(WORDS, 2.0, stable="it's been three weeks and nobody"), 2.0)
    assert first is not None
    assert (first.text, first.utterance_id) == ("it's been three weeks and nobody", "customer-1")
    assert preparation.update(partial(WORDS, 3.0), 3.0) is None
    preparation.landed(None)
    second = preparation.next(3.0)
    assert second is not None
    assert second.text == WORDS
    assert second.request_id != first.request_id


def test_a_pause_lets_all_words_be_read():
    """What was read of a silence that goes on is as good as final."""
    preparation = Preparation(SETTINGS, TURN_END)
    preparation.hear(2.9, 3.0, speech=False)
    draft = preparation.update(partial(WORDS, 3.0, stable=""), 3.1)
    assert draft is not None
    assert draft.text == WORDS


def test_a_hush_lets_the_latest_words_be_read():
    """All but the last, which may be half a word; a gap between words does not."""
    preparation = Preparation(SETTINGS, TURN_END)
    preparation.update(partial(WORDS, 3.0, stable=""), 3.0)
    assert preparation.hear(3.1, 3.13, speech=False) is None
    draft = preparation.hear(3.2, 3.23, speech=False)
    assert draft is not None
    assert draft.text == WORDS.removesuffix(" refund")


def test_a_reading_without_a_confidence_of_its_own_has_that_of_the_line():
    """Once an utterance has been heard well, the next is worth an early card."""
    for before, due in ((None, False), (0.9, True), (0.4, False)):
        preparation = Preparation(SETTINGS, TURN_END)
        if before is not None:
            preparation.finished("", before, 0.55)
        draft = preparation.update(partial(WORDS, 3.0, confidence=0.5), 3.0)
        assert draft is not None
        preparation.landed(Prepared(draft, moment(quote=WORDS), CARD))
        preparation.hear(3.1, 3.1, speech=False)
        assert (preparation.take(3.6, 0.55) is not None) == due


def test_a_card_from_all_words_is_due_after_a_short_silence():
    """Not while the customer speaks, nor in the pauses between words; and once."""
    preparation = prepared(end=3.2)
    assert preparation.take(3.1, 0.55) is None
    preparation.hear(3.1, 3.1, speech=False)
    assert preparation.take(3.2, 0.55) is None
    assert preparation.take(3.1 + SETTINGS.turn_pause_seconds, 0.55) is not None
    assert preparation.take(3.4, 0.55) is None


def test_a_card_from_nearly_all_words_is_due_when_the_turn_is_over():
    """Where the recogniser is late with the last of them."""
    preparation = prepared(end=3.0)
    preparation.hear(3.1, 3.1, speech=False)
    assert preparation.take(3.1 + SETTINGS.turn_pause_seconds, 0.55) is None
    assert preparation.take(3.1 + TURN_END, 0.55) is not None


def test_a_customer_who_goes_on_is_not_disturbed():
    """Speech after the pause takes the moment back."""
    preparation = prepared()
    preparation.hear(3.1, 3.1, speech=False)
    preparation.hear(3.2, 3.2, speech=True)
    assert preparation.take(9.0, 0.55) is None


@pytest.mark.parametrize(
    "latest",
    [
        partial(f"{WORDS} and now my landlord wants his money", 4.0),
        partial(f"{WORDS} because", 4.0),
        partial("somebody takes care of my refund", 4.0),
        partial(WORDS, 4.0, confidence=0.3),
        partial(WORDS, 2.0),
        partial("hello", 4.0, name="customer-2"),
    ],
    ids=["more words", "a running sentence", "other words", "doubtful words", "too much unheard", "another utterance"],
)
def test_a_card_for_other_words_is_not_due(latest):
    """It must have been made from nearly all that was said, and the words be sure."""
    preparation = prepared()
    preparation.update(latest, 4.0)
    preparation.hear(4.0, 4.0, speech=False)
    assert preparation.take(4.5, 0.55) is None


def test_final_words_take_its_place():
    """What follows from them is made anew."""
    preparation = prepared()
    preparation.hear(3.1, 3.1, speech=False)
    preparation.finished("", 0.9, 0.55)
    assert preparation.take(3.5, 0.55) is None


def test_a_card_made_from_nearly_all_final_words_is_there_with_them():
    """Not where there is more to them, where they say something else, or where they are in doubt."""
    assert prepared().finished(f"{WORDS} honestly.", 0.9, 0.55) is not None
    assert prepared().finished(f"{WORDS} and now you charge me again", 0.9, 0.55) is None
    assert prepared().finished("it's been fine", 0.9, 0.55) is None
    assert prepared().finished(WORDS, 0.4, 0.55) is None


def test_an_answer_for_an_utterance_that_is_over_is_dropped():
    """And the next one may be read again."""
    preparation = Preparation(SETTINGS, TURN_END)
    draft = preparation.update(partial(WORDS, 3.0), 3.0)
    assert draft is not None
    assert preparation.in_flight(draft.request_id) == draft
    preparation.finished("", 0.9, 0.55)
    preparation.landed(Prepared(draft, moment(), CARD))
    preparation.hear(3.1, 3.1, speech=False)
    assert preparation.take(4.0, 0.55) is None
    assert preparation.update(partial(WORDS, 8.0, name="customer-2"), 8.0) is not None


def test_nothing_is_prepared_where_that_is_switched_off():
    """No work at all."""
    assert Preparation(SuggestSettings(prepare=False), TURN_END).update(partial(WORDS, 3.0), 3.0) is None


@pytest.mark.parametrize("text", ["i have been waiting for the", "and then um", "it broke,", "so I thought...", ""])
def test_some_words_end_no_sentence(text):
    """A pause after them is no end of a turn."""
    assert runs_on(text)
    assert not runs_on("nobody ever called me back.")


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_a_beginning_is_recognised(words, kept, spare):
    """Whatever the words: a prefix with few enough words after it, marks and case aside."""
    start = [word.upper() for word in words[:kept]]
    assert begins(" ".join(words), ", ".join(start), spare) == (len(words) - len(start) <= spare)
