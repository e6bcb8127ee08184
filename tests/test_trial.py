"""The trial of the ledger: a written call through a session, and the counts by hand."""

from dataclasses import replace

import pytest

from assist.inputs import ActsRead
from assist.settings import Settings
from assist.trial.course import Course, follow, timed
from assist.trial.learned import LearnedReader
from assist.trial.ledger import described
from assist.trial.questions import (
    Count,
    closed_at_all,
    closed_at_turn,
    closed_if_open,
    idle_turns,
    left_open,
    raised_at_turn,
    raised_while_it_lasts,
)
from phrasebank.corpus import AgentRow, CustomerRow
from phrasebank.dialogues import Dialogue, LedgerEntry
from phrasebank.evaluation.report import Figure
from tests.scripts import FakeWorkers, affect

CALL = Dialogue(
    "made-up",
    (
        CustomerRow("where is my parcel it was due on monday", "annoyance", ("certainty",), real=False),
        AgentRow("i understand", (), ()),
        CustomerRow("and nobody listens to me when i ring you", "annoyance", ("heard",), real=False),
        AgentRow("it will be with you on friday before noon", ("commitment",), ("certainty",)),
        CustomerRow("okay bye", "neutral", (), real=False),
    ),
    (LedgerEntry("certainty", 0, (), 3), LedgerEntry("heard", 2, (), None)),
)


def test_a_written_call_runs_as_a_call_of_typed_turns() -> None:
    """Needs are shown and met at the turns whose words do so; the rest is open at the end."""
    readings = {
        CALL.turns[0].text: affect("annoyance", needs={"certainty": 0.9}),
        CALL.turns[2].text: affect("annoyance", needs={"heard": 0.9}),
    }
    acts = {CALL.turns[3].text: ActsRead(utterance_id="", acts={}, answers={"certainty": 0.9})}
    course = follow(CALL, FakeWorkers(readings=readings, acts=acts), Settings())
    assert course == Course((("certainty", 0), ("heard", 2)), (("certainty", 3),), frozenset({"heard"}))


def test_a_need_not_repeated_passes() -> None:
    """A call that goes on for longer than a need stays open does not end with it open."""
    filler = CustomerRow("yes", "neutral", (), real=False)
    long = replace(CALL, turns=(CALL.turns[0], *(filler,) * 200), ledger=())
    readings = {CALL.turns[0].text: affect("annoyance", needs={"certainty": 0.9})}
    course = follow(long, FakeWorkers(readings=readings), Settings())
    assert timed(long)[-1].end > Settings().affect.need_open_seconds
    assert course.shown == (("certainty", 0),)
    assert not course.left_open


def test_a_perfect_course_has_nothing_wrong() -> None:
    """Every question counts all as right; the empty reply closes nothing."""
    course = Course((("certainty", 0), ("heard", 2)), (("certainty", 3),), frozenset({"heard"}))
    assert raised_at_turn(CALL, course) == Count(2, 2, 2, 2)
    assert raised_while_it_lasts(CALL, course) == Count(2, 2, 2, 2)
    for question in (closed_at_turn, closed_at_all, closed_if_open, left_open):
        assert question(CALL, course) == Count(1, 1, 1, 1)
    assert idle_turns(CALL, course) == (1, 0)


def test_a_faulty_course_is_counted_fault_by_fault() -> None:
    """Raised late, closed by an empty reply, raised where nothing was."""
    course = Course((("certainty", 0), ("heard", 4), ("speed", 4)), (("certainty", 1),), frozenset({"heard", "speed"}))
    assert raised_at_turn(CALL, course) == Count(1, 3, 1, 2)
    assert raised_while_it_lasts(CALL, course) == Count(2, 3, 2, 2)
    assert closed_at_turn(CALL, course) == Count(0, 1, 0, 1)
    assert closed_at_all(CALL, course) == Count(1, 1, 1, 1)
    assert closed_if_open(CALL, course) == Count(0, 1, 0, 0)
    assert left_open(CALL, course) == Count(1, 2, 1, 1)
    assert idle_turns(CALL, course) == (1, 1)


def test_a_baseline_reads_the_written_words() -> None:
    """What was read beforehand is found again by the turn, also where the session has left a name out."""
    call = replace(CALL, turns=(CustomerRow("my name is joanna pike", "neutral", (), real=False), *CALL.turns[1:]))
    shown = {turn.text: ("certainty",) if place == 0 else () for place, turn in enumerate(call.turns)}
    answers = {turn.text: turn.answers for turn in call.turns if isinstance(turn, AgentRow)}
    course = follow(call, LearnedReader(shown, answers, call), Settings())
    assert course == Course((("certainty", 0),), (("certainty", 3),), frozenset())


def test_the_section_adds_up_calls() -> None:
    """Precision, recall and F1 over all calls, the first reader's beside the F1 of others."""
    right = Course((("certainty", 0), ("heard", 2)), (("certainty", 3),), frozenset({"heard"}))
    nothing = Course((), (), frozenset())
    courses = {"ours": [right, nothing], "other": [right, right]}
    ledger, perfunctory = described([CALL, CALL], courses).tables
    row = dict(zip(ledger.columns, dict(ledger.rows)["raised, at the turn"], strict=True))
    assert (row["true"], row["found"]) == (4, 2)
    values = {name: cell.value for name, cell in row.items() if isinstance(cell, Figure)}
    assert values == {"precision": 1.0, "recall": 0.5, "F1, ours": pytest.approx(2 / 3), "F1, other": 1.0}
    assert dict(perfunctory.rows)["ours"][0] == 1
