"""A whole call, from inputs to events, without audio, model or window."""

from dataclasses import replace

import pytest

from assist import events as ev
from assist.commands import AcceptSuggestion, ReadAffect
from assist.inputs import (
    ActsRead,
    AgentDid,
    AudioEnded,
    BankSearched,
    CallClosed,
    CallOpened,
    RecognizerChosen,
    UtteranceHeard,
)
from assist.session import CallSession
from assist.settings import AffectSettings, Settings, SuggestSettings
from tests.scripts import FakeWorkers, affect, hit, of, run, turn, windows

OPENED = CallOpened(source="a test", started_at="2026-01-01T00:00:00+00:00")
ANGRY = affect("anger", needs={"ownership": 0.9})
CALL = [
    OPENED,
    turn("agent", 0.0, "good morning how can i help"),
    turn("customer", 3.0, "nobody takes care of my refund"),
    turn("agent", 7.0, "i'll look into the refund myself and call you on friday"),
    turn("customer", 12.0, "thank you so much goodbye"),
    AudioEnded(at=14.0),
    CallClosed(at=14.0, reason="audio ended"),
]
WORKERS = {
    "readings": {
        "nobody takes care of my refund": ANGRY,
        "thank you so much goodbye": affect("gratitude", valence=0.8),
    },
    "acts": {
        "i'll look into the refund myself and call you on friday": ActsRead(
            utterance_id="", acts={"ownership": 0.9, "apology": 0.6}, answers={"ownership": 0.8}, card_similarity=0.9
        )
    },
    "hits": (hit(), hit("p2", strategy="validation")),
}


def test_a_call_is_understood():
    """Feeling and need of the customer, a card with its reason, the agent's answer, the thanks."""
    told = run(CALL, FakeWorkers(**WORKERS))
    assert [event.emotion for event in of(told, ev.EmotionChanged)] == ["anger", "gratitude"]
    (raised,), (met,) = of(told, ev.NeedRaised), of(told, ev.NeedMet)
    assert (raised.need, raised.evidence.quote) == ("ownership", "nobody takes care of my refund")
    assert met.evidence.quote.startswith("i'll look into")
    (card,) = of(told, ev.SuggestionOffered)
    assert card.because.quote == "nobody takes care of my refund"
    assert of(told, ev.SuggestionSpoken)[0].suggestion_id == card.suggestion_id
    assert [event.phase for event in of(told, ev.PhaseChanged)] == ["opening", "discovery", "resolution", "closing"]
    assert isinstance(told[-1], ev.CallEnded)


def test_events_are_numbered_and_in_time():
    """Seq 1, 2, 3 ...; at never runs backwards; all of one call."""
    told = run(CALL, FakeWorkers(**WORKERS))
    assert [event.seq for event in told] == list(range(1, len(told) + 1))
    assert [event.at for event in told] == sorted(event.at for event in told)
    assert {event.call_id for event in told} == {"call"}


def test_the_same_inputs_give_the_same_events():
    """A session is a function of its inputs."""
    assert run(CALL, FakeWorkers(**WORKERS)) == run(CALL, FakeWorkers(**WORKERS))


def test_a_heard_call_gives_words_and_a_card():
    """Voice activity, words, feeling, card: in this order, where nothing is prepared."""
    lines = windows("customer", [(1.0, 3.0)], 5.0)
    workers = FakeWorkers(words={"customer-1": "nobody takes care of my refund"}, **WORKERS)
    unprepared = Settings(suggest=SuggestSettings(prepare=False))
    told = run([OPENED, *lines, AudioEnded(at=5.0), CallClosed(at=5.0, reason="audio ended")], workers, unprepared)
    kinds = [type(event) for event in told]
    story = [
        ev.SpeechStarted,
        ev.SpeechEnded,
        ev.UtteranceFinished,
        ev.EmotionChanged,
        ev.NeedRaised,
        ev.SuggestionOffered,
    ]
    assert [kind for kind in kinds if kind in story] == story


def test_words_the_recogniser_doubts_are_shown_and_not_interpreted():
    """Garbage in, silence out: no emotion, no card, no work."""
    lines = windows("customer", [(1.0, 3.0)], 5.0)
    workers = FakeWorkers(words={"customer-1": "nobody takes care of my refund"}, confidence=0.3, **WORKERS)
    told = run([OPENED, *lines, AudioEnded(at=5.0)], workers)
    assert of(told, ev.UtteranceFinished)
    assert not of(told, ev.EmotionChanged)
    assert not of(told, ev.SuggestionOffered)
    assert not [command for command in workers.performed if isinstance(command, ReadAffect) and not command.early]


def test_abuse_is_flagged_and_gets_a_boundary():
    """Never an empathy card."""
    boundary = hit("boundary", emotions=("abuse",), needs=(), similarity=0.7)
    workers = FakeWorkers(readings={"you are an idiot": affect("abuse", 0.9)}, hits=(hit(), boundary))
    told = run([OPENED, turn("customer", 1.0, "you are an idiot")], workers)
    assert of(told, ev.AbuseFlagged)[0].evidence.quote == "you are an idiot"
    assert [card.phrase_id for card in of(told, ev.SuggestionOffered)] == ["boundary"]


