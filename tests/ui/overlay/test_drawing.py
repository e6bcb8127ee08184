"""The real window, drawn in every state a call can bring."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from itertools import combinations

import pytest
import yaml
from PySide6.QtCore import QEvent, QLineF, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from assist import commands, events
from tests.ui.calls import angry_call, evidence, folded, mid_call, offered
from tests.ui.conftest import NewWindow
from ui import wording
from ui.hotkeys.backend import DEFAULT_BINDINGS
from ui.overlay import happenings as local
from ui.overlay.card import CardButton
from ui.overlay.ground import FLAGS
from ui.overlay.mood import spot_of
from ui.overlay.reducer import ECHOES_HINTED
from ui.overlay.state import Mood, OverlayState
from ui.overlay.textfit import fit
from ui.overlay.transcript import ROWS, Transcript, rows_of
from ui.theme import DARK, PALETTES, Theme, load_font

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
        "muted": folded(events.MicrophoneMuted(at=22.0, muted=True, reason="It sends no sound."), state=mid),
        "echo": folded(
            local.CardPutAway("s1"),
            *[events.EchoSuppressed(at=22.0, utterance_id="", start=21.0, end=22.0, confidence=0.9)] * ECHOES_HINTED,
            state=mid,
        ),
        "late": folded(events.LagMeasured(at=22.0, behind_seconds=12.0, effort="finals_only", overruns=2), state=mid),
        "many needs": folded(
            *(events.NeedRaised(at=22.0, need=need, confidence=0.9, evidence=evidence()) for need in wording.NEEDS),
            state=mid,
        ),
        "pinned": folded(local.CardPinned(True), offered("s2", 26.0), offered("s3", 28.0), state=mid),
        "quiet": folded(local.QuietChosen(True), state=mid),
        "held": folded(local.CardPutAway("s1"), local.HoldChosen(True), state=mid),
        "snoozed": folded(local.NeedSnoozed("resource", 600.0), state=mid),
        "said": folded(
            events.SuggestionSpoken(
                at=24.0, suggestion_id="s1", phrase_id="s1-own", similarity=0.9, evidence=evidence()
            ),
            state=mid,
        ),
        "closing": folded(local.CardPutAway("s1"), events.PhaseChanged(at=22.0, phase="closing"), state=mid),
        "long": folded(offered("s2", 22.0, LONGEST), state=mid),
        "ended": folded(events.CallEnded(at=30.0, duration_seconds=30.0, reason="done"), state=mid),
    }


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
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
    for state in states().values():
        window.draw(state)
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
    for palette in PALETTES.values():
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
    """A click on the card accepts; Pin, Next, Not this and Dismiss do as they are called."""
    window = new_window()
    with qtbot.waitSignal(window.intended):
        window.draw(mid_call())
    names = {"suggestion_id": "s1", "phrase_id": "s1-own"}
    for button, intent in (
        (window.card, commands.AcceptSuggestion(**names)),
        (window.card.pin_button, local.CardPinned(True)),
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
    assert not window.card.pin_button.isVisible()
    assert not window.card.reject_button.isVisible()
    with qtbot.assertNotEmitted(window.intended, wait=20):
        QTest.mouseClick(window.card, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    with qtbot.waitSignal(window.intended) as read:
        QTest.mouseClick(window.card.dismiss_button, Qt.MouseButton.LeftButton)
    assert read.args == [local.BoundaryRead()]


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


def test_each_feeling_has_a_place_of_its_own() -> None:
    """No two feelings of the taxonomy share a place, so that a feeling is known by where its dot is."""
    taxonomy = yaml.safe_load(files("phrasebank").joinpath("data", "taxonomy.yaml").read_text("utf-8"))
    moods = [
        Mood(emotion=row["id"], confidence=0.9, valence=row["valence"], arousal=row["arousal"], quote="")
        for row in taxonomy["emotions"]
    ]
    spots = [spot_of(mood, QRectF(0, 0, 24, 24)) for mood in moods]
    assert len(spots) == 10
    assert all(QLineF(one, other).length() > 1.5 for one, other in combinations(spots, 2))
    assert all(QRectF(0, 0, 24, 24).contains(spot) for spot in spots)


def test_the_numbers_say_what_lies_behind_them(new_window: NewWindow) -> None:
    """Resting on the numbers of the phrases tells the other cues and the keys that take them."""
    window = new_window()
    window.draw(mid_call())
    beside = window.card.next_button.geometry()
    spot = QPoint(beside.right() + 20, beside.center().y())
    QApplication.sendEvent(window.card, QHelpEvent(QEvent.Type.ToolTip, spot, window.card.mapToGlobal(spot)))
    assert QToolTip.text() == "2: Spare the story (Ctrl+Alt+2)\n3: Next steps (Ctrl+Alt+3)"
    QToolTip.hideText()


def test_a_card_that_leaves_fades(desk: QWidget) -> None:
    """With motion the words are still there as they begin to fade; without, the place is empty at once."""
    looks = {}
    for still in (True, False):
        card = CardButton(Theme(DARK, family=load_font(), reduced_motion=still), {}, desk)
        card.resize(384, card.height())
        card.draw(mid_call())
        card.draw(folded(local.CardPutAway("s1"), state=mid_call()))
        looks[still] = card.grab().toImage()
    assert looks[True] != looks[False]


@pytest.mark.parametrize("keys", [{}, DEFAULT_BINDINGS, dict.fromkeys(DEFAULT_BINDINGS, "Ctrl+Shift+F10")])
@pytest.mark.parametrize("brief", [False, True])
def test_the_foot_has_room_for_any_keys(desk: QWidget, keys: dict[str, str], brief: bool) -> None:
    """Where the caps of the agent's own keys have no room they stand in the tool tips only; nothing overlaps."""
    theme = Theme(DARK, family=load_font(), reduced_motion=True)
    card = CardButton(theme, wording.key_caps(keys), desk, brief=brief)
    card.resize(384, card.height())
    card.draw(mid_call())
    buttons = [button for button in card.findChildren(QAbstractButton) if not button.isHidden()]
    assert len(buttons) == 4
    for button in buttons:
        assert card.rect().contains(button.geometry())
        assert not any(button.geometry().intersects(other.geometry()) for other in buttons if other is not button)
    assert keys.get("reject", "").replace("Right", "→") in card.reject_button.toolTip()


