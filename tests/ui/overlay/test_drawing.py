"""The real window, drawn in every state a call can bring."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from assist import commands, events
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from tests.ui.conftest import NewWindow
from ui import wording
from ui.overlay import happenings as local
from ui.overlay.state import OverlayState
from ui.overlay.textfit import fit
from ui.overlay.transcript import ROWS, rows_of
from ui.overlay.window import FLAGS
from ui.theme import DARK, LIGHT, Theme, load_font

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

LONGEST = " ".join(["understanding"] * 25)
"""25 words, all of them long."""


def states() -> dict[str, OverlayState]:
    """One state for each look of the overlay."""
    mid = mid_call()
    return {
        "waiting": OverlayState(),
        "listening": folded(local.LinkChanged("open"), angry_call()[0]),
        "mid": mid,
        "copied": folded(local.PhraseCopied("s1", "s1-second"), state=mid),
        "abuse": folded(events.AbuseFlagged(at=22.0, confidence=0.9, evidence=evidence("x" * 400)), state=mid),
        "nudged": folded(events.NudgeGiven(at=22.0, kind="pace", text=LONGEST, evidence=evidence("so")), state=mid),
        "lost": folded(local.LinkChanged("lost"), state=mid),
        "deaf": folded(events.SourceLost(at=22.0, speaker="customer", reason="unplugged"), state=mid),
        "many needs": folded(
            *(events.NeedRaised(at=22.0, need=need, confidence=0.9, evidence=evidence()) for need in wording.NEEDS),
            state=mid,
        ),
        "long": folded(offered("s2", 22.0, LONGEST), state=mid),
        "ended": folded(events.CallEnded(at=30.0, duration_seconds=30.0, reason="done"), state=mid),
    }


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_nothing_ever_moves(new_window: NewWindow, scale: float, palette: object) -> None:
    """Whatever happens, window and card keep their size and every row keeps its place."""
    window = new_window(scale, palette)  # type: ignore[arg-type]

    def places() -> list[object]:
        rows = (window.header, window.mood, window.needs, window.card, window.nudge, window.transcript, window.status)
        return [window.size(), *(row.geometry() for row in rows)]

    before = places()
    for state in states().values():
        window.draw(state)
        window.grab()
        assert places() == before


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut_off(new_window: NewWindow, scale: float) -> None:
    """Every visible widget lies whole within its parent, and labels are as wide as their words."""
    window = new_window(scale)
    for name, state in states().items():
        window.draw(state)
        window.grab()
        for child in window.findChildren(QWidget):
            parent = child.parentWidget()
            if parent and child.isVisibleTo(window):
                assert parent.rect().contains(child.geometry()), (name, child)
        buttons = [button for button in window.card.findChildren(QAbstractButton) if button.isVisible()]
        assert not any(
            one.geometry().intersects(other.geometry()) for one in buttons for other in buttons if one != other
        )


def test_targets_are_large_enough(new_window: NewWindow) -> None:
    """Everything that can be clicked is at least 24 x 24 pixels (WCAG 2.5.8) and never takes the focus."""
    window = new_window()
    for button in window.findChildren(QAbstractButton):
        assert button.width() >= 24
        assert button.height() >= 24
        assert button.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_flags_that_keep_the_keyboard_with_the_agent(new_window: NewWindow) -> None:
    """The window is a frameless tool on top that never accepts focus or activates itself."""
    window = new_window()
    assert window.windowFlags() & FLAGS == FLAGS
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert window.testAttribute(Qt.WidgetAttribute.WA_MacAlwaysShowToolWindow)
    assert window.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    assert not new_window(translucent=False).testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)


def test_the_plate_is_solid_behind_text(new_window: NewWindow) -> None:
    """The plate is at least 0.9 opaque, and wholly so where the desktop has no compositor."""
    for palette in (DARK, LIGHT):
        assert new_window(1.0, palette).grab().toImage().pixelColor(40, 90).alphaF() >= 0.9
        assert new_window(1.0, palette, translucent=False).grab().toImage().pixelColor(0, 0).alphaF() == 1.0


def test_a_painted_card_reports_itself_once(new_window: NewWindow, qtbot: QtBot) -> None:
    """ShowSuggestion goes out when the phrase has been painted: once for the card, once for an alternate."""
    window = new_window()
    with qtbot.waitSignal(window.intended) as shown:
        window.draw(mid_call())
    assert shown.args == [commands.ShowSuggestion(suggestion_id="s1", phrase_id="s1-own")]
    with qtbot.waitSignal(window.intended) as alternate:
        window.draw(folded(local.NextChosen(), state=mid_call()))
    assert alternate.args == [commands.ShowSuggestion(suggestion_id="s1", phrase_id="s1-second")]
    with qtbot.assertNotEmitted(window.intended, wait=50):
        window.grab()


def test_the_buttons_intend_what_they_say(new_window: NewWindow, qtbot: QtBot) -> None:
    """A click on the card accepts; Next, Not this and Dismiss do as they are called."""
    window = new_window()
    with qtbot.waitSignal(window.intended):
        window.draw(mid_call())
    names = {"suggestion_id": "s1", "phrase_id": "s1-own"}
    for button, intent in (
        (window.card, commands.AcceptSuggestion(**names)),
        (window.card.next_button, local.NextChosen()),
        (window.card.reject_button, commands.RejectSuggestion(**names)),
        (window.card.dismiss_button, commands.DismissSuggestion(**names)),
    ):
        with qtbot.waitSignal(window.intended) as clicked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
        assert clicked.args == [intent]


def test_the_boundary_notice_can_only_be_put_away(new_window: NewWindow, qtbot: QtBot) -> None:
    """While the notice about abuse stands there, a click on it copies nothing."""
    window = new_window()
    window.draw(states()["abuse"])
    assert not window.card.next_button.isVisible()
    assert not window.card.reject_button.isVisible()
    with qtbot.assertNotEmitted(window.intended, wait=20):
        QTest.mouseClick(window.card, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    with qtbot.waitSignal(window.intended) as read:
        QTest.mouseClick(window.card.dismiss_button, Qt.MouseButton.LeftButton)
    assert read.args == [local.BoundaryRead()]


def test_readers_find_the_card(new_window: NewWindow) -> None:
    """For a screen reader the card is a button whose name is the phrase and whose description says why."""
    window = new_window()
    window.draw(mid_call())
    card = QAccessible.queryAccessibleInterface(window.card)
    assert card.role() == QAccessible.Role.Button
    assert card.text(QAccessible.Text.Name) == window.card.text() == "You will have a date from me before we hang up."
    assert "Own it, name the date" in card.text(QAccessible.Text.Description)
    assert "nobody can tell me" in card.text(QAccessible.Text.Description)
    press = card.actionInterface()
    assert press is not None
    assert press.actionNames()
    names = [card.child(number).text(QAccessible.Text.Name) for number in range(card.childCount())]
    assert names == ["Next", "Not this", "Dismiss"]


def test_readers_find_the_rest(new_window: NewWindow) -> None:
    """The feeling, the trend as a value, the needs and the transcript are words for a reader too."""
    window = new_window()
    window.draw(mid_call())
    trend = QAccessible.queryAccessibleInterface(window.mood.trend)
    assert trend.valueInterface().currentValue() == -80
    assert trend.text(QAccessible.Text.Description) == "Getting worse"
    assert QAccessible.queryAccessibleInterface(window.mood.chip).text(QAccessible.Text.Name) == "Angry"
    assert [chip.text() for chip in window.needs.chips] == ["Certainty", "Their money", "Not repeating"]
    assert window.transcript.text().splitlines()[-1] == "Customer: and now there is another charge"


def test_a_nudge_is_words_for_a_reader(new_window: NewWindow) -> None:
    """The reminder is the row's name and its tool tip says at which words; when it has gone, so has the text."""
    window = new_window()
    nudge = events.NudgeGiven(at=22.0, kind="pace", text="A little slower.", evidence=evidence("so what you do"))
    window.draw(folded(nudge, state=mid_call()))
    assert QAccessible.queryAccessibleInterface(window.nudge).text(QAccessible.Text.Name) == "A little slower."
    assert "so what you do" in window.nudge.toolTip()
    window.draw(mid_call())
    assert window.nudge.text() == window.nudge.toolTip() == ""


