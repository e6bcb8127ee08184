"""The overlay as a whole: events in, intents out, the real window between."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from assist import commands, events
from tests.ui.calls import DATE, angry_call, evidence, offered
from tests.ui.conftest import RecordedLink
from ui import __main__ as program
from ui.app import Desk, Overlay, prefer_x11
from ui.overlay import happenings as local
from ui.overlay import intents
from ui.overlay.ground import Stand
from ui.overlay.reducer import ECHOES_HINTED
from ui.screens import Screens
from ui.settings import OverlaySettings
from ui.throttle import Throttle

pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)

OWN = {"suggestion_id": "s1", "phrase_id": "s1-own"}


@pytest.fixture
def in_call(overlay: Overlay, link: RecordedLink, qtbot: QtBot) -> Overlay:
    """The overlay in the middle of the angry call, its card painted and reported."""
    overlay.link_changed("open")
    for event in angry_call():
        overlay.happened(event)
    qtbot.waitUntil(lambda: link.sent == [commands.ShowSuggestion(**OWN)])
    link.sent.clear()
    return overlay


def test_a_click_on_the_card_copies_it(in_call: Overlay, link: RecordedLink, qtbot: QtBot) -> None:
    """The phrase is on the clipboard, the engine knows, and the card says so before the engine answers."""
    QTest.mouseClick(in_call.window.card, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    assert QGuiApplication.clipboard().text() == DATE
    assert link.sent == [commands.AcceptSuggestion(**OWN)]
    assert in_call.state.card is not None
    assert in_call.state.card.stage == "accepted"


@pytest.mark.parametrize(
    ("action", "sent"),
    [
        ("accept", commands.AcceptSuggestion(**OWN)),
        ("accept_2", commands.AcceptSuggestion(suggestion_id="s1", phrase_id="s1-second")),
        ("accept_3", commands.AcceptSuggestion(suggestion_id="s1", phrase_id="s1-third")),
        ("dismiss", commands.DismissSuggestion(**OWN)),
        ("reject", commands.RejectSuggestion(**OWN)),
    ],
)
def test_hot_keys_do_what_the_buttons_do(
    in_call: Overlay, link: RecordedLink, action: str, sent: commands.AgentCommand
) -> None:
    """Each action reaches the engine; a card that was put away is gone at once."""
    in_call.key_pressed(action)
    assert link.sent == [sent]
    assert (in_call.state.card is None) == (action in {"dismiss", "reject"})


def test_the_agent_gets_what_they_saw(in_call: Overlay, link: RecordedLink) -> None:
    """A newer card that is not painted yet does not swallow the click on the one that is."""
    in_call.happened(events.LagMeasured(at=25.0, behind_seconds=0.1))  # what comes next waits its turn to be drawn
    in_call.happened(offered("s2", 26.0, "Something newer."))
    QTest.mouseClick(in_call.window.card, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    assert QGuiApplication.clipboard().text() == DATE
    assert link.sent == [commands.AcceptSuggestion(**OWN)]


def test_next_stays_at_the_desk(in_call: Overlay, link: RecordedLink, qtbot: QtBot) -> None:
    """Next only turns the card; that the alternate was seen is reported when it has been painted."""
    in_call.key_pressed("next")
    assert link.sent == []
    seen = [commands.ShowSuggestion(suggestion_id="s1", phrase_id="s1-second")]
    qtbot.waitUntil(lambda: link.sent == seen)
    in_call.key_pressed("accept")
    assert QGuiApplication.clipboard().text() == "I have your notes here."


def test_hot_keys_without_a_card_do_nothing(overlay: Overlay, link: RecordedLink) -> None:
    """With an empty place, or an unknown action, nothing is sent."""
    for action in ("accept", "accept_3", "next", "dismiss", "reject", "dance"):
        overlay.key_pressed(action)
    assert link.sent == []


def test_a_hot_key_of_another_program_loses_its_cap(overlay: Overlay) -> None:
    """What does not work is not promised."""
    overlay.key_refused("dismiss", "Ctrl+Alt+0 belongs to another program.")
    overlay.keys_bound({"accept": "Ctrl+Alt+1", "reject": "Ctrl+Alt+9"})
    assert "Ctrl+Alt+0 belongs to another program." in overlay.window.status.toolTip()
    assert overlay.window.card.dismiss_button.sizeHint().width() < overlay.window.card.reject_button.sizeHint().width()


def test_a_lost_engine_breaks_nothing(in_call: Overlay, qtbot: QtBot) -> None:
    """While the engine restarts the last state stays and the card can still be copied."""
    in_call.link_changed("lost")
    in_call.key_pressed("accept")
    assert QGuiApplication.clipboard().text() == DATE
    in_call.link_changed("open")
    for event in angry_call():
        in_call.happened(event)
    assert in_call.state.link == "open"


def test_a_call_that_is_told_again_does_not_flicker(in_call: Overlay, qtbot: QtBot) -> None:
    """While the engine tells the call from its beginning, the screen keeps what it showed; then it goes on."""
    qtbot.waitUntil(lambda: in_call.window.state is in_call.state)
    for timer in in_call.findChildren(QTimer):
        if timer.parent() is in_call.findChild(Throttle) and timer.interval():
            timer.setInterval(60_000)  # does not end in this test
    in_call.link_changed("lost")
    in_call.link_changed("open")
    *early, last = angry_call()
    for event in early[:5]:
        in_call.happened(event)
        QApplication.processEvents()
    assert in_call.state.card is None
    assert in_call.window.state.card is not None
    for event in (*early[5:], replace(last, at=60.0), offered("s9", 61.0)):
        in_call.happened(event)
    qtbot.waitUntil(lambda: in_call.window.state is in_call.state)
    assert in_call.window.state.card is not None
    assert in_call.window.state.card.suggestion_id == "s9"


def test_the_end_of_a_call_stays_on_the_screen(in_call: Overlay) -> None:
    """After the call the overlay keeps what was felt and needed, without a card."""
    in_call.happened(events.CallEnded(at=60.0, duration_seconds=60.0, reason="done"))
    in_call.link_changed("lost")
    assert in_call.window.isVisible()
    assert in_call.state.mood is not None
    assert (in_call.state.card, in_call.state.ended, len(in_call.state.needs)) == (None, True, 3)


def test_reading_the_boundary_notice_puts_it_away(in_call: Overlay, link: RecordedLink, qtbot: QtBot) -> None:
    """The notice about abuse is between the agent and the overlay."""
    in_call.happened(events.AbuseFlagged(at=22.0, confidence=0.9, evidence=evidence("you idiot")))
    qtbot.waitUntil(lambda: in_call.window.state.abuse_quote is not None)
    in_call.key_pressed("accept")
    in_call.key_pressed("dismiss")
    assert (in_call.state.abuse_quote, link.sent) == (None, [])


def test_looks_change_in_place(in_call: Overlay) -> None:
    """Another theme or text size keeps the place, the state and the agent's choice."""
    in_call.window.stand_at(QPoint(50, 50))
    in_call.intended(intents.Prefer("theme", "light"))
    in_call.intended(intents.Prefer("text_scale", 1.25))
    assert in_call.window.isVisible()
    assert in_call.window.plate_corner == QPoint(50, 50)
    assert in_call.window.card.text() == DATE


