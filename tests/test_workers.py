"""The reader's answers about cards: what was said of them, and what is known of phrases."""

from dataclasses import replace

import numpy as np
import pytest

from assist.audio.ring import Ring
from assist.commands import ReadActs, SearchBank, Transcribe
from assist.inputs import TrackRecord, WorkFailed
from assist.scale import AffectScale, WordsDone
from assist.settings import Settings
from assist.speech.transcriber import Hypothesis, Word
from assist.workers import Workers
from tests.scripts import hit

KNOWN = TrackRecord(useful=3.0, useless=1.0, expected=0.5, today=0)
SEARCH = SearchBank(request_id="customer-1", query="x", emotion="anger", needs={}, phase="discovery")


class WordLanguage:
    """Likeness is the share of the card's words that were said."""

    scale = AffectScale(circumplex={})

    def customer(self, text, context=()):
        return {"neutral": 1.0}, {}

    def agent(self, text):
        return WordsDone(acts={}, answers={}, empathy={})

    def likeness(self, text, card):
        return len(set(text.split()) & set(card.split())) / len(set(card.split()))

    def search(self, command):
        return (hit("p1"),)


class Experienced:
    """Knows the same of every phrase."""

    def recall(self, hits, command):
        return tuple(replace(found, record=KNOWN) for found in hits)


def read(text: str, before: str = ""):
    card = {"own": "i will call you on friday", "other": "what would help you most"}
    command = ReadActs(utterance_id="agent-1", text=text, open_card=card, before=before)
    return Workers(WordLanguage(), Settings()).perform(command)


def test_the_most_like_phrase_of_the_card_is_named():
    """Its own, or an alternate."""
    assert (read("what would help you").card_phrase, read("what would help you").card_similarity) == ("other", 0.8)
    assert read("i will call").card_phrase == "own"


def test_a_phrase_may_fall_into_two_utterances():
    """What was said just before belongs to it, where that makes it more like the card."""
    assert read("you on friday").card_similarity == 0.5
    assert read("you on friday", before="i will call").card_similarity == 1.0
    assert read("i will call you on friday", before="so").card_similarity == 1.0


def test_without_a_card_nothing_is_like_it():
    """And no phrase is named."""
    answer = Workers(WordLanguage(), Settings()).perform(ReadActs(utterance_id="agent-1", text="hello"))
    assert (answer.card_phrase, answer.card_similarity) == ("", 0.0)


def test_hits_carry_what_is_known_of_them():
    """Where the call has any experience."""
    assert Workers(WordLanguage(), Settings()).perform(SEARCH).hits == (hit("p1"),)
    experienced = Workers(WordLanguage(), Settings(), experience=Experienced())
    assert experienced.perform(SEARCH).hits == (hit("p1", record=KNOWN),)


class TimedWords:
    """A recogniser that hears one word a second, each in the second's middle."""

    name = model = "timed"
    reduced_accuracy = False

    def __init__(self):
        self.asked = []

    def transcribe(self, utterance_id, samples, *, final, prompt="", effort="full"):
        self.asked.append((prompt, effort))
        seconds = len(samples) // 16_000
        words = tuple(Word(f"w{number}", number + 0.4, number + 0.6, 0.9) for number in range(seconds))
        return Hypothesis(" ".join(word.text for word in words), 0.9, words, model="small")


def transcribe(command, kept=60.0):
    ring = Ring(kept)
    ring.append(np.full(30 * 16_000, 0.1, np.float32))
    reader = TimedWords()
    return Workers(WordLanguage(), Settings(), reader, {"customer": ring}).perform(command), reader


def ask(**more):
    return Transcribe(utterance_id="customer-1", speaker="customer", revision=1, start=5.0, end=9.0, final=True, **more)


def test_a_reading_is_given_its_prompt_and_its_effort():
    """And its answer says which model read it."""
    answer, reader = transcribe(ask(prompt="hello", effort="one_beam"))
    assert reader.asked == [("hello", "one_beam")]
    assert (answer.text, answer.model, answer.unread_seconds) == ("w0 w1 w2 w3", "small", 0.0)


def test_what_lies_beyond_a_seam_is_heard_and_left_out():
    """A second before and after: of six words the middle four."""
    answer, _ = transcribe(ask(lead_seconds=1.0, tail_seconds=1.0))
    assert answer.text == "w1 w2 w3 w4"


@pytest.mark.parametrize(("kept", "unread", "text"), [(60.0, 0.0, "w0 w1 w2 w3"), (23.0, 2.0, "w0 w1"), (5.0, 4.0, "")])
def test_sound_that_is_no_longer_kept_is_counted(kept, unread, text):
    """What is left is read; nothing is silently short."""
    answer, _ = transcribe(ask(), kept)
    assert (answer.unread_seconds, answer.text) == (unread, text)


def test_a_worker_that_fails_in_a_way_nobody_thought_of_answers_too(caplog):
    """A worker that died would never answer again, and the call would not end: it says so in a sentence."""

    class Broken(WordLanguage):
        def agent(self, text):
            raise KeyError("no such head")

    command = ReadActs(utterance_id="agent-1", text="hello", open_card={})
    failed = Workers(Broken(), Settings()).perform(command)
    assert failed == WorkFailed(request="agent-1", reason="agent-1 could not be read (KeyError('no such head')).")
    assert "Traceback" not in caplog.text