def test_doubtful_abuse_is_no_abuse():
    """Below its floor nothing is flagged and nothing shown."""
    workers = FakeWorkers(readings={"you are an idiot": affect("abuse", 0.5)}, hits=(hit("b", emotions=("abuse",)),))
    told = run(
        [OPENED, turn("customer", 1.0, "you are an idiot")], workers, Settings(affect=AffectSettings(abuse_floor=0.6))
    )
    assert not of(told, ev.AbuseFlagged)
    assert not of(told, ev.SuggestionOffered)


def test_an_accepted_card_does_not_expire():
    """The agent's gesture is told and remembered."""
    accept = AgentDid(at=6.0, command=AcceptSuggestion(suggestion_id="suggestion-1", phrase_id="p1"))
    told = run([*CALL[:3], accept, turn("agent", 30.0, "so"), CallClosed(at=60.0, reason="x")], FakeWorkers(**WORKERS))
    assert of(told, ev.SuggestionAccepted)
    assert not of(told, ev.SuggestionExpired)


def test_an_open_card_leaves_with_the_call():
    """Nothing is left hanging when the call is over."""
    told = run([*CALL[:3], CallClosed(at=8.0, reason="x")], FakeWorkers(**WORKERS))
    assert of(told, ev.SuggestionExpired)[0].reason == "call_ended"
    assert isinstance(told[-1], ev.CallEnded)


def test_facts_about_the_engine_are_told():
    """The recogniser in use, with the sentence why."""
    chosen = RecognizerChosen(recognizer="pocketsphinx", model="en-us", reduced_accuracy=True, reason="why")
    told = run([OPENED, chosen], FakeWorkers())
    assert of(told, ev.RecognizerChanged)[0].reason == "why"


def test_time_never_runs_backwards():
    """An input stamped late does not turn the call's time back."""
    told = run(
        [OPENED, turn("customer", 5.0, "hello there"), replace(turn("agent", 1.0, "hello"), at=1.0)], FakeWorkers()
    )
    assert [event.at for event in told] == sorted(event.at for event in told)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_turn_without_words_is_not_read(text):
    """Empty text raises nothing and asks for nothing."""
    workers = FakeWorkers()
    run([OPENED, UtteranceHeard(at=1.0, speaker="customer", start=0.0, end=1.0, text=text.strip())], workers)
    assert workers.performed == []


def test_a_card_that_comes_after_the_agent_has_replied_is_not_shown():
    """The agent spoke before the bank had answered; when they stop, the moment is gone."""
    session = CallSession("call", Settings())
    session.feed(OPENED)
    read = session.feed(turn("customer", 3.0, "nobody takes care of my refund")).commands[0]
    (search,) = session.feed(replace(ANGRY, at=5.1, utterance_id=read.utterance_id)).commands
    session.feed(turn("agent", 5.2, "let me see what i can do for you", seconds=1.5))
    late = session.feed(BankSearched(at=6.8, request_id=search.request_id, hits=(hit(),)))
    assert not of(late.events, ev.SuggestionOffered)


def test_the_mood_is_told_after_every_reading():
    """Also where the label stays, and with the utterance it belongs to."""
    told = run(CALL, FakeWorkers(**WORKERS))
    moods = of(told, ev.MoodTracked)
    assert [mood.utterance_id for mood in moods] == ["customer-2", "customer-4"]
    assert moods[0].valence < 0.0 < moods[1].valence


def test_a_nudge_is_told_with_its_words():
    """A call that was heard: the agent falls silent, and nothing was announced."""
    lines = [*windows("customer", [(1.0, 3.0)], 20.0), *windows("agent", [], 20.0)]
    lines.sort(key=lambda scored: scored.at)
    workers = FakeWorkers(words={"customer-1": "where is the refund"})
    (nudge,) = of(run([OPENED, *lines], workers), ev.NudgeGiven)
    assert (nudge.kind, nudge.evidence.quote) == ("dead_air", "where is the refund")
    assert 13.0 < nudge.at < 14.0


def test_an_expert_gets_half_the_cards():
    """The cap follows the level."""
    angry = [turn("customer", 100.0 * number, "nobody takes care of my refund") for number in range(1, 7)]
    hits = tuple(hit(f"p{number}") for number in range(9))
    cards = {}
    for level in ("standard", "expert"):
        rules = SuggestSettings(level=level, cap=4, cap_window_seconds=10_000.0)
        workers = FakeWorkers(readings=WORKERS["readings"], hits=hits)
        cards[level] = len(of(run([OPENED, *angry], workers, Settings(suggest=rules)), ev.SuggestionOffered))
    assert cards == {"standard": 4, "expert": 2}