def test_the_strip_is_as_long_as_it_is_told(desk: QWidget) -> None:
    """The expanded overlay shows more of the conversation, the compact one none."""
    theme = Theme(DARK, family=load_font())
    heights = {}
    for rows in (0, 4, 10):
        strip = Transcript(theme, desk, rows=rows)
        strip.resize(384, strip.height())
        strip.draw(mid_call().lines * 8)
        strip.grab()
        heights[rows] = strip.height()
        assert len(strip.text().splitlines()) == rows
    assert heights == {0: 0, 4: 76, 10: 190}


@pytest.mark.parametrize(
    "reference", ["crm-7", "a reference of the softphone's that is far longer than the row has room for"]
)
def test_the_calls_name_stands_small_in_the_header(new_window: NewWindow, reference: str) -> None:
    """Where there is room; what does not fit is in its tool tip. Clock and phase keep theirs."""
    window = new_window()
    window.draw(replace(mid_call(), reference=reference))
    spot = window.header.reference
    assert spot.text() == reference
    assert spot.accessibleName() == f"Call {reference}"
    whole = spot.fontMetrics().horizontalAdvance(reference) <= spot.width()
    assert spot.toolTip() == ("" if whole else reference)
    assert whole == (reference == "crm-7")
    assert "Discovery" in [label.text() for label in window.header.findChildren(QLabel) if label.isVisible()]
    window.draw(mid_call())
    assert spot.text() == ""
