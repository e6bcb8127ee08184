"""The playground through its own widgets: try words, see why, correct, teach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from phrasebank.evaluation.cases import read_cases
from phrasebank.phrase import Phrase
from phrasebank.review import Objection, ReviewFile
from phrasebank.store.records import Profile
from tests.ui.console.conftest import NewDesk
from tests.ui.console.playground.answers import answer, card, moment
from tests.ui.console.playground.conftest import last_job
from tests.ui.console.stage import NewPage
from ui.console.desk import Desk
from ui.console.playground.notebook import Notebook
from ui.console.playground.page import PlaygroundPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints|grabbing)", extend=True)

SAID = "nobody has called me back"
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def write(qtbot: QtBot, page: PlaygroundPage, words: str = SAID) -> None:
    """Type words and try them with the keyboard."""
    page.entry.words.clear()
    qtbot.keyClicks(page.entry.words, words)
    qtbot.keyClick(page.entry.words, Qt.Key.Key_Return, CTRL)


def try_words(qtbot: QtBot, page: PlaygroundPage, *cards: dict[str, object]) -> None:
    """Type words and get this answer."""
    write(qtbot, page)
    last_job(page).finish(answer(moment(SAID, *cards)))


def told(desk: Desk) -> list[str]:
    """What the status bar is told from now on."""
    lines: list[str] = []
    desk.told.connect(lines.append)
    return lines


def test_words_are_tried_with_the_keyboard(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """Ctrl+Enter asks; verdict, reading, needs and candidates with their parts are shown and told to readers."""
    write(qtbot, page)
    assert last_job(page).values == {
        "turns": [{"speaker": "customer", "text": SAID}],
        "bank": "trial",
        "every": True,
    }
    lost = {"why": "floor", "have": 0.62, "least": 0.8}
    last_job(page).finish(answer(moment(SAID, card(phrases[0]), card(phrases[1], 2, lost, fits=0.62))))
    view = page.answer
    assert phrases[0].plain in view.verdict.accessibleName()
    assert view.reading.chip.text() == "Angry"
    assert view.reading.sure.text() == "Angry, 80% sure"
    assert [bar.accessibleName() for bar in view.reading.ledger.bars] == [
        "Being heard: shown again, open: 0.70",
        "Speed: open from before: 0.50",
    ]
    first, second = view.cards.boxes
    assert first.place.text() == "Shown"
    assert not first.lost.isVisible()
    assert second.lost.text() == "Below the floor: fits with a chance of 62%; 80% are needed."
    assert [(bar.accessibleName(), bar.value()) for bar in second.parts.bars[:2]] == [
        ("Fits: 0.62", 62),
        ("Glad of it: 0.60", 60),
    ]


def test_nothing_typed_asks_nothing(qtbot: QtBot, page: PlaygroundPage, desk: Desk) -> None:
    """It is said instead."""
    lines = told(desk)
    qtbot.mouseClick(page.entry.play, LEFT)
    assert lines == ["Write what the customer says first."]
    assert page.desk.worker.jobs == []  # type: ignore[attr-defined]


def test_an_answer_that_comes_too_late_is_dropped(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """Only the latest question is answered, and a slow failure of an older one is not told."""
    lines = told(page.desk)
    write(qtbot, page, "first words here")
    early = last_job(page)
    write(qtbot, page, "second words here")
    late = last_job(page)
    early.fail("too late")
    late.finish(answer(moment("second words here", card(phrases[0]))))
    early.finish(answer(moment("first words here")))
    assert page.trial.moment is not None
    assert page.trial.moment["quote"] == "second words here"
    assert lines == []


def test_a_failure_is_told_and_loses_nothing(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """What was typed stays, and so does the last answer."""
    try_words(qtbot, page, card(phrases[0]))
    lines = told(page.desk)
    write(qtbot, page, "other words")
    last_job(page).fail("The models cannot be loaded.")
    assert lines == ["The models cannot be loaded."]
    assert page.entry.words.toPlainText() == "other words"
    assert page.answer.cards.isVisible()
    assert not page.answer.job.isVisible()


def test_another_turn_is_looked_at_without_asking_again(
    qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]
) -> None:
    """Marks tell where a card came; the agent's turns cannot be chosen."""
    page.entry.words.setPlainText("C: nobody called\nA: let me look\nC: and now this")
    qtbot.mouseClick(page.entry.play, LEFT)
    first, second = (
        moment("nobody called", card(phrases[0])),
        moment("and now this", card(phrases[1], 1, {"why": "moment"}), turn=2),
    )
    last_job(page).finish(answer(first, second))
    assert [page.turns.list.item(row).text()[0] for row in range(3)] == ["●", "A", "○"]
    assert page.turns.list.currentRow() == 2
    page.turns.list.setFocus()
    qtbot.keyClick(page.turns.list, Qt.Key.Key_Home)
    assert page.trial.moment == first
    assert phrases[0].plain in page.answer.verdict.accessibleName()
    assert len(page.desk.worker.jobs) == 1  # type: ignore[attr-defined]


