"""The reader's answers about cards: what was said of them, and what is known of phrases."""

from dataclasses import replace

from assist.commands import ReadActs, SearchBank
from assist.inputs import TrackRecord
from assist.scale import AffectScale, WordsDone
from assist.settings import Settings
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
