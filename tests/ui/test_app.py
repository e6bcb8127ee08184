"""The overlay as a whole: events in, intents out, the real window between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from assist import commands, events
from tests.ui.calls import DATE, angry_call, evidence, offered
from tests.ui.conftest import RecordedLink
from ui import __main__ as program
from ui.app import Overlay, prefer_x11
from ui.overlay import intents

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard)", extend=True)

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
    in_call.intended(intents.ChooseTheme("light"))
    in_call.intended(intents.ChooseTextScale(1.25))
    assert in_call.window.isVisible()
    assert in_call.window.plate_corner == QPoint(50, 50)
    assert in_call.window.card.text() == DATE


def test_text_larger_than_the_screen_is_held_back(overlay: Overlay) -> None:
    """At 200 % the overlay is as large as the screen allows, not larger."""
    overlay.intended(intents.ChooseTextScale(2.0))
    assert overlay.window.height() <= overlay.window.screen().availableGeometry().height()


def test_the_place_is_remembered(overlay: Overlay, tmp_path: Path) -> None:
    """Where the agent put it down, and a reset, are written at once."""
    overlay.window.stand_at(QPoint(70, 80))
    overlay.intended(overlay.window.place())
    path = tmp_path / "overlay.json"
    assert list(json.loads(path.read_text())["places"].values()) == [[70, 80]]
    overlay.intended(intents.ResetPlace())
    assert list(json.loads(path.read_text())["places"].values()) != [[70, 80]]


def test_the_menu_ends_a_call_and_closes(in_call: Overlay, link: RecordedLink, qtbot: QtBot) -> None:
    """The menu holds the call, the looks and the way out; its choices are carried out."""
    QTest.mouseClick(in_call.window.header.menu_button, Qt.MouseButton.LeftButton)
    menu = in_call.window.findChild(QMenu)
    assert isinstance(menu, QMenu)
    actions: dict[str, QAction] = {action.text(): action for action in menu.actions()}
    assert {"End call", "Theme", "Text size", "Reset position", "Quit Attune"} <= set(actions)
    actions["End call"].trigger()
    assert link.sent == [commands.EndCall()]
    menu.close()


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
