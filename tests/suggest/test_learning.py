"""What a call leaves for later ones, and what it takes from earlier ones."""

from pathlib import Path

import pytest

from assist import events as ev
from assist.commands import RejectSuggestion, SearchBank, ShowSuggestion
from assist.engine import Call, play
from assist.events import Event
from assist.inputs import AgentDid, BankSearched, CallClosed
from assist.session import CallSession
from assist.settings import Settings
from assist.suggest.history import CardHistory
from assist.suggest.learning import Learning
from assist.wire.codec import decode_input, encode
from phrasebank.outcomes import OutcomeStore
from phrasebank.review import ReviewFile
from tests.scripts import FakeWorkers, affect, hit, turn
from tests.test_session import ANGRY, CALL, WORKERS

DAY = "2026-03-02"
SEARCH = SearchBank(request_id="customer-1", query="x", emotion="anger", needs={"ownership": 0.9}, phase="discovery")


def learning(folder: Path) -> Learning:
    return Learning(folder / "outcomes.db", folder / "review.jsonl", DAY)


def lived(items, learner: Learning, workers: FakeWorkers | None = None) -> list[Event]:
    """The call of these items, learned from."""
    told: list[Event] = []
    call = Call(CallSession("call", Settings()), told.append, learner=learner)
    play(call, items, workers or FakeWorkers(**WORKERS))  # type: ignore[arg-type]
    call.close()
    return told


def test_a_card_that_was_said_is_kept_with_the_mood_after_it(tmp_path):
    """Its cell, its fate, and how the customer felt before and after."""
    lived([*CALL[:4], turn("customer", 12.0, "thank you so much goodbye"), CALL[-1]], learning(tmp_path))
    (outcome,) = OutcomeStore(tmp_path / "outcomes.db").outcomes()
    assert (outcome.call_id, outcome.phrase_id, outcome.emotion, outcome.need) == ("call", "p1", "anger", "ownership")
    assert (outcome.day, outcome.result, outcome.useful) == (DAY, "spoken", True)
    assert outcome.valence_change is not None
    assert outcome.valence_change > 0.5


def test_a_card_that_was_left_counts_against_it_once_it_was_seen(tmp_path):
    """Shown and expired."""
    shown = AgentDid(at=5.5, command=ShowSuggestion(suggestion_id="suggestion-1", phrase_id="p1"))
    lived([*CALL[:3], shown, CallClosed(at=60.0, reason="x")], learning(tmp_path))
    (outcome,) = OutcomeStore(tmp_path / "outcomes.db").outcomes()
    assert (outcome.shown, outcome.result, outcome.useful) == (True, "expired", False)


def test_where_no_words_are_kept_none_are_kept_for_review(tmp_path):
    """What became of the card is still learned."""
    rejected = AgentDid(at=6.0, command=RejectSuggestion(suggestion_id="suggestion-1", phrase_id="p2"))
    lived([*CALL[:3], rejected], Learning(tmp_path / "outcomes.db", None, DAY))
    assert not (tmp_path / "review.jsonl").exists()
    (outcome,) = OutcomeStore(tmp_path / "outcomes.db").outcomes()
    assert outcome.result == "rejected"


def test_not_this_keeps_the_words_for_review(tmp_path):
    """With the phrase and the call, at once and not when the call is over."""
    rejected = AgentDid(at=6.0, command=RejectSuggestion(suggestion_id="suggestion-1", phrase_id="p2"))
    lived([*CALL[:3], rejected], learning(tmp_path))
    (objection,) = ReviewFile(tmp_path / "review.jsonl").objections()
    assert (objection.phrase_id, objection.quote) == ("p2", "nobody takes care of my refund")
    (outcome,) = OutcomeStore(tmp_path / "outcomes.db").outcomes()
    assert (outcome.phrase_id, outcome.result) == ("p2", "rejected")


def test_the_mood_is_that_of_the_second_turn_after_the_card():
    """Later ones say more about what came later."""
    history = CardHistory(DAY)
    card = ev.SuggestionOffered(
        suggestion_id="suggestion-1", phrase_id="p1", text="x", cue="x", emotion="anger", need="", strategy="inform",
        score=0.8, because=ev.Because(quote="x", utterance_id="customer-1"),
    )  # fmt: skip
    history.follow(card)
    for number, valence in enumerate([-0.6, -0.5, -0.1, 0.7], start=1):
        history.follow(ev.MoodTracked(utterance_id=f"customer-{number}", valence=valence, arousal=0.0, trend="steady"))
    (outcome,) = history.outcomes()
    assert (outcome.valence, outcome.valence_after) == (-0.6, -0.1)


def test_a_later_call_knows_what_became_of_earlier_cards(tmp_path):
    """Each hit carries its counts; what this call adds is for the next one."""
    first = learning(tmp_path)
    assert first.recall([hit("p1")], SEARCH) == (hit("p1"),)
    lived(CALL, first)
    assert first.recall([hit("p1")], SEARCH) == (hit("p1"),)
    known, new = learning(tmp_path).recall([hit("p1"), hit("p9")], SEARCH)
    assert known.record is not None
    assert new.record is not None
    assert (known.record.useful, known.record.useless, known.record.today) == (1.0, 0.0, 1)
    assert (new.record.useful, new.record.expected) == (0.0, known.record.expected)


@pytest.mark.parametrize("name", ["outcomes.db", "review.jsonl"])
def test_files_that_cannot_be_used_cost_the_experience_and_not_the_call(tmp_path, name, caplog):
    """The same events, and one sentence each in the log."""
    rejected = AgentDid(at=6.0, command=RejectSuggestion(suggestion_id="suggestion-1", phrase_id="p1"))
    items = [*CALL[:3], rejected, *CALL[4:]]
    well = lived(items, learning(tmp_path / "well"))
    (tmp_path / "ill" / name).mkdir(parents=True)
    assert lived(items, learning(tmp_path / "ill")) == well
    assert name in caplog.text


def test_what_a_call_knew_is_in_its_journal(tmp_path):
    """So that it replays on any other machine."""
    lived(CALL, learning(tmp_path))
    searched = BankSearched(request_id="customer-1", hits=learning(tmp_path).recall([hit("p1"), hit("p2")], SEARCH))
    assert decode_input(encode(searched)) == searched


def test_the_same_call_with_the_same_experience_goes_the_same_way(tmp_path):
    """Though chance tries new phrases."""
    lived(CALL, learning(tmp_path))
    hits = tuple(hit(f"p{number}", similarity=0.6 + number / 1000) for number in range(9))
    runs = []
    for _ in range(2):
        experience = learning(tmp_path)
        workers = FakeWorkers(
            readings={CALL[2].text: ANGRY, "": affect("neutral")}, hits=experience.recall(hits, SEARCH)
        )
        told: list[Event] = []
        play(Call(CallSession("another call", Settings()), told.append), CALL, workers)  # type: ignore[arg-type]
        runs.append(told)
    assert runs[0] == runs[1]
    (card,) = [event for event in runs[0] if isinstance(event, ev.SuggestionOffered)]
    assert "prior" in card.because.parts