def test_text_larger_than_the_screen_is_held_back(overlay: Overlay) -> None:
    """At 200 % the overlay is as large as the screen allows, not larger."""
    overlay.intended(intents.Prefer("text_scale", 2.0))
    assert overlay.window.height() <= overlay.window.screen().availableGeometry().height()


def test_the_place_is_remembered(overlay: Overlay, tmp_path: Path) -> None:
    """Where the agent put it down, and a reset, are written at once."""
    overlay.window.stand_at(QPoint(70, 80))
    overlay.intended(overlay.window.place())
    path = tmp_path / "overlay.json"
    assert list(json.loads(path.read_text())["places"].values()) == [[70, 80]]
    overlay.intended(intents.ResetPlace())
    assert list(json.loads(path.read_text())["places"].values()) != [[70, 80]]


def test_the_menu_opens_where_it_was_asked_for(in_call: Overlay, link: RecordedLink) -> None:
    """Its choices are carried out, as those of the tray are."""
    QTest.mouseClick(in_call.window.header.menu_button, Qt.MouseButton.LeftButton)
    menu = in_call.window.findChild(QMenu)
    assert isinstance(menu, QMenu)
    quiet = next(action for action in menu.actions() if action.text().startswith("Do not disturb\tCtrl+"))
    quiet.trigger()
    assert link.sent == [commands.KeepQuiet(on=True)]
    menu.close()


