"""Experiments on the effectiveness page: planned, started, judged in plain words, stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assist.console import effects
from assist.console.office import Office
from assist.console.progress import silent
from assist.settings import Settings
from phrasebank.experiments import Experiment, ExperimentFolder, Variant
from phrasebank.looks import Plan, calls_for
from phrasebank.outcomes import Outcome, OutcomeStore
from phrasebank.phrase import Phrase
from tests.phrasebank.banks import phrase
from tests.phrasebank.effects.cards import card, cards
from ui.console.desk import Desk
from ui.console.effects.draft import ExperimentDraft
from ui.console.effects.page import EffectsPage
from ui.console.effects.planning import PlanningDialog
from ui.console.style import console_style
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

TODAY = date(2026, 3, 10)


class Supervisor:
    """Fills the form as told, and answers the question whether it is meant."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.fill: Callable[[PlanningDialog], None] = lambda _dialog: None
        self.means_it = True
        self.asked: list[str] = []

    def plan(self, dialog: PlanningDialog) -> Experiment | None:
        self._qtbot.addWidget(dialog)
        dialog.show()
        self.fill(dialog)
        return dialog.experiment

    def sure(self, _parent: QWidget, question: str) -> bool:
        self.asked.append(question)
        return self.means_it


@pytest.fixture
def supervisor(qtbot: QtBot) -> Supervisor:
    return Supervisor(qtbot)


@pytest.fixture
def pair(desk: Desk) -> tuple[Phrase, Phrase]:
    """Two phrases of the bank that answer the same feeling and need."""
    phrases = desk.snapshot.candidate().phrases
    return next(
        (one, other)
        for one in phrases
        for other in phrases
        if one.id < other.id and {*one.emotions} & {*other.emotions} and {*one.needs} & {*other.needs}
    )


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path, supervisor: Supervisor) -> Iterator[EffectsPage]:
    """The page at its experiments; nothing has been answered yet."""
    desk.sources = replace(desk.sources, outcomes=(tmp_path / "a.db", tmp_path / "b.db"))
    page = EffectsPage(desk, plan=supervisor.plan, sure=supervisor.sure, today=lambda: TODAY)
    page.setStyleSheet(console_style(desk.theme))
    page.resize(1100, 780)
    page.show()
    page.enter({"tab": "experiments"})
    yield page
    page.close()
    page.deleteLater()


def answer(page: EffectsPage) -> None:
    """The real task answers, in this process."""
    job = page.desk.worker.of("effects")[-1]  # type: ignore[attr-defined]
    job.finish(effects.run(job.values, Office(Settings(), page.desk.store.path), silent))


def experiment(name: str, a: str = "x", b: str = "y", calls: int = 60) -> Experiment:
    return Experiment(name, Variant((a,)), Variant((b,)), Plan(calls, looks=1), started="2026-03-01")


def split(of: Experiment, said: dict[str, int], calls: int = 120) -> list[Outcome]:
    """Calls as agents would have had them: each with the card of its own side, said in so many of a hundred."""
    found = []
    for number in range(calls):
        call_id = f"call-20260302-{number:06d}"
        side = of.arm(call_id)
        result = "spoken" if number * 37 % 100 < said[side] else "dismissed"
        name = of.variant(call_id).phrases[0]
        found.append(card(call_id=call_id, phrase_id=name, result=result))
    return found


def test_an_experiment_is_planned_with_the_calls_that_it_takes(
    qtbot: QtBot, page: EffectsPage, desk: Desk, supervisor: Supervisor, pair: tuple[Phrase, Phrase]
) -> None:
    """Two phrases, the moment that both answer, the difference looked for; then it runs."""
    one, other = pair
    OutcomeStore(desk.sources.outcomes[0]).record(
        [*cards(30, "spoken", phrase_id=one.id), *cards(30, "spoken", phrase_id=other.id, day="2026-03-04")]
    )
    answer(page)

    def fill(dialog: PlanningDialog) -> None:
        assert not dialog.start.isEnabled()
        for box, chosen in ((dialog.a, one), (dialog.b, other)):
            box.setCurrentIndex(next(place for place in range(box.count()) if box.itemData(place).id == chosen.id))
        offered = [dialog.emotion.itemData(place) for place in range(dialog.emotion.count())]
        assert set(offered) == {"", *({*one.emotions} & {*other.emotions})}
        dialog.emotion.setCurrentIndex(1)
        assert f"up to {calls_for(0.15)} calls" in dialog.effort.text()
        assert f"about {round(calls_for(0.15) * 3 / 60)} days" in dialog.effort.text()
        dialog.difference.setCurrentIndex(dialog.difference.findData(0.3))
        assert f"up to {calls_for(0.3)} calls" in dialog.effort.text()
        qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)

    supervisor.fill = fill
    qtbot.mouseClick(page.experiments.start, Qt.MouseButton.LeftButton)
    [started] = ExperimentFolder(desk.sources.experiments).all()
    assert (started.a.phrases, started.b.phrases, started.started) == ((one.id,), (other.id,), "2026-03-10")
    assert started.plan.calls == calls_for(0.3)
    assert started.emotion in one.emotions
    answer(page)
    assert page.experiments.name.text() == started.name
    assert "Too early" in page.experiments.verdict.accessibleName()