def test_reduced_accuracy_is_said(new_window: NewWindow) -> None:
    """The embedded recogniser is labelled where it is in use."""
    assert wording.recognizer_name(mid_call().recognizer) == "pocketsphinx · reduced accuracy"  # type: ignore[arg-type]


def test_long_words_are_made_to_fit(qtbot: QtBot) -> None:
    """A text gets smaller before it loses words, and ends with an ellipsis where it must lose some."""
    theme = Theme(DARK, family=load_font())
    fonts = [theme.font(15), theme.font(14), theme.font(13)]
    phrase = "I will call the refunds team myself now and write to you by Friday with the exact amount, so you know."
    fitted = fit(phrase, fonts, 352, rows=4)
    assert fitted.whole
    assert " ".join(fitted.lines) == phrase
    cut = fit(LONGEST, fonts, 352, rows=4)
    assert len(cut.lines) == 4
    assert cut.lines[-1].endswith("…")


def test_the_strip_shows_the_newest_words(qtbot: QtBot) -> None:
    """A long utterance keeps its end and says by an ellipsis that its head is cut; partial words stay apart."""
    theme = Theme(DARK, family=load_font())
    text = " ".join(f"word{number}" for number in range(80))
    partial = events.UtteranceUpdated(
        utterance_id="c9", speaker="customer", text=text, stable=text[:-6], start=0.0, end=9.0, confidence=0.8
    )
    rows = rows_of(folded(partial).lines, theme, 300)
    assert len(rows) == ROWS
    assert rows[0].speaker == "Customer"
    assert rows[0].stable.startswith("…")
    assert rows[-1].partial == "word79"