@pytest.mark.parametrize(
    ("action", "sent"),
    [
        ("call", [commands.EndCall()]),
        ("hold", [commands.HoldCall(on=True)]),
        ("quiet", [commands.KeepQuiet(on=True)]),
        ("pin", []),
        ("size", []),
        ("click_through", []),
    ],
)
def test_what_hot_keys_tell_the_engine(
    in_call: Overlay, link: RecordedLink, action: str, sent: list[commands.AgentCommand]
) -> None:
    """The call, the hold and the quiet are the engine's business; the rest stays at the desk."""
    in_call.key_pressed(action)
    assert link.sent == sent


def test_switches_turn_and_turn_back(in_call: Overlay, link: RecordedLink, qtbot: QtBot) -> None:
    """Pressed twice, a switch is where it was."""
    for expected in (True, False):
        for action in ("quiet", "hold", "pin", "click_through", "show"):
            in_call.key_pressed(action)
        qtbot.waitUntil(lambda: in_call.window.state == in_call.state)
        state = in_call.state
        hidden = not in_call.window.isVisible()
        switched = (state.quiet, state.held, in_call.window.clicks_through, hidden)
        assert switched == (expected,) * 4


def test_a_hidden_overlay_takes_no_card(in_call: Overlay, link: RecordedLink) -> None:
    """Nobody accepts or dismisses what they do not see."""
    in_call.key_pressed("show")
    QGuiApplication.clipboard().setText("mine")
    for action in ("accept", "dismiss", "reject", "next"):
        in_call.key_pressed(action)
    assert (link.sent, QGuiApplication.clipboard().text()) == ([], "mine")


def test_an_engine_that_comes_back_is_told_what_was_chosen(in_call: Overlay, link: RecordedLink) -> None:
    """Level, quiet and needs put to rest hold across a restart of the engine."""
    in_call.intended(intents.Prefer("level", "expert"))
    in_call.intended(commands.KeepQuiet(on=True))
    link.sent.clear()
    in_call.link_changed("lost")
    in_call.link_changed("open")
    assert link.sent == [commands.ChooseLevel(level="expert"), commands.KeepQuiet(on=True)]


def test_a_level_that_was_not_chosen_is_the_engines(overlay: Overlay, link: RecordedLink) -> None:
    """The overlay does not overrule the workplace's setting by a default of its own."""
    overlay.link_changed("open")
    assert link.sent == []


@pytest.mark.parametrize("pastes", [False, True])
def test_a_phrase_is_pasted_where_the_agent_wants_that(qtbot: QtBot, tmp_path: Path, pastes: bool) -> None:
    """By default it is only copied."""
    pasted: list[str] = []
    desk = Desk(RecordedLink(), OverlaySettings(paste=pastes), tmp_path / "o.json", keys={}, paste=pasted.append)
    overlay = Overlay(desk)
    QGuiApplication.clipboard().setText("mine")
    overlay.happened(offered())
    qtbot.waitUntil(lambda: overlay.window.state.card is not None)
    overlay.intended(commands.AcceptSuggestion(**OWN))
    assert (pasted, QGuiApplication.clipboard().text()) == (([DATE], "mine") if pastes else ([], DATE))
    overlay.deleteLater()


def test_a_phrase_that_was_not_pasted_is_told(in_call: Overlay) -> None:
    """The agent must not believe that it is in the CRM; once one is in, the line leaves."""
    in_call.paste_failed("The phrase is on the clipboard, press Ctrl+V.")
    assert "Ctrl+V" in in_call.window.status.toolTip()
    in_call.paste_failed("")
    assert "Ctrl+V" not in in_call.window.status.toolTip()


