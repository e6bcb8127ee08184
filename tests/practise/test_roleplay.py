"""A role play on a real session: reading, going back, looking back."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.events import CallEnded, CallStarted, Event, NeedMet, SuggestionOffered
from assist.journal import read_journal
from assist.practise.lines import load_stock
from assist.practise.loading import bundled_scenarios
from assist.practise.outcome import Debrief
from assist.practise.roleplay import RolePlay
from assist.practise.scenario import Scenario
from assist.practise.wiring import Studio, practice_folder
from assist.settings import JournalSettings, Settings
from tests.practise.plays import PlayReader, scenario, stock
from tests.scripts import of

SCENARIOS = bundled_scenarios()


def settings(folder: Path, **changes: object) -> Settings:
    """Settings whose calls lie in this folder."""
    return Settings(journal=JournalSettings(folder=str(folder / "calls"), **changes))


def studio(folder: Path, **changes: object) -> Studio:
    """A studio with readers by table."""
    return Studio(settings(folder, **changes), reader=PlayReader(), stock=stock())


def begun(folder: Path) -> tuple[Studio, RolePlay]:
    """A small role play at its beginning."""
    made = studio(folder)
    return made, made.play(scenario())


def test_both_sides_go_through_the_session(tmp_path: Path) -> None:
    """Needs are raised by the customer's words and met by the agent's, as the session tells it."""
    _, play = begun(tmp_path)
    play.answer("nothing much here")
    assert play.exchanges[1].customer == "heard-voiced-1"
    reply = play.answer("I see validation heard-answer")
    assert reply.met == ("heard",)
    assert [event.need for event in of(play.events, NeedMet)] == ["heard"]
    assert len(of(play.events, SuggestionOffered)) >= 1


def test_thinking_takes_no_time(tmp_path: Path) -> None:
    """The call's time is that of the words: a slow typist has no dead air in the report."""
    _, play = begun(tmp_path)
    play.answer("so here is a sentence of eight words")
    assert play.stage.now < 10.0


def test_a_line_can_be_tried_again(tmp_path: Path) -> None:
    """Going back brings customer and session to where they were; what was said after is forgotten by both."""
    _, play = begun(tmp_path)
    play.answer("nothing much here")
    before = play.state
    told = len(play.events)
    play.answer("You should have known")
    assert play.state.temper < before.temper
    assert play.again(1) == "heard-voiced-1"
    assert play.state == before
    assert len(play.events) == told
    assert len(of(play.events, CallStarted)) == 1
    assert play.answer("I see validation heard-answer").met == ("heard",)


def test_going_back_after_the_end_reopens_the_call(tmp_path: Path) -> None:
    """The ending is not the end of practising."""
    made, play = begun(tmp_path)
    play.answer("nothing much here")
    play.leave()
    made.close(play)
    play.again(0)
    assert not play.over
    assert play.answer("I see validation heard-answer active_listening").met == ("heard",)


def test_the_record_lies_apart_and_is_a_whole_call(tmp_path: Path) -> None:
    """Journal and report are in the practice folder, never among the calls."""
    made, play = begun(tmp_path)
    play.answer("I see validation heard-answer")
    play.leave()
    _, page = made.close(play)
    assert page is not None
    assert page.parent.parent == practice_folder(settings(tmp_path)) == tmp_path / "practice"
    assert not (tmp_path / "calls").exists()
    recorded = read_journal(page.parent / "call.journal")
    assert recorded.events == tuple(play.events)
    assert isinstance(recorded.events[-1], CallEnded)


def test_nothing_is_kept_where_calls_are_not(tmp_path: Path) -> None:
    """Who keeps no calls keeps no role plays."""
    made = studio(tmp_path, keep_days=0)
    play = made.play(scenario())
    play.leave()
    outcome, page = made.close(play)
    assert page is None
    assert outcome.ending == "partly"
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written_costs_no_lesson(tmp_path: Path) -> None:
    """There is no page, and all else is told."""
    made, play = begun(tmp_path)
    play.answer("nothing much here")
    play.leave()
    (folder,) = practice_folder(settings(tmp_path)).iterdir()
    (folder / "report.json").mkdir()
    outcome, page = made.close(play)
    assert page is None
    assert outcome.lessons