def test_a_file_that_is_dropped_is_heard(page: PlaygroundPage, phrases: list[Phrase], tmp_path: Path) -> None:
    """In the long lane, with progress; the first card of the call is looked at, and nothing typed stands beside it."""
    page.entry.words.setPlainText("what was typed before")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "call.wav"))])
    buttons = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *buttons)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *buttons))
    job = last_job(page, "hear")
    assert (job.lane, job.values) == ("long", {"path": str(tmp_path / "call.wav"), "bank": "trial"})
    job.progress(3, 10, "listening")
    assert (page.answer.job.bar.value(), page.answer.job.words.text()) == (3, "listening")
    turns = [{"speaker": "customer", "start": place * 70.0, "end": 71.0, "text": f"turn {place}"} for place in range(3)]
    moments = [moment("turn 0"), moment("turn 1", card(phrases[0]), turn=1), moment("turn 2", turn=2)]
    job.finish({"turns": turns, "moments": moments, "notice": "Another recogniser was used."})
    assert page.trial.turn == 1
    assert page.entry.words.toPlainText() == ""
    assert page.turns.list.item(1).text().startswith("● 01:10  Customer, angry, card: ")
    assert not page.answer.job.isVisible()


def test_a_long_piece_of_work_can_be_cancelled(qtbot: QtBot, page: PlaygroundPage, tmp_path: Path) -> None:
    """The bar goes, and what comes later is nobody's."""
    page.hear(tmp_path / "call.wav")
    qtbot.mouseClick(page.answer.job.stop, LEFT)
    assert last_job(page, "hear").job.over
    assert not page.answer.job.isVisible()