@pytest.mark.parametrize("corner", [QPoint(20, 20), QPoint(340, 560)], ids=["top left", "bottom right"])
def test_a_change_of_size_keeps_the_nearest_edges(overlay: Overlay, corner: QPoint) -> None:
    """At the bottom of the screen it grows upwards; compact again, it is where it was."""
    overlay.intended(intents.Prefer("size", "compact"))
    overlay.window.stand_at(corner)
    before = overlay.window.plate_rect
    overlay.intended(intents.NextSize())
    assert overlay.window.plate_rect.contains(before)
    overlay.intended(intents.Prefer("size", "compact"))
    assert overlay.window.plate_rect == before


def test_the_compositor_may_leave(in_call: Overlay) -> None:
    """Without one the overlay is opaque and has no shadow, in its place, with its card."""
    in_call.window.stand_at(QPoint(50, 60))
    in_call.presence.composited(False)
    assert in_call.window.plate.margin == 0
    assert in_call.window.plate_corner == QPoint(50, 60)
    assert in_call.window.card.text() == DATE


def test_native_wayland_gets_a_framed_window(qtbot: QtBot, tmp_path: Path) -> None:
    """Where nothing may float, the desktop's own frame moves the window, and the overlay says why."""
    desk = Desk(RecordedLink(), OverlaySettings(), tmp_path / "o.json", keys={}, stand=Stand(floating=False))
    overlay = Overlay(desk)
    assert not overlay.window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert overlay.window.plate.margin == 0
    assert "cannot stay on top" in overlay.window.status.toolTip()
    overlay.deleteLater()


def test_after_sleep_it_is_in_its_place(qtbot: QtBot) -> None:
    """A look that comes far too late means that the machine slept; one in time means nothing."""
    now = [100.0]
    screens = Screens(clock=lambda: now[0])
    now[0] += 5.0
    with qtbot.assertNotEmitted(screens.changed, wait=0):
        screens.look()
    now[0] += 3600.0
    with qtbot.waitSignal(screens.changed):
        screens.look()


def test_the_conversation_opens_in_its_own_window(in_call: Overlay) -> None:
    """It shows the call so far and follows it; opened again, it is the same window."""
    in_call.intended(intents.OpenTranscript())
    opened = in_call.presence.transcript
    assert opened is not None
    assert opened.isVisible()
    in_call.intended(intents.OpenTranscript())
    assert in_call.presence.transcript is opened
    opened.close()


def test_wayland_goes_through_xwayland() -> None:
    """On Wayland the overlay runs as an X11 program where that is possible, unless someone chose otherwise."""
    for environment, expected in (
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, None),
        ({"DISPLAY": ":0"}, None),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}, "wayland"),
    ):
        prefer_x11(environment)
        assert environment.get("QT_QPA_PLATFORM") == expected


def test_without_a_token_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Started by hand, the program says in one sentence how it is started."""
    monkeypatch.delenv(program.TOKEN_VARIABLE, raising=False)
    assert program.main(["--url", "ws://127.0.0.1:1"]) == 2
    assert "assist demo" in capsys.readouterr().err


def test_a_bad_position_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A position that is none gets a sentence and exit 2."""
    with pytest.raises(SystemExit, match="2"):
        program.main(["--url", "ws://127.0.0.1:1", "--position", "left"])
    assert "write X,Y" in capsys.readouterr().err


def test_notice_and_hint_are_put_away_by_their_buttons(in_call: Overlay, link: RecordedLink) -> None:
    """Both belong to the desk: the engine hears nothing of it, and the card is not touched."""
    in_call.happened(events.MicrophoneMuted(at=22.0, muted=True))
    in_call.presence.draw(in_call.state)
    notice = in_call.window.nudge.notice
    assert notice.isVisible()
    QTest.mouseClick(notice.close_button, Qt.MouseButton.LeftButton)
    assert (in_call.state.muted, in_call.state.card is None) == (None, False)
    in_call.happened(local.CardPutAway("s1"))
    for _ in range(ECHOES_HINTED):
        in_call.happened(events.EchoSuppressed(at=30.0, utterance_id="", start=29.0, end=30.0, confidence=0.9))
    in_call.presence.draw(in_call.state)
    QTest.mouseClick(in_call.window.card.dismiss_button, Qt.MouseButton.LeftButton)
    assert (in_call.state.echo_hint_at, in_call.state.echo_hint_seen) == (None, True)
    assert link.sent == []