def test_what_was_kept_before_is_deleted_too(tmp_path: Path) -> None:
    """Role plays of a time in which calls were kept go when they are kept no more."""
    _, play = begun(tmp_path)
    play.leave()
    assert list(practice_folder(settings(tmp_path)).iterdir())
    studio(tmp_path, keep_days=0)
    assert not list(practice_folder(settings(tmp_path)).iterdir())


def test_silence_is_an_answer_too(tmp_path: Path) -> None:
    """Saying nothing is read as silence and takes a while."""
    _, play = begun(tmp_path)
    now = play.stage.now
    assert play.answer("  ").missteps == ("silence",)
    assert play.exchanges[0].agent == ""
    assert play.stage.now > now + 5.0


def test_looking_back_names_what_would_have_been_better(tmp_path: Path) -> None:
    """Each missed turn has the words of both, what it did, why, a phrase, and the writer's example once a need."""
    made, play = begun(tmp_path)
    play.answer("nothing much here")
    play.answer("You should have known that")
    play.answer("I see validation heard-answer")
    play.leave()
    outcome, _ = made.close(play)
    first, second = outcome.lessons
    assert (first.number, first.customer, first.agent) == (0, "opening", "nothing much here")
    assert first.phrase == "I'll look into this myself."
    assert not first.shown
    assert first.example == "heard-answer"
    assert "fault on the customer" in second.what
    assert second.example == ""
    assert "taken in what they said" in second.why
    assert outcome.best == ("beat-blame", "I see validation heard-answer")
    assert outcome.met == (("Being heard", "I see validation heard-answer"),)
    assert outcome.unmet == ("Certainty",)
    assert outcome.hidden == ("Safety",)


def test_events_are_told_as_they_happen(tmp_path: Path) -> None:
    """Whoever listens gets the same events as the record, in order."""
    heard: list[Event] = []
    play = Studio(settings(tmp_path), publish=heard.append, reader=PlayReader(), stock=stock()).play(scenario())
    play.leave()
    assert heard == play.events


# --- the real reader ---

RUDE = (
    "I understand.",
    "You need to calm down, that is our policy.",
    "You should have thought of that before.",
    "As I said, there is nothing I can do.",
    "Right.",
    "Try our website.",
    "It is what it is.",
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio with the real encoder, heads and bank."""
    return Studio(settings(tmp_path_factory.mktemp("real"), keep_days=0))


def good_agent(play: RolePlay) -> None:
    """Answers as the scenario's writer would; asks when nothing is left open."""
    while not play.over:
        left = [want for want in play.scenario.wants if want.need not in play.state.met]
        still_open = play.state.open
        if still_open:
            play.answer(play.scenario.want(still_open[0]).answer)
        elif left and not left[0].hidden:
            play.answer(left[0].answer)
        else:
            play.answer("Before we finish, how are you doing with all this? What else is on your mind?")


def bad_agent(play: RolePlay) -> None:
    """Reads from a script, blames and brushes off."""
    turn = 0
    while not play.over:
        play.answer(RUDE[turn % len(RUDE)])
        turn += 1


@pytest.mark.models
@pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.name)
def test_a_good_and_a_bad_agent_end_differently(real: Studio, one: Scenario) -> None:
    """The writer's answers reach a good ending within two turns a need; a rude agent never does."""
    good, bad = real.play(one), real.play(one)
    good_agent(good)
    bad_agent(bad)
    well, badly = real.close(good)[0], real.close(bad)[0]
    assert well.good
    assert well.turns <= 2 * len(one.wants)
    assert not badly.good
    assert well.ending != badly.ending
    assert badly.lessons
    _names_words_of_the_call(badly, bad)


def _names_words_of_the_call(outcome: Debrief, play: RolePlay) -> None:
    customers = [exchange.customer for exchange in play.exchanges]
    for lesson in outcome.lessons:
        assert lesson.customer in customers
        assert lesson.agent in RUDE
        assert lesson.why.startswith("They ")


def test_the_stock_suits_the_taxonomy() -> None:
    """Every need has reminders and acts that answer it."""
    stock_lines = load_stock()
    assert stock_lines.reminders.keys() == stock_lines.answers.keys()
