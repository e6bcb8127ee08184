"""Every sentence of a report names something of its call: shown on all written dialogues, read as their authors did."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assist.engine import Call, play
from assist.events import Event
from assist.feeds import closing, say
from assist.inputs import ActsRead, AffectRead, UtteranceHeard
from assist.names import FEELINGS, NEEDS
from assist.report.render import to_html
from assist.report.scorecard import Scorecard, scorecard
from assist.session import CallSession
from assist.settings import Settings
from assist.trial.course import timed
from phrasebank.corpus import MECHANISMS, CustomerRow
from phrasebank.dialogues import Dialogue, read_dialogues
from tests.report.test_render import Page
from tests.scripts import FakeWorkers, affect, hit

_VALENCE = {"neutral": 0.0, "gratitude": 0.7, "confusion": -0.2, "annoyance": -0.4, "anxiety": -0.5}
_QUOTE = re.compile("“([^”]+)”")
_NUMBER = re.compile(r"\d")


@pytest.fixture(scope="module")
def dialogues() -> list[Dialogue]:
    return read_dialogues()


def played(dialogue: Dialogue) -> tuple[list[UtteranceHeard], list[Event]]:
    """A dialogue through the real session, its readings as the authors labelled them."""
    readings: dict[str, AffectRead] = {}
    acts: dict[str, ActsRead] = {}
    for turn in dialogue.turns:
        if isinstance(turn, CustomerRow):
            valence = _VALENCE.get(turn.emotion, -0.7)
            readings[turn.text] = affect(turn.emotion, 0.9, valence, dict.fromkeys(turn.needs, 0.9))
        else:
            acts[turn.text] = ActsRead(
                utterance_id="",
                acts=dict.fromkeys(turn.acts, 0.9),
                answers=dict.fromkeys(turn.answers, 0.9),
                empathy=dict(zip(MECHANISMS, turn.epitome or (0, 0, 0), strict=True)),
            )
    events: list[Event] = []
    heard = timed(dialogue)
    call = Call(CallSession(dialogue.name, Settings()), events.append)
    play(call, closing(say(heard)), FakeWorkers(readings=readings, acts=acts, hits=(hit(),)))  # type: ignore[arg-type]
    return heard, events


def sentences(card: Scorecard) -> Iterator[str]:
    """The prose of a report."""
    for words in (card.went_well, card.to_try, card.balance):
        if words:
            yield words
    yield from (invite.text for invite in card.invites)
    yield from (one.text for one in card.follow_ups)


def named(sentence: str, said: str) -> bool:
    """Whether all that a sentence quotes was said or offered in the call; without a quote it holds a number."""
    quotes = [quote.rstrip(" …").rstrip(".,;:!?") for quote in _QUOTE.findall(sentence)]
    if quotes:
        return all(" ".join(quote.split()) in said for quote in quotes)
    return _NUMBER.search(sentence) is not None


def test_each_sentence_names_something_of_its_call(dialogues: list[Dialogue]) -> None:
    """In 170 written calls no sentence would fit another call as well."""
    for dialogue in dialogues:
        _, events = played(dialogue)
        card = scorecard(events)
        said = " ".join(" ".join(event.text.split()) for event in events if hasattr(event, "text"))
        assert not named("You did well today.", said)
        assert not named("You said “something else entirely”.", said)
        for sentence in sentences(card):
            assert named(sentence, said), (dialogue.name, sentence)
        for moment in card.moments:
            assert moment.quote in said
            assert moment.reasons


def test_each_call_has_both_lessons_or_its_balance_at_the_top(dialogues: list[Dialogue]) -> None:
    """What went well and what to try stand before anything else on the page."""
    for dialogue in dialogues[::17]:
        _, events = played(dialogue)
        text = Page(to_html(scorecard(events))).text
        assert 0 < text.index("Went well") < text.index("To try") < text.index("How the customer felt")


def test_a_call_with_an_insult_asks_nothing_of_the_agent(dialogues: list[Dialogue]) -> None:
    """The lesson of an abusive call quotes the insult, and no need is followed up."""
    abusive = [dialogue for dialogue in dialogues if any(_is_abuse(turn) for turn in dialogue.turns)]
    assert len(abusive) > 5
    for dialogue in abusive:
        card = scorecard(played(dialogue)[1])
        assert card.insults
        assert "about you" in (card.to_try or "") or "not yours to bear" in (card.to_try or "")
        assert not [one for one in card.follow_ups if one.kind == "open"]


def test_lessons_are_found_in_nearly_every_call(dialogues: list[Dialogue]) -> None:
    """An empty report helps nobody: nine in ten calls have something that went well."""
    cards = [scorecard(played(dialogue)[1]) for dialogue in dialogues[::3]]
    assert sum(card.went_well is not None for card in cards) >= 0.9 * len(cards)


def test_feelings_and_needs_have_words() -> None:
    """No identifier reaches a reader."""
    assert not [word for word in (*FEELINGS.values(), *NEEDS.values()) if "_" in word]


def _is_abuse(turn: object) -> bool:
    return isinstance(turn, CustomerRow) and turn.emotion == "abuse"
