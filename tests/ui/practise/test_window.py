"""The practice window: real widgets offscreen; the engine is played by its messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from assist.practise import messages
from assist.practise.loading import bundled_scenarios
from assist.practise.outcome import Debrief, Lesson
from assist.practise.service import role_of
from ui.practise.meter import temper_word
from ui.practise.window import PractiseWindow
from ui.theme import DARK, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|propagateSizeHints)", extend=True)

ROLES = tuple(role_of(one) for one in bundled_scenarios())
READY = messages.Ready(url="ws://127.0.0.1:1", roles=ROLES, voice="flite")
LESSON = Lesson(
    number=1,
    customer="And when?",
    agent="Soon.",
    what="No.",
    why="They needed a date.",
    cue="Name it",
    phrase="By noon.",
)
ENDED = messages.Ended(
    text="Bye.",
    debrief=Debrief(
        title="x",
        ending="gone",
        good=False,
        meaning="They leave.",
        turns=2,
        tempers=(0.0, -0.4),
        met=(("Clarity", "It has two parts."),),
        unmet=("Certainty",),
        hidden=("Safety",),
        best=None,
        lessons=(LESSON,),
    ),
    report="",
)


class Practice:
    """A window and what it asked for."""

    def __init__(self, window: PractiseWindow) -> None:
        self.window = window
        self.asked: list[messages.AnyAsk] = []
        window.asked.connect(self.asked.append)

    def said(self, number: int, text: str, **more: object) -> None:
        """The customer speaks."""
        self.window.take(messages.CustomerSaid(number=number, text=text, **{"temper": -0.4, **more}))

    def shown(self, page: QWidget) -> str:
        """All words on a page."""
        return "\n".join(label.text() for label in page.findChildren(QLabel))


@pytest.fixture
def practice(qtbot: QtBot) -> Iterator[Practice]:
    """A window that is shown, its engine ready."""
    window = PractiseWindow(Theme(DARK, 1.0, load_font(), reduced_motion=True))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.take(READY)
    yield Practice(window)
    window.close()


def test_one_chooses_a_customer_by_what_they_bring(practice: Practice, qtbot: QtBot) -> None:
    """The list has every role; the page beside it tells who calls, what the agent knows and what to practise."""
    chooser = practice.window.chooser
    assert chooser.list.count() == len(ROLES)
    chooser.select("third-call")
    shown = practice.shown(chooser)
    assert "Pete Hallam, 58" in shown
    assert "nine days" in shown
    assert "Use the notes" in shown
    qtbot.keyClick(chooser.list, Qt.Key.Key_Return)
    assert practice.asked == [messages.Begin(scenario="third-call")]


def test_enter_sends_and_shift_enter_is_a_new_line(practice: Practice, qtbot: QtBot) -> None:
    """The conversation needs no mouse."""
    window = practice.window
    qtbot.mouseClick(window.chooser.start, Qt.MouseButton.LeftButton)
    practice.said(0, "Where is it?")
    assert window.pages.currentWidget() is window.talk
    qtbot.keyClicks(window.talk.field, "I see.")
    qtbot.keyClick(window.talk.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(window.talk.field, "One moment.")
    qtbot.keyClick(window.talk.field, Qt.Key.Key_Return)
    assert practice.asked[-1] == messages.Say(text="I see.\nOne moment.")
    assert window.talk.field.toPlainText() == ""


def test_nothing_is_sent_while_the_customer_thinks(practice: Practice, qtbot: QtBot) -> None:
    """A second answer waits for the reply to the first."""
    window = practice.window
    practice.said(0, "Where is it?")
    window.take(messages.AgentSaid(text="I see."))
    asked = len(practice.asked)
    qtbot.keyClicks(window.talk.field, "And")
    qtbot.keyClick(window.talk.field, Qt.Key.Key_Return)
    assert len(practice.asked) == asked
    assert window.talk.field.toPlainText() == "And"


def test_the_talk_tells_how_an_answer_went_down(practice: Practice) -> None:
    """What was answered, what went wrong, and where the customer stands: in words."""
    practice.said(0, "Where is it?")
    practice.window.take(messages.AgentSaid(text="It is your fault."))
    practice.said(1, "What?", temper=-0.6, moved=-0.2, missteps=("blame",))
    shown = practice.shown(practice.window.talk)
    assert "it puts the fault on the customer" in shown
    assert "more upset" in shown
    assert practice.window.talk.meter.accessibleName() == "The customer is very upset"


def test_going_back_forgets_what_came_after(practice: Practice, qtbot: QtBot) -> None:
    """The line that is told again is there once, what followed is gone."""
    window = practice.window
    practice.said(0, "First line")
    window.take(messages.AgentSaid(text="An answer"))
    practice.said(1, "Second line")
    qtbot.mouseClick(window.talk.undo, Qt.MouseButton.LeftButton)
    assert practice.asked[-1] == messages.Again(number=0)
    practice.said(0, "First line")
    qtbot.wait(1)
    shown = practice.shown(window.talk)
    assert shown.count("First line") == 1
    assert "Second line" not in shown
    assert "An answer" not in shown
    assert not window.talk.undo.isEnabled()


def test_looking_back_offers_each_line_again(practice: Practice, qtbot: QtBot) -> None:
    """The page says how it ended, what was left open, and what a better answer is; its button goes back there."""
    window = practice.window
    window.take(ENDED)
    assert window.pages.currentWidget() is window.outcome
    shown = practice.shown(window.outcome)
    for words in ("They leave.", "Certainty: left open", "Safety: never asked about", "“By noon.”", "Name it"):
        assert words in shown
    assert not window.outcome.page.isEnabled()
    qtbot.mouseClick(window.outcome.tries[0], Qt.MouseButton.LeftButton)
    assert practice.asked[-1] == messages.Again(number=1)
    practice.said(1, "And when?")
    assert window.pages.currentWidget() is window.talk


def test_another_round(practice: Practice, qtbot: QtBot) -> None:
    """The same customer again, or back to the list."""
    window = practice.window
    window.chooser.select("late-gift")
    window.chooser.start.click()
    window.take(ENDED)
    qtbot.mouseClick(window.outcome.once_more, Qt.MouseButton.LeftButton)
    assert practice.asked[-1] == messages.Begin(scenario="late-gift")
    window.take(ENDED)
    qtbot.mouseClick(window.outcome.next, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.chooser


def test_hearing_the_customer_is_a_choice(practice: Practice, qtbot: QtBot) -> None:
    """The switch asks the engine; without a voice it cannot be moved, and says why."""
    window = practice.window
    window.speak.click()
    assert practice.asked[-1] == messages.Speak(on=True)
    window.take(messages.Ready(url="", roles=ROLES, voice="", mute="There is none."))
    assert not window.speak.isEnabled()
    assert window.speak.toolTip() == "There is none."


def test_answering_by_voice_is_a_choice(practice: Practice) -> None:
    """The switch opens and closes the microphone; what was understood stands in the conversation."""
    window = practice.window
    window.listen.click()
    assert practice.asked[-1] == messages.Listen(on=True)
    practice.said(0, "Where is it?")
    window.take(messages.AgentSaid(text="it is on its way"))
    assert "it is on its way" in practice.shown(window.talk)
    window.listen.click()
    assert practice.asked[-1] == messages.Listen(on=False)


def test_it_can_begin_at_once(qtbot: QtBot) -> None:
    """A scenario named on the command line starts when the engine is ready."""
    window = PractiseWindow(Theme(DARK, 1.0, load_font()), "third-call")
    qtbot.addWidget(window)
    asked: list[object] = []
    window.asked.connect(asked.append)
    window.take(READY)
    assert asked == [messages.Begin(scenario="third-call")]


def test_a_dead_engine_is_told(practice: Practice) -> None:
    """One sentence under the page."""
    practice.window.complain("The practice engine stopped.")
    assert practice.window.notice.text() == "The practice engine stopped."


def test_large_text_cuts_nothing(qtbot: QtBot) -> None:
    """At 200 % every button is as wide as its words."""
    window = PractiseWindow(Theme(DARK, 2.0, load_font()))
    qtbot.addWidget(window)
    window.show()
    window.take(READY)
    window.take(ENDED)
    for button in (window.outcome.page, window.outcome.next, *window.outcome.tries):
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= 24


def test_everything_has_a_name_for_readers(practice: Practice) -> None:
    """List, field, conversation and outcome say what they are."""
    window = practice.window
    named = (window.chooser.list, window.talk.field, window.talk.meter)
    assert all(widget.accessibleName() for widget in named)


@pytest.mark.parametrize(
    ("temper", "word"), [(-1.0, "about to go"), (-0.6, "very upset"), (0.0, "guarded"), (0.9, "won over")]
)
def test_temper_has_words(temper: float, word: str) -> None:
    """The mark's place is said in words, too."""
    assert temper_word(temper) == word