def test_a_winner_is_told_in_plain_words(qtbot: QtBot, page: EffectsPage, desk: Desk) -> None:
    """With both sides' rates; the chart has them, too."""
    warmer = experiment("warmer", calls=100)
    ExperimentFolder(desk.sources.experiments).start(warmer)
    OutcomeStore(desk.sources.outcomes[0]).record(split(warmer, {"a": 20, "b": 80}))
    answer(page)
    tab = page.experiments
    assert tab.verdict.accessibleName().startswith("b wins after 100 calls: b is said between")
    assert tab.list.model().index(0, 1).data() == "decided"
    table = tab.box.table.table
    assert [row[0] for row in table.rows] == ["A", "B"]
    assert sum(int(str(row[1])) for row in table.rows) == 120
    assert "A: x" in tab.variants.text()


def test_the_chosen_experiment_is_shown(qtbot: QtBot, page: EffectsPage, desk: Desk) -> None:
    """And stays chosen when figures come anew."""
    folder = ExperimentFolder(desk.sources.experiments)
    folder.start(experiment("first"))
    folder.start(experiment("second", "v", "w"))
    answer(page)
    tab = page.experiments
    assert tab.name.text() == "first"
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    assert tab.name.text() == "second"
    page.enter({})
    answer(page)
    assert tab.name.text() == "second"


def test_stopping_is_asked_about(qtbot: QtBot, page: EffectsPage, desk: Desk, supervisor: Supervisor) -> None:
    """It cannot be taken back."""
    folder = ExperimentFolder(desk.sources.experiments)
    folder.start(experiment("warmer"))
    answer(page)
    supervisor.means_it = False
    qtbot.mouseClick(page.experiments.stop, Qt.MouseButton.LeftButton)
    assert folder.get("warmer").stopped == ""
    supervisor.means_it = True
    qtbot.mouseClick(page.experiments.stop, Qt.MouseButton.LeftButton)
    assert folder.get("warmer").stopped == "2026-03-10"
    assert len(supervisor.asked) == 2
    answer(page)
    assert page.experiments.verdict.accessibleName() == "Stopped before there was an answer."
    assert not page.experiments.stop.isEnabled()
    assert page.experiments.list.model().index(0, 1).data() == "stopped 2026-03-10"


def test_phrases_that_are_in_an_experiment_are_refused(
    qtbot: QtBot, page: EffectsPage, desk: Desk, supervisor: Supervisor, pair: tuple[Phrase, Phrase]
) -> None:
    """With the sentence that names the other one; nothing is started."""
    one, other = pair
    ExperimentFolder(desk.sources.experiments).start(experiment("first", one.id, other.id))
    answer(page)

    def fill(dialog: PlanningDialog) -> None:
        for box, chosen in ((dialog.a, other), (dialog.b, one)):
            box.setCurrentIndex(next(place for place in range(box.count()) if box.itemData(place).id == chosen.id))
        dialog.start.click()

    supervisor.fill = fill
    with qtbot.waitSignal(desk.told) as told:
        page.experiments.start.click()
    assert "'first' is running on the same phrases; stop it first." in told.args[0]
    assert len(ExperimentFolder(desk.sources.experiments).all()) == 1


def test_no_experiment_yet_is_said(page: EffectsPage) -> None:
    """With what one is for."""
    answer(page)
    assert page.experiments.none.isVisible()
    assert not page.experiments.halves.isVisible()


def form(qtbot: QtBot, *phrases: Phrase, taken: tuple[str, ...] = ()) -> PlanningDialog:
    dialog = PlanningDialog(Theme(DARK, 1.0, load_font()), phrases, None, "2026-03-10", taken)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_form_finds_phrases_by_their_words(qtbot: QtBot) -> None:
    """Typed anywhere in the phrase; the keys choose it."""
    tea = phrase(id="tea", text="Let me make that right for you today.")
    dialog = form(qtbot, phrase(), tea)
    completer = dialog.a.completer()
    assert completer is not None
    completer.setCompletionPrefix("RIGHT FOR YOU")
    assert [completer.completionModel().index(0, 0).data()] == [f"{tea.plain}  (tea)"]
    assert completer.completionCount() == 1


def test_the_form_warns_and_refuses(qtbot: QtBot) -> None:
    """The same phrase twice, a name that is none, two that never meet."""
    far = phrase(id="far", emotions=("gratitude",), needs=())
    dialog = form(qtbot, phrase(), far)
    dialog.a.setCurrentIndex(0)
    dialog.b.setCurrentIndex(1)
    assert "hardly ever compete" in dialog.problem.text()
    dialog.b.setCurrentIndex(0)
    dialog.start.click()
    assert "share a phrase" in dialog.problem.text()
    dialog.b.setCurrentIndex(1)
    dialog.name.setText("No Name!")
    dialog.start.click()
    assert "is no name for an experiment" in dialog.problem.text()
    assert dialog.experiment is None
    assert dialog.isVisible()


def test_a_name_is_proposed_that_nobody_has() -> None:
    """From the moment and the day; a taken one gets a number."""
    draft = ExperimentDraft(phrase(), phrase(id="b"), "annoyance", "speed")
    assert draft.proposed_name("2026-03-10") == "annoyance-speed-2026-03-10"
    taken = ("annoyance-speed-2026-03-10", "annoyance-speed-2026-03-10-2")
    assert draft.proposed_name("2026-03-10", taken) == "annoyance-speed-2026-03-10-3"
    assert draft.experiment("2026-03-10", taken).name == "annoyance-speed-2026-03-10-3"


def test_the_pace_is_not_made_up() -> None:
    """Phrases that nobody has seen yet have none."""
    draft = ExperimentDraft(phrase(), phrase(id="b"))
    assert draft.days([{"phrase": "other", "calls": 50}], 10) is None
    assert draft.days([{"phrase": "b", "calls": 50}], 0) is None
    assert draft.days([{"phrase": "b", "calls": 50}], 10) == round(calls_for(0.15) / 5)