def test_another_bank_answers_the_same_words(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """Chosen with the keyboard, it is asked at once."""
    try_words(qtbot, page, card(phrases[0]))
    page.entry.bank.setFocus()
    qtbot.keyClick(page.entry.bank, Qt.Key.Key_End)
    assert (last_job(page).values["bank"], last_job(page).values["turns"][0]["text"]) == ("published", SAID)


def test_a_sector_or_a_team_answers_the_same_words(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """Teams come from the bank, also those that are made while the page is open."""
    try_words(qtbot, page, card(phrases[0]))
    page.desk.store.save_profile(Profile(name="Claims", packs=("insurance",)), "Ann")
    page.desk.look()
    page.entry.scope.setFocus()
    qtbot.keyClick(page.entry.scope, Qt.Key.Key_End)
    assert page.entry.scope.currentText() == "Team Claims"
    assert last_job(page).values["team"] == "Claims"
    qtbot.keyClicks(page.entry.scope, "Banking")
    assert last_job(page).values["packs"] == ["banking"]
    assert "team" not in last_job(page).values


def test_a_bank_that_changed_behind_another_page_is_tried_when_this_one_is_opened(
    qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]
) -> None:
    """Not before, and once."""
    try_words(qtbot, page, card(phrases[0]))
    page.hide()
    page.desk.set_status({phrases[0].id: 1}, "retired")
    assert len(page.desk.worker.jobs) == 1  # type: ignore[attr-defined]
    page.show()
    page.enter({})
    page.enter({})
    assert len(page.desk.worker.jobs) == 2  # type: ignore[attr-defined]


def test_why_not_this_phrase(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """It is asked for the turn that is looked at; an empty field asks no more."""
    try_words(qtbot, page, card(phrases[0]))
    assert not page.answer.asked.isVisible()
    page.answer.why_not.setFocus()
    qtbot.keyClicks(page.answer.why_not, phrases[7].id)
    qtbot.keyClick(page.answer.why_not, Qt.Key.Key_Return)
    assert last_job(page).values["phrase"] == phrases[7].id
    lost = {"why": "situation", "example": "my parcel", "have": 0.41, "least": 0.55}
    last_job(page).finish(moment(SAID, card(phrases[0]), asked={**card(phrases[7], 0, lost), "parts": {}}))
    assert page.answer.asked.isVisible()
    assert page.answer.asked.place.text() == "No place"
    assert "“my parcel” is 0.41 like them; 0.55 are needed" in page.answer.asked.lost.text()
    page.answer.why_not.clear()
    assert not page.answer.asked.isVisible()


def test_a_phrase_is_found_by_part_of_its_cue(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """In the list that opens under the field."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.why_not.setFocus()
    qtbot.keyClicks(page.answer.why_not, phrases[5].cue[1:].upper())
    completer = page.answer.why_not.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert last_job(page).values["phrase"] == phrases[5].id
    assert page.answer.why_not.text().endswith(phrases[5].id)


def test_a_feeling_is_corrected_with_one_click(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """The needs stay as they were read; the correction waits in the list, and is seen when the words come again."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.reading.emotion.options["disappointment"].trigger()
    (waiting,) = page.notebook.pending()
    assert (waiting.text, waiting.emotion, waiting.needs) == (SAID, "disappointment", ("heard",))
    assert (waiting.was, waiting.who) == ("Angry", "Ann")
    assert page.tabs.tabText(2) == "Corrections (1)"
    try_words(qtbot, page, card(phrases[0]))
    assert page.answer.reading.noted.text().startswith("Corrected: Disappointed; Being heard.")


def test_needs_are_corrected_with_one_click_each(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """The later one counts."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.reading.needs.options["heard"].trigger()
    page.answer.reading.needs.options["ownership"].trigger()
    (waiting,) = page.notebook.pending()
    assert (waiting.emotion, waiting.needs) == ("anger", ("ownership",))


def test_a_correction_is_taken_back(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """The list is empty again, and says how it is filled."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.reading.emotion.options["anxiety"].trigger()
    page.tabs.setCurrentWidget(page.corrections)
    qtbot.mouseClick(page.corrections.remove, LEFT)
    assert page.notebook.pending() == []
    assert page.corrections.empty.isVisible()
    assert page.tabs.tabText(2) == "Corrections (0)"


def test_corrections_are_taught(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """In the long lane; the scores before and after are shown, the list is empty, and the words are read anew."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.reading.emotion.options["anxiety"].trigger()
    page.tabs.setCurrentWidget(page.corrections)
    qtbot.mouseClick(page.corrections.teach, LEFT)
    job = last_job(page, "teach")
    row = {"text": SAID, "emotion": "anxiety", "needs": ["heard"], "source": "supervisor"}
    assert (job.lane, job.values) == ("long", {"rows": [row], "allow_fall": False})
    assert not page.corrections.teach.isEnabled()
    job.finish(lesson(kept=True))
    assert page.corrections.list.count() == 0
    assert [page.corrections.scores.item(1, place).text() for place in range(4)] == ["Needs", "0.600", "0.590", "held"]
    assert page.corrections.changes.text() == f"Angry, Being heard → Anxious, Being heard: “{SAID}”"
    assert not page.corrections.override.isVisible()
    assert last_job(page).values["taught"] is True
    write(qtbot, page, "other words then")
    assert "taught" not in last_job(page).values


def test_a_correction_by_another_console_is_taught_along(
    qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]
) -> None:
    """It came after the list was read: the lesson counts it as taught, so it has to be in it."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.reading.emotion.options["anxiety"].trigger()
    page.tabs.setCurrentWidget(page.corrections)
    Notebook(page.desk.store.path, "Ben").correct("Nobody calls me back.", "disappointment", ("heard",))
    qtbot.mouseClick(page.corrections.teach, LEFT)
    job = last_job(page, "teach")
    assert [row["text"] for row in job.values["rows"]] == [SAID, "Nobody calls me back."]
    job.finish(lesson(kept=True))
    assert page.notebook.pending() == []


def test_a_lesson_that_makes_other_readings_worse_needs_a_reason(
    qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]
) -> None:
    """Without one it cannot be kept; with one the reason is recorded."""
    try_words(qtbot, page, card(phrases[0]))
    page.answer.reading.emotion.options["anxiety"].trigger()
    page.tabs.setCurrentWidget(page.corrections)
    qtbot.mouseClick(page.corrections.teach, LEFT)
    last_job(page, "teach").finish(lesson(kept=False))
    assert page.corrections.override.isVisible()
    assert not page.corrections.keep.isEnabled()
    assert page.corrections.list.count() == 1
    qtbot.keyClicks(page.corrections.reason, "our calls are like this")
    qtbot.mouseClick(page.corrections.keep, LEFT)
    assert last_job(page, "teach").values["allow_fall"] is True
    last_job(page, "teach").finish({**lesson(kept=True), "fell": ["needs"]})
    rows = [json.loads(line) for line in page.notebook.lessons.read_text(encoding="utf-8").splitlines()]
    assert [(row["kept"], row["reason"]) for row in rows] == [(False, ""), (True, "our calls are like this")]
    assert page.corrections.list.count() == 0


def lesson(*, kept: bool) -> dict[str, object]:
    """What the task ``teach`` tells."""
    change = {"text": SAID, "taught": "anxiety heard", "before": "anger heard", "after": "anxiety heard"}
    return {
        "kept": kept,
        "fell": [] if kept else ["needs"],
        "before": {"emotions": 0.5, "needs": 0.6, "acts": 0.7},
        "after": {"emotions": 0.51, "needs": 0.59, "acts": 0.7},
        "changes": [change],
        "learned": 1,
        "folder": "/home/ann/taught",
    }


def test_a_better_choice_becomes_a_case(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """And so does silence; evaluations read them."""
    try_words(qtbot, page, card(phrases[0]), card(phrases[1], 2, {"why": "behind", "have": 0.5, "best": 0.7}))
    lines = told(page.desk)
    assert not page.answer.cards.boxes[0].right_one.isVisible()
    qtbot.mouseClick(page.answer.cards.boxes[1].right_one, LEFT)
    qtbot.mouseClick(page.answer.reading.quiet, LEFT)
    first, second = read_cases(page.notebook.cases)
    assert (first.silence, first.strategies, first.query) == (False, (phrases[1].strategy,), SAID)
    assert second.silence
    assert [phrases[1].cue in lines[0], "silence" in lines[1]] == [True, True]


def test_a_phrase_is_kept_from_words(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """An edit that can be taken back; the same words are tried again at once."""
    try_words(qtbot, page, card(phrases[0]))
    told: list[str] = []
    page.desk.told.connect(told.append)
    qtbot.mouseClick(page.answer.cards.boxes[0].avoid_here, LEFT)
    entry = page.desk.snapshot.get(phrases[0].id)
    assert entry is not None
    assert entry.phrase.status == "approved"
    assert told[-1].endswith("from the next release on."), "nobody has to approve it"
    assert entry.phrase.avoid == (*phrases[0].avoid, SAID)
    whys = {version.revision: version.why for version in page.desk.store.history(phrases[0].id)}
    assert whys[2] == "must not answer what was said there"
    assert last_job(page).values["turns"][0]["text"] == SAID
    qtbot.mouseClick(page.answer.cards.boxes[0].avoid_here, LEFT)
    page.desk.undo.undo()
    taken_back = page.desk.snapshot.get(phrases[0].id)
    assert taken_back is not None
    assert taken_back.phrase.avoid == phrases[0].avoid


def test_a_phrase_is_opened_among_all(qtbot: QtBot, page: PlaygroundPage, phrases: list[Phrase]) -> None:
    """On its own page."""
    try_words(qtbot, page, card(phrases[0]))
    with qtbot.waitSignal(page.desk.asked) as asked:
        qtbot.mouseClick(page.answer.cards.boxes[0].open, LEFT)
    assert asked.args == ["bank", {"id": phrases[0].id}]


@pytest.fixture
def objections(desk: Desk, phrases: list[Phrase]) -> ReviewFile:
    """Two "not this" that wait."""
    file = ReviewFile(desk.sources.review)
    file.append(Objection(phrases[3].id, "i only want the form", "call-1", "2026-03-02"))
    file.append(Objection("gone-1", "thanks anyway", "call-2", "2026-03-02"))
    return file


def test_not_this_is_tried_avoided_and_settled(
    qtbot: QtBot, desk: Desk, objections: ReviewFile, new_page: NewPage[PlaygroundPage], phrases: list[Phrase]
) -> None:
    """Each leaves the list when it is dealt with."""
    page = new_page(desk)
    assert page.tabs.tabText(1) == "Not this (2)"
    page.tabs.setCurrentWidget(page.inbox)
    qtbot.mouseClick(page.inbox.try_it, LEFT)
    assert page.entry.words.toPlainText() == "i only want the form"
    assert phrases[3].id in page.answer.why_not.text()
    last_job(page).finish(answer(moment("i only want the form", card(phrases[0]))))
    assert last_job(page).values["phrase"] == phrases[3].id
    page.tabs.setCurrentWidget(page.inbox)
    qtbot.mouseClick(page.inbox.avoid, LEFT)
    entry = desk.snapshot.get(phrases[3].id)
    assert entry is not None
    assert "i only want the form" in entry.phrase.avoid
    assert [one.phrase_id for one in objections.unsettled()] == ["gone-1"]
    qtbot.mouseClick(page.inbox.settle, LEFT)
    assert objections.unsettled() == []
    assert page.inbox.empty.isVisible()
    assert page.tabs.tabText(1) == "Not this (0)"


def test_a_phrase_that_is_gone_is_told(
    qtbot: QtBot, desk: Desk, objections: ReviewFile, new_page: NewPage[PlaygroundPage]
) -> None:
    """The objection stays until it is settled."""
    page = new_page(desk)
    lines = told(desk)
    page.tabs.setCurrentWidget(page.inbox)
    page.inbox.list.setCurrentRow(1)
    qtbot.mouseClick(page.inbox.avoid, LEFT)
    assert lines == ["This bank does not have the phrase gone-1 any more."]
    assert len(objections.unsettled()) == 2


def test_other_pages_send_words_here(page: PlaygroundPage) -> None:
    """As text, or as turns; they stand in the field and are tried at once."""
    page.enter({"text": SAID})
    assert page.entry.words.toPlainText() == SAID
    assert last_job(page).values["turns"] == [{"speaker": "customer", "text": SAID}]
    turns = [{"speaker": "customer", "text": "no"}, {"speaker": "agent", "text": "yes"}]
    page.enter({"turns": turns})
    assert page.entry.words.toPlainText() == "C: no\nA: yes"
    assert last_job(page).values["turns"] == turns


def test_an_example_begins_it(qtbot: QtBot, page: PlaygroundPage) -> None:
    """One click, for those who have never been here."""
    first = page.answer.start.findChildren(type(page.entry.play))[0]
    qtbot.mouseClick(first, LEFT)
    assert last_job(page).values["turns"][0]["text"] == first.text()


def test_a_change_by_another_console_is_tried_at_once(
    qtbot: QtBot, new_desk: NewDesk, new_page: NewPage[PlaygroundPage]
) -> None:
    """What is looked at is never older than the bank."""
    ann, ben = new_desk(), new_desk(who="Ben")
    page, phrases = new_page(ann), [entry.phrase for entry in ann.snapshot.entries]
    try_words(qtbot, page, card(phrases[0]))
    asked = len(page.desk.worker.jobs)  # type: ignore[attr-defined]
    ben.set_status({phrases[0].id: 1}, "retired")
    ann.look()
    assert len(page.desk.worker.jobs) == asked + 1  # type: ignore[attr-defined]
